"""Location quotients of strength areas, by hand: weighted sums, references, county's parts, intervals, empty cells."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.areas import measures
from pipelines.areas.declaration import Area
from pipelines.warehouse import engine
from pipelines.warehouse.classification import SNI2007
from tests.areas import small, written
from tests.areas.small import Figures, Row, member, section
from tests.areas.written import area, exactly, quotients

WOOD = area("tra", {"16": 1, "4683": 0.5})
# Kalmar 0880 and Nybro 0881 in county 08, Växjö 0780 in county 07; 47112 stands for all other industries.
CELLS = {
    ("0880", "16112", "3"): 2,
    ("0880", "46831", "2"): 3,
    ("0880", "47112", "2"): 5,
    ("0881", "16231", "4"): 4,
    ("0881", "47112", "1"): 6,
    ("0780", "16112", "2"): 1,
    ("0780", "47112", "3"): 19,
}


def test_workplaces_by_hand() -> None:
    """Kalmar: 2 + 0.5 · 3 = 3.5 of 10; the nation: 2 + 1.5 + 4 + 1 = 8.5 of 40."""
    rows = quotients([WOOD], counts=written.workplace_count(CELLS))
    row = rows["0880", "tra", "nation"]
    assert (row["workplaces"], row["region_total"], row["area_reference"], row["reference_total"]) == (3.5, 10, 8.5, 40)
    assert (row["share"], row["lq"]) == (0.35, pytest.approx((3.5 / 10) / (8.5 / 40), rel=1e-15))
    assert (row["register_date"], row["year"], row["employees"]) == (written.PULLED, 2026, None)
    assert (row["level"], row["needed_level"], row["note"]) == ("4", "4", None)
    assert [rows[code, "tra", "nation"]["rank"] for code in ("0881", "0880", "0780")] == [1, 2, 3]
    assert [rows[code, "tra", "nation"]["rank"] for code in ("08", "07")] == [1, 2]
    assert {row["rank_of"] for row in rows.values() if row["reference"] == "nation"} == {2, 3}


def test_the_county_is_a_reference_and_an_skr_group_only_when_whole() -> None:
    rows = quotients([WOOD], counts=written.workplace_count(CELLS))
    row = rows["0880", "tra", "county"]
    assert (row["reference_code"], row["area_reference"], row["reference_total"]) == ("08", 7.5, 20)
    assert exactly(row) == Fraction(35 * 20, 10 * 75)
    group = rows["0880", "tra", "skr_group"]
    assert (group["lq"], group["note"]) == (None, "reference_incomplete")


def test_the_countys_quotient_is_the_sum_of_its_municipalities_contributions_exactly() -> None:
    rows = quotients([WOOD], counts=written.workplace_count(CELLS))
    county = rows["08", "tra", "nation"]
    parts = [rows[code, "tra", "nation"] for code in ("0880", "0881")]
    assert exactly(county) == sum(Fraction(row["region_total"], county["region_total"]) * exactly(row) for row in parts)
    for row in parts:
        exact = Fraction(row["region_total"], county["region_total"]) * exactly(row)
        assert row["contribution"] == pytest.approx(float(exact), rel=1e-15)
    assert [row["county_share"] for row in parts] == [pytest.approx(3.5 / 7.5), pytest.approx(4 / 7.5)]
    assert (county["county_share"], county["contribution"]) == (None, None)


def test_a_region_without_the_area_has_none_of_it() -> None:
    cells = {key: count for key, count in CELLS.items() if key[0] != "0780" or key[1] == "47112"}
    row = quotients([WOOD], counts=written.workplace_count(cells))["0780", "tra", "nation"]
    assert (row["workplaces"], row["lq"], row["jobs_low"], row["jobs_high"], row["note"]) == (0, 0, 0, 0, None)
    assert (row["lq_jobs_low"], row["lq_jobs_high"]) == (0, 0)


def test_an_area_that_is_nowhere_has_no_quotient() -> None:
    row = quotients([area("gruvor", {"07": 1})], counts=written.workplace_count(CELLS))["0880", "gruvor", "nation"]
    assert (row["workplaces"], row["lq"], row["rank"], row["note"]) == (0, None, None, "no_industry_in_reference")


def test_jobs_are_weighted_bounds_and_unknown_sizes_are_told() -> None:
    """Kalmar: 2 of 5–9 and half of 3 of 1–4; one more of unknown size has 0 to the 60 that are published."""
    counts = written.workplace_count(CELLS | {("0880", "16112", "0"): 1})
    row = quotients([WOOD], counts=counts)["0880", "tra", "nation"]
    assert (row["workplaces"], row["workplaces_unknown_size"]) == (4.5, 1)
    assert (row["jobs_low"], row["jobs_estimate"], row["jobs_high"]) == (2 * 5 + 1.5, 2 * 7 + 3.75 + 3, 2 * 9 + 6 + 60)
    assert row["note"] == "size_unknown"


def test_unknown_sizes_of_several_members_share_what_is_published_at_the_largest_weight() -> None:
    """Sawmills whole and wholesale half, one of unknown size each: 60 jobs together, all of them in the mill."""
    counts = written.workplace_count({("0880", "16112", "0"): 1, ("0880", "46831", "0"): 1, ("0780", "47112", "3"): 1})
    rows = quotients([WOOD], counts=counts)
    row = rows["0880", "tra", "nation"]
    assert (row["workplaces_unknown_size"], row["jobs_low"], row["jobs_high"]) == (1.5, 0, 60)
    assert (row["note"], row["lq"]) == ("size_unknown", pytest.approx((1.5 / 2) / (1.5 / 3)))


def test_an_area_of_unknown_sizes_alone_has_a_quotient_from_none_by_hand() -> None:
    """Kalmar: x 0–60 of unknown size, a 1–4; Växjö: b 5–9, c 10–19. As in tests/jobs: most at a 1, b 5, c 19."""
    cells = {
        ("0880", "16112", "0"): 1,
        ("0880", "47112", "2"): 1,
        ("0780", "16112", "3"): 1,
        ("0780", "47112", "4"): 1,
    }
    row = quotients([area("tra", {"16": 1})], counts=written.workplace_count(cells))["0880", "tra", "nation"]
    best = (5 + (25 + 95 * 25) ** 0.5) / 19
    assert row["lq_jobs_low"] == 0
    assert row["lq_jobs_high"] == pytest.approx(best * (best + 25) / ((best + 1) * (best + 5)), rel=1e-12)
    assert (row["note"], row["workplaces_unknown_size"]) == ("size_unknown", 1)


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_unknown_sizes_beside_the_area_widen_its_quotient_by_hand(part: str) -> None:
    """Kalmar: x 1–4 in the area, a 10–19 beside it; Växjö: b 5–9 and c 1–4. One more workplace, in one of the other
    parts, has from none to the 60 that are published. Least at a, b high and c low, at x 1 or 4; most the reverse."""
    places = {"x": ("0880", "16112"), "a": ("0880", "47112"), "b": ("0780", "16112"), "c": ("0780", "47112")}
    classes = {"x": "2", "a": "4", "b": "3", "c": "2"}
    cells = {(*places[name], classes[name]): 1 for name in places} | {(*places[part], "0"): 1}
    row = quotients([area("tra", {"16": 1})], counts=written.workplace_count(cells))["0880", "tra", "nation"]
    high = {name: written.BOUNDS[classes[name]][1] + 60 * (name == part) for name in places}

    def lq(x: int, a: int, b: int, c: int) -> float:
        return x * (x + a + b + c) / ((x + a) * (x + b))

    assert row["lq_jobs_low"] == pytest.approx(min(lq(x, high["a"], high["b"], 1) for x in (1, 4)), rel=1e-12)
    assert row["lq_jobs_high"] == pytest.approx(lq(4, 10, 5, high["c"]), rel=1e-12)
    assert row["workplaces_unknown_size"] == 0


def test_unknown_sizes_of_another_county_widen_nothing_within_this_one() -> None:
    """Nybro has workplaces of unknown size in and beside the area, against which Kalmar is held; so has Växjö."""
    cells = {("0880", "16112", "2"): 1, ("0880", "47112", "4"): 1, ("0881", "16112", "3"): 1, ("0881", "47112", "2"): 1}
    cells |= {("0881", "16112", "0"): 1, ("0881", "47112", "0"): 1}
    other = {("0780", "16112", "0"): 2, ("0780", "47112", "0"): 3}
    alone, beside = (
        quotients([area("tra", {"16": 1})], counts=written.workplace_count(each))["0880", "tra", "county"]
        for each in (cells, cells | other)
    )
    # Most at x 4, a 10, b 5 and c 4 + 60: 4 · 83 / (14 · 9).
    assert alone["lq_jobs_high"] == pytest.approx(4 * 83 / (14 * 9), rel=1e-12)
    assert beside == alone


def test_unknown_sizes_that_nothing_bounds_leave_the_upper_end_empty() -> None:
    counts = written.workplace_count(CELLS | {("0880", "16112", "0"): 1})
    relations = written.every_relation([WOOD], counts=counts)
    allocation = written.job_allocation(counts)
    where = allocation.column_names.index("target")
    relations["job_allocation"] = allocation.set_column(
        where, allocation.schema.field("target"), pa.nulls(len(allocation), pa.int64())
    )
    jobs = written.job_interval(counts).to_pylist()
    for cell in jobs:
        cell["jobs_high"] = None if cell["workplaces_unknown_size"] else cell["jobs_high"]
    relations["job_interval"] = pa.Table.from_pylist(jobs, schema=written.job_interval(counts).schema)
    rows = measures.strength_area_quotient(relations).to_pylist()
    (row,) = (row for row in rows if (row["region_code"], row["reference"]) == ("0880", "nation"))
    assert (row["jobs_low"], row["jobs_high"], row["note"]) == (2 * 5 + 1.5, None, "size_unknown")
    assert row["lq"] == pytest.approx((4.5 / 11) / (9.5 / 41))


def test_jobs_that_cannot_be_bounded_leave_the_upper_end_empty_and_the_workplaces_whole() -> None:
    counts = written.workplace_count(CELLS)
    jobs = written.job_interval(counts).to_pandas(types_mapper=pd_types)
    chosen = (jobs["region_code"].isin(["0881", "08", "00"])) & (jobs["industry_code"] == "16")
    jobs.loc[chosen, ["jobs_high_known_size", "jobs_high"]] = None
    rows = quotients([WOOD], counts=counts, jobs=pa.Table.from_pandas(jobs, preserve_index=False))
    row = rows["0881", "tra", "nation"]
    assert (row["jobs_low"], row["jobs_high"], row["lq_jobs_low"], row["lq_jobs_high"]) == (40, None, None, None)
    assert (row["lq"], row["note"]) == (pytest.approx((4 / 10) / (8.5 / 40)), "open_class_unbounded")


def pd_types(kind: pa.DataType) -> Any:
    import pandas as pd

    return {pa.int64(): pd.Int64Dtype()}.get(kind)


def test_the_sixteen_groups_are_too_coarse_and_say_what_is_needed() -> None:
    figures = {("00", "C"): 60, ("00", "G"): 40, ("08", "C"): 6, ("08", "G"): 4}
    employment = written.extract(figures, level="group")
    rows = quotients([area("tra", {"16": 1}, SNI2007)], employment=employment, editions={"HAND": "SNI2007-16"})
    (row,) = rows.values()
    assert (row["region_code"], row["reference"], row["year"]) == ("08", "nation", 2024)
    assert (row["note"], row["needed_level"], row["level"]) == ("level_too_coarse", "2", None)
    assert (row["employees"], row["lq"], row["share"]) == (None, None, None)


def test_an_area_of_both_editions_has_the_members_of_the_one_that_a_series_follows() -> None:
    """Retail, 47, is a member by SNI 2007 only."""
    alone, both = (
        quotients([area("tra", {"16": 1}, other=other)], counts=written.workplace_count(CELLS))
        for other in (None, {"47": 1})
    )
    assert both == alone


def test_of_an_area_that_a_series_is_too_coarse_for_nothing_is_summed() -> None:
    """Three digits have 471, which is a member, and not 16102, which counts half."""
    employment = written.extract({("08", "161"): 30, ("08", "471"): 70}, level="3")
    rows = quotients([area("tra", {"471": 1, "16102": 0.5}, SNI2007)], employment=employment)
    (row,) = rows.values()
    assert (row["note"], row["employees"], row["lq"]) == ("level_too_coarse", None, None)


def test_an_area_of_another_edition_says_so() -> None:
    employment = written.extract({("00", "16101"): 60, ("08", "16101"): 6})
    row = quotients([WOOD], employment=employment)["08", "tra", "nation"]
    assert (row["note"], row["needed_level"], row["lq"]) == ("edition_not_declared", None, None)


AREA = area("tra", {"16": 1, "4673": 0.25}, SNI2007)
FIGURES = {
    ("00", "16101"): 100, ("00", "46731"): 40, ("00", "86101"): 860,
    ("0880", "16101"): 10, ("0880", "46731"): 20, ("0880", "86101"): 70,
    ("0881", "16101"): 30, ("0881", "86101"): 20,
}  # fmt: skip


def test_an_extract_is_measured_in_employed_on_the_level_it_has() -> None:
    """Kalmar: 10 + 20/4 = 15 of 100, the nation 110 of 1,000; Nybro, which lists no wholesale, 30 of 50."""
    rows = quotients([AREA], employment=written.extract(FIGURES))
    row = rows["0880", "tra", "nation"]
    assert (row["employees"], row["region_total"], row["area_reference"], row["reference_total"]) == (
        15,
        100,
        110,
        1000,
    )
    assert (row["lq"], row["level"], row["needed_level"]) == (pytest.approx(0.15 / 0.11), "5", "4")
    assert [row[name] for name in ("workplaces", "jobs_low", "jobs_high", "lq_jobs_low", "register_date")] == [None] * 5
    assert rows["0881", "tra", "nation"]["employees"] == 30


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
def test_the_sum_of_the_other_members_is_not_the_areas(status: str) -> None:
    rows = quotients([AREA], employment=written.extract(FIGURES | {("0880", "46731"): status}))
    row = rows["0880", "tra", "nation"]
    empty = ("employees", "share", "lq", "rank", "county_share", "contribution")
    assert [row[name] for name in empty] == [None] * 6
    assert row["note"] == status
    other = rows["0881", "tra", "nation"]
    assert (other["lq"], other["note"], other["rank_of"]) == (pytest.approx(0.6 / 0.11), None, 1)


def test_a_reference_of_which_a_member_is_not_known_gives_no_quotient() -> None:
    rows = quotients([AREA], employment=written.extract(FIGURES | {("00", "46731"): "suppressed"}))
    row = rows["0880", "tra", "nation"]
    assert (row["employees"], row["lq"], row["note"]) == (15, None, "reference_incomplete")


def test_an_unknown_figure_outside_the_area_is_a_caveat() -> None:
    rows = quotients([AREA], employment=written.extract(FIGURES | {("0880", "86101"): "suppressed"}))
    row = rows["0880", "tra", "nation"]
    assert (row["region_total"], row["lq"], row["note"]) == (30, pytest.approx(0.5 / 0.11), "incomplete_total")
    assert (row["rank"], row["rank_of"]) == (None, None)
    other = rows["0881", "tra", "nation"]
    assert (other["rank"], other["rank_of"]) == (1, 1)


def test_parts_that_do_not_add_up_to_the_county_are_no_contributions() -> None:
    """The published county has one person more than its municipalities: noise, or a municipality that is not there."""
    county = {("08", "16101"): 41, ("08", "46731"): 20, ("08", "86101"): 90}
    row = quotients([AREA], employment=written.extract(FIGURES | county))["0880", "tra", "nation"]
    assert (row["county_share"], row["contribution"]) == (15 / 46, None)
    whole = county | {("08", "16101"): 40}
    rows = quotients([AREA], employment=written.extract(FIGURES | whole))
    parts = [rows[code, "tra", "nation"]["contribution"] for code in ("0880", "0881")]
    assert sum(parts) == pytest.approx(rows["08", "tra", "nation"]["lq"], rel=1e-15)


def test_parts_of_which_one_is_suppressed_are_no_contributions_even_where_the_others_make_up_the_county() -> None:
    """All that is known of the county is Kalmar's: the other's part is not known to be none."""
    own = {("08", code): FIGURES["0880", code] for code in ("16101", "46731")}
    figures = FIGURES | own | {("08", "86101"): 90, ("0881", "16101"): "suppressed"}
    row = quotients([AREA], employment=written.extract(figures))["0880", "tra", "nation"]
    assert (row["county_share"], row["contribution"]) == (1.0, None)


def test_the_coarsest_level_that_is_fine_enough_is_measured_where_less_is_suppressed() -> None:
    fine = FIGURES | {("0880", "16101"): "suppressed"}
    coarse = {("00", "16"): 100, ("00", "86"): 900, ("0880", "16"): 10, ("0880", "86"): 90}
    employment = pa.concat_tables([written.extract(fine), written.extract(coarse, level="2")])
    rows = quotients([area("tra", {"16": 1}, SNI2007), AREA_OF_FOUR], employment=employment)
    assert (rows["0880", "tra", "nation"]["level"], rows["0880", "tra", "nation"]["employees"]) == ("2", 10)
    assert (rows["0880", "sag", "nation"]["level"], rows["0880", "sag", "nation"]["note"]) == ("5", "suppressed")


AREA_OF_TWO = area("tjanst", {"46": 1, "8610": 0.25}, SNI2007)
AREA_OF_FOUR = area("sag", {"1610": 1}, SNI2007)


def test_only_the_newest_edition_of_the_register_is_measured_and_series_stand_apart() -> None:
    old = written.workplace_count({("0880", "16112", "2"): 9}, pulled=written.PULLED.replace(year=2025))
    simulated = written.workplace_count(CELLS, series="SIMULATED")
    counts = pa.concat_tables([written.workplace_count(CELLS), old, simulated])
    relations = written.every_relation([WOOD], counts=counts)
    rows = measures.strength_area_quotient(relations).to_pylist()
    assert {(row["series"], row["register_date"]) for row in rows} == {
        ("REGISTER", written.PULLED),
        ("SIMULATED", written.PULLED),
    }


# Other workplaces of the same places, some of unknown size, and other persons the year before.
OTHER_CELLS = {
    ("0880", "16112", "0"): 1,
    ("0880", "46831", "3"): 2,
    ("0880", "47112", "2"): 4,
    ("0881", "16231", "2"): 3,
    ("0881", "47112", "0"): 2,
    ("0780", "46831", "0"): 1,
    ("0780", "47112", "4"): 5,
}


def test_areas_series_and_years_are_measured_each_by_itself() -> None:
    """Of four sources and four areas, each is measured among the others as it would be alone."""
    trade, saws = area("handel", {"47": 1, "4683": 0.5}), area("sag", {"1610": 1, "86": 0.5}, SNI2007)
    areas = [WOOD, trade, AREA_OF_TWO, saws]
    before = {key: figure + 7 for key, figure in FIGURES.items()}
    registers = [written.workplace_count(CELLS), written.workplace_count(OTHER_CELLS, series="SIMULATED")]
    extracts = [written.extract(FIGURES), written.extract(before, year=2023)]

    def rows(areas: list[Area], **sources: pa.Table) -> list[dict[str, Any]]:
        return measures.strength_area_quotient(written.every_relation(areas, **sources)).to_pylist()

    together = rows(areas, counts=pa.concat_tables(registers), employment=pa.concat_tables(extracts))
    alone = [row for each in areas for source in registers for row in rows([each], counts=source)]
    alone += [row for each in areas for source in extracts for row in rows([each], employment=source)]

    def measured(found: list[dict[str, Any]]) -> list[str]:
        return sorted(repr(row) for row in found if row["level"])

    assert measured(together) == measured(alone)
    # What the extract cannot measure is told of its newest year only.
    assert {row["year"] for row in together if row["series"] == "HAND" and not row["level"]} == {2024}


def test_the_order_of_rows_changes_nothing() -> None:
    counts = written.workplace_count(CELLS)
    backwards = counts.take(list(range(counts.num_rows - 1, -1, -1)))
    one, other = (
        measures.strength_area_quotient(written.every_relation([WOOD], counts=each)) for each in (counts, backwards)
    )
    assert one.equals(other)


def test_industries_that_an_extract_lacks_count_as_none_and_are_told() -> None:
    """The extract has 16231 of 16 in Nybro, and nothing of 46831 in any region: one industry of two."""
    figures: dict[tuple[str, str], int | str] = {
        ("00", "16231"): 10,
        ("00", "47112"): 90,
        ("0881", "16231"): 4,
        ("0881", "47112"): 6,
    }
    wood = area("tra", {"16": 1, "46731": 0.5}, SNI2007)
    row = quotients([wood], employment=written.extract(figures))["0881", "tra", "nation"]
    assert (row["employees"], row["members"], row["members_listed"]) == (4, 2, 1)
    assert row["note"] == "members_not_listed"
    figures["00", "46731"] = 0
    whole = quotients([wood], employment=written.extract(figures))["0881", "tra", "nation"]
    assert (whole["members_listed"], whole["note"], whole["lq"]) == (2, None, row["lq"])


def test_a_register_lists_every_industry() -> None:
    row = quotients([WOOD], counts=written.workplace_count({("0880", "47112", "2"): 5}))["0880", "tra", "nation"]
    assert (row["members"], row["members_listed"]) == (2, 2)


# All of 1, which is 11 and 12, and a quarter of 21; a half of 12 and of 22; a hundredth of 19.
MEMBERS = [
    *(member("a", "1", 1), member("a", "21", 0.25)),
    *(member("b", "12", 0.5), member("b", "22", 0.5)),
    member("c", "19", 0.01),
]
WEIGHTS = {"a": {"11": 100, "12": 100, "21": 25}, "b": {"12": 50, "22": 50}, "c": {"19": 1}}
SECTIONS = [section(each, needed_level=level) for each, level in (("a", "5"), ("b", "4"), ("c", "2"))]
LISTED = ("11", "12", "19", "21", "22", "31")
# Each region with the regions that it is held against and those among which it is ranked.
HELD = {
    ("07", "nation"): ("00", ["00"], ["07", "08"]),
    ("08", "nation"): ("00", ["00"], ["07", "08"]),
    **{(place, "nation"): ("00", ["00"], ["0780", "0880", "0881"]) for place in ("0780", "0880", "0881")},
    ("0780", "county"): ("07", ["07"], ["0780"]),
    **{(place, "county"): ("08", ["08"], ["0880", "0881"]) for place in ("0880", "0881")},
    **{(place, "skr_group"): ("A1", ["0780", "0880"], ["0780", "0880"]) for place in ("0780", "0880")},
    ("0881", "skr_group"): ("B2", ["0881"], ["0881"]),
}


def measured(
    figures: Figures | pa.Table,
    sections: Iterable[Row] = SECTIONS,
    members: Iterable[Row] = MEMBERS,
    asked: dict[str, Any] = small.ASKED,
    **other: Any,
) -> dict[tuple[str, str, str], Row]:
    """Rows by region, area and reference."""
    relations = small.relations(figures, members, sections, **other)
    rows = engine.select("strength_area_quotient", relations, asked).to_pylist()
    found = {(row["region_code"], row["area_id"], row["reference"]): row for row in rows}
    assert len(found) == len(rows), "one region, area and reference told more than once"
    return found


def different_figures() -> dict[tuple[str, str], int]:
    """No two alike, and the nation's the largest; 0780 makes up its county, as 0880 and 0881 do but for one of 22."""
    places = ("0880", "0881", "0780")
    figures = {cell: 7 + n * n for n, cell in enumerate(product(places, LISTED), 1)}
    for code in LISTED:
        figures["07", code] = figures["0780", code]
        figures["08", code] = figures["0880", code] + figures["0881", code] + (code == "22")
        figures["00", code] = 1_000 + 3 * figures["08", code]
    return figures


def test_every_region_area_and_reference_has_figures_of_its_own() -> None:
    """County 08 is the sum of its municipalities in areas a and c, and in b more than they have."""
    figures = different_figures()

    def holds(area: str, places: list[str]) -> int:
        return sum(weight * figures[place, code] for place in places for code, weight in WEIGHTS[area].items())

    def total(places: list[str]) -> int:
        return sum(figures[place, code] for place in places for code in LISTED)

    def share(area: str, places: list[str]) -> Fraction:
        return Fraction(holds(area, places), 100 * total(places))

    other = [section(each, **where) for each in WEIGHTS for where in ({"series": "OWN"}, {"year": 2023})]
    found = measured(figures, [*SECTIONS, *other])
    assert set(found) == {(region, area, reference) for (region, reference), area in product(HELD, WEIGHTS)}
    for ((region, reference), (code, places, peers)), subject in product(HELD.items(), WEIGHTS):
        row = found[region, subject, reference]
        own, lq = share(subject, [region]), share(subject, [region]) / share(subject, places)
        expected = {
            "reference_code": code,
            "level": "5",
            "needed_level": {"a": "5", "b": "4", "c": "2"}[subject],
            "members": len(WEIGHTS[subject]) - (subject == "a"),
            "members_listed": len(WEIGHTS[subject]) - (subject == "a"),
            "employees": holds(subject, [region]) / 100,
            "region_total": total([region]),
            "area_reference": holds(subject, places) / 100,
            "reference_total": total(places),
            "share": pytest.approx(float(own), rel=1e-14),
            "lq": pytest.approx(float(lq), rel=1e-14),
            "rank": 1 + sum(share(subject, [peer]) > own for peer in peers),
            "rank_of": len(peers),
            "county_share": None,
            "contribution": None,
            "note": None,
        }
        if len(region) == 4:
            county = region[:2]
            expected["county_share"] = pytest.approx(holds(subject, [region]) / holds(subject, [county]), rel=1e-14)
            if reference == "nation" and (county, subject) != ("08", "b"):
                part = Fraction(total([region]), total([county])) * lq
                expected["contribution"] = pytest.approx(float(part), rel=1e-14)
        assert {name: row[name] for name in expected} == expected
        of_registers = ("workplaces", "workplaces_unknown_size", "jobs_low", "jobs_high", "jobs_estimate")
        assert {row[name] for name in (*of_registers, "lq_jobs_low", "lq_jobs_high", "register_date")} == {None}


def test_regions_that_are_alike_share_a_rank_and_the_next_is_skipped() -> None:
    rows = measured({(place, code): 1 for place in ("07", "08", "01") for code in ("11", "31")} | {("01", "31"): 2})
    # 01 is no region that is known, and ranked among its like.
    assert [rows[place, "a", "nation"]["rank"] for place in ("07", "08", "01")] == [1, 1, 1]
    figures = {("0780", "11"): 1, ("0880", "11"): 1, ("0881", "11"): 1, ("0881", "31"): 1, ("00", "11"): 9}
    rows = measured(figures)
    assert [rows[place, "a", "nation"]["rank"] for place in ("0780", "0880", "0881")] == [1, 1, 3]


@pytest.mark.parametrize(
    ("changed", "lq", "rank", "note"),
    [
        ({}, 2, (2, 2), None),
        ({("0880", "31"): "suppressed"}, 4, (None, None), "incomplete_total"),
        ({("00", "31"): "suppressed"}, 0.5, (2, 2), "incomplete_total"),
        ({("0880", "12"): "missing", ("00", "11"): 0, ("00", "12"): 0}, None, (None, None), "missing"),
        ({("0880", "12"): "missing", ("00", "12"): "missing"}, None, (None, None), "missing"),
        ({("0880", "11"): 0, ("0880", "31"): 0}, None, (None, None), "no_employment_in_region"),
        ({("0880", "11"): 0, ("0880", "31"): 1}, 0, (2, 2), None),
        (
            {("0880", "11"): 0, ("0880", "31"): 0, ("00", "12"): "missing"},
            *(None, (None, None), "no_employment_in_region"),
        ),
        ({("0880", "11"): 0, ("0880", "31"): "suppressed"}, None, (None, None), "incomplete_total"),
        ({("00", "12"): "suppressed"}, None, (None, None), "reference_incomplete"),
        ({("00", "12"): "suppressed", ("0880", "31"): "suppressed"}, None, (None, None), "reference_incomplete"),
        ({("00", "11"): 0, ("00", "12"): 0}, None, (None, None), "no_industry_in_reference"),
        (
            {("00", "11"): 0, ("00", "12"): 0, ("00", "31"): "missing"},
            *(None, (None, None), "no_industry_in_reference"),
        ),
    ],
)
def test_what_is_not_known_or_is_none_is_told_by_its_strongest_reason(
    changed: dict[tuple[str, str], int | str], lq: float | None, rank: tuple[int | None, int | None], note: str | None
) -> None:
    """A half of Kalmar's 8 persons and a quarter of the nation's 80 are the area's; of Nybro's all 8."""
    figures: dict[tuple[str, str], int | str] = {
        ("00", "11"): 19, ("00", "12"): 1, ("00", "31"): 60,
        ("0880", "11"): 4, ("0880", "12"): 0, ("0880", "31"): 4, ("0881", "11"): 8,
    }  # fmt: skip
    members = [member("a", "1", 1)]
    row = measured(figures | changed, SECTIONS[:1], members)["0880", "a", "nation"]
    assert (row["lq"], (row["rank"], row["rank_of"]), row["note"]) == (lq, rank, note)


def test_a_region_and_references_of_one_person_of_whom_a_hundredth_counts_are_measured() -> None:
    row = measured({(place, "19"): 1 for place in ("00", "08", "0880", "0881")} | {("0881", "19"): 0})
    one = row["0880", "c", "nation"]
    assert (one["employees"], one["lq"], one["county_share"], one["contribution"], one["note"]) == (0.01, 1, 1, 1, None)
    none = row["0880", "a", "nation"]
    assert (none["lq"], none["county_share"], none["contribution"]) == (None, None, None)


def test_parts_are_told_only_where_all_are_known_and_make_up_the_county() -> None:
    """Kalmar is the area's all in the county: Nybro has none, is not listed, is not known, or has one too many."""
    figures: dict[tuple[str, str], int | str] = {
        ("00", "11"): 80,
        ("08", "11"): 4,
        ("0880", "11"): 4,
        ("0881", "31"): 4,
    }
    figures |= {("00", "31"): 80, ("08", "31"): 4}

    def part(**nybro: int | str) -> float | None:
        found = measured(figures | {("0881", code.removeprefix("_")): figure for code, figure in nybro.items()})
        contribution: float | None = found["0880", "a", "nation"]["contribution"]
        return contribution

    # Half of the county's 8 persons are Kalmar's, of which all are the area's, as half of the nation's are.
    assert part() == part(_11=0) == 0.5 * 2
    assert part(_11="suppressed") is None
    assert part(_11=1) is None


def test_what_a_series_cannot_measure_has_an_empty_row_per_region_in_its_newest_year() -> None:
    coarse = {"level": None, "finest_level": "5", "needed_level": "4", "note": "level_too_coarse"}
    sections = [
        section("a", **coarse),
        section("series", **coarse, series="OWN"),
        section("year", **coarse, year=2023),
        section("finest", **coarse | {"finest_level": "2"}),
        section("older", **coarse, newest=False),
        section("b", level="2", finest_level="5"),
    ]
    members = [member(row["area_id"], "11", 1) for row in sections]
    found = measured({(place, "11"): 1 for place in ("00", "08", "0880")}, sections, members)
    assert set(found) == {("08", "a", "nation"), ("0880", "a", "nation")}
    told: Row = {"needed_level": "4", "note": "level_too_coarse", "reference": "nation", "reference_code": "00"}
    told |= {"series": "HAND", "year": 2024, "area_id": "a"}
    for (region, _, _), row in found.items():
        assert {name: value for name, value in row.items() if value is not None} == told | {"region_code": region}


PULL: dict[str, Any] = {"series": "REGISTER", "year": 2026, "register_date": written.PULLED}
REGISTER = small.ASKED | PULL | {"start_year": 2026, "end_year": 2026, "unit": "workplaces"}


def register(
    jobs: dict[tuple[str, str], int], workplaces: dict[tuple[str, str], int]
) -> dict[tuple[str, str, str], Row]:
    """``jobs`` at workplaces whose sizes leave no choice, of which the estimate says a half; S is all of them."""
    intervals = [
        {
            "region_code": place,
            "industry_code": code,
            "series": "REGISTER",
            "register_date": written.PULLED,
            "level": "section" if code == "S" else "5",
            "workplaces_unknown_size": 0,
            **dict.fromkeys(("jobs_low", "jobs_high_known_size", "jobs_high"), count),
            "jobs_estimate": count / 2,
        }
        for (place, code), count in jobs.items()
    ]
    members = [*(member("a", code, 1) for code in ("11", "12")), *MEMBERS[1:]]
    sections = [section(row["area_id"], **PULL) for row in SECTIONS]
    employment = written.extract(workplaces, series="REGISTER", year=2026)
    job_interval = small.table("job_interval", intervals)
    return measured(employment, sections, members, REGISTER, job_interval=job_interval)


def test_of_a_register_workplaces_and_jobs_are_told_of_every_region_area_and_reference() -> None:
    """Where sizes leave no choice the least and the largest quotient of jobs are one: that of the jobs themselves."""
    municipal = {cell: 5 + n * n % 101 for n, cell in enumerate(product(("0880", "0881", "0780"), LISTED), 3)}
    jobs = dict(municipal)
    for code in LISTED:
        jobs["07", code] = municipal["0780", code]
        jobs["08", code] = municipal["0880", code] + municipal["0881", code]
        jobs["00", code] = jobs["07", code] + jobs["08", code]
    places = {place for place, _ in jobs}
    jobs |= {(place, "S"): sum(jobs[place, code] for code in LISTED) for place in places}

    def share(area: str, places: list[str]) -> Fraction:
        own = sum(weight * jobs[place, code] for place in places for code, weight in WEIGHTS[area].items())
        return Fraction(own, 100 * sum(jobs[place, "S"] for place in places))

    found = register(jobs, different_figures())
    assert set(found) == {(region, area, reference) for (region, reference), area in product(HELD, WEIGHTS)}
    alone = measured(different_figures())
    for ((region, reference), (_, against, _)), subject in product(HELD.items(), WEIGHTS):
        row, employed = found[region, subject, reference], alone[region, subject, reference]
        count = sum(weight * jobs[region, code] for code, weight in WEIGHTS[subject].items()) / 100
        assert (row["jobs_low"], row["jobs_high"], row["jobs_estimate"]) == (count, count, count / 2)
        assert (row["workplaces"], row["employees"], row["lq"]) == (employed["employees"], None, employed["lq"])
        assert (row["workplaces_unknown_size"], row["register_date"]) == (0, written.PULLED)
        lq = pytest.approx(float(share(subject, [region]) / share(subject, against)), rel=1e-12)
        assert (row["lq_jobs_low"], row["lq_jobs_high"], row["note"]) == (lq, lq, None)


def test_a_register_of_workplaces_without_jobs_has_a_quotient_of_workplaces_alone() -> None:
    """Nobody works in Kalmar; elsewhere the area has jobs."""
    jobs = {("0880", "S"): 0, ("0881", "11"): 3, ("0881", "S"): 5, ("00", "11"): 3, ("00", "S"): 5}
    rows = register(jobs, {(place, code): 2 for place in ("00", "0880", "0881") for code in ("11", "31")})
    row = rows["0880", "a", "nation"]
    assert (row["lq"], row["lq_jobs_low"], row["lq_jobs_high"], row["note"]) == (1, None, None, "no_jobs")
    # And the reverse: what has no quotient of workplaces has none of jobs, however many there are.
    rows = register(jobs, {("00", "31"): 2, ("0881", "11"): 1, ("0881", "31"): 2})
    row = rows["0881", "a", "nation"]
    assert (row["lq"], row["lq_jobs_low"], row["lq_jobs_high"]) == (None, None, None)
    assert (row["jobs_low"], row["note"]) == (3, "no_industry_in_reference")


def test_a_hundredth_of_a_workplace_of_unknown_size_is_told() -> None:
    counts = written.workplace_count({("0880", "16112", "0"): 1, ("0880", "47112", "3"): 1, ("0780", "16112", "3"): 1})
    row = quotients([area("tra", {"16": 0.01})], counts=counts)["0880", "tra", "nation"]
    assert (row["workplaces_unknown_size"], row["note"]) == (0.01, "size_unknown")
