"""Concentration of industries over regions, in tables small enough to check by hand."""

import math
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.warehouse import classification
from tests.measures.test_location_quotient import REGIONS
from tests.measures.written import Figure, Key, concentrations, employment

COUNTIES = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]
MUNICIPALITIES = {
    row["region_code"]: row["county_code"]
    for row in classification.regions().to_pylist()
    if row["type"] == "municipality"
}


def table(**rows: tuple[Figure, ...]) -> dict[Key, Figure]:
    return {(region, f"I{n}"): figure for region, row in rows.items() for n, figure in enumerate(row)}


def test_two_regions_by_hand(tmp_path: Path) -> None:
    """s = (3/4, 1/4), x = (1/2, 1/2).

    Gini: the Lorenz curve runs through (1/2, 1/4): twice the area between it and the diagonal is 1/2 - 1/4 = 1/4.
    As half the sum of |s_r x_q - s_q x_r| over both orders it is |3/8 - 1/8| = 1/4.
    T = 3/4 ln(3/2) + 1/4 ln(1/2) = 0.304099 - 0.173287 = 0.130812; L = 1/2 ln(2/3) + 1/2 ln 2 = 1/2 ln(4/3) = 0.143841.
    """
    row = concentrations(tmp_path, employment(table(R1=(30, 20), R2=(10, 40))))["I0", "imported"]
    assert row["gini"] == 0.25
    assert row["theil_t"] == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5), abs=1e-15)
    assert row["theil_l"] == pytest.approx(math.log(4 / 3) / 2, abs=1e-15)
    assert (round(row["theil_t"], 6), round(row["theil_l"], 6)) == (0.130812, 0.143841)
    assert (row["employees"], row["regions"], row["regions_with_employment"]) == (40, 2, 2)
    assert (row["theil_l_note"], row["note"]) == (None, None)


def test_the_gini_is_weighted_by_the_size_of_regions(tmp_path: Path) -> None:
    """I0: s = (1/2, 1/2), x = (1/5, 4/5): |1/2 · 4/5 - 1/2 · 1/5| = 0.3. Unweighted, equal s would give 0."""
    row = concentrations(tmp_path, employment(table(R1=(10, 10), R2=(10, 70))))["I0", "imported"]
    assert row["gini"] == 0.3


def test_all_in_one_region_of_four(tmp_path: Path) -> None:
    """s = (1, 0, 0, 0), x = 1/4 each: Gini 1 - 1/4, T = ln 4; L is infinite, so empty with its reason."""
    rows = concentrations(tmp_path, employment(table(R1=(8, 0), R2=(0, 8), R3=(0, 8), R4=(0, 8))))
    row = rows["I0", "imported"]
    assert (row["gini"], row["theil_t"]) == (0.75, pytest.approx(math.log(4), abs=1e-15))
    assert (row["theil_l"], row["theil_l_note"], row["note"]) == (None, "region_without_industry", None)
    assert (row["regions"], row["regions_with_employment"]) == (4, 1)


def test_a_single_person_is_a_figure_like_any_other(tmp_path: Path) -> None:
    """s = (1, 0), x = (2/3, 1/3): Gini 1/3, T = ln 3/2."""
    row = concentrations(tmp_path, employment(table(R1=(1, 1), R2=(0, 1))))["I0", "imported"]
    assert (row["gini"], row["theil_t"]) == (pytest.approx(1 / 3), pytest.approx(math.log(1.5), abs=1e-15))


def test_an_industry_spread_as_all_are_is_not_concentrated(tmp_path: Path) -> None:
    row = concentrations(tmp_path, employment(table(R1=(1, 6), R2=(3, 18), R3=(7, 42))))["I0", "imported"]
    assert (row["gini"], row["theil_t"], row["theil_l"]) == (
        0.0,
        pytest.approx(0, abs=1e-16),
        pytest.approx(0, abs=1e-16),
    )


def test_rounding_leaves_no_index_below_none(tmp_path: Path) -> None:
    """Shares that differ by 2 in 270 thousand million: the terms cancel up to their last digits, on either side."""
    rows = concentrations(tmp_path, employment(table(R1=(100_001, 200_000), R2=(200_003, 400_002))))
    for row in rows.values():
        assert 0 <= row["theil_t"] < 1e-16
        assert 0 <= row["theil_l"] < 1e-16


def test_in_a_single_region_nothing_is_spread_unevenly(tmp_path: Path) -> None:
    row = concentrations(tmp_path, employment(table(R1=(30, 20))))["I0", "imported"]
    assert (row["gini"], row["theil_t"], row["theil_l"], row["regions"]) == (0, 0, 0, 1)


def test_a_region_without_anybody_changes_nothing(tmp_path: Path) -> None:
    figures = table(R1=(30, 20), R2=(10, 40))
    alone = concentrations(tmp_path, employment(figures))["I0", "imported"]
    assert concentrations(tmp_path, employment(figures | table(R3=(0, 0))))["I0", "imported"] == alone


def test_an_industry_without_anybody_has_no_concentration(tmp_path: Path) -> None:
    row = concentrations(tmp_path, employment(table(R1=(0, 20), R2=(0, 40))))["I0", "imported"]
    assert [row[name] for name in ("gini", "theil_t", "theil_l")] == [None] * 3
    assert (row["note"], row["theil_l_note"], row["regions_with_employment"]) == ("no_industry", "no_industry", 0)
    nobody = concentrations(tmp_path, employment(table(R1=(0, 0), R2=(0, 0))))["I0", "imported"]
    assert (nobody["note"], nobody["theil_l_note"], nobody["regions"]) == ("no_industry", "no_industry", 0)


def test_an_industry_that_is_not_listed_for_a_region_counts_as_none(tmp_path: Path) -> None:
    listed, absent = table(R1=(5, 0), R2=(5, 5)), table(R1=(5, 0), R2=(5, 5))
    del absent["R1", "I1"]
    assert concentrations(tmp_path, employment(absent)) == concentrations(tmp_path, employment(listed))


def test_a_suppressed_cell_leaves_out_its_region_of_its_industry_only(tmp_path: Path) -> None:
    """Without R3 I0 is as by hand above; I1 keeps R3 with what is known of it: s = (2, 4, 4)/10, x = (5, 5, 4)/14."""
    rows = concentrations(tmp_path, employment(table(R1=(30, 20), R2=(10, 40), R3=("suppressed", 40))))
    own, other = rows["I0", "imported"], rows["I1", "imported"]
    assert (own["gini"], own["regions"], own["note"]) == (0.25, 2, "incomplete_industry")
    assert (other["regions"], other["note"]) == (3, "incomplete_total")
    assert other["gini"] == pytest.approx((abs(10 - 20) + abs(8 - 20) + abs(16 - 20)) / 140, abs=1e-16)


def test_an_industry_that_is_known_nowhere_is_empty_with_the_reason(tmp_path: Path) -> None:
    row = concentrations(tmp_path, employment(table(R1=("suppressed", 2), R2=("missing", 4))))["I0", "imported"]
    assert (row["gini"], row["note"], row["theil_l_note"]) == (None, "incomplete_industry", "incomplete_industry")
    assert (row["employees"], row["regions"], row["regions_with_employment"]) == (None, 0, 0)


def test_the_nation_is_no_region_to_be_spread_over(tmp_path: Path) -> None:
    figures = table(R1=(30, 20), R2=(10, 40))
    nation = {("00", "I0"): 40, ("00", "I1"): 60}
    assert concentrations(tmp_path, employment(figures | nation)) == concentrations(tmp_path, employment(figures))


def test_counties_are_measured_only_when_all_are_there(tmp_path: Path) -> None:
    figures = {(code, f"I{n}"): n + place + 1 for place, code in enumerate(COUNTIES) for n in range(2)}
    rows = concentrations(tmp_path, employment(figures))
    assert set(rows) == {("I0", "county"), ("I1", "county")}
    assert (rows["I0", "county"]["regions"], rows["I0", "county"]["note"]) == (21, None)
    del figures["08", "I0"], figures["08", "I1"]
    refused = concentrations(tmp_path, employment(figures))["I0", "county"]
    assert (refused["gini"], refused["regions"], refused["note"]) == (None, None, "incomplete_regions")


def test_municipalities_of_another_year_are_not_waited_for(tmp_path: Path) -> None:
    """Of four that the county ever has, two are municipalities in 2024; they make it up."""
    figures = {("1861", "I0"): 30, ("1861", "I1"): 20, ("1883", "I0"): 10, ("1883", "I1"): 40}
    rows = concentrations(tmp_path, employment(figures), region=REGIONS)
    assert (rows["I0", "municipality"]["regions"], rows["I0", "municipality"]["gini"]) == (2, 0.25)
    assert (rows["I0", "county"]["regions"], rows["I0", "county"]["employees"]) == (1, 40)


def test_a_published_county_and_one_that_is_a_sum_stand_side_by_side(tmp_path: Path) -> None:
    """C1 is published, C2 the sum of its municipalities: s = (3/4, 1/4), x = (3/5, 2/5). X1 is an import's own."""
    places = {"M1": "C1", "M2": "C1", "M3": "C2", "M4": "C2"}
    region = [{"region_code": code, "type": "municipality", "county_code": place} for code, place in places.items()]
    figures = table(X1=(1, 7), C1=(30, 30), M3=(4, 17), M4=(6, 13))
    rows = concentrations(tmp_path, employment(figures), region=pa.Table.from_pylist(region, schema=REGIONS.schema))
    row = rows["I0", "county"]
    assert (row["employees"], row["regions"], row["gini"], row["note"]) == (40, 2, 0.15, None)
    figures = table(X1=(1, 7), C1=(30, 30), M3=("suppressed", 17), M4=(6, 13))
    rows = concentrations(tmp_path, employment(figures), region=pa.Table.from_pylist(region, schema=REGIONS.schema))
    own, other = rows["I0", "county"], rows["I1", "county"]
    assert (own["employees"], own["regions"], own["note"]) == (30, 1, "incomplete_industry")
    assert (other["employees"], other["regions"], other["note"]) == (60, 2, "incomplete_total")


def test_all_municipalities_make_up_their_counties(tmp_path: Path) -> None:
    """Counties summed from municipalities are measured as counties that are published."""
    figures = {(code, f"I{n}"): 1 + (int(code) * (n + 3)) % 97 for code in MUNICIPALITIES for n in range(3)}
    county: dict[Key, Figure] = {}
    for (code, industry), count in figures.items():
        key = (MUNICIPALITIES[code], industry)
        county[key] = int(county.get(key) or 0) + count
    rows = concentrations(tmp_path, employment(figures))
    assert rows["I0", "municipality"]["regions"] == 290
    published = concentrations(tmp_path, employment(county))
    assert {key: row for key, row in rows.items() if key[1] == "county"} == published
    without = {key: count for key, count in figures.items() if key[0] != "0880"}
    rows = concentrations(tmp_path, employment(without | county))
    assert rows["I0", "municipality"]["note"] == "incomplete_regions"
    assert rows["I0", "county"] == published["I0", "county"]
