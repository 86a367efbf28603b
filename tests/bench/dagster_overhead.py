"""What Dagster costs: the job ``run`` from start to end beside the same recipes called one after the other.
Both in a process of their own, from interpreter start, on the bundled edition."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 3

WITH_DAGSTER = "from pipelines.cli import main; main(['run'])"

# Calling an asset directly runs its recipe alone; Dagster is still imported, since the recipes are decorated with it.
ALONE = """
from pipelines import places
from pipelines.definitions import assemble
from pipelines.warehouse import edition
import dagster as dg

definitions = assemble()
job = definitions.resolve_job_def("run")
by_name = {each.op.name: each for each in [*definitions.assets, *definitions.asset_checks] if hasattr(each, "op")}
with edition.writing(places.data_mart()):
    for node in job.graph.nodes_in_topological_order:
        recipe = by_name[node.name]
        needed = {name: definitions.resources[name] for name in recipe.required_resource_keys - {"io_manager"}}
        context = [dg.build_asset_context()] if recipe.op.compute_fn.has_context_arg() else []
        recipe(*context, **needed)
"""


def seconds(code: str) -> float:
    """Wall time of ``code`` in a fresh interpreter with fresh folders."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"STYRKA_DATA_MART": str(Path(folder) / "mart"), "DAGSTER_HOME": str(Path(folder) / "home")}
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **places}, capture_output=True, text=True, check=False
        )
        taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return taken


def main() -> dict[str, float]:
    pairs = [(seconds(WITH_DAGSTER), seconds(ALONE)) for _ in range(ROUNDS)]
    ratio = median(job / alone for job, alone in pairs)
    job, alone = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    print(f"styrka run {job:.1f} s, the recipes alone {alone:.1f} s, median of {ROUNDS} rounds")
    return {"times_the_recipes_alone": ratio}
