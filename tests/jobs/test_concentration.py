"""Bounds of concentration: worked cases, and the closed forms against brute force over corners and grids."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from assets.jobs import READS
from pipelines.measures import jobs
from pipelines.register.config import size_classes
from pipelines.warehouse import classification, engine
from tests.jobs.world import SAWMILLS, Plant, by_cell, employment, measure, plants, relations

NAMES = ("hhi", "n_eff", "top1", "top3")
PUBLISHED = {"0880": 12_000, "0881": 30_000}
LEAVES = [
    row["industry_code"]
    for row in classification.industries().to_pylist()
    if row["edition"] == "SNI2025" and row["level"] == "5" and not row["unknown"]
]


def concentration(
    folder: Path, found: Sequence[Plant], published: bool = True
) -> dict[tuple[str, ...], dict[str, Any]]:
    figures = {(region, "B+C"): total for region, total in PUBLISHED.items()} if published else {}
    known = relations(found, employment(figures))
    jobs.write(
        "plant_concentration", {name: known[name] for name in READS["plant_concentration"]}, folder / "c", "test"
    )
    return by_cell(engine.read_table(folder / "c"))


def one(folder: Path, *classes: str, published: bool = True) -> dict[str, Any]:
    return concentration(folder, plants("0880", SAWMILLS, *classes), published)["0880", SAWMILLS]


def test_one_plant_is_all(tmp_path: Path) -> None:
    row = one(tmp_path, "5", "1")
    assert [row[f"{name}_{end}"] for name in NAMES for end in ("low", "high")] == [1.0] * 8
    assert (row["workplaces"], row["note"]) == (1, None)


def test_two_plants_of_one_class_by_hand(tmp_path: Path) -> None:
    """1–4 each: equal sizes give 1/2; 1 and 4 give 17/25."""
    row = one(tmp_path, "2", "2")
    assert (row["hhi_low"], row["hhi_high"]) == (1 / 2, 17 / 25)
    assert (row["n_eff_low"], row["n_eff_high"]) == (pytest.approx(25 / 17, rel=1e-15), 2)
    assert (row["top1_low"], row["top1_high"]) == (1 / 2, 4 / 5)
    assert (row["top3_low"], row["top3_high"]) == (1, 1)


def test_one_large_and_two_small_by_hand(tmp_path: Path) -> None:
    """20–49 and twice 1–4. Nearest to equal 20, 4, 4: 432/784; furthest 49, 1, 1: 2403/2601."""
    row = one(tmp_path, "5", "2", "2")
    assert row["hhi_low"] == pytest.approx(432 / 784, rel=1e-15)
    assert row["hhi_high"] == pytest.approx(2403 / 2601, rel=1e-15)
    assert row["top1_low"] == pytest.approx(20 / 28, rel=1e-15)
    assert row["top1_high"] == pytest.approx(49 / 51, rel=1e-15)


def test_the_three_largest_may_have_least_when_their_class_is_at_its_high(tmp_path: Path) -> None:
    """One of 100–199, six of 1–4: top 3 at 100 and 2 v of 100 + 6 v: 102/106 at v = 1, 108/124 at v = 4."""
    row = one(tmp_path, "7", *["2"] * 6)
    assert row["top3_low"] == pytest.approx(108 / 124, rel=1e-15)
    assert row["top3_high"] == pytest.approx(207 / 211, rel=1e-15)


def test_a_class_above_the_mean_share_is_at_its_high_beside_a_higher_one(tmp_path: Path) -> None:
    """20–49, 10–19 and 200 of 1–4: 49, 19 and 1 each are furthest from equal (49, 10 and 1 less so)."""
    row = one(tmp_path, "5", "4", *["2"] * 200)
    assert row["hhi_high"] == pytest.approx((49**2 + 19**2 + 200) / (49 + 19 + 200) ** 2, rel=1e-15)
    assert row["hhi_high"] > (49**2 + 10**2 + 200) / (49 + 10 + 200) ** 2


@pytest.mark.parametrize(("small", "size"), [(26, 49), (100, (100**2 + 100 * 4**2) / (100 + 100 * 4))])
def test_a_class_between_others_is_next_to_their_mean_size(tmp_path: Path, small: int, size: float) -> None:
    """One of 100–199 at 100, ``small`` of 1–4 at 4, between them one of 20–49: at N / S of the others, at most 49."""
    row = one(tmp_path, "7", "5", *["2"] * small)
    squares, sizes = 100**2 + small * 4**2 + size**2, 100 + small * 4 + size
    assert row["hhi_low"] == pytest.approx(squares / sizes**2, rel=1e-14)


def test_a_plant_of_exactly_what_an_open_class_begins_with_is_that_large(tmp_path: Path) -> None:
    found = relations(plants("0880", SAWMILLS, "16", "16"), employment({("0880", "B+C"): 10_000}))
    row = by_cell(measure(found, tmp_path)["plant_concentration"])["0880", SAWMILLS]
    assert [row[f"{name}_{end}"] for name in NAMES for end in ("low", "high")] == [0.5, 0.5, 2, 2, 0.5, 0.5, 1, 1]
    assert row["note"] is None


def test_without_employees_there_is_no_share_and_the_reason_is_given(tmp_path: Path) -> None:
    row = one(tmp_path, "1", "1")
    assert (row["hhi_low"], row["n_eff_high"], row["top3_low"], row["note"]) == (None, None, None, "no_jobs")
    assert one(tmp_path, "0", "1")["note"] == "size_unknown"
    left_out = one(tmp_path, "0", "2")
    assert (left_out["hhi_low"], left_out["workplaces"], left_out["note"]) == (1.0, 1, "size_unknown")


def test_an_open_class_is_bounded_by_the_published_employment_or_not_at_all(tmp_path: Path) -> None:
    row = one(tmp_path, "16", "15")
    assert row["top1_high"] == pytest.approx(12_000 / 17_000, rel=1e-15)
    assert row["note"] is None
    unbounded = one(tmp_path, "16", "15", published=False)
    assert unbounded["top1_low"] == pytest.approx(10_000 / 19_999, rel=1e-15)
    assert (unbounded["top1_high"], unbounded["hhi_high"], unbounded["n_eff_low"]) == (None, None, None)
    assert unbounded["note"] == "open_class_unbounded"


def bounds(plant: Plant) -> tuple[int, int]:
    (found,) = (each for each in size_classes() if each.code == plant.size_class)
    return found.low or 0, found.high or PUBLISHED[plant.region]


def hhi(sizes: Any) -> Any:
    return (sizes**2).sum(-1) / sizes.sum(-1) ** 2


def top(sizes: Any, k: int) -> Any:
    return np.sort(sizes)[..., -k:].sum(-1) / sizes.sum(-1)


def descended(boxes: list[tuple[int, int]]) -> float:
    """Least hhi by coordinate descent: quasi-convex and smooth, so where no coordinate improves is the minimum."""
    sizes = np.array([(low + high) / 2 for low, high in boxes])
    for _ in range(200):
        before = sizes.copy()
        for place, (low, high) in enumerate(boxes):
            others = np.delete(sizes, place)
            if len(others):
                sizes[place] = np.clip((others**2).sum() / others.sum(), low, high)
        if np.abs(sizes - before).max() < 1e-12:
            break
    return float(hhi(sizes))


def test_the_closed_forms_are_the_extremes_of_brute_force(tmp_path: Path) -> None:
    """One to six plants of any classes, in 120 industries; open ones in two municipalities with different bounds."""
    generator = np.random.default_rng(3)
    drawn: dict[str, list[Plant]] = {}
    for industry in LEAVES[:120]:
        pool = generator.choice(np.arange(2, 17), generator.integers(1, 4))
        drawn[industry] = [
            Plant(str(generator.choice(["0880", "0881"])), industry, None, str(generator.choice(pool)))
            for _ in range(generator.integers(1, 7))
        ]
    rows = concentration(tmp_path, [plant for found in drawn.values() for plant in found])
    assert sum(plant.size_class == "16" for found in drawn.values() for plant in found) > 15
    for industry, found in drawn.items():
        row, boxes = rows["08", industry], [bounds(plant) for plant in found]
        corners = np.array(list(product(*boxes)), float)
        ends = {end for box in boxes for end in box}
        points = [sorted({min(max(end, low), high) for end in ends} | {(low + high) / 2}) for low, high in boxes]
        sizes = np.array(list(product(*(each if len(boxes) < 6 else each[::2] + each[-1:] for each in points))), float)
        assert row["hhi_high"] == pytest.approx(hhi(corners).max(), rel=1e-12), industry
        assert row["hhi_low"] == pytest.approx(descended(boxes), rel=1e-9), industry
        assert row["hhi_low"] <= hhi(sizes).min() * (1 + 1e-12), industry
        for k, name in ((1, "top1"), (3, "top3")):
            assert row[f"{name}_high"] == pytest.approx(top(corners, k).max(), rel=1e-12), industry
            assert row[f"{name}_low"] <= top(sizes, k).min() * (1 + 1e-12), industry
            if len(boxes) < 6:
                assert row[f"{name}_low"] == pytest.approx(top(sizes, k).min(), rel=1e-12), industry


def test_the_regions_shares_are_sums_of_the_groups_and_not_the_published_total(tmp_path: Path) -> None:
    """All sawmilling lies in county 08, which has 600 + 100 of 1,000 in the groups: G = 0.3² + 0.3². What the total
    rows say (0980 three times as much) is noise, or holds what no group holds."""
    published = employment({("0880", "B+C"): 600, ("0881", "B+C"): 100, ("0980", "B+C"): 300})
    rows = [
        row | ({"employees": 900} if (row["region_code"], row["level"]) == ("0980", "total") else {})
        for row in published.to_pylist()
    ]
    other = pa.Table.from_pylist(rows, schema=published.schema)
    found = measure(relations(plants("0880", SAWMILLS, "5", "5"), other), tmp_path)["ellison_glaeser"].to_pylist()
    (row,) = (each for each in found if (each["industry_code"], each["region_type"]) == (SAWMILLS, "county"))
    assert row["g_low"] == row["g_high"] == pytest.approx(0.18, rel=1e-12)
