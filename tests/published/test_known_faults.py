"""Faults that packages of the field are known to have, each a test that ours does not have it.
Which way of several is ours is no fault and stands in ``pipelines/measures/README.md``."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pipelines import measures
from pipelines.errors import StyrkaError
from pipelines.measures.economic_complexity import Limits, complexity
from tests.published.tables import drawn, frame, present

matrices = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))


# A NaN cell that turns every location quotient into NaN.


def test_a_nan_cell_empties_its_own_quotient_only() -> None:
    found = measures.location_quotient(frame(R1=(5, math.nan, 5), R2=(5, 10, 5)))
    found = found.set_index(["region_code", "industry_code"])
    assert found.index[found["lq"].isna()].to_list() == [("R1", "I1")]
    assert found.loc[("R1", "I1"), "note"] == "missing"
    assert found.loc[("R1", "I0"), "lq"] == (5 / 10) / (10 / 30)


def test_a_cell_that_is_not_listed_is_none_and_moves_no_other_quotient() -> None:
    listed = measures.location_quotient(frame(R1=(5, 0, 5), R2=(5, 10, 5)))
    absent = measures.location_quotient(frame(R1=(5, None, 5), R2=(5, 10, 5)))
    own = (listed["region_code"] == "R1") & (listed["industry_code"] == "I1")
    columns = ["region_code", "industry_code", "employees", "employees_region", "employees_reference", "lq", "note"]
    pd.testing.assert_frame_equal(absent[columns], listed.loc[~own, columns].reset_index(drop=True))


def test_a_nan_cell_empties_its_own_change_only() -> None:
    start = frame(2020, nation=(400, 150, 150, 400), R=(90, 20, 10, 60))
    end = frame(2023, nation=(440, 210, 135, 480), R=(100, 40, math.nan, 55))
    found = measures.shift_share(pd.concat([start, end]), 2020, 2023).set_index("industry_code")
    assert found.index[found["regional"].isna()].to_list() == ["I2"]
    assert found["note"].to_dict() == {"I2": "missing"} | dict.fromkeys(("I0", "I1", "I3"), "incomplete_total")


def test_a_nan_cell_spoils_only_its_own_region() -> None:
    """Its total is not known either, so that nothing in it can be called present or near; all others stand."""
    df = drawn(7)
    df.loc[(df["region"] == "R03") & (df["industry"] == "I05"), "value"] = math.nan
    found = measures.density(df)
    own = found["region_code"] == "R03"
    assert found.loc[own, ["present", "density"]].isna().all(axis=None)
    assert found.loc[~own, ["present", "density"]].notna().all(axis=None)
    regions, industries = measures.complexity(df)
    assert regions.loc[regions["eci"].isna(), ["region_code", "note"]].to_numpy().tolist() == [["R03", "no_presence"]]
    assert industries["pci"].notna().all()


# One empty region that makes every ECI NaN.


def test_an_empty_region_and_an_empty_industry_are_left_out_and_reported() -> None:
    """Nobody works in region R2, and no region has industry I1."""
    regions, industries = measures.complexity(present("10111", "10110", "00000", "10100", "10000"))
    without, industries_without = measures.complexity(present("1111", "1110", "1100", "1000"))
    left_out = regions["eci"].isna()
    assert regions.loc[left_out, ["region_code", "note"]].to_numpy().tolist() == [["R2", "no_presence"]]
    np.testing.assert_allclose(regions.loc[~left_out, "eci"], without["eci"], rtol=1e-12)
    empty = industries["pci"].isna()
    assert industries.loc[empty, "industry_code"].to_list() == ["I1"]
    assert set(industries.loc[empty, "note"]) == {"no_presence"}
    np.testing.assert_allclose(industries.loc[~empty, "pci"], industries_without["pci"].dropna(), rtol=1e-12)


# Duplicate keys that are summed, or overwrite each other, without a word.


@pytest.mark.parametrize(
    "measure",
    [
        measures.location_quotient,
        measures.specialisation,
        measures.concentration,
        measures.proximity,
        measures.density,
        measures.complexity,
        lambda df: measures.variety(df, lambda code: code[:1]),
        lambda df: measures.shift_share(df, 2023, 2024),
    ],
)
@pytest.mark.parametrize("value", [3, 4])
def test_a_duplicate_is_an_error_even_where_both_agree(measure: Callable[[pd.DataFrame], Any], value: int) -> None:
    df = pd.concat([frame(2023, R=(1, 2)), frame(2024, R=(3, 2)), frame(2024, R=(value,))], ignore_index=True)
    told = r"^row 4 \(region R, industry I0, year 2024\): the same region, industry and year stand on an earlier row$"
    with pytest.raises(StyrkaError, match=told):
        measure(df)


# A density above 1, or a whole number.


@pytest.mark.parametrize("seed", range(3))
def test_density_is_a_share_and_no_whole_number(seed: int) -> None:
    found = measures.density(drawn(seed))["density"]
    assert found.dtype == np.float64
    assert found.between(0, 1).all()
    assert ((found > 0) & (found < 1)).mean() > 0.9


# Rounding inside functions.


def test_no_measure_is_rounded() -> None:
    """Ninths, sevenths and thirds have no last digit; each comes out as the nearest float but for its last digit."""
    df = frame(R1=(1, 2), R2=(3, 1))
    quotient, index = measures.location_quotient(df).iloc[0], measures.specialisation(df).iloc[0]
    spread = measures.concentration(df).iloc[0]
    growth = measures.shift_share(pd.concat([df, df.assign(year=2025, value=[2, 2, 4, 1])]), 2024, 2025).iloc[0]
    found = [quotient["share"], quotient["lq"], index["krugman"], index["hhi"], spread["gini"], growth["regional"]]
    exact = [Fraction(1, 3), Fraction(7, 12), Fraction(10, 21), Fraction(5, 9), Fraction(5, 28), Fraction(1, 2)]
    assert found == pytest.approx([float(each) for each in exact], rel=4e-16)


def test_no_proximity_is_rounded_and_density_beyond_the_eleventh_digit_only() -> None:
    """Densities are summed on a binary grid of 2 to the power of -40, so that no order of adding moves them."""
    df = present("110", "111", "100", "001")
    close = measures.proximity(df).set_index(["industry_a", "industry_b"])["proximity"]
    assert (close["I0", "I1"], close["I0", "I2"]) == (2 / 3, 1 / 3)
    around = measures.density(df).set_index(["region_code", "industry_code"])["density"]
    assert around["R0", "I0"] == pytest.approx(2 / 3, rel=1e-11)


def test_a_small_quotient_is_not_rounded_to_none() -> None:
    row = measures.location_quotient(frame(nation=(10**9, 10**9), R=(1, 10**8))).iloc[0]
    assert row["lq"] == pytest.approx(2e-8, rel=1e-7)


# Nulls that sort first, so that what is not known has rank 1.


def test_null_sorts_last() -> None:
    nation = (20, 80)
    found = measures.location_quotient(frame(nation=nation, R1=(1, 9), R2=(math.nan, 5), R3=(3, 7), R4=(2, 8)))
    found = found[found["industry_code"] == "I0"].set_index("region_code")
    assert found["rank"].dropna().to_dict() == {"R3": 1, "R4": 2, "R1": 3}
    assert found["rank_of"].dropna().unique().tolist() == [3]


# An ECI with a flipped sign.


@pytest.mark.parametrize("seed", range(3))
def test_the_sign_of_eci_is_stated_and_stays_whatever_regions_are_called(seed: int) -> None:
    df = drawn(seed)
    regions, _ = measures.complexity(df)
    stated = np.corrcoef(regions["eci"], regions["diversity"])[0, 1]
    assert stated > 0
    assert regions["correlation"].to_list() == pytest.approx([stated] * len(regions), abs=1e-12)
    turned = {code: f"R{99 - int(code[1:]):02}" for code in regions["region_code"]}
    renamed, _ = measures.complexity(df.assign(region=df["region"].map(turned)).sample(frac=1, random_state=seed))
    again = renamed.set_index("region_code")["eci"][[turned[code] for code in regions["region_code"]]]
    np.testing.assert_allclose(again.to_numpy(), regions["eci"], atol=1e-9)


@settings(max_examples=200)
@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_moves_no_index_and_no_sign(found: npt.NDArray[np.bool_], random: Any) -> None:
    limits = Limits(eigen_gap=1e-3, correlation=0.05)
    one = complexity(found, limits)
    rows, columns = list(range(found.shape[0])), list(range(found.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    other = complexity(found[np.ix_(rows, columns)], limits)
    assert other.components == one.components
    if one.note is None and other.note is None:
        np.testing.assert_allclose(other.eci, one.eci[rows], atol=1e-6)
        np.testing.assert_allclose(other.pci, one.pci[columns], atol=1e-6)


# Standard scores that subtract the wrong mean.


@settings(max_examples=200)
@given(matrices)
def test_each_index_is_standardised_by_its_own_mean_and_eci_rises_with_diversity(found: npt.NDArray[np.bool_]) -> None:
    index = complexity(found, Limits(eigen_gap=1e-6, correlation=0.05))
    if index.note is not None:
        assert np.isnan(index.eci).all()
        assert np.isnan(index.pci).all()
        return
    eci = index.eci[index.regions_kept]
    for values in (eci, index.pci[index.industries_kept]):
        assert values.mean() == pytest.approx(0, abs=1e-9)
        assert values.std() == pytest.approx(1, abs=1e-9)
    assert np.corrcoef(eci, found.sum(axis=1)[index.regions_kept])[0, 1] > 0
