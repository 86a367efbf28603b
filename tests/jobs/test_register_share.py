"""What is published of the regions that the jobs of an industry can lie over, of two counties of two municipalities."""

from collections.abc import Mapping

import pyarrow as pa
import pytest

from pipelines.warehouse import engine
from tests.jobs.world import DATE, employment

COUNTIES = {"0880": "08", "0881": "08", "0980": "09", "0981": "09"}
KINDS = ("municipality", "county")
Figures = Mapping[tuple[str, str], int | None]
Years = tuple[int | None, int | None]
KALMAR, NYBRO, GOTLAND, VISBY = COUNTIES


def shares(figures: Figures, valid: Mapping[str, Years] | None = None) -> dict[str, dict[str, int | None]]:
    """Sizes by kind and region, of what is published of regions and groups; ``valid`` by municipality."""
    names = {"region_code": pa.string(), "type": pa.string(), "county_code": pa.string()}
    names |= {"valid_from": pa.int64(), "valid_to": pa.int64()}
    rows: list[tuple[str | int | None, ...]] = [
        ("00", "nation", None, None, None),
        *((each, "county", each, None, None) for each in ("08", "09")),
    ]
    always = (None, None)
    rows += [(each, "municipality", COUNTIES[each], *(valid or {}).get(each, always)) for each in COUNTIES]
    # The published total holds what no group holds.
    published = [
        row | ({"employees": 5_000} if row["level"] == "total" else {}) for row in employment(figures).to_pylist()
    ]
    relations = {
        "region": pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=pa.schema(names)),
        "employment": pa.Table.from_pylist(published, schema=employment({}).schema),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
    }
    found = engine.select("register_share", relations, {"register_date": DATE}).to_pylist()
    told = {kind: {row["region_code"]: row["size"] for row in found if row["region_type"] == kind} for kind in KINDS}
    assert sum(map(len, told.values())) == len(found), "one region told more than once"
    return told


def test_a_region_has_the_sum_of_its_groups_and_a_county_its_own_before_that_of_its_municipalities() -> None:
    """08 is published itself, as 700; 09 is 300 + 20 and 40 + 5. What the total rows say is not asked."""
    figures = {("00", "A"): 9_000, ("08", "A"): 600, ("08", "G"): 100}
    figures |= {(KALMAR, "A"): 50, (KALMAR, "G"): 7, (NYBRO, "A"): 1, (NYBRO, "G"): 2}
    figures |= {(GOTLAND, "A"): 300, (GOTLAND, "G"): 20, (VISBY, "A"): 40, (VISBY, "G"): 5}
    assert shares(figures) == {
        "municipality": {KALMAR: 57, NYBRO: 3, GOTLAND: 320, VISBY: 45},
        "county": {"08": 700, "09": 365},
    }


def test_a_region_of_which_nothing_is_published_is_there_without_a_size() -> None:
    """Of Visby one group is empty, so that it has none and its county no sum; Nybro's county is published itself."""
    figures: Figures = {("08", "A"): 600, (KALMAR, "A"): 50, (GOTLAND, "A"): 0, (VISBY, "A"): 40, (VISBY, "G"): None}
    assert shares(figures) == {
        "municipality": {KALMAR: 50, NYBRO: None, GOTLAND: 0, VISBY: None},
        "county": {"08": 600, "09": None},
    }
    nothing = dict.fromkeys(COUNTIES)
    assert shares({}) == {"municipality": nothing, "county": {"08": None, "09": None}}


@pytest.mark.parametrize(
    ("years", "there"),
    [
        ((None, None), True),
        ((2026, None), True),
        ((2027, None), False),
        ((None, 2026), True),
        ((None, 2025), False),
        ((2026, 2026), True),
        ((2020, 2025), False),
        ((2027, 2030), False),
    ],
)
def test_only_municipalities_of_the_registers_year_are_told_and_asked_of_their_county(
    years: Years, there: bool
) -> None:
    figures: Figures = {(KALMAR, "A"): 50, (GOTLAND, "A"): 300, (VISBY, "A"): 40}
    assert shares(figures, {NYBRO: years, VISBY: years}) == {
        "municipality": {KALMAR: 50, GOTLAND: 300} | ({NYBRO: None, VISBY: 40} if there else {}),
        "county": {"08": None if there else 50, "09": 340 if there else 300},
    }


def test_a_county_without_municipalities_of_the_registers_year_is_not_told() -> None:
    figures: Figures = {("08", "A"): 50, ("09", "A"): 60}
    gone = shares(figures, dict.fromkeys((GOTLAND, VISBY), (None, 2025)))
    assert gone == {"municipality": {KALMAR: None, NYBRO: None}, "county": {"08": 50}}
