"""Table ``standardised_quotient`` by hand: z on logarithms, the share of zeros, and what is refused."""

from math import exp, sqrt
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.measures import tables
from pipelines.warehouse import classification

# Logarithms that are near normal: mean 0, and of 25 regions one at 2, one at -2.
LOGS = [-2.0, -1.6, -1.2, -1.0, -0.8, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, -0.05, 0.0]
LOGS += [-each for each in reversed(LOGS[:-1])]


def rows(quotients: list[float | None], note: str = "suppressed") -> dict[str, dict[str, Any]]:
    cells = [
        {"region_code": f"R{place:02}", "industry_code": "A", "year": 2024, "series": "HAND", "reference": "nation"}
        | {"reference_code": "00", "level": "5", "lq": lq, "note": note if lq is None else None}
        for place, lq in enumerate(quotients)
    ]
    content = pa.Table.from_pylist(cells, schema=schema.table("location_quotient").arrow_schema())
    relations = {
        "location_quotient": content,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["HAND"], "industry_edition": ["SNI2007"]}),
    }
    return {row["region_code"]: row for row in tables.standardised_quotient(relations).to_pylist()}


def test_z_is_the_distance_of_logarithms_in_standard_deviations() -> None:
    found = rows([exp(each) for each in LOGS])
    deviation = sqrt(sum(each**2 for each in LOGS) / 24)
    for place, each in enumerate(LOGS):
        assert found[f"R{place:02}"]["z"] == pytest.approx(each / deviation, abs=1e-9)
    # 2 / 0.938 is beyond both cuts, 1.6 / 0.938 = 1.706 beyond the one-sided only, 1.2 / 0.938 beyond none.
    flags = [(found[name]["above_one_sided"], found[name]["above_two_sided"]) for name in ("R24", "R23", "R22")]
    assert flags == [(True, True), (True, False), (False, False)]
    assert (found["R00"]["above_one_sided"], found["R00"]["regions"], found["R00"]["zero_share"]) == (False, 25, 0.0)


def test_zeros_are_counted_and_left_out_of_the_mean_and_too_many_refuse_the_industry() -> None:
    some = rows([*map(exp, LOGS), 0.0])
    assert (some["R25"]["z"], some["R25"]["note"], some["R25"]["zero_share"]) == (
        None, "no_employment_in_industry", 1 / 26
    )  # fmt: skip
    assert some["R24"]["z"] == rows([*map(exp, LOGS)])["R24"]["z"]
    many = rows([*map(exp, LOGS), *[0.0] * 9])
    assert {row["note"] for row in many.values()} == {"too_many_zeros"}


def test_regions_whose_quotient_is_not_known_are_counted_and_more_than_one_in_twenty_refuses_the_industry() -> None:
    """One of 26 is 3.8 per cent, two of 27 are 7.4; a region without anybody employed is not unknown but no region."""
    one = rows([*map(exp, LOGS), None])
    assert (one["R24"]["unknown_share"], one["R24"]["regions"], one["R24"]["note"]) == (1 / 26, 25, None)
    assert "R25" not in one
    two = rows([*map(exp, LOGS), None, None])
    assert {row["note"] for row in two.values()} == {"too_many_unknown"}
    assert {row["z"] for row in two.values()} == {None}
    nobody = rows([*map(exp, LOGS), None, None], note="no_employment_in_region")
    assert (nobody["R24"]["unknown_share"], nobody["R24"]["note"]) == (0.0, None)


def test_too_few_alike_or_skewed_regions_are_refused() -> None:
    assert {row["note"] for row in rows([exp(each) for each in LOGS[:19]]).values()} == {"too_few_regions"}
    assert {row["note"] for row in rows([1.0] * 25).values()} == {"all_alike"}
    skewed = rows([*map(exp, LOGS[:-1]), exp(9.0)])
    assert {row["note"] for row in skewed.values()} == {"not_near_normal"}
    assert {row["z"] for row in skewed.values()} == {None}
