"""Unbroken segments of series written by hand, and growth across a break refused with the break's name."""

import pyarrow as pa
import pytest

from pipelines.errors import StyrkaError
from pipelines.measures.segments import unbroken
from pipelines.warehouse import classification
from tests.measures.written import declared, employment, segments


def listed(*years: int, series: str = "S", level: str = "group") -> pa.Table:
    return pa.concat_tables([employment({("00", "A"): 1}, year=year, series=series, level=level) for year in years])


def stretches(content: pa.Table, breaks: pa.Table | None = None) -> list[tuple[object, ...]]:
    return [tuple(row.values())[2:] for row in segments(content, breaks).to_pylist()]


def test_years_in_a_row_are_one_segment_until_the_newest() -> None:
    assert stretches(listed(2019, 2021, 2020)) == [(2019, 2021, "newest_figures", None)]


def test_years_of_one_sex_alone_are_none_of_the_series() -> None:
    content = listed(2019, 2020)
    men = listed(2021).set_column(content.schema.get_field_index("sex"), content.schema.field("sex"), [["men"]])
    assert stretches(pa.concat_tables([content, men])) == [(2019, 2020, "newest_figures", None)]


def test_a_break_ends_the_segment_before_its_year() -> None:
    found = stretches(listed(2009, 2010, 2011, 2012), declared(("S", 2011, "source"), ("S", 2011, "level")))
    assert found == [(2009, 2010, "break", 2011), (2011, 2012, "newest_figures", None)]


@pytest.mark.parametrize("kind", ["start", "end"])
def test_where_a_series_begins_or_ends_nothing_inside_it_breaks(kind: str) -> None:
    assert stretches(listed(2019, 2020), declared(("S", 2020, kind))) == [(2019, 2020, "newest_figures", None)]


def test_missing_years_break() -> None:
    found = stretches(listed(2019, 2022, 2023))
    assert found == [(2019, 2019, "missing_years", None), (2022, 2023, "newest_figures", None)]


def test_a_break_in_years_that_are_missing_is_named_and_the_first_of_several() -> None:
    found = stretches(listed(2019, 2023), declared(("S", 2022, "source"), ("S", 2021, "population")))
    assert found == [(2019, 2019, "break", 2021), (2023, 2023, "newest_figures", None)]


def test_a_break_of_some_regions_and_industries_breaks_everything() -> None:
    rows = declared(("S", 2020, "classification")).drop_columns(["region_codes", "industry_codes"])
    rows = rows.append_column("region_codes", [["01"]]).append_column("industry_codes", [["J"]])
    assert len(stretches(listed(2019, 2020), rows)) == 2


def test_each_series_and_level_has_its_own_segments() -> None:
    content = [listed(2019, 2020), listed(2020, level="section"), listed(2019, 2020, series="T")]
    found = segments(pa.concat_tables(content), declared(("T", 2020, "level"))).to_pylist()
    assert [(row["series"], row["level"], row["start_year"], row["end_year"]) for row in found] == [
        ("S", "group", 2019, 2020),
        ("S", "section", 2020, 2020),
        ("T", "group", 2019, 2019),
        ("T", "group", 2020, 2020),
    ]


def test_the_fall_of_the_unknown_group_is_a_break_of_bas_like_any_other() -> None:
    found = stretches(listed(*range(2020, 2025), series="BAS"), classification.series_breaks())
    assert found == [(2020, 2023, "break", 2024), (2024, 2024, "newest_figures", None)]


RAMS = listed(*range(2008, 2022), series="RAMS")
BREAKS = classification.series_breaks()


@pytest.mark.parametrize(("start", "end"), [(2008, 2010), (2009, 2010), (2011, 2015), (2019, 2021)])
def test_growth_inside_a_segment_may_be_asked_for(start: int, end: int) -> None:
    unbroken("RAMS", "group", start, end, segments=segments(RAMS, BREAKS), breaks=BREAKS)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (
            2010,
            2012,
            r"RAMS is broken between 2010 and 2012: 2011 source \(SCB states a break .* in 2011; .*\); 2011 level",
        ),
        (2010, 2012, r"its unbroken years are 2008–2010, 2011–2015, 2016–2018, 2019–2021$"),
        (2015, 2016, r"between 2015 and 2016: 2016 classification \(In Stockholm county [^)]*\); its"),
        (2018, 2019, r"2019 population \(The age limit .*; 2019 source .*; 2019 unknown_industry"),
        (2012, 2020, r"2016 classification .*; 2019 population"),
        (2012, 2012, r"growth from 2012 to 2012: the first year must come before the last"),
        (2006, 2009, r"has no figures of 2006 at level group; its unbroken years are 2008–2010,"),
        (2003, 2030, r"no figures of 2003 and 2030"),
    ],
)
def test_growth_across_a_break_is_refused_with_its_name(start: int, end: int, told: str) -> None:
    with pytest.raises(StyrkaError, match=told):
        unbroken("RAMS", "group", start, end, segments=segments(RAMS, BREAKS), breaks=BREAKS)


def test_growth_across_missing_years_is_refused_with_the_years() -> None:
    found = segments(listed(2018, 2019, 2022, 2023))
    with pytest.raises(StyrkaError, match=r"S is broken between 2019 and 2022: no figures of 2020–2021; its"):
        unbroken("S", "group", 2019, 2022, segments=found, breaks=declared())


def test_a_series_that_is_not_there_has_no_years() -> None:
    with pytest.raises(StyrkaError, match=r"series T has no figures of 2018 and 2019 at level group; .* are none"):
        unbroken("T", "group", 2018, 2019, segments=segments(listed(2018, 2019)), breaks=declared())
