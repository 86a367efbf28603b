"""A whole simulated register: every municipality's workplaces, in the order of firm numbers, with their true employees.
How one municipality is drawn is ``drawing``'s matter, what a page of the register looks like ``pages``'."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.register.config import size_classes
from pipelines.simulation import drawing
from pipelines.simulation.settings import Settings
from pipelines.warehouse import classification

TABLE = "simulated_workplace"
# Streams of random numbers beside those of counties and municipalities, which have their codes.
NATION, ORDER = 100, 101
Progress = Callable[[int, int], None]

UNKNOWN_SIZE = 0
STATUSES = ("active", "never_active", "closed")


@dataclass(frozen=True)
class _Place:
    county: str
    code: str
    jobs: Mapping[str, int]


def workplaces(
    jobs: Mapping[tuple[str, str], int],
    members: Mapping[str, Sequence[str]],
    settings: Settings,
    seed: int,
    progress: Progress = lambda _done, _all: None,
) -> pa.Table:
    """Every workplace of a simulated register, in the schema of table ``simulated_workplace``, numbered from 1.

    ``jobs`` by county and group are met exactly by the employees; ``members`` are the 5-digit industries of each
    group. ``employees`` are the truth; size class, status and ``municipality_known`` are what the register tells of
    it. The same seed gives the same table.
    """
    national = drawing.groups(members, settings, _generator(seed, NATION))
    places = _places(jobs, settings, seed)
    parts: list[pa.Table] = []
    for number, place in enumerate(places, start=1):
        rng = _generator(seed, int(place.code))
        parts.extend(
            _rows(place.code, group, place.jobs[group.code], settings, rng)
            for group in national
            if group.code in place.jobs
        )
        progress(number, len(places))
    everything = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    # Firm numbers say nothing of where a firm is.
    mixed = everything.take(pa.array(_generator(seed, ORDER).permutation(everything.num_rows)))
    numbered = mixed.add_column(0, "workplace", pa.array(np.arange(1, mixed.num_rows + 1)))
    return numbered.cast(schema.table(TABLE).arrow_schema())


def _generator(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, stream]))


def _places(jobs: Mapping[tuple[str, str], int], settings: Settings, seed: int) -> list[_Place]:
    """Municipalities by code, with the jobs of each group that fall to them."""
    regions = classification.regions()
    listed = regions.filter(pc.field("type") == "municipality").select(["county_code", "region_code", "skr_group"])
    declared = settings.municipality
    found: list[_Place] = []
    for county in sorted({county for county, _ in jobs}):
        own = [row for row in listed.to_pylist() if row["county_code"] == county]
        rng = _generator(seed, int(county))
        typical = np.array([declared.typical[row["skr_group"]] for row in own], dtype=np.float64)
        size = typical * rng.lognormal(0.0, declared.spread, len(own))
        split = {
            group: drawing.shares(size * rng.lognormal(0.0, declared.group_spread, len(own)), total)
            for (of, group), total in sorted(jobs.items())
            if of == county
        }
        found.extend(
            _Place(county, row["region_code"], {group: int(values[at]) for group, values in split.items()})
            for at, row in enumerate(own)
        )
    return found


def _rows(municipality: str, group: drawing.Group, jobs: int, settings: Settings, rng: np.random.Generator) -> pa.Table:
    drawn = drawing.plants(group, jobs, settings, rng)
    faults = settings.faults
    # Jobs are kept where they are: what is closed or never was active is drawn beside them.
    dead = rng.random(len(drawn.industry)) < faults.closed + faults.never_active
    dead_industry = drawn.industry[dead]
    closed = rng.random(len(dead_industry)) < faults.closed / (faults.closed + faults.never_active)
    industry = np.concatenate([drawn.industry, dead_industry])
    employees = np.concatenate([drawn.employees, np.zeros(len(dead_industry), dtype=np.int64)])
    status = np.concatenate([np.zeros(len(drawn.industry), dtype=np.int64), np.where(closed, 2, 1)])
    rows = len(industry)
    unplaced = rng.random(rows) < faults.municipality_unknown
    size_class = np.where(
        rng.random(rows) < faults.size_unknown, UNKNOWN_SIZE, np.searchsorted(_lows(), employees, "right")
    )
    return pa.table(
        {
            "municipality_code": _constant(municipality, rows),
            "industry_code": _coded(industry, pa.array(group.codes, pa.string())),
            "group_code": _constant(group.code, rows),
            "employees": pa.array(employees),
            "size_class": _coded(size_class, pa.array([each.code for each in size_classes()])),
            "status": _coded(status, pa.array(STATUSES)),
            "municipality_known": pa.array(~unplaced),
        }
    )


def _lows() -> npt.NDArray[np.int64]:
    """The least employees of each known class; the unknown one comes before them."""
    return np.array([each.low for each in size_classes() if each.low is not None])


def _coded(indices: npt.NDArray[np.int64], values: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), values)


def _constant(text: str, rows: int) -> pa.DictionaryArray:
    return _coded(np.zeros(rows, dtype=np.int64), pa.array([text], pa.string()))
