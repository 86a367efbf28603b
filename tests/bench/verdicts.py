"""All verdicts beside verdicts from one way of asking: `python -m tests.bench verdicts`.
Only measuring belongs here; what a verdict must be is tested in ``tests/verdicts``.

On the panel of the open figures (290 municipalities × 16 groups × 3 years, drawn) and on a whole edition with the
simulated national register. One way is the location quotient against the nation, of the newest year, or of workplaces.
"""

import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.measures import tables as measures
from pipelines.simulation import simulate
from pipelines.verdicts import tables
from pipelines.warehouse import classification
from tests.bench import national_run

YEARS = (2022, 2023, 2024)
REPEATS = 3
# What a single way of asking does without.
FURTHER = (
    *("job_quotient", "plant_concentration", "uncertainty"),
    *("strength_area_quotient", "strength_area_uncertainty", "job_interval"),
)
Tables = Mapping[str, pa.Table]


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn = compared("290 × 16 panel", panel(folder))
        store = national_run.store_in(folder)
        simulate.simulate(national_run.SEED, store)
        national_run.run(store.root, folder)
        simulated = compared("edition with a simulated register", edition(folder / "mart" / "parquet"))
    return {"panel_per_way": drawn, "register_per_way": simulated}


def compared(name: str, everything: Tables) -> float:
    """The time of all ways of asking over that of one, per way that is asked."""
    one = single(everything)
    ways, way = (tables.specification(each).num_rows for each in (everything, one))
    all_seconds, one_second = (seconds(each) for each in (everything, one))
    print(
        f"{name}: {ways:,} answers to {tables.verdict(everything).num_rows:,} verdicts in {all_seconds:.2f} s, "
        f"{way:,} answers in {one_second:.2f} s; {ways / way:.1f} times the answers, {all_seconds / one_second:.1f} "
        "times the time",
        flush=True,
    )
    return all_seconds / one_second / (ways / way)


def seconds(relations: Tables) -> float:
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        tables.verdict(relations)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def single(everything: Tables) -> Tables:
    quotients = everything["location_quotient"]
    newest = dict.fromkeys(pc.unique(quotients["series"]).to_pylist(), 0)
    for row in quotients.group_by("series").aggregate([("year", "max")]).to_pylist():
        newest[row["series"]] = row["year_max"]
    year = pa.array([newest[series] for series in quotients["series"].to_pylist()], pa.int64())
    kept = pc.and_(pc.equal(quotients["year"], year), pc.equal(quotients["reference"], "nation"))
    workplaces = everything["workplace_quotient"].filter(pc.field("reference") == "nation")
    none = {name: schema.table(name).arrow_schema().empty_table() for name in FURTHER}
    return {**everything, "location_quotient": quotients.filter(kept), "workplace_quotient": workplaces, **none}


def edition(folder: Path) -> Tables:
    return {name: pq.read_table(folder / f"{name}.parquet") for name in tables.READS}


def panel(folder: Path) -> Tables:
    """Employment of all municipalities and groups, drawn, with its location quotients; no register."""
    regions = classification.regions()
    codes = regions.filter(pc.field("type") == "municipality")["region_code"].to_pylist()
    groups = classification.industries().filter(pc.field("level") == "group")
    industries = pc.unique(groups["industry_code"]).to_pylist()
    generator = np.random.default_rng(2024)
    size = np.outer(generator.lognormal(4, 1, len(codes)), generator.lognormal(1, 0.7, len(industries)))
    cells = [
        {"region_code": region, "industry_code": industry, "year": year, "employees": int(generator.poisson(mean))}
        for year in YEARS
        for region, means in zip(codes, size, strict=True)
        for industry, mean in zip(industries, means, strict=True)
    ]
    constant = {"series": "BENCH", "sex": "total", "level": "group", "status": "observed", "table_id": "BENCH"}
    employment = pa.Table.from_pylist([cell | constant for cell in cells], schema.table("employment").arrow_schema())
    snapshot = {"series": ["BENCH"], "industry_edition": [classification.GROUPS], "table_id": ["BENCH"]}
    relations = {
        **{name: schema.table(name).arrow_schema().empty_table() for name in tables.READS},
        "region": regions,
        "industry": classification.industries(),
        "snapshot": pa.table(snapshot),
    }
    noise = pa.table({"table_id": ["BENCH"], "noise": [3]})
    target = folder / "location_quotient.parquet"
    measures.location_quotient({**relations, "employment": employment, "table_noise": noise}, target, "bench")
    return {**relations, "location_quotient": pq.read_table(target)}
