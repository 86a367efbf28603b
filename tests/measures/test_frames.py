"""The measures on a notebook's data frame: what may stand in it, what comes out, what is refused and how.
The worked numbers of the literature are in ``tests/published``."""

import math

import numpy as np
import pandas as pd
import pytest

from pipelines import measures
from pipelines.errors import StyrkaError


def frame(**rows: tuple[float, ...]) -> pd.DataFrame:
    """``region=(values of industries I0, I1, …)``, year 2024."""
    cells = [(region, f"I{n}", 2024, value) for region, row in rows.items() for n, value in enumerate(row)]
    return pd.DataFrame(cells, columns=["region", "industry", "year", "value"])


def quotient(df: pd.DataFrame, region: str, industry: str) -> pd.Series:
    result = measures.location_quotient(df)
    (row,) = (row for _, row in result.iterrows() if (row["region_code"], row["industry_code"]) == (region, industry))
    return row


def test_columns_bear_the_names_of_the_mart() -> None:
    quotients, indices = measures.location_quotient(frame(R=(1, 2))), measures.specialisation(frame(R=(1, 2)))
    assert {"region_code", "industry_code", "year", "reference", "employees", "share", "lq", "rank", "note"} <= set(
        quotients
    )
    assert {"region_code", "year", "krugman", "hachman", "hhi", "entropy"} <= set(indices)
    shifts = measures.shift_share(two_years(), 2020, 2023)
    assert list(shifts.columns[:4]) == ["region_code", "industry_code", "start_year", "end_year"]


def test_decimals_are_counted_exactly_whatever_their_order() -> None:
    df = frame(R1=(0.1, 0.2, 0.3), R2=(0.7, 0.2, 123.456))
    row = quotient(df, "R1", "I0")
    assert (row["employees"], row["employees_region"], row["employees_reference"]) == (0.1, 0.6, 0.8)
    pd.testing.assert_frame_equal(measures.location_quotient(df[::-1]), measures.location_quotient(df))


def test_values_are_measured_however_small_they_all_are() -> None:
    df = frame(R1=(1e-300, 2e-300), R2=(3e-300, 4e-300))
    row = quotient(df, "R1", "I0")
    assert row["lq"] == pytest.approx((1 / 3) / (4 / 10), rel=1e-15)
    assert row["employees_region"] == pytest.approx(3e-300, rel=1e-15)
    with pytest.raises(StyrkaError, match=r"value 5e-324 is too small"):
        measures.location_quotient(frame(R1=(5e-324, 1e-300)))


def test_the_frame_is_left_as_it_was_and_may_bear_any_index() -> None:
    df = frame(R1=(1, 2), R2=(3, 4))
    df.index = pd.Index([7, 7, 7, 7])
    before = df.copy()
    measures.location_quotient(df)
    pd.testing.assert_frame_equal(df, before)


def test_swedish_codes_are_ranked_by_type_as_in_the_mart() -> None:
    df = pd.concat([frame(a=(1, 9)).assign(region=code) for code in ("08", "0880", "0840")])
    assert quotient(df, "08", "I0")["rank_of"] == 1
    assert quotient(df, "0880", "I0")["rank_of"] == 2
    assert quotient(df, "0880", "I0")["employees_reference_total"] == 10


def test_an_empty_frame_gives_an_empty_result() -> None:
    result = measures.location_quotient(frame(R=(1, 2)).iloc[:0])
    assert result.empty
    assert "lq" in result


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("value", -3, r"^row 1 \(region R, industry I1, year 2024\): value -3(\.0)? is negative"),
        ("value", math.inf, r"value inf is not finite"),
        ("value", -math.inf, r"value -inf is not finite"),
        ("value", "many", r"value many is not a number"),
        ("year", 2024.5, r"year is not a whole number"),
        ("year", None, r"year is empty"),
        ("region", None, r"region is empty"),
        ("value", 10**400, r"value inf is not finite"),
        ("value", 1e-20, r"^row 1 .*: value 1e-20 is too small to be counted with the others, on a grid of 1e-14"),
        ("year", 10**400, r"^row 1 \(region R, industry I1, year inf\): year is not a whole number"),
        ("year", -(10**400), r"year is not a whole number"),
        ("year", 10**30, r"year is beyond every calendar"),
        ("value", 1e17, r"the values sum to 1e\+17, more than"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_row(column: str, value: object, told: str) -> None:
    df = frame(R=(1, 2, 3)).astype(object)
    df.loc[1, column] = value
    with pytest.raises(StyrkaError, match=told):
        measures.location_quotient(df)


@pytest.mark.parametrize(("column", "same"), [("region", [8, "8"]), ("industry", [41, "41"]), ("year", [2024, "2024"])])
def test_a_key_that_is_written_in_two_ways_is_one_key(column: str, same: list[object]) -> None:
    df = frame(R=(1,)).iloc[[0, 0]].reset_index(drop=True).assign(**{column: pd.Series(same, dtype=object)})
    with pytest.raises(StyrkaError, match=r"^row 1 .*: the same region, industry and year stand on an earlier row$"):
        measures.location_quotient(df)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(StyrkaError, match=r"no column value; it needs region, industry, year, value"):
        measures.specialisation(frame(R=(1,)).rename(columns={"value": "jobs"}))


def test_nullable_and_arrow_columns_are_read_like_any_other() -> None:
    df = frame(R1=(1, 2), R2=(3, 4))
    expected = measures.location_quotient(df)
    for kind in ("Int64", "int32", "float32", "int64[pyarrow]"):
        pd.testing.assert_frame_equal(measures.location_quotient(df.astype({"value": kind})), expected)
    categories = df.astype({"region": "category", "industry": "category", "year": np.int16})
    pd.testing.assert_frame_equal(measures.location_quotient(categories), expected)


def two_years(**more: float) -> pd.DataFrame:
    """The worked region in its nation, in 2020 and 2023; ``more`` sets values of R by industry, in 2023."""
    rows = {
        2020: {"00": (400, 150, 150, 400), "R": (90, 20, 10, 60)},
        2023: {"00": (440, 210, 135, 480), "R": (100, 40, 10, 55)},
    }
    parts = [
        frame(a=row).assign(region=region, year=year) for year, table in rows.items() for region, row in table.items()
    ]
    df = pd.concat(parts, ignore_index=True).astype({"value": "float64"})
    for industry, value in more.items():
        df.loc[(df["region"] == "R") & (df["industry"] == industry) & (df["year"] == 2023), "value"] = value
    return df


PARTS = ["change", "national", "mix", "regional", "competitive", "allocation"]


def test_the_yearly_shifts_of_a_frame_go_by_the_years_it_has() -> None:
    result = measures.shift_share(two_years(), 2020, 2023)
    for part in ("national", "mix", "regional"):
        assert result[f"{part}_dynamic"].to_list() == pytest.approx(result[part].to_list(), abs=1e-12)
    later = two_years()
    later = pd.concat([later, later[later["year"] == 2020].assign(year=2021)])
    assert measures.shift_share(later, 2020, 2023)["regional_dynamic"].sum() == pytest.approx(-3)


def test_years_outside_the_span_do_not_count() -> None:
    more = two_years().assign(value=7.0)
    before, after = more[more["year"] == 2020].assign(year=2019), more[more["year"] == 2020].assign(year=2024)
    wider = pd.concat([before, two_years(), after])
    pd.testing.assert_frame_equal(
        measures.shift_share(wider, 2020, 2023), measures.shift_share(two_years(), 2020, 2023)
    )


def test_decimals_are_split_like_whole_numbers() -> None:
    df = two_years()
    tenth = measures.shift_share(df.assign(value=df["value"] / 10), 2020, 2023)
    assert tenth[PARTS].sum().to_list() == pytest.approx([2.5, 2.7, 0.1, -0.3, -0.0636364, -0.2363636], abs=5e-8)
    assert tenth["employees_start"].to_list() == [9, 2, 1, 6]


@pytest.mark.parametrize(
    ("start", "end", "series", "told"),
    [
        (2019, 2023, None, r"the frame has no figures of 2019; its years are 2020, 2023$"),
        (2021, 2022, None, r"no figures of 2021 and 2022; its years are 2020, 2023$"),
        (2023, 2020, None, r"growth from 2023 to 2020: the first year must come before the last"),
        (2020, 2020, "RAMS", r"growth from 2020 to 2020: the first year must come before the last"),
        (2020, 2023, "BAS", r"series BAS is broken between 2020 and 2023: no figures of 2021–2022"),
        (2020, 2023, "RAM", r"no breaks of series RAM are declared, only of BAS, BAS_PREL, RAMS; leave series out"),
    ],
)
def test_years_that_cannot_be_compared_are_refused(start: int, end: int, series: str | None, told: str) -> None:
    with pytest.raises(StyrkaError, match=told):
        measures.shift_share(two_years(), start, end, series=series)


def test_growth_across_a_break_of_a_series_is_refused_with_its_name() -> None:
    df = pd.concat([two_years().assign(year=year) for year in (2023, 2024)]).drop_duplicates(
        ["region", "industry", "year"]
    )
    with pytest.raises(
        StyrkaError, match=r"BAS is broken between 2023 and 2024: 2024 unknown_industry \(Employed .*\);"
    ):
        measures.shift_share(df, 2023, 2024, series="BAS")
    assert len(measures.shift_share(df, 2023, 2024)) == 4
