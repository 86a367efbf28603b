"""The cluster index of Litzenberger & Sternberg: a published case, missing and empty cells, what is refused."""

import math

import pandas as pd
import pytest

from pipelines import measures
from pipelines.errors import StyrkaError

AREAS = pd.DataFrame({"region": ["A", "B"], "inhabitants": [100, 300], "area": [10.0, 30.0]})


def cells(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["region", "industry", "employees", "establishments"])


def test_a_published_case() -> None:
    """1,743 of 5,740 employees and 35 of 53 firms on 50 of 576 km² with 488 of 4,621 inhabitants: 21.87491.

    Source: Farhauer & Kröll (2014), Standorttheorien, as given in the manual of R's package REAT (litzenberger).
    """
    areas = pd.DataFrame({"region": ["J", "rest"], "inhabitants": [488, 4621 - 488], "area": [50, 576 - 50]})
    result = measures.cluster_index(cells(("J", "i", 1743, 35), ("rest", "i", 5740 - 1743, 53 - 35)), areas)
    row = result.set_index("region_code").loc["J"]
    assert row["cluster_index"] == pytest.approx(21.87491, abs=5e-6)
    ratio = row["density_ratio"] * row["stock_ratio"] / row["size_ratio"]
    assert row["cluster_index"] == pytest.approx(ratio, rel=1e-14)


def test_an_even_spread_is_one() -> None:
    result = measures.cluster_index(cells(("A", "i", 20, 2), ("B", "i", 60, 6)), AREAS)
    for name in ("density_ratio", "stock_ratio", "size_ratio", "cluster_index"):
        assert result[name].to_list() == [1.0, 1.0]


def test_a_region_that_is_not_listed_counts_as_none() -> None:
    """All of it on a quarter of the land with a quarter of the people: 4 · 4 / 1."""
    alone = measures.cluster_index(cells(("A", "i", 5, 1)), AREAS)
    assert alone["cluster_index"].to_list() == [16.0]
    listed = measures.cluster_index(cells(("A", "i", 5, 1), ("B", "i", 0, 0)), AREAS)
    assert listed["cluster_index"].to_list() == [16.0, 0.0]
    assert math.isnan(listed["size_ratio"][1])


def test_a_missing_value_empties_its_own_row_and_leaves_its_region_out() -> None:
    rows = cells(("A", "i", 5, 1), ("B", "i", None, 1), ("A", "j", 20, 2), ("B", "j", 60, 6))
    found = measures.cluster_index(rows, AREAS).set_index(["region_code", "industry_code"])
    assert found.loc[("A", "i"), "cluster_index"] == 1.0
    assert math.isnan(found.loc[("B", "i"), "cluster_index"])
    assert found["note"].dropna().to_dict() == {("B", "i"): "missing"}
    assert found.loc[("B", "j"), "cluster_index"] == 1.0


def test_an_industry_without_anybody_has_no_index() -> None:
    row = measures.cluster_index(cells(("A", "i", 0, 0)), AREAS).iloc[0]
    assert math.isnan(row["cluster_index"])
    assert row["note"] == "no_industry"


def test_the_order_of_rows_changes_nothing_and_inputs_are_left_as_they_were() -> None:
    rows = cells(*((r, i, 0.1 * n + 0.3, n + 1) for n, (r, i) in enumerate((r, i) for r in "AB" for i in "ijk")))
    before, areas_before = rows.copy(), AREAS.copy()
    result = measures.cluster_index(rows, AREAS)
    pd.testing.assert_frame_equal(measures.cluster_index(rows[::-1], AREAS[::-1]), result, check_exact=True)
    pd.testing.assert_frame_equal(rows, before)
    pd.testing.assert_frame_equal(AREAS, areas_before)


@pytest.mark.parametrize(
    ("row", "areas", "told"),
    [
        (("C", "i", 1, 1), AREAS, r"^row 0 \(region C, industry i\): areas has no such region"),
        (("A", "i", 1, 0), AREAS, r"employees but no establishment"),
        (("A", "i", -1, 1), AREAS, r"employees -1(\.0)? is negative"),
        (("A", "i", 1, 1), AREAS.assign(area=[0, 1]), r"^row 0 \(region A\): area 0(\.0)? is not more than 0"),
        (("A", "i", 1, 1), AREAS.assign(inhabitants=[math.nan, 1]), r"inhabitants nan is not more than 0"),
        (("A", "i", 1, 1), AREAS.assign(region=["A", "A"]), r"the same region stands on an earlier row"),
        (("A", "i", 1, 1), AREAS.drop(columns="area"), r"areas has no column area"),
    ],
)
def test_what_cannot_be_measured_is_refused(row: tuple[str, str, float, float], areas: pd.DataFrame, told: str) -> None:
    with pytest.raises(StyrkaError, match=told):
        measures.cluster_index(cells(row), areas)
    with pytest.raises(StyrkaError, match=r"stand on an earlier row"):
        measures.cluster_index(cells(("A", "i", 1, 1), ("A", "i", 2, 1)), AREAS)
