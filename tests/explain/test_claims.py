"""From a claim's id to its sentence and what it is of; an id that is not there is one line with the nearest."""

from pathlib import Path

import pytest

from pipelines.claims import table
from pipelines.errors import StyrkaError
from pipelines.explain import claims
from pipelines.warehouse import engine
from tests.claims.written import COUNTIES, relations


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    given = relations(dict.fromkeys(COUNTIES, (1.0, 1.0, 1.0)) | {"08": (2.0, 1.9, 2.1)})
    engine.write_table("claim", table.claim(given), tmp_path / "claim.parquet", "e")
    return tmp_path


def test_a_claim_is_told_with_its_ground_and_limits(parquet: Path) -> None:
    claim_id = engine.read_table(parquet / "claim.parquet")["claim_id"][0].as_py()
    claim = claims.read(parquet, claim_id)
    told = claims.render(claim, "sv").splitlines()
    assert told[0] == claim["text_sv"]
    assert told[1] == "  Grund B: Styrka; serien kan inte prövas mot slumpen"
    assert any(line.startswith("  Får inte sägas: Att näringen är stor") for line in told)
    assert f"  Claim {claim_id} · {claim['fingerprint']}" in claims.render(claim, "en").splitlines()


def test_an_id_that_is_not_there_names_the_nearest(parquet: Path) -> None:
    claim_id = engine.read_table(parquet / "claim.parquet")["claim_id"][0].as_py()
    with pytest.raises(StyrkaError, match=rf"no claim '{claim_id[:-1]}x' in this edition; near: {claim_id}"):
        claims.read(parquet, f"{claim_id[:-1]}x")
    with pytest.raises(StyrkaError, match=f"no claim 'zzz' .* are in {parquet.parent}/csv/claim.csv"):
        claims.read(parquet, "zzz")
