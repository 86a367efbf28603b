"""Published numbers, each with its source, reproduced by the functions that a notebook calls."""

import csv
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from pipelines import measures
from pipelines.measures.economic_complexity import Limits
from pipelines.measures.economic_complexity import complexity as complexity_of
from tests.published.frames import frame
from tests.shared import SHARED, needs_shared

# Five regions of one size and five industries: the worked table of docs/methods.md.
FIVE = {
    "R1": (100, 0, 0, 0, 0),
    "R2": (0, 15, 5, 70, 10),
    "R3": (0, 20, 10, 20, 50),
    "R4": (0, 25, 30, 5, 40),
    "R5": (0, 40, 55, 5, 0),
}
PARTS = ["change", "national", "mix", "regional", "competitive", "allocation"]


def test_location_quotient_of_the_worked_case() -> None:
    """docs/methods.md, worked numbers: 1,714 of 79,006 against 879,213 of 15,593,224."""
    df = frame({"00": (879_213, 15_593_224 - 879_213), "R": (1_714, 79_006 - 1_714)})
    row = measures.location_quotient(df).set_index(["region_code", "industry_code"]).loc["R", "I0"]
    assert row["lq"] == pytest.approx(0.3847623, abs=5e-8)
    assert (row["lq_low"], row["lq_high"]) == (row["lq"], row["lq"])
    assert not row["overrepresented"]


def test_two_cells_of_five_by_five_have_a_quotient_of_exactly_one() -> None:
    """docs/methods.md, worked numbers."""
    result = measures.location_quotient(frame(FIVE))
    ones = result[result["lq"] == 1.0]
    assert list(zip(ones["region_code"], ones["industry_code"], strict=True)) == [("R3", "I1"), ("R3", "I3")]
    assert ones["overrepresented"].all()


def test_krugman_hachman_and_hhi_of_five_by_five() -> None:
    """docs/methods.md, worked numbers."""
    found = measures.specialisation(frame(FIVE)).set_index("region_code").loc[list(FIVE)]
    assert found["krugman"].to_list() == [1.6, 1.0, 0.6, 0.7, 1.1]
    assert found["hachman"].to_list() == pytest.approx([0.2, 0.380952, 0.588235, 0.634921, 0.430108], abs=5e-7)
    assert found["hhi"].to_list() == [1.0, 0.525, 0.34, 0.315, 0.465]


def test_krugman_of_disjoint_structures_is_two() -> None:
    """Krugman (1991); docs/methods.md, worked numbers."""
    df = frame({"00": (0, 0, 0, 60, 40), "R": (20, 10, 70, 0, 0)})
    assert measures.specialisation(df).set_index("region_code").loc["R", "krugman"] == 2.0


def test_hhi_its_normalised_form_and_the_equivalent_number() -> None:
    """docs/methods.md, worked numbers: 20, 50, 20, 10."""
    row = measures.specialisation(frame({"R": (20, 50, 20, 10)})).iloc[0]
    assert (row["hhi"], row["hhi_normalised"]) == (0.34, 0.12)
    assert row["equivalent_number"] == pytest.approx(2.94, abs=0.005)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ((90, 20, 10, 60), (100, 40, 10, 55), (25, 27, 1, -3, -0.636364, -2.363636)),
        ((60, 30, 30, 40), (85, 55, 40, 35), (55, 24, -1, 32, None, None)),
    ],
)
def test_shift_share_of_two_regions_in_one_nation(
    start: tuple[int, ...], end: tuple[int, ...], parts: tuple[float | None, ...]
) -> None:
    """docs/methods.md, worked numbers; competitive and allocation are Esteban-Marquillas'."""
    df = pd.concat(
        [
            frame({"00": (400, 150, 150, 400), "R": start}, 2020),
            frame({"00": (440, 210, 135, 480), "R": end}, 2021),
        ]
    )
    found = measures.shift_share(df, 2020, 2021)[PARTS].sum()
    for name, expected in zip(PARTS, parts, strict=True):
        if expected is not None:
            assert found[name] == pytest.approx(expected, abs=5e-7), name


def test_related_and_unrelated_variety() -> None:
    """Frenken, van Oort & Verburg (2007); docs/methods.md, worked numbers, in bits."""
    figures = {"101": 60, "102": 40, "161": 100, "251": 50, "252": 25, "253": 25}
    df = pd.DataFrame({"region": "R", "industry": list(figures), "year": 2024, "value": list(figures.values())})
    row = measures.variety(df, lambda code: code[:2]).iloc[0]
    assert row["unrelated_variety"] == pytest.approx(1.584963, abs=5e-7)
    assert row["related_variety"] == pytest.approx(0.823650, abs=5e-7)


def test_complexity_of_a_nested_table() -> None:
    """docs/methods.md, worked numbers: eigenvalues 1, 1/4, 1/9, 1/16; ECI with ddof 0, rising with diversity."""
    nested = np.array([[column < 4 - row for column in range(4)] for row in range(4)], dtype=np.bool_)
    found = complexity_of(nested, Limits(eigen_gap=1e-6, correlation=0.05))
    np.testing.assert_allclose(found.eci, [1.341641, 0.447214, -0.447214, -1.341641], atol=5e-7)
    assert found.eigen_gap == pytest.approx(1 / 4 - 1 / 9, abs=1e-12)


@needs_shared
def test_the_bureaus_own_quotients_agree_on_the_nation() -> None:
    """US Bureau of Labor Statistics, QCEW 2016 Q1, New Jersey's counties, quotients with two decimals.

    The nation is not in the file. Our definition of a quotient makes the same national share (e/E)/LQ of every county:
    what the rounding of their quotients leaves to it must have a value in common. Private industries with at least five
    disclosed counties of LQ 0.3 or more.
    """
    with (SHARED / "independent" / "qcew_nj_2016q1.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    totals = {
        row["area_fips"]: int(row["month3_emplvl"])
        for row in rows
        if (row["own_code"], row["industry_code"]) == ("0", "10")
    }
    implied: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        jobs, lq = int(row["month3_emplvl"]), float(row["lq_month3_emplvl"] or "nan")
        if row["own_code"] == "5" and row["disclosure_code"] != "N" and lq >= 0.3:
            share = jobs / totals[row["area_fips"]]
            implied[row["agglvl_code"], row["industry_code"]].append((share / (lq + 0.005), share / (lq - 0.005)))
    compared = [bounds for bounds in implied.values() if len(bounds) >= 5]
    assert len(compared) > 300
    apart = [max(low for low, _ in bounds) - min(high for _, high in bounds) for bounds in compared]
    assert max(apart) <= 0
