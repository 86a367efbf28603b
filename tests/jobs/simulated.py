"""A made-up register whose truth is known: plants with sizes, and the employment that would be published of them.
No test belongs here."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.warehouse import classification
from tests.jobs.world import Plant, bridge, employment, regions, relations

INDUSTRIES = 120
PLANTS = 6000
# Of a plant in a class that lies in several groups of SNI 2007 the published table knows which one it is in.
AMBIGUOUS = 0.15
# Of some plants the register does not know the size; they have jobs all the same.
UNKNOWN_SIZE = 0.04


@dataclass(frozen=True)
class Truth:
    """``jobs`` by (municipality, five-digit industry), ``sizes`` of plants where known, and what ``measure`` reads."""

    jobs: dict[tuple[str, str], int]
    sizes: dict[tuple[str, str], list[int]]
    relations: dict[str, Any]
    published: dict[tuple[str, str], int]


def simulated(seed: int, municipalities: bool = True) -> Truth:
    """Kalmar county, Kronoberg and Gotland; sizes by Zipf's law, some workplaces without employees.

    With ``municipalities`` the published employment has them all, else Kronoberg as a county only.
    """
    generator = np.random.default_rng(seed)
    codes = [
        row["region_code"]
        for row in classification.regions().to_pylist()
        if row["type"] == "nation" or row["county_code"] in ("07", "08", "09")
    ]
    places = [code for code in codes if len(code) == 4]
    industries = classification.industries().to_pylist()
    old = {row["industry_code"]: row["group_code"] for row in industries if row["edition"] == "SNI2007"}
    leaves = [
        row["industry_code"]
        for row in industries
        if row["edition"] == "SNI2025" and row["level"] == "5" and row["parent_code"] in old and not row["unknown"]
    ]
    chosen = sorted(generator.choice(leaves, INDUSTRIES, replace=False).tolist())
    classes = sorted({code[:4] for code in chosen})
    pairs = {code: [code] for code in classes}
    for code in classes:
        if generator.random() < AMBIGUOUS:
            pairs[code].append(str(generator.choice([each for each in classes if old[each] != old[code]])))
    found: list[Plant] = []
    published: Counter[tuple[str, str]] = Counter()
    weights = generator.dirichlet(np.full(INDUSTRIES, 0.5))
    for _ in range(PLANTS):
        place, industry = str(generator.choice(places)), str(generator.choice(chosen, p=weights))
        size = 0 if generator.random() < 0.4 else min(int(1 / (1 - generator.random() * 0.9999)), 40_000)
        found.append(Plant(place, industry, size, "0" if generator.random() < UNKNOWN_SIZE else ""))
        published[place, old[str(generator.choice(pairs[industry[:4]]))]] += size
    # One employer beyond the scale, in the region's largest group or not.
    found.append(Plant("0880", chosen[0], 12_345))
    published["0880", old[chosen[0]]] += 12_345
    jobs: Counter[tuple[str, str]] = Counter()
    sizes: dict[tuple[str, str], list[int]] = {}
    for plant in found:
        jobs[plant.region, plant.industry] += plant.size or 0
        known = sizes.setdefault((plant.region, plant.industry), [])
        if plant.told != "0":
            known.append(plant.size or 0)
    groups = {group for _, group in published}
    figures = {(place, group): published[place, group] for place in places for group in groups}
    if not municipalities:
        county = [key for key in figures if key[0].startswith("07")]
        together = Counter({("07", group): 0 for group in groups})
        for place, group in county:
            together["07", group] += figures.pop((place, group))
        figures |= together
    content = relations(found, employment(figures), region=regions(codes), industry_bridge=bridge(pairs))
    return Truth(dict(jobs), sizes, content, figures)


def shuffled(content: pa.Table, seed: int) -> pa.Table:
    return content.take(np.random.default_rng(seed).permutation(len(content)))
