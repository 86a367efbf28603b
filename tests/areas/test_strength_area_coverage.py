"""How much the areas hold together, each industry once, and what a series cannot measure."""

from typing import Any

import pyarrow as pa

from pipelines.areas import measures
from pipelines.warehouse.classification import SNI2007
from tests.areas import written
from tests.areas.written import area

# Ten workplaces in sawmills, four in timber wholesale, six elsewhere.
CELLS = {("0880", "16112", "2"): 10, ("0880", "46831", "2"): 4, ("0880", "47112", "2"): 6, ("0780", "47112", "2"): 5}


def coverage(*areas: Any, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
    rows = measures.strength_area_coverage(written.every_relation(areas, **more)).to_pylist()
    return {(row["area_set"], row["region_code"]): row for row in rows}


def test_an_industry_counts_once_however_many_areas_hold_it() -> None:
    """Both areas hold sawmills; all of wholesale is covered, and with its larger weight half of it."""
    one, other = area("tra", {"16": 1, "4683": 0.5}), area("sag", {"161": 0.75, "468": 0.25})
    row = coverage(one, other, counts=written.workplace_count(CELLS))["all", "0880"]
    assert (row["total"], row["covered"], row["covered_share"]) == (20, 14, 0.7)
    assert (row["covered_weighted"], row["covered_by_several"]) == (10 + 2, 14)
    assert (row["areas"], row["areas_measured"], row["level"], row["note"]) == (2, 2, "4", None)


def test_sets_are_counted_each_by_itself_and_together() -> None:
    one, other = area("tra", {"16": 1}, area_set="mine"), area("handel", {"46": 1}, area_set="yours")
    rows = coverage(one, other, counts=written.workplace_count(CELLS))
    assert [rows[name, "0880"]["covered"] for name in ("mine", "yours", "all")] == [10, 4, 14]
    assert [rows[name, "0780"]["covered"] for name in ("mine", "yours", "all")] == [0, 0, 0]


def test_what_a_series_cannot_measure_is_left_out_and_said() -> None:
    """A series of three digits measures one of the two areas; the other needs five."""
    figures = {("00", "161"): 30, ("00", "471"): 70}
    areas = [area("tra", {"16": 1}, SNI2007), area("hyvel", {"16102": 1}, SNI2007)]
    row = coverage(*areas, employment=written.extract(figures, level="3"))["all", "00"]
    assert (row["covered"], row["areas"], row["areas_measured"]) == (30, 2, 1)
    assert (row["level"], row["needed_level"], row["note"]) == ("3", "5", "level_too_coarse")


def test_a_series_of_sixteen_groups_measures_nothing() -> None:
    figures = {("00", "C"): 60, ("00", "G"): 40}
    employment = written.extract(figures, level="group")
    rows = coverage(area("tra", {"16": 1}, SNI2007), employment=employment, editions={"HAND": "SNI2007-16"})
    row = rows["all", "00"]
    assert (row["covered"], row["covered_share"], row["areas_measured"], row["total"]) == (None, None, 0, 100)
    assert (row["level"], row["needed_level"], row["note"]) == ("group", "2", "level_too_coarse")


def test_an_unknown_figure_is_counted_and_said() -> None:
    figures = {("00", "16101"): "suppressed", ("00", "47112"): 70}
    row = coverage(area("tra", {"16": 1}, SNI2007), employment=written.extract(figures))["all", "00"]
    assert (row["covered"], row["total"], row["unknown_cells"], row["note"]) == (0, 70, 1, "incomplete_total")


def test_only_the_newest_year_is_counted() -> None:
    employment = pa.concat_tables([written.extract({("00", "16101"): year}, year=year) for year in (2023, 2024)])
    row = coverage(area("tra", {"16": 1}, SNI2007), employment=employment)["all", "00"]
    assert (row["year"], row["covered"]) == (2024, 2024)
