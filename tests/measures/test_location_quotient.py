"""Location quotients of tables small enough to check by hand: reference areas, totals, ranks, notes, bounds."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine
from tests.measures.written import Figure, Key, employment, quotients, relations

# Örebro county (18) and two of its twelve municipalities, beside the nation; group A and B+C.
PUBLISHED: dict[Key, Figure] = {
    ("00", "A"): 1000,
    ("00", "B+C"): 9000,
    ("18", "A"): 100,
    ("18", "B+C"): 300,
    ("1861", "A"): 30,
    ("1861", "B+C"): 10,
    ("1883", "A"): 20,
    ("1883", "B+C"): 80,
}


def test_against_the_nation_and_the_county_as_published(tmp_path: Path) -> None:
    rows = quotients(tmp_path, employment(PUBLISHED))
    assert rows["18", "A", "nation"]["lq"] == (100 / 400) / (1000 / 10000) == 2.5
    hallsberg = rows["1861", "A", "county"]
    assert hallsberg["lq"] == (30 / 40) / (100 / 400) == 3.0
    assert (hallsberg["reference_code"], hallsberg["share"], hallsberg["overrepresented"]) == ("18", 0.75, True)
    sums = [hallsberg[f"employees{part}"] for part in ("", "_region", "_reference", "_reference_total")]
    assert sums == [30, 40, 100, 400]
    karlskoga = rows["1883", "A", "county"]
    assert (karlskoga["lq"], karlskoga["overrepresented"]) == ((20 / 100) / (100 / 400), False)
    assert {reference for region, _, reference in rows if region == "18"} == {"nation"}
    alone = quotients(tmp_path, employment({key: n for key, n in PUBLISHED.items() if key[0] != "1883"}))
    assert alone["1861", "A", "county"] == hallsberg | {"rank_of": 1}
    assert not any(region == "00" for region, _, _ in rows)


def test_ranks_are_among_regions_of_one_type_and_within_the_county(tmp_path: Path) -> None:
    rows = quotients(tmp_path, employment(PUBLISHED))
    assert [
        (rows[region, "A", "nation"]["rank"], rows[region, "A", "nation"]["rank_of"])
        for region in ("18", "1861", "1883")
    ] == [
        (1, 1),
        (1, 2),
        (2, 2),
    ]
    assert (rows["1883", "B+C", "county"]["rank"], rows["1883", "B+C", "county"]["rank_of"]) == (1, 2)


def test_ranks_within_the_county_and_the_group_are_of_its_own_municipalities_only(tmp_path: Path) -> None:
    """Shares of A fall from M1 to M5; counties are M1, M2 and M3, M4, groups, which bear the same codes, M1, M4 and M2,
    M3. M5 lies in neither."""
    places = [("M1", "C1", "C1"), ("M2", "C1", "C2"), ("M3", "C2", "C2"), ("M4", "C2", "C1"), ("M5", None, None)]
    shared = {"name_sv": "", "name_en": "", "type": "municipality"}
    region = pa.Table.from_pylist(
        [shared | {"region_code": code, "county_code": county, "skr_group": group} for code, county, group in places],
        schema=schema.table("region").arrow_schema(),
    )
    figures: dict[Key, Figure] = {}
    for (code, *_), of_a in zip(places, (40, 30, 20, 10, 5), strict=True):
        figures |= {(code, "A"): of_a, (code, "B+C"): 100 - of_a}
    rows = quotients(tmp_path, employment(figures), region=region)

    def ranks(reference: str) -> list[tuple[int, int, int]]:
        found = [rows[code, "A", reference] for code, *_ in places if (code, "A", reference) in rows]
        return [(row["rank"], row["rank_of"], row["employees_reference"]) for row in found]

    assert ranks("nation") == [(place, 5, 105) for place in range(1, 6)]
    assert ranks("county") == [(1, 2, 70), (2, 2, 70), (1, 2, 30), (2, 2, 30)]
    assert ranks("skr_group") == [(1, 2, 50), (1, 2, 50), (2, 2, 50), (2, 2, 50)]


def test_rows_come_in_the_order_of_references_regions_and_industries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of batches of a single row nothing is put in order afterwards: a row before the one ahead of it is refused."""
    monkeypatch.setattr(engine, "BATCH_ROWS", 1)
    assert len(quotients(tmp_path, employment(PUBLISHED))) == 2 * (3 + 2 + 2)


def test_ties_share_the_rank_and_the_next_rank_is_skipped(tmp_path: Path) -> None:
    sizes = {"R1": (1, 1), "R2": (3, 3), "R3": (2, 8), "R4": ("suppressed", 4)}
    figures = {(region, code): n for region, pair in sizes.items() for code, n in zip("XY", pair, strict=True)}
    rows = quotients(tmp_path, employment(figures | {("00", "X"): 10, ("00", "Y"): 20}))
    assert [rows[region, "X", "nation"]["rank"] for region in sizes] == [1, 1, 3, None]
    assert [rows[region, "X", "nation"]["rank_of"] for region in sizes] == [3, 3, 3, None]
    # R4's total is not known either, so the known half of it is not ranked among the others'.
    assert [rows[region, "Y", "nation"]["rank"] for region in sizes] == [2, 2, 1, None]
    assert [rows[region, "Y", "nation"]["rank_of"] for region in sizes] == [3, 3, 3, None]


def test_a_group_whose_municipalities_are_not_all_there_gives_no_quotient(tmp_path: Path) -> None:
    row = quotients(tmp_path, employment(PUBLISHED))["1861", "A", "skr_group"]
    assert (row["lq"], row["rank"], row["employees_reference"], row["note"]) == (
        None,
        None,
        None,
        "reference_incomplete",
    )
    assert row["employees"] == 30


REGIONS = pa.Table.from_pylist(
    [
        {"region_code": "18", "type": "county", "county_code": "18"},
        {"region_code": "1861", "type": "municipality", "county_code": "18", "skr_group": "C8"},
        {"region_code": "1883", "type": "municipality", "county_code": "18", "skr_group": "C8"},
        {"region_code": "1899", "type": "municipality", "county_code": "18", "skr_group": "C8", "valid_to": 2010},
        {"region_code": "1898", "type": "municipality", "county_code": "18", "skr_group": "C8", "valid_from": 2030},
    ],
    schema=pa.schema(
        [(name, pa.string()) for name in ("region_code", "type", "county_code", "skr_group")]
        + [(name, pa.int64()) for name in ("valid_from", "valid_to")]
    ),
)


def test_a_complete_group_is_the_sum_of_the_municipalities_valid_that_year(tmp_path: Path) -> None:
    rows = quotients(tmp_path, employment(PUBLISHED), region=REGIONS)
    assert rows["1861", "A", "skr_group"]["lq"] == (30 / 40) / (50 / 140)
    assert rows["1883", "A", "skr_group"]["employees_reference_total"] == 140
    # The county is what is published of it, though all its municipalities are there too.
    assert rows["1861", "A", "county"]["employees_reference"] == 100
    before = quotients(tmp_path, employment(PUBLISHED, year=2010), region=REGIONS)
    assert before["1861", "A", "skr_group"]["note"] == "reference_incomplete"


def test_without_its_row_a_county_is_the_sum_of_all_its_municipalities_or_nothing(tmp_path: Path) -> None:
    figures = {key: n for key, n in PUBLISHED.items() if key[0] in ("1861", "1883")}
    assert quotients(tmp_path, employment(figures), region=REGIONS)["1861", "A", "county"]["employees_reference"] == 50
    assert quotients(tmp_path, employment(figures))["1861", "A", "county"]["note"] == "reference_incomplete"


def test_a_series_without_the_nation_is_summed_once_over_counties_and_municipalities(tmp_path: Path) -> None:
    """1480 lies in county 14, which the series does not have; 1861 and 1883 lie in 18, which it has."""
    figures = {key: n for key, n in PUBLISHED.items() if key[0] != "00"} | {("1480", "A"): 5, ("1480", "B+C"): 95}
    row = quotients(tmp_path, employment(figures))["1883", "A", "nation"]
    assert (row["reference_code"], row["employees_reference"], row["employees_reference_total"]) == ("00", 105, 500)


def test_unknown_industry_stays_in_totals_and_is_marked(tmp_path: Path) -> None:
    figures = PUBLISHED | {("00", "US"): 1000, ("18", "US"): 100}
    rows = quotients(tmp_path, employment(figures))
    assert rows["18", "A", "nation"]["employees_region"] == 500
    assert (rows["18", "US", "nation"]["lq"], rows["18", "US", "nation"]["note"]) == (
        (100 / 500) / (1000 / 11000),
        "unknown_industry",
    )
    assert rows["18", "A", "nation"]["note"] is None


def test_a_convention_says_whether_unknown_industry_is_measured() -> None:
    section = {"series": "HAND", "start_year": 2024, "end_year": 2024, "level": "group"}
    given = relations(employment({("00", "A"): 1, ("00", "US"): 1}))
    counted, left_out = (
        engine.select("measured_industry", given, section | {"unknown_in_totals": each}).to_pylist()
        for each in (True, False)
    )
    assert [(row["industry_code"], row["unknown"]) for row in counted] == [("A", False), ("US", True)]
    assert [row["industry_code"] for row in left_out] == ["A"]


UNDECIDED = ("lq_low", "lq_high", "overrepresented", "rank", "rank_of")


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
def test_a_cell_without_a_figure_says_why_and_its_siblings_that_the_total_is_incomplete(
    tmp_path: Path, status: str
) -> None:
    rows = quotients(tmp_path, employment(PUBLISHED | {("18", "A"): status}))
    row = rows["18", "A", "nation"]
    assert [row[name] for name in ("employees", "share", "lq", "lq_low", "lq_high", "overrepresented", "rank")] == [
        None
    ] * 7
    assert row["note"] == status
    sibling = rows["18", "B+C", "nation"]
    assert (sibling["lq"], sibling["note"]) == ((300 / 300) / (9000 / 10000), "incomplete_total")
    assert [sibling[name] for name in UNDECIDED] == [None] * len(UNDECIDED)
    # Against the county, which lacks the cell, 1861 cannot be judged; against the nation, which does not, it can.
    assert [rows["1861", "A", "county"][name] for name in UNDECIDED] == [None] * len(UNDECIDED)
    assert None not in [rows["1861", "A", "nation"][name] for name in UNDECIDED]


def test_two_known_cells_of_four_give_no_bounds_no_rank_and_no_side(tmp_path: Path) -> None:
    """Kalmar has 12 and 30, and two cells that can hold anything: 12/42 is the largest share that A can have."""
    kalmar = {("0880", "A"): 12, ("0880", "B"): 30, ("0880", "C"): "suppressed", ("0880", "D"): "suppressed"}
    nation = {("00", code): n for code, n in zip("ABCD", (28, 272, 400, 300), strict=True)}
    row = quotients(tmp_path, employment(kalmar | nation))["0880", "A", "nation"]
    assert (row["employees_region"], row["note"]) == (42, "incomplete_total")
    assert row["lq"] == pytest.approx((12 / 42) / (28 / 1000), rel=1e-15)
    assert [row[name] for name in UNDECIDED] == [None] * len(UNDECIDED)


def test_a_suppressed_cell_is_not_in_the_sum_of_regions_and_cannot_be_had_by_subtraction(tmp_path: Path) -> None:
    figures = {("R1", "X"): 6, ("R1", "Y"): 4, ("R2", "X"): "suppressed", ("R2", "Y"): 10}
    rows = quotients(tmp_path, employment(figures))
    row = rows["R1", "X", "nation"]
    assert (row["employees_reference"], row["employees_reference_total"], row["note"]) == (6, 20, "incomplete_total")


def test_nothing_over_nothing_is_empty_with_a_reason(tmp_path: Path) -> None:
    figures = {("R1", "X"): 5, ("R1", "Y"): 0, ("R2", "X"): 0, ("R2", "Y"): 0}
    rows = quotients(tmp_path, employment(figures))
    assert (rows["R1", "X", "nation"]["lq"], rows["R1", "X", "nation"]["note"]) == (1.0, None)
    assert (rows["R1", "Y", "nation"]["lq"], rows["R1", "Y", "nation"]["note"]) == (None, "no_industry_in_reference")
    assert (rows["R2", "X", "nation"]["lq"], rows["R2", "X", "nation"]["note"]) == (None, "no_employment_in_region")


def test_an_industry_that_the_reference_lacks_is_incomplete(tmp_path: Path) -> None:
    row = quotients(tmp_path, employment(PUBLISHED | {("18", "F"): 7}))["18", "F", "nation"]
    assert (row["lq"], row["note"]) == (None, "reference_incomplete")


def test_overrepresentation_is_decided_on_integers_where_floats_cannot(tmp_path: Path) -> None:
    """n/(2n+1) is below (n+1)/(2n+3) by one in 2n²: the quotient rounds to 1, the decision does not. Half of it is as
    much as half of the whole, and counts."""
    n = 10**8
    figures = {("00", "X"): n + 1, ("00", "Y"): n + 2, ("R", "X"): n, ("R", "Y"): n + 1}
    row = quotients(tmp_path, employment(figures))["R", "X", "nation"]
    assert (row["lq"], row["overrepresented"]) == (1.0, False)
    figures |= {("00", "X"): 2 * n, ("00", "Y"): 2 * n + 2}
    row = quotients(tmp_path, employment(figures))["R", "X", "nation"]
    assert (row["lq"], row["overrepresented"]) == (1.0, True)


def test_counts_near_the_largest_integer_do_not_overflow(tmp_path: Path) -> None:
    figures = {("R1", "X"): 4 * 10**18, ("R1", "Y"): 1, ("R2", "X"): 1, ("R2", "Y"): 4 * 10**18}
    row = quotients(tmp_path, employment(figures))["R1", "X", "nation"]
    assert (row["lq"], row["overrepresented"]) == (2.0, True)


def test_bounds_under_noise_by_hand(tmp_path: Path) -> None:
    """k = 5, nation published: (e 100, rest 300; E_i 1000, rest 9000) gives 95/(95+305) over 1005/(1005+8995)."""
    row = quotients(tmp_path, employment(PUBLISHED), noise={"HAND": 5})["18", "A", "nation"]
    assert row["lq_low"] == pytest.approx((95 / 400) / (1005 / 10000), rel=1e-15)
    assert row["lq_high"] == pytest.approx((105 / 400) / (995 / 10000), rel=1e-15)
    assert row["lq_low"] < row["lq"] < row["lq_high"]
    # Another table's noise is none of this one's.
    other = quotients(tmp_path, employment(PUBLISHED), noise={"OTHER": 5})["18", "A", "nation"]
    assert (other["lq_low"], other["lq_high"]) == (row["lq"], row["lq"])


def test_a_derived_total_is_two_published_cells_with_noise_each(tmp_path: Path) -> None:
    once = quotients(tmp_path, employment(PUBLISHED), noise={"HAND": 6})["18", "A", "nation"]
    twice = quotients(tmp_path, employment(PUBLISHED, status="derived"), noise={"HAND": 3})["18", "A", "nation"]
    assert (once["lq_low"], once["lq_high"]) == (twice["lq_low"], twice["lq_high"])


def test_bounds_are_clipped_at_zero_and_never_infinite(tmp_path: Path) -> None:
    figures = {("00", "X"): 4, ("00", "Y"): 96, ("R", "X"): 3, ("R", "Y"): 47}
    row = quotients(tmp_path, employment(figures), noise={"HAND": 5})["R", "X", "nation"]
    assert (row["lq_low"], row["lq_high"]) == (0.0, None)
    assert row["lq"] == 1.5


def test_a_single_person_is_a_figure_like_any_other(tmp_path: Path) -> None:
    rows = quotients(tmp_path, employment({("00", "X"): 1, ("00", "Y"): 0, ("R", "X"): 1, ("R", "Y"): 0}))
    assert [rows["R", "X", "nation"][name] for name in ("share", "lq", "lq_low", "lq_high")] == [1.0] * 4


def test_levels_and_years_and_series_are_measured_each_by_itself(tmp_path: Path) -> None:
    figures = {("R1", "X"): 1, ("R1", "Y"): 3, ("R2", "X"): 2, ("R2", "Y"): 2}
    parts = [
        employment(figures),
        employment({(region, code + "1"): n for (region, code), n in figures.items()}, level="2"),
        employment({key: 10 * n for key, n in figures.items()}, series="OTHER"),
        employment({("R1", "ALL"): 999, ("R2", "ALL"): 999}, level="total"),
    ]
    rows = quotients(tmp_path, pa.concat_tables(parts))
    assert rows["R1", "X1", "nation"]["lq"] == rows["R1", "X", "nation"]["lq"] == (1 / 4) / (3 / 8)
    assert rows["R1", "X1", "nation"]["level"] == "2"
    assert not any(code == "ALL" for _, code, _ in rows)
