"""Faults known of other packages of the field (docs/methods.md, numerics), each by its name, which ours does not have.
The measures themselves are tested in ``tests/measures``."""

import math

import numpy as np
import pandas as pd
import pytest

from pipelines import measures
from pipelines.errors import StyrkaError
from tests.published.frames import frame

# Twenty-four regions and eight industries, of which the first are everywhere and the last in few.
DRAWN = {
    f"R{row:02}": tuple(float(1 + (row * (column + 3) + column * column) % (4 + 3 * column)) for column in range(8))
    for row in range(24)
}


def quotients(df: pd.DataFrame) -> pd.DataFrame:
    return measures.location_quotient(df).set_index(["region_code", "industry_code"])


def test_a_nan_cell_does_not_turn_every_quotient_into_nan() -> None:
    found = quotients(frame({"R1": (5, math.nan, 5), "R2": (5, 10, 5)}))
    assert found["lq"].isna().sum() == 1
    assert found.loc[("R1", "I1"), "note"] == "missing"
    assert found.loc[("R1", "I0"), "lq"] == (5 / 10) / (10 / 30)


def test_an_empty_region_does_not_make_every_eci_nan() -> None:
    whole, industries = measures.complexity(frame({**DRAWN, "EMPTY": (0.0,) * 8}))
    without, _ = measures.complexity(frame(DRAWN))
    merged = whole.merge(without, on="region_code", suffixes=("", "_without"))
    assert len(merged) == 24
    assert merged["eci"].notna().all()
    np.testing.assert_allclose(merged["eci"], merged["eci_without"], rtol=1e-9)
    assert industries["pci"].notna().all()
    left_out = whole[whole["region_code"] == "EMPTY"]
    assert left_out["eci"].isna().all()


def test_an_empty_industry_has_no_index_and_spoils_no_other() -> None:
    padded = {region: (*row, 0.0) for region, row in DRAWN.items()}
    _, industries = measures.complexity(frame(padded))
    _, without = measures.complexity(frame(DRAWN))
    merged = industries.merge(without, on="industry_code", suffixes=("", "_without"))
    np.testing.assert_allclose(merged["pci"], merged["pci_without"], rtol=1e-9)
    assert industries.set_index("industry_code")["pci"].reindex(["I8"]).isna().all()


def test_duplicates_are_an_error_and_are_not_summed() -> None:
    df = frame({"R1": (1, 2), "R2": (3, 4)})
    with pytest.raises(StyrkaError, match="the same region, industry and year stand on an earlier row"):
        measures.location_quotient(pd.concat([df, df.iloc[[0]]], ignore_index=True))


def test_density_is_a_share_and_no_integer() -> None:
    found = measures.density(frame(DRAWN))
    assert found["density"].between(0, 1).all()
    assert pd.api.types.is_float_dtype(found["density"])
    assert ((found["density"] > 0) & (found["density"] < 1)).any()


def test_density_does_not_count_the_industry_itself() -> None:
    """Two industries that are nowhere together: whoever has the one has a density of 0 there, not of 1."""
    found = measures.density(frame({"R1": (9, 1), "R2": (9, 1), "R3": (1, 9), "R4": (1, 9)}))
    assert (found.loc[found["present"].fillna(value=False), "density"].fillna(0) == 0).all()


def test_nothing_is_rounded_inside() -> None:
    found = quotients(frame({"R1": (1, 2), "R2": (10, 23)}))
    assert found.loc[("R1", "I0"), "lq"] == (1 / 3) / (11 / 36)


def test_null_sorts_last() -> None:
    found = quotients(frame({"R1": (5, 5), "R2": (math.nan, 5), "R3": (1, 9)}))
    ranks = found.xs("I0", level="industry_code")["rank"]
    assert ranks.dropna().to_dict() == {"R1": 1, "R3": 2}


@pytest.mark.parametrize("seed", range(5))
def test_the_sign_of_eci_follows_diversity_whatever_the_order_of_rows(seed: int) -> None:
    df = frame(DRAWN)
    regions, _ = measures.complexity(df)
    shuffled, _ = measures.complexity(df.sample(frac=1, random_state=seed))
    pd.testing.assert_frame_equal(regions, shuffled)
    diversity = quotients(df)["overrepresented"].groupby("region_code").sum()
    eci = regions.set_index("region_code")["eci"]
    assert np.corrcoef(eci, diversity[eci.index].astype(float))[0, 1] > 0


def test_an_index_is_standardised_by_its_own_mean_and_not_the_others() -> None:
    regions, industries = measures.complexity(frame(DRAWN))
    for index in (regions["eci"], industries["pci"]):
        assert index.mean() == pytest.approx(0, abs=1e-12)
        assert index.std(ddof=0) == pytest.approx(1, abs=1e-12)
