"""Cases that were worked out elsewhere, by the functions that a notebook calls; named is the source of each formula.
The cluster index of Farhauer & Kröll and the placements of Ellison & Glaeser stand with the other tests of those."""

import pandas as pd
import pytest

from pipelines import measures
from tests.published.tables import frame, present


def test_a_location_quotient_of_four_sums() -> None:
    """1,714 of 79,006 against 879,213 of 15,593,224, the nation as row 00: Florence (1939)."""
    row = measures.location_quotient(
        frame(nation=(879_213, 15_593_224 - 879_213), R=(1_714, 79_006 - 1_714)),
    ).iloc[0]
    assert row["lq"] == pytest.approx(0.3847623, abs=5e-8)
    assert (row["lq_low"], row["lq_high"]) == (row["lq"], row["lq"])
    assert not row["overrepresented"]


def shifts(region: str) -> pd.Series:
    """Sums over the industries; the two years do not follow each other, which changes nothing."""
    start = frame(2020, nation=(400, 150, 150, 400), R=(90, 20, 10, 60), S=(60, 30, 30, 40))
    end = frame(2023, nation=(440, 210, 135, 480), R=(100, 40, 10, 55), S=(85, 55, 40, 35))
    result = measures.shift_share(pd.concat([start, end]), 2020, 2023)
    assert set(result["region_code"]) == {"R", "S"}
    return result[result["region_code"] == region].sum(numeric_only=True)


def test_a_region_grows_by_25_which_is_27_and_1_less_3() -> None:
    """Dunn (1960); the split of the -3 is that of Esteban-Marquillas (1972)."""
    found = shifts("R")[["change", "national", "mix", "regional", "competitive", "allocation"]]
    assert found.to_list() == pytest.approx([25, 27, 1, -3, -0.636364, -2.363636], abs=5e-7)


def test_another_region_grows_by_55_which_is_24_less_1_and_32() -> None:
    """Dunn (1960), in the same nation."""
    found = shifts("S")[["change", "national", "mix", "regional"]]
    assert found.to_list() == pytest.approx([55, 24, -1, 32], abs=1e-12)


def test_krugman_of_disjoint_structures_is_two() -> None:
    """Krugman (1991): the largest value there is. What the nation has none of leaves no Hachman index."""
    found = measures.specialisation(frame(nation=(0, 0, 0, 60, 40), R=(20, 10, 70, 0, 0)))
    row = found.set_index("region_code").loc["R"]
    assert (row["krugman"], row["note"]) == (2.0, "no_reference")
    assert pd.isna(row["hachman"])


FIVE_BY_FIVE = {
    "R1": (100, 0, 0, 0, 0),
    "R2": (0, 15, 5, 70, 10),
    "R3": (0, 20, 10, 20, 50),
    "R4": (0, 25, 30, 5, 40),
    "R5": (0, 40, 55, 5, 0),
}


def test_indices_of_five_regions_and_five_industries() -> None:
    """Krugman (1991), Hachman, and Herfindahl-Hirschman."""
    found = measures.specialisation(frame(**FIVE_BY_FIVE))
    assert found["krugman"].to_list() == [1.6, 1.0, 0.6, 0.7, 1.1]
    assert found["hachman"].to_list() == pytest.approx([0.2, 0.380952, 0.588235, 0.634921, 0.430108], abs=5e-7)
    assert found["hhi"].to_list() == [1.0, 0.525, 0.34, 0.315, 0.465]
    # Regions of one size: the rest of the nation is the mean of the others, and 500/400 times as far as the nation.
    for name in ("krugman_rest", "krugman_mean"):
        assert found[name].to_list() == pytest.approx([2.0, 1.25, 0.75, 0.875, 1.375], abs=1e-15)


def test_of_five_regions_and_five_industries_two_cells_are_exactly_one() -> None:
    """A tie counts as over-represented."""
    result = measures.location_quotient(frame(**FIVE_BY_FIVE))
    ones = result[result["lq"] == 1.0]
    assert list(zip(ones["region_code"], ones["industry_code"], strict=True)) == [("R3", "I1"), ("R3", "I3")]
    assert ones["overrepresented"].all()


def test_complexity_of_four_nested_regions() -> None:
    """Hidalgo & Hausmann (2009). The eigenvalues are 1, 1/4, 1/9, 1/16, of which the gap from 1/4 to 1/9 is reported;
    ECI and PCI are ±1.341641 and ±0.447214 with ddof 0, and the most diverse region has the highest ECI."""
    regions, industries = measures.complexity(present("1111", "1110", "1100", "1000"))
    assert regions["diversity"].to_list() == [4, 3, 2, 1]
    assert regions["eci"].to_list() == pytest.approx([1.341641, 0.447214, -0.447214, -1.341641], abs=5e-7)
    assert industries["pci"][:4].to_list() == pytest.approx([-1.341641, -0.447214, 0.447214, 1.341641], abs=5e-7)
    assert regions["eigen_gap"].to_list() == pytest.approx([1 / 4 - 1 / 9] * 4, abs=1e-12)
    assert regions["correlation"].to_list() == pytest.approx([1.0] * 4)
    assert set(regions["components"]) == {1}


def test_related_and_unrelated_variety_of_six_industries_in_three_divisions() -> None:
    """Frenken, van Oort & Verburg (2007): {10: (60, 40), 16: (100), 25: (50, 25, 25)}.

    Three thirds: UV = log2 3; RV = (0.970951 + 0 + 1.5)/3.
    """
    parents = dict(zip((f"I{n}" for n in range(6)), ("10", "10", "16", "25", "25", "25"), strict=True))
    row = measures.variety(frame(R=(60, 40, 100, 50, 25, 25)), parents).iloc[0]
    assert row["unrelated_variety"] == pytest.approx(1.584963, abs=5e-7)
    assert row["related_variety"] == pytest.approx(0.823650, abs=5e-7)
    assert row["unrelated_variety"] + row["related_variety"] == pytest.approx(row["entropy"], abs=1e-15)


def test_herfindahl_of_20_50_20_10() -> None:
    """Herfindahl-Hirschman, normalised, and the equivalent number of Adelman (1969)."""
    row = measures.specialisation(frame(R=(20, 50, 20, 10))).iloc[0]
    assert (row["hhi"], row["hhi_normalised"]) == (0.34, 0.12)
    assert row["equivalent_number"] == pytest.approx(2.94, abs=0.005)
    assert (row["krugman"], row["hachman"], row["note"]) == (0.0, 1.0, "no_other_regions")
    assert row[["krugman_rest", "krugman_mean"]].isna().all()
