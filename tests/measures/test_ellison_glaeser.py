"""The index of Ellison & Glaeser from plants: by hand, against every placement there is, and what is refused."""

import math
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import measures
from pipelines.errors import StyrkaError
from tests.measures.test_invariants import few

HALVES = {"A": 50, "B": 50}


def plants(*found: tuple[str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=["region", "industry", "employees"])


def one(*found: tuple[str, float | None], totals: dict[str, float] | None = None) -> pd.Series:
    rows = plants(*((region, "i", employees) for region, employees in found))
    return measures.ellison_glaeser(rows, totals or HALVES).iloc[0]


def test_three_plants_in_two_equal_regions_by_hand() -> None:
    """Plants 5 and 3 in A, 2 in B: s = (.8, .2), x = (.5, .5), z = (.5, .3, .2).

    G = .3² + .3² = .18; H = .25 + .09 + .04 = .38; 1 - Σx² = .5.
    γ = (.18 - .5 · .38) / (.5 · .62) = -.01 / .31 = -.032258.
    Σx² = .5, Σx³ = .25, Σz⁴ = .0625 + .0081 + .0016 = .0722;
    Var = 2 (.38² (.5 - .5 + .25) - .0722 (.5 - 1 + .75)) = 2 (.0361 - .01805) = .0361; z = -.01 / .19.
    """
    row = one(("A", 5), ("A", 3), ("B", 2))
    assert row["plants"] == 3
    assert row["g"] == pytest.approx(0.18, abs=1e-15)
    assert row["hhi"] == pytest.approx(0.38, abs=1e-15)
    assert row["gamma"] == pytest.approx(-0.01 / 0.31, abs=1e-15)
    assert row["g_variance"] == pytest.approx(0.0361, abs=1e-15)
    assert row["z"] == pytest.approx(-0.01 / 0.19, abs=1e-14)
    assert pd.isna(row["note"])


def test_all_plants_in_the_smallest_region() -> None:
    """Two equal plants in a region of a fifth: G = .8² + .8², H = .5, a = 1 - .04 - .64, γ = (1.28 - .16) / .16 = 7."""
    row = one(("A", 7), ("A", 7), totals={"A": 20, "B": 80})
    assert (row["g"], row["gamma"]) == (pytest.approx(1.28, abs=1e-14), pytest.approx(7, abs=1e-12))


@pytest.mark.parametrize("totals", [(1, 1), (1, 9), (5, 3, 2), (1, 1, 1)])
@pytest.mark.parametrize("sizes", [(3, 3), (5, 3, 2), (40, 5, 3, 1)])
def test_mean_and_variance_are_those_of_every_placement_of_the_plants(
    sizes: tuple[int, ...], totals: tuple[int, ...]
) -> None:
    """Thrown like darts, G has the mean (1 - Σx²) H and the variance that is reported, and γ the mean 0: enumerated."""
    names = [f"R{n}" for n in range(len(totals))]
    places = list(product(range(len(totals)), repeat=len(sizes)))
    rows = [(names[r], f"{n:04}", size) for n, place in enumerate(places) for r, size in zip(place, sizes, strict=True)]
    result = measures.ellison_glaeser(plants(*rows), dict(zip(names, totals, strict=True)))
    assert len(result) == len(places)
    chances = [math.prod(totals[r] / sum(totals) for r in place) for place in places]
    mean = math.fsum(p * g for p, g in zip(chances, result["g"], strict=True))
    variance = math.fsum(p * (g - mean) ** 2 for p, g in zip(chances, result["g"], strict=True))
    spread = 1 - sum((total / sum(totals)) ** 2 for total in totals)
    assert mean == pytest.approx(spread * result["hhi"].iloc[0], rel=1e-12)
    assert result["g_variance"].to_list() == pytest.approx([variance] * len(places), rel=1e-9, abs=1e-15)
    assert math.fsum(p * gamma for p, gamma in zip(chances, result["gamma"], strict=True)) == pytest.approx(
        0, abs=1e-12
    )


def test_one_plant_has_no_gamma_and_in_equal_regions_no_z() -> None:
    row = one(("A", 9))
    assert (row["g"], row["hhi"], row["g_variance"], row["note"]) == (0.5, 1.0, 0.0, "one_plant")
    assert math.isnan(row["gamma"])
    assert math.isnan(row["z"])


def test_one_region_holds_everything_whatever_is_measured() -> None:
    row = one(("A", 9), ("A", 1), totals={"A": 3})
    assert (row["g"], row["note"]) == (0.0, "one_region")
    assert math.isnan(row["gamma"])


def test_plants_without_employees_and_empty_regions_change_nothing() -> None:
    pd.testing.assert_series_equal(
        one(("A", 5), ("B", 3), ("B", 0), totals={"A": 2, "B": 1, "C": 0}),
        one(("A", 5), ("B", 3), totals={"A": 2, "B": 1}),
    )
    row = one(("A", 0))
    assert (row["plants"], row["note"]) == (0, "no_jobs")
    assert math.isnan(row["g"])


def test_a_plant_of_unknown_size_is_left_out_of_its_industry_only() -> None:
    rows = plants(("A", "i", 5), ("B", "i", 3), ("B", "i", None), ("A", "j", 5), ("B", "j", 3), ("A", "k", None))
    found = measures.ellison_glaeser(rows, HALVES).set_index("industry_code")
    assert found["note"].replace({math.nan: None}).to_dict() == {"i": "size_unknown", "j": None, "k": "size_unknown"}
    assert found.loc["i", "gamma"] == found.loc["j", "gamma"]
    assert found.loc["k", "plants"] == 0


def test_area_totals_may_be_a_frame() -> None:
    totals = pd.DataFrame({"region": ["A", "B"], "value": [50, 50]})
    rows = plants(("A", "i", 5), ("B", "i", 3))
    pd.testing.assert_frame_equal(measures.ellison_glaeser(rows, totals), measures.ellison_glaeser(rows, HALVES))


@pytest.mark.parametrize(
    ("rows", "totals", "told"),
    [
        (
            [("A", "i", -1)],
            HALVES,
            r"^row 0 \(region A, industry i, employees -1(\.0)?\): employees -1(\.0)? is negative",
        ),
        ([("C", "i", 1)], HALVES, r"area_totals has no such region"),
        ([(None, "i", 1)], HALVES, r"region is empty"),
        ([("A", "i", 1)], {"A": -1, "B": 1}, r"^row 0 \(region A\): value -1(\.0)? is negative"),
        ([("A", "i", 1)], {"A": math.nan, "B": 1}, r"value is empty"),
        ([("A", "i", 1)], {"A": 0, "B": 0}, r"area_totals are all 0"),
        ([("A", "i", 1)], pd.DataFrame({"region": ["A", "A"], "value": [1, 2]}), r"stands on an earlier row"),
        ([("A", "i", 1)], pd.DataFrame({"region": ["A"]}), r"area_totals has no column value"),
    ],
)
def test_what_cannot_be_measured_is_refused(rows: list[tuple[str, str, float]], totals: object, told: str) -> None:
    with pytest.raises(StyrkaError, match=told):
        measures.ellison_glaeser(plants(*rows), totals)  # type: ignore[arg-type]


found_plants = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("ij"), st.integers(1, 10**6)), min_size=1, max_size=12
)
some_totals = st.fixed_dictionaries({name: st.integers(1, 10**6) for name in "ABC"})


@few
@given(found_plants, some_totals, st.randoms(use_true_random=False), st.sampled_from([2, 0.1, 1000]))
def test_order_and_scale_change_nothing(
    rows: list[tuple[str, str, int]], totals: dict[str, int], random: object, factor: float
) -> None:
    result = measures.ellison_glaeser(plants(*rows), totals)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = dict(reversed(totals.items()))
    pd.testing.assert_frame_equal(measures.ellison_glaeser(plants(*shuffled), turned), result, check_exact=True)
    df = plants(*rows)
    scaled = measures.ellison_glaeser(df.assign(employees=df["employees"] * factor), totals)
    pd.testing.assert_frame_equal(scaled, result, check_exact=False, rtol=1e-6, atol=1e-9)


@few
@given(found_plants, some_totals)
def test_indices_stay_in_their_domains(rows: list[tuple[str, str, int]], totals: dict[str, int]) -> None:
    result = measures.ellison_glaeser(plants(*rows), totals)
    assert result["g"].between(0, 2).all()
    assert (result["hhi"] * result["plants"] >= 1 - 1e-12).all()
    assert (result["hhi"] <= 1).all()
    assert (result["g_variance"] >= 0).all()
