"""Table ``standardised_quotient`` by hand: z on logarithms, the share of zeros, and what is refused."""

from math import exp, sqrt
from statistics import fmean, stdev
from typing import Any

import pyarrow as pa
import pytest
from scipy.stats import jarque_bera

from pipelines import schema
from pipelines.measures import tables
from pipelines.warehouse import classification

# Logarithms that are near normal: mean 0, and of 25 regions one at 2, one at -2.
LOGS = [-2.0, -1.6, -1.2, -1.0, -0.8, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, -0.05, 0.0]
LOGS += [-each for each in reversed(LOGS[:-1])]


Row = dict[str, Any]
COUNTIES = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]


def listed(quotients: list[float | None], note: str = "suppressed", **more: Any) -> list[Row]:
    """Rows of ``location_quotient``, of as many imported regions as there are ``quotients``."""
    return [
        {"region_code": f"R{place:02}", "industry_code": "A", "year": 2024, "series": "HAND", "reference": "nation"}
        | {"reference_code": "00", "level": "5", "lq": lq, "note": note if lq is None else None}
        | more
        for place, lq in enumerate(quotients)
    ]


def rows(quotients: list[float | None], note: str = "suppressed") -> dict[str, Row]:
    return {row["region_code"]: row for row in standardised(listed(quotients, note))}


def standardised(cells: list[Row]) -> list[Row]:
    content = pa.Table.from_pylist(cells, schema=schema.table("location_quotient").arrow_schema())
    relations = {
        "location_quotient": content,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["HAND", "OTHER"], "industry_edition": ["SNI2007", "SNI2007-16"]}),
    }
    found: list[Row] = tables.standardised_quotient(relations).to_pylist()
    return found


def test_what_is_of_another_series_year_level_industry_or_type_is_measured_by_itself() -> None:
    """Persons of unknown industry, 00000 in one edition and US in the other, and what is compared with a county, are
    left out."""
    keys: list[Row] = [{}, {"series": "OTHER"}, {"year": 2023}, {"level": "2"}, {"industry_code": "B"}]
    parts = [listed([exp(each * (10 - k) / 10) for each in LOGS], **key) for k, key in enumerate(keys)]
    # As many counties as there are, beside the regions that an import alone knows.
    parts.append(
        [
            row | {"region_code": code, "lq": exp(0.9 * each)}
            for code, row, each in zip(COUNTIES, listed([1.0] * 21), sorted(LOGS, key=abs)[:21], strict=True)
        ]
    )
    unknown = [listed([1.0, 2.0], industry_code="00000"), listed([1.0, 2.0], industry_code="US", series="OTHER")]
    elsewhere = [listed([1.0, 2.0], reference="county", reference_code="08")]
    alone = [row for part in parts for row in standardised(part)]
    together = standardised([row for part in (*parts, *unknown, *elsewhere) for row in part])
    assert {row["note"] for row in alone} == {None}
    assert sorted(map(repr, together)) == sorted(map(repr, alone))


def test_as_many_as_are_allowed_are_not_too_many() -> None:
    """20 regions are enough; 2 of 40 may be unknown, and 8 of 32 have none."""
    twenty = [exp(each) for each in LOGS if abs(each) not in {0.0, 0.1, 0.2}]
    assert len(twenty) == 20
    assert {row["note"] for row in rows([*twenty]).values()} == {None}
    assert {row["note"] for row in rows([*twenty, *twenty[1:-1], None, None]).values()} == {None}
    some = rows([*(exp(each) for each in LOGS if each), *[0.0] * 8])
    assert {row["note"] for row in some.values()} == {None, "no_employment_in_industry"}


def test_z_is_the_distance_of_logarithms_in_standard_deviations() -> None:
    found = rows([exp(each) for each in LOGS])
    deviation = sqrt(sum(each**2 for each in LOGS) / 24)
    for place, each in enumerate(LOGS):
        assert found[f"R{place:02}"]["z"] == pytest.approx(each / deviation, abs=1e-9)
    # 2 / 0.938 is beyond both cuts, 1.6 / 0.938 = 1.706 beyond the one-sided only, 1.2 / 0.938 beyond none.
    flags = [(found[name]["above_one_sided"], found[name]["above_two_sided"]) for name in ("R24", "R23", "R22")]
    assert flags == [(True, True), (True, False), (False, False)]
    assert (found["R00"]["above_one_sided"], found["R00"]["regions"], found["R00"]["zero_share"]) == (False, 25, 0.0)


def test_the_statistic_of_near_normal_logarithms_is_that_of_jarque_and_bera() -> None:
    """25 logarithms that rise faster and faster from 0, against another implementation."""
    logs = [place**1.5 / 25 for place in range(25)]
    found = rows([exp(each) for each in logs])
    assert found["R00"]["jarque_bera"] == pytest.approx(jarque_bera(logs).statistic, rel=1e-9)
    assert found["R24"]["z"] == pytest.approx((logs[24] - fmean(logs)) / stdev(logs), rel=1e-9)
    # Ten at 1 and ten at -1: the variance is 1, no skewness, and 1 for kurtosis: 20/6 · (1 - 3)²/4.
    even = rows([exp(1.0)] * 10 + [exp(-1.0)] * 10)
    assert even["R00"]["jarque_bera"] == pytest.approx(20 / 6, rel=1e-9)
    assert even["R00"]["z"] == pytest.approx(sqrt(19 / 20), rel=1e-9)


def test_a_code_that_is_unknown_industry_in_another_edition_is_one_like_any_other() -> None:
    found = standardised(listed([exp(each) for each in LOGS], series="OTHER", industry_code="00000"))
    assert {(row["industry_code"], row["note"]) for row in found} == {("00000", None)}


def test_of_a_single_region_the_share_of_zeros_is_none_or_all() -> None:
    assert [rows([lq])["R00"]["zero_share"] for lq in (2.0, 0.0)] == [0, 1]


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
