"""Bad rows are found: of twins, of entries and exits, and of the test of density; what the kernels give passes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import checking
from pipelines.warehouse import engine
from tests.measures import test_density_backtest, test_entry_exit, test_twins
from tests.measures.test_shift_share import years
from tests.measures.written import declared, segments

Row = dict[str, Any]
TWIN = {"year": 2020, "series": "HAND", "level": "3", "region_type": "county", "compared": 2, "note": None}


def written(folder: Path, name: str, rows: list[Row] | pa.Table) -> Path:
    order = schema.table(name).arrow_schema()
    content = pa.Table.from_pylist(rows, schema=order) if isinstance(rows, list) else rows
    engine.write_table(name, content, folder / f"{name}.parquet", "test")
    return folder / f"{name}.parquet"


def alike(*changes: tuple[str, int, Row]) -> list[Row]:
    """Three counties that are each other's twins, but for what is changed in a region's row of one rank."""
    near = {frozenset({"08", "09"}): 0.75, frozenset({"09", "10"}): 0.25, frozenset({"08", "10"}): 0.0}
    order = {"08": ["09", "10"], "09": ["08", "10"], "10": ["09", "08"]}
    rows = {
        (code, rank): {**TWIN, "region_code": code, "rank": rank, "twin_code": twin}
        | {"similarity": near[frozenset({code, twin})]}
        for code, twins in order.items()
        for rank, twin in enumerate(twins, start=1)
    }
    for code, rank, change in changes:
        rows[code, rank] |= change
    return list(rows.values())


def test_twins_as_the_kernel_gives_them_pass(tmp_path: Path) -> None:
    content = {f"R{number}": (number + 1, 9, 3) for number in range(9)}
    test_twins.twins(tmp_path, years({**content, "S": (0, 0, 0), "T": (1, "suppressed", 1)}))
    assert checking.twins(tmp_path / "twin.parquet") == []
    assert checking.twins(written(tmp_path, "twin", alike())) == []


def test_regions_that_are_all_the_same_are_each_others_twins(tmp_path: Path) -> None:
    same = [row | {"similarity": 1.0} for row in alike()]
    assert checking.twins(written(tmp_path, "twin", same)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("10", 2, {"rank": 3}), ["region 10, rank 3: the ranks are not 1 to as many as there are"]),
        (("10", 1, {"rank": 0}), ["region 10, rank 2: the ranks are not 1 to as many as there are"]),
        (("10", 1, {"rank": 3}), ["region 10, rank 3: the ranks are not 1 to as many as there are"]),
        (("10", 2, {"compared": 3}), ["region 10, rank 2: the ranks are not 1 to as many as there are"]),
        (("10", 2, {"twin_code": "09"}), ["region 10, rank 2: the ranks are not 1 to as many as there are"]),
        (("10", 2, {"similarity": -0.1}), ["region 10, rank 2: the similarity is none"]),
        (("08", 1, {"similarity": 1.1}), ["region 08, rank 1: the similarity is none"]),
        (("08", 1, {"similarity": None}), ["region 08, rank 1: the similarity is none"]),
        (("08", 1, {"note": "no_other_region"}), ["region 08, rank 1: the similarity is none"]),
        (("08", 1, {"similarity": 0.75000001}), ["region 08, rank 1: the twin is not as near to it"]),
        (("08", 2, {"similarity": 0.8}), ["region 08, rank 2: a nearer region comes later"]),
        (("10", 2, {"twin_code": "10"}), ["region 10, rank 2: the twin is no other region of the same type"]),
        (("10", 2, {"twin_code": "0880"}), ["region 10, rank 2: the twin is no other region of the same type"]),
    ],
)
def test_twins_that_cannot_be_are_found(tmp_path: Path, change: tuple[str, int, Row], found: list[str]) -> None:
    lines = checking.twins(written(tmp_path, "twin", alike(change)))
    for expected in found:
        assert f"HAND 2020 level 3, {expected}" in lines


def test_fewer_twins_than_there_were_to_compare_are_found_and_a_twin_of_another_type_too(tmp_path: Path) -> None:
    few = [row for row in alike() if (row["region_code"], row["rank"]) != ("08", 2)]
    assert checking.twins(written(tmp_path, "twin", few)) == [
        "HAND 2020 level 3, region 08, rank 1: the ranks are not 1 to as many as there are"
    ]
    other = alike(("08", 1, {"region_type": "municipality"}), ("08", 2, {"region_type": "municipality"}))
    assert [line for line in checking.twins(written(tmp_path, "twin", other)) if "region 08" in line] == [
        f"HAND 2020 level 3, region 08, rank {rank}: the twin is no other region of the same type" for rank in (1, 2)
    ]


@pytest.mark.parametrize("other", [{"year": 2021}, {"level": "4"}, {"series": "OTHER"}])
def test_twins_are_held_against_those_of_their_own_series_year_and_level_only(tmp_path: Path, other: Row) -> None:
    changed = [{**row, **other, "similarity": row["similarity"] / 2} for row in alike()]
    assert checking.twins(written(tmp_path, "twin", alike() + changed)) == []
    elsewhere = [{**row, **other, "region_code": "0880", "twin_code": "08"} for row in alike()[:1]]
    lines = checking.twins(written(tmp_path, "twin", alike(("10", 2, {"twin_code": "0880"})) + elsewhere))
    assert "HAND 2020 level 3, region 10, rank 2: the twin is no other region of the same type" in lines


def moved(**changes: Any) -> list[Row]:
    row = {"region_code": "08", "industry_code": "161", "start_year": 2010, "end_year": 2018, "series": "HAND"}
    row |= {"level": "3", "region_type": "county", "present_start": False, "present_end": True, "change": "entry"}
    return [{**row, "note": None, **changes}]


def test_entries_as_the_statement_gives_them_pass(tmp_path: Path) -> None:
    breaks = declared(("HAND", 2022, "source"))
    content = years(test_entry_exit.BEFORE, test_entry_exit.AFTER, test_entry_exit.BEFORE)
    found = test_entry_exit.changes(tmp_path, content, breaks)
    assert {row["change"] for row in found} == {"entry", "exit"}
    path = tmp_path / "entry_exit.parquet"
    assert checking.changes(path) == []
    levels = content.set_column(
        content.schema.get_field_index("level"), content.schema.field("level"), pa.array(["3"] * content.num_rows)
    )
    of = written(tmp_path, "series_segment", segments(levels, breaks)), written(tmp_path, "series_break", breaks)
    assert checking.unbroken(path, *of) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"change": "kept"}, "kept, where presence says entry"),
        ({"change": "exit", "present_start": True, "present_end": None}, "exit, where presence says None"),
        ({"change": None}, "None, where presence says entry"),
        ({"note": "suppressed"}, "entry, where presence says entry"),
        ({"present_end": None, "change": None}, "None, where presence says None"),
        ({"change": None, "note": "suppressed"}, "None, where presence says entry"),
    ],
)
def test_a_change_that_presence_does_not_bear_out_is_found(tmp_path: Path, changes: Row, said: str) -> None:
    assert checking.changes(written(tmp_path, "entry_exit", moved())) == []
    lines = checking.changes(written(tmp_path, "entry_exit", moved(**changes)))
    assert lines == [f"HAND 2010–2018 08 161: {said}"]


@pytest.mark.parametrize(
    ("start", "end", "change"),
    [(True, True, "kept"), (True, False, "exit"), (False, True, "entry"), (False, False, "absent")],
)
def test_a_change_that_presence_bears_out_passes(tmp_path: Path, start: bool, end: bool, change: str) -> None:
    rows = moved(present_start=start, present_end=end, change=change)
    assert checking.changes(written(tmp_path, "entry_exit", rows)) == []


def test_a_change_within_one_year_is_found(tmp_path: Path) -> None:
    assert len(checking.changes(written(tmp_path, "entry_exit", moved(end_year=2010)))) == 1


SEGMENT = {"series": "HAND", "level": "3", "start_year": 2010, "end_year": 2018, "ended_by": "newest_figures"}


@pytest.mark.parametrize(
    ("years_counted", "level", "breaks", "found"),
    [
        ((2010, 2018), "3", [], False),
        ((2011, 2017), "3", [("HAND", 2010, "source"), ("HAND", 2011, "source"), ("HAND", 2018, "source")], False),
        ((2011, 2018), "3", [("HAND", 2012, "start"), ("HAND", 2013, "end"), ("OTHER", 2014, "source")], False),
        ((2012, 2012), "3", [("HAND", 2012, "source")], False),
        ((2011, 2018), "3", [("HAND", 2018, "source")], True),
        ((2009, 2018), "3", [], True),
        ((2010, 2019), "3", [], True),
        ((2010, 2018), "4", [], True),
        ((2018, 2010), "3", [], True),
    ],
)
@pytest.mark.parametrize("table", ["entry_exit", "density_backtest"])
def test_what_is_counted_across_a_break_or_beyond_a_segment_is_found(
    tmp_path: Path, years_counted: tuple[int, int], level: str, breaks: list[Any], found: bool, table: str
) -> None:
    start, end = years_counted
    make: Callable[..., list[Row]] = moved if table == "entry_exit" else outcome
    span = written(tmp_path, table, make(start_year=start, end_year=end, level=level))
    of = written(tmp_path, "series_segment", [SEGMENT]), written(tmp_path, "series_break", declared(*breaks))
    said = f"HAND level {level}: {start}–{end} is no unbroken segment, nor part of one"
    assert checking.unbroken(span, *of) == ([said] if found else [])


def test_a_segment_of_another_series_holds_nothing_of_this_one(tmp_path: Path) -> None:
    span = written(tmp_path, "entry_exit", moved(start_year=2010, end_year=2019))
    longer = {**SEGMENT, "series": "OTHER", "end_year": 2020}
    of = written(tmp_path, "series_segment", [SEGMENT, longer]), written(tmp_path, "series_break", declared())
    assert checking.unbroken(span, *of) == ["HAND level 3: 2010–2019 is no unbroken segment, nor part of one"]


def test_the_register_which_has_no_segments_is_held_to_its_breaks(tmp_path: Path) -> None:
    span = written(tmp_path, "entry_exit", moved(series="REGISTER", start_year=2024, end_year=2026))
    segment = written(tmp_path, "series_segment", [SEGMENT])
    assert checking.unbroken(span, segment, written(tmp_path, "series_break", declared())) == []
    broken = written(tmp_path, "series_break", declared(("REGISTER", 2025, "classification")))
    assert len(checking.unbroken(span, segment, broken)) == 1


def outcome(**changes: Any) -> list[Row]:
    row = {"series": "HAND", "level": "3", "region_type": "county", "basis": "cooccurrence", "absent": 100}
    row |= {"start_year": 2010, "end_year": 2018, "entries": 10, "auc": 0.7, "standard_error": 0.05}
    row |= {"auc_low": 0.602, "auc_high": 0.798, "smallest_auc": 0.6, "withheld": False, "reason": None}
    return [{**row, **changes}]


def test_tests_as_the_kernel_gives_them_pass(tmp_path: Path) -> None:
    for related in (True, False):
        test_density_backtest.outcomes(tmp_path, test_density_backtest.imported(*test_density_backtest.world(related)))
        assert pq.ParquetFile(tmp_path / "density_backtest.parquet").metadata.num_rows == 1
        assert checking.backtest(tmp_path / "density_backtest.parquet") == []
    test_density_backtest.outcomes(tmp_path, test_density_backtest.imported(test_density_backtest.world(True)[0]))
    assert checking.backtest(tmp_path / "density_backtest.parquet") == []


NO_BOUNDS = {"auc_low": None, "auc_high": None}
NO_ENDS = {"auc": None, **NO_BOUNDS, "withheld": True}


@pytest.mark.parametrize(
    "changes",
    [
        {"entries": 0, **NO_ENDS, "reason": "no_entries"},
        {"entries": 100, **NO_ENDS, "reason": "no_absence"},
        {"absent": 0, "entries": 0, **NO_ENDS, "reason": "no_entries"},
        {"auc": 1.0, "auc_low": 1.0, "auc_high": 1.0, "standard_error": 0.0},
        {"auc": 0.0, "auc_low": 0.0, "auc_high": 0.0, "withheld": True, "reason": "below_threshold"},
        {"auc": 0.6, "auc_low": 0.55},
    ],
)
def test_a_test_at_the_ends_of_what_can_be_passes(tmp_path: Path, changes: Row) -> None:
    assert checking.backtest(written(tmp_path, "density_backtest", outcome(**changes))) == []


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("pairs", {"entries": -1}),
        ("pairs", {"absent": -1, "entries": -2}),
        ("pairs", {"entries": 101}),
        ("pairs", {"entries": 0}),
        ("pairs", {"entries": 100}),
        ("pairs", {"entries": None}),
        ("pairs", {"absent": None, "entries": None}),
        ("interval", {"auc": 0.6}),
        ("interval", {"auc": 0.8}),
        ("interval", {"auc_low": -0.1, "withheld": True, "reason": "could_be_chance"}),
        ("interval", {"auc_high": 1.1}),
        ("interval", {"auc": 1.2, **NO_BOUNDS, "withheld": True, "reason": "no_interval"}),
        ("interval", {"auc": -0.2, **NO_BOUNDS, "withheld": True, "reason": "below_threshold"}),
        ("interval", {"standard_error": -0.1}),
        ("interval", {"auc_high": None}),
        ("interval", {"auc": None, "withheld": True, "reason": "no_entries"}),
        ("advice", {"withheld": True}),
        ("advice", {"reason": "below_threshold"}),
        ("advice", {"auc": 0.5999, "auc_low": 0.55}),
        ("advice", {"auc_low": 0.5}),
        ("advice", NO_BOUNDS),
        ("advice", {"auc": None, **NO_BOUNDS}),
    ],
)
def test_a_test_that_contradicts_itself_is_found(tmp_path: Path, fault: str, changes: Row) -> None:
    assert checking.backtest(written(tmp_path, "density_backtest", outcome())) == []
    lines = checking.backtest(written(tmp_path, "density_backtest", outcome(**changes)))
    assert lines == [f"HAND level 3 county cooccurrence 2010–2018: {fault} cannot be so"]


def test_advice_on_the_bounds_of_no_area_contradicts_itself_twice(tmp_path: Path) -> None:
    lines = checking.backtest(written(tmp_path, "density_backtest", outcome(auc=None)))
    assert [line.split(": ")[1] for line in lines] == ["advice cannot be so", "interval cannot be so"]
