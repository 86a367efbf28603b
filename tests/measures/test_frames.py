"""The measures on a notebook's data frame: what may stand in it, what comes out, what is refused and how."""

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


def test_the_worked_quotient() -> None:
    """1,714 of 79,006 against 879,213 of 15,593,224, the nation as row 00."""
    df = pd.DataFrame(
        [("00", "i", 879_213), ("00", "j", 15_593_224 - 879_213), ("R", "i", 1_714), ("R", "j", 79_006 - 1_714)],
        columns=["region", "industry", "value"],
    ).assign(year=2024)
    row = quotient(df, "R", "i")
    assert row["lq"] == pytest.approx(0.3847623, abs=5e-8)
    assert (row["lq_low"], row["lq_high"]) == (row["lq"], row["lq"])
    assert not row["overrepresented"]


def test_krugman_of_disjoint_structures_is_two_against_a_row_00() -> None:
    df = pd.concat([frame(R=(20, 10, 70, 0, 0)), frame(N=(0, 0, 0, 60, 40)).assign(region="00")])
    result = measures.specialisation(df).set_index("region_code")
    assert result.loc["R", "krugman"] == 2.0


def test_in_five_by_five_two_cells_are_exactly_one() -> None:
    rows = ((100, 0, 0, 0, 0), (0, 15, 5, 70, 10), (0, 20, 10, 20, 50), (0, 25, 30, 5, 40), (0, 40, 55, 5, 0))
    result = measures.location_quotient(frame(**{f"R{n}": row for n, row in enumerate(rows)}))
    ones = result[result["lq"] == 1.0]
    assert list(zip(ones["region_code"], ones["industry_code"], strict=True)) == [("R2", "I1"), ("R2", "I3")]
    assert ones["overrepresented"].all()


def test_columns_bear_the_names_of_the_mart() -> None:
    quotients, indices = measures.location_quotient(frame(R=(1, 2))), measures.specialisation(frame(R=(1, 2)))
    assert {"region_code", "industry_code", "year", "reference", "employees", "share", "lq", "rank", "note"} <= set(
        quotients
    )
    assert {"region_code", "year", "krugman", "hachman", "hhi", "entropy"} <= set(indices)


def test_a_missing_value_spoils_only_its_own_cell() -> None:
    df = frame(R1=(5, math.nan, 5), R2=(5, 10, 5))
    missing = quotient(df, "R1", "I1")
    assert math.isnan(missing["lq"])
    assert missing["note"] == "missing"
    assert quotient(df, "R1", "I0")["lq"] == (5 / 10) / (10 / 30)
    assert measures.location_quotient(df)["lq"].notna().sum() == 5


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
        ("industry", "I0", r"industry I0, year 2024\): the same region, industry and year stand on an earlier row"),
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
