# The commands of the project. Set-up is a virtual environment in the checkout with locked, hashed versions;
# a stamp per lock file keeps a second call from setting up again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPARK := .venv-spark
SPARK_STAMP := $(SPARK)/.set-up
RUN_STAMP := $(VENV)/.set-up-run
DEV_STAMP := $(VENV)/.set-up-dev
AXE := node_modules/axe-core/axe.min.js
export UV_SYSTEM_CERTS := true

.PHONY: run develop test test-spark ui refresh demo-refresh notebook bench torture mutants audit lint format lock clean

run: $(RUN_STAMP)  ## set up, then the main job on the newest snapshots
	$(BIN)/styrka run

develop: $(DEV_STAMP)  ## set up what tests, notebooks and the servers of our own need

test: $(DEV_STAMP) $(AXE)  ## set up, then all tests
	$(BIN)/pytest -n auto --dist loadfile

test-spark: $(SPARK_STAMP)  ## the measures on Spark, in an environment of its own; needs Java 17
	$(SPARK)/bin/pytest --confcutdir tests/spark tests/spark

ui: $(RUN_STAMP)  ## the Dagster UI on 127.0.0.1
	$(BIN)/styrka ui

refresh: $(RUN_STAMP)  ## fetch what changed at SCB, then the main job
	$(BIN)/styrka refresh

demo-refresh: $(DEV_STAMP)  ## two years of a region on made-up figures: what changed, which claims still hold
	$(BIN)/python -m tests.demo_refresh

notebook: $(DEV_STAMP)  ## the notebooks, in a browser
	$(BIN)/jupyter notebook notebooks

bench: $(DEV_STAMP)  ## speed and memory, as ratios in one run
	$(BIN)/python -m tests.bench

torture: $(DEV_STAMP)  ## two hundred runs killed at random moments: no torn file, the same bytes (hours)
	$(BIN)/python -m tests.torture

mutants: $(DEV_STAMP)  ## small faults in statements and client that no test notices (hours; ONLY=verdict for one)
	$(BIN)/python -m tests.mutation $(if $(ONLY),--only $(ONLY))

audit: $(DEV_STAMP)  ## licences, bill of materials and known vulnerabilities of the locked versions
	$(BIN)/python -m tests.audit

lint: $(DEV_STAMP)  ## style, types, SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint sql

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix sql

# uv installs fast but needs to be told to trust the system's certificates (above); pip is the fallback. Bytecode is
# compiled now, as pip does: where Python may not write it later, every start would cost ten seconds more.
define install
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(2)/bin/python --require-hashes -r $(1) \
	|| $(2)/bin/python -m pip install --quiet --require-hashes -r $(1)
	$(2)/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	touch $@
endef

$(BIN)/uv: requirements-setup.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "styrka: $(PYTHON) is too old: Python 3.11 or newer is needed (make PYTHON=python3.12 …)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	|| { echo "styrka: $(PYTHON) cannot make a virtual environment: install its venv package (Debian: apt install python3-venv)" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-setup.lock
	touch $@

$(RUN_STAMP): $(BIN)/uv requirements.lock pyproject.toml
	$(call install,requirements.lock,$(VENV))

$(DEV_STAMP): $(BIN)/uv requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock,$(VENV))
	touch $(RUN_STAMP)

# Only a browser runs it; where npm is not to be had, the tests that need it are skipped and say so.
$(AXE): package.json package-lock.json
	npm ci --silent --no-audit --no-fund && touch $@ || echo "axe-core is not installed (npm ci): its tests are skipped" >&2

$(SPARK_STAMP): $(BIN)/uv requirements-spark.lock pyproject.toml
	$(PYTHON) -m venv $(SPARK)
	$(call install,requirements-spark.lock,$(SPARK))

lock: $(BIN)/uv  ## newest versions within the bounds of pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--upgrade --group setup -o requirements-setup.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--upgrade --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--upgrade --extra spark --group spark-tests pyproject.toml -c requirements-dev.lock -c requirements-setup.lock -o requirements-spark.lock

clean:
	rm -rf $(VENV) $(SPARK) .dagster build dist
