"""Co-occurrence, proximity and density: by hand, and what must hold for any matrix; and what stands beside density."""

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pipelines import schema
from pipelines.measures import relatedness
from pipelines.warehouse import engine

# Four regions, four industries; the last is nowhere. Ubiquities 3, 2, 2, 0; together: 12 twice, 13 once, 23 once.
PRESENT = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]], dtype=np.bool_)
matrices = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9))


def test_proximity_by_hand() -> None:
    nan = float("nan")
    expected = [[1, 2 / 3, 1 / 3, 0], [2 / 3, 1, 1 / 2, 0], [1 / 3, 1 / 2, 1, 0], [0, 0, 0, nan]]
    np.testing.assert_array_equal(relatedness.proximity(PRESENT), expected)


def test_other_norms_zero_the_diagonal_before_the_margins_are_summed() -> None:
    # C = 2 (1 with 2), 1 (1 with 3), 1 (2 with 3); S = 3, 3, 2, 0; T = 8.
    association = relatedness.normalised(PRESENT, "association")
    assert association[0, 1] == (2 / 8) / ((3 / 8) * (3 / 8))
    assert relatedness.normalised(PRESENT, "cosine")[0, 2] == pytest.approx(1 / np.sqrt(6), rel=1e-15)
    assert relatedness.normalised(PRESENT, "jaccard")[0, 1] == 2 / (3 + 3 - 2)
    for name in ("association", "cosine"):
        found = relatedness.normalised(PRESENT, name)  # type: ignore[arg-type]
        assert found[0, 0] == 0
        assert np.isnan(found[3]).all()


def test_density_leaves_the_industry_itself_out() -> None:
    found = relatedness.density(PRESENT, relatedness.proximity(PRESENT))
    # Region 1 has industries 1 and 2. Of industry 1's neighbours (2/3, 1/3) it has the first.
    assert found[0, 0] == pytest.approx(2 / 3, rel=1e-11)
    # Of industry 3's neighbours (1/3, 1/2) it has both, though not industry 3.
    assert found[0, 2] == 1
    assert np.isnan(found[:, 3]).all()


def test_outlook_and_gain_by_hand() -> None:
    close, pci = relatedness.proximity(PRESENT), np.array([-1.0, 0.0, 2.0, np.nan])
    around = relatedness.density(PRESENT, close)
    # Region 1 lacks industry 3, which is all around it, and industry 4, of which nothing is known.
    assert relatedness.outlook(~PRESENT, around, pci)[0] == pytest.approx(1 * 2.0)
    gain = relatedness.opportunity_gain(~PRESENT, close, pci)
    assert np.isnan(gain[0, 0])
    # Region 3 has industry 1 alone. Industry 2 would be close to absent 3: (1/2)/(1/3 + 1/2) of its PCI.
    assert gain[2, 1] == pytest.approx((1 / 2) / (1 / 3 + 1 / 2) * 2.0, rel=1e-11)


@given(matrices)
def test_proximity_is_a_symmetric_share_and_one_with_itself(present: npt.NDArray[np.bool_]) -> None:
    found = relatedness.proximity(present)
    np.testing.assert_array_equal(found, found.T)
    some = present.any(axis=0)
    assert (np.diagonal(found)[some] == 1).all()
    assert np.isnan(np.diagonal(found)[~some]).all()
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()


@given(matrices)
def test_density_is_a_share_that_the_own_presence_does_not_move(present: npt.NDArray[np.bool_]) -> None:
    close = relatedness.proximity(present)
    found = relatedness.density(present, close)
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()
    for industry in range(present.shape[1]):
        changed = present.copy()
        changed[:, industry] = ~changed[:, industry]
        np.testing.assert_array_equal(relatedness.density(changed, close)[:, industry], found[:, industry])


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_regions_and_industries_changes_nothing(present: npt.NDArray[np.bool_], random: Any) -> None:
    rows, columns = list(range(present.shape[0])), list(range(present.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    shuffled = present[np.ix_(rows, columns)]
    found = relatedness.density(present, relatedness.proximity(present))[np.ix_(rows, columns)]
    np.testing.assert_array_equal(relatedness.density(shuffled, relatedness.proximity(shuffled)), found)


@given(matrices)
def test_density_is_the_fraction_that_it_says(present: npt.NDArray[np.bool_]) -> None:
    found = relatedness.density(present, relatedness.proximity(present))
    ubiquity = [int(each) for each in present.sum(axis=0)]

    def close(i: int, j: int) -> Fraction:
        larger = max(ubiquity[i], ubiquity[j])
        return Fraction(int((present[:, i] & present[:, j]).sum()), larger) if larger else Fraction(0)

    for region in range(present.shape[0]):
        for i in range(present.shape[1]):
            others = [j for j in range(present.shape[1]) if j != i]
            whole = sum(close(i, j) for j in others)
            if not whole:
                assert np.isnan(found[region, i])
                continue
            own = sum(close(i, j) for j in others if present[region, j])
            assert found[region, i] == pytest.approx(float(own / whole), abs=1e-11)


ASKED = {"series": "S", "year": 2024, "level": "5", "region_type": "county"}


def advised(*tests: tuple[int, float | None, str], **other: str) -> set[tuple[bool, float | None, str | None]]:
    """Presence, AUC and what withholds advice, of segments tested (last year, AUC, reason)."""
    about = {name: ASKED[name] for name in ("series", "level", "region_type")} | {"basis": "cooccurrence"} | other
    rows = [about | {"end_year": year, "auc": auc, "reason": reason} for year, auc, reason in tests]
    cells = [{"region_code": "08", "industry_code": code, "present": code == "A"} for code in "AB"]
    figures = dict.fromkeys(("density", "density_skill", "pci", "opportunity_gain"), 1.0)
    relations = {
        "region_industry": pa.Table.from_pylist([cell | figures for cell in cells]),
        "density_backtest": pa.Table.from_pylist(rows, schema=schema.table("density_backtest").arrow_schema()),
    }
    found = engine.select("relatedness", relations, ASKED).to_pylist()
    return {(row["present"], row["auc"], row["withheld"]) for row in found}


def test_beside_an_absent_industry_stands_what_the_newest_tested_segment_predicted() -> None:
    untested = advised((2020, 0.6, "uncertain"), (2022, 0.7, "weak"), (2024, None, "few_entries"))
    assert untested == {(True, None, None), (False, 0.7, "weak")}
    assert advised((2022, None, "few_regions"), (2024, None, "few_entries")) == {
        (True, None, None),
        (False, None, "few_entries"),
    }


@pytest.mark.parametrize(
    "other", [{"series": "T"}, {"level": "2"}, {"region_type": "municipality"}, {"basis": "skill"}], ids=str
)
def test_what_was_tested_of_others_is_no_advice(other: dict[str, str]) -> None:
    assert advised((2024, 0.9, "strong"), **other) == {(True, None, None), (False, None, "no_later_year")}
