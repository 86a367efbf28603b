"""From a claim's id to its sentence and what it is of; an id that is not there is one line with the nearest."""

from pathlib import Path

import pytest

from pipelines.claims import table
from pipelines.errors import StyrkaError
from pipelines.explain import claims
from pipelines.explain.explanation import DisagreementError
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
    assert told[1] == "  Evidensgrad B: Styrka; serien kan inte prövas mot slumpen"
    assert any(line.startswith("  Får inte sägas: Att näringen är stor") for line in told)
    assert f"  Claim {claim_id} · {claim['fingerprint']}" in claims.render(claim, "en").splitlines()


@pytest.mark.parametrize(
    ("others", "line"),
    [
        (
            {},
            "  Place 1 in the country even at worst: with noise LQ is at least 1.9, "
            "and nobody else there can reach as high",
        ),
        (
            {"07": (1.8, 1.7, 1.9), "12": (1.95, 1.85, 2.05), "01": (1.7, 1.6, 1.8999)},
            "  Place 3 in the country at worst: with noise LQ is at least 1.9, and as high can reach (at most): "
            "12 Skåne län (2.05); 07 Kronobergs län (1.9)",
        ),
    ],
)
def test_a_place_is_told_with_the_regions_that_noise_can_bring_as_high(
    tmp_path: Path, others: dict[str, tuple[float, float, float]], line: str
) -> None:
    given = relations(dict.fromkeys(COUNTIES, (1.0, 1.0, 1.0)) | {"08": (2.0, 1.9, 2.1)} | others)
    for name, content in {**given, "claim": table.claim(given)}.items():
        engine.write_table(name, content, tmp_path / f"{name}.parquet", "e")
    (claim,) = (row for row in engine.read_table(tmp_path / "claim.parquet").to_pylist() if "country" in row["kind"])
    placed = claims.place(tmp_path, claim)
    assert line in claims.render(claim, "en", placed).splitlines()
    assert placed is not None
    assert claim["value"] == len(placed[1]) + 1
    with pytest.raises(DisagreementError, match=f"tells place {claim['value'] + 1:.0f}, and .* gives"):
        claims.place(tmp_path, claim | {"unit": "rank", "value": claim["value"] + 1})
    of_county = claims.render(claim | {"kind": "first_county"}, "sv", (placed[0], []))
    assert (
        "Plats 1 i länet också i sämsta fall: med bruset är LQ minst 1,9, och så högt kan ingen annan där" in of_county
    )
    share = claims.read(
        tmp_path, next(i for i in engine.read_table(tmp_path / "claim.parquet")["claim_id"].to_pylist() if "share" in i)
    )
    assert claims.place(tmp_path, share) is None


def test_an_id_that_is_not_there_names_the_nearest(parquet: Path) -> None:
    claim_id = engine.read_table(parquet / "claim.parquet")["claim_id"][0].as_py()
    with pytest.raises(StyrkaError, match=rf"no claim '{claim_id[:-1]}x' in this edition; near: {claim_id}"):
        claims.read(parquet, f"{claim_id[:-1]}x")
    with pytest.raises(StyrkaError, match=f"no claim 'zzz' .* are in {parquet.parent}/csv/claim.csv"):
        claims.read(parquet, "zzz")
