"""The tables that take a whole matrix of regions × industries, one series and year after the other.
The matrix is ``presence``'s, the kernels stand in ``relatedness`` and ``economic_complexity``."""

from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.measures import relatedness
from pipelines.measures.economic_complexity import Complexity, Limits, complexity
from pipelines.measures.presence import READS, Presence, cells, sections, settings
from pipelines.measures.relatedness import Matrix, Present
from pipelines.measures.skills import proximity_by_skill
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

# What the statement of each table reads the computed values from.
RELATIONS = {
    "proximity": "industry_pair",
    "relatedness": "region_industry",
    "complexity_region": "region_index",
    "complexity_industry": "industry_index",
}


def reads(name: str) -> tuple[str, ...]:
    """The mart tables that table ``name`` is measured from; advice is given beside how good it has been."""
    return (*READS, "density_backtest", "skill_relatedness") if name == "relatedness" else READS


def write(name: str, relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``name`` to ``target`` and return its number of rows.

    ``name`` is one of RELATIONS; ``relations`` are the mart tables ``reads(name)`` in their declared schemas.
    Sources stand in the kernels' docstrings.
    """
    with engine.connect(threads=1) as connection:
        return engine.write_stream(name, _measured(name, relations, connection), target, edition)


def rows(name: str, found: Presence, ddof: int | None = None, by_skill: Matrix | None = None) -> pa.Table:
    """The rows of table ``name`` that one presence gives, but for the columns of its section, sorted by code.

    ``by_skill`` is the proximity of its industries by skill, where there is one.
    """
    if name == "relatedness":
        return _relatedness(found, ddof, by_skill)
    return _ROWS[name](found, ddof)


def index_of(found: Presence, ddof: int | None = None) -> Complexity:
    """ECI and PCI of one presence under the declared limits, ``ddof`` as declared unless given."""
    declared = settings()["complexity"]
    limits = Limits(declared["eigen_gap"], declared["correlation"])
    return complexity(found.present, limits, declared["ddof"] if ddof is None else ddof)


def _measured(
    name: str, relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    for section, found in sections(cells(relations, connection), connection):
        more = {read: relations[read] for read in reads(name) if read not in READS}
        by_skill = proximity_by_skill(relations, section, found.industries, connection) if more else None
        yield engine.select(name, {RELATIONS[name]: rows(name, found, None, by_skill), **more}, section, connection)


def _proximity(found: Presence, _ddof: int | None) -> pa.Table:
    """Every ordered pair of different industries."""
    measured = found.nothing() if found.refused else found
    first, second = np.nonzero(~np.eye(len(measured.industries), dtype=np.bool_))
    kinds = {name: relatedness.normalised(measured.present, name) for name in ("association", "cosine", "jaccard")}
    values = {"proximity": relatedness.proximity(measured.present), **kinds}
    together = relatedness.cooccurrence(measured.present)[first, second].astype(np.int64)
    return pa.table(
        {"industry_a": _taken(measured.industries, first), "industry_b": _taken(measured.industries, second)}
        | {"regions": pa.array(together)}
        | {name: _number(matrix[first, second]) for name, matrix in values.items()}
    )


def _relatedness(found: Presence, ddof: int | None, by_skill: Matrix | None) -> pa.Table:
    """Every region with every industry, present or not."""
    measured = found.nothing() if found.refused else found
    close = relatedness.proximity(measured.present)
    index = index_of(measured, ddof)
    gain = relatedness.opportunity_gain(measured.absent, close, index.pci)
    values = {
        "density": measured.density(close),
        "density_skill": np.full(gain.shape, np.nan) if by_skill is None or found.refused else found.density(by_skill),
        "pci": np.broadcast_to(index.pci, gain.shape),
        "opportunity_gain": np.full(gain.shape, np.nan) if index.note else gain,
    }
    row, column = (each.ravel() for each in np.indices(gain.shape))
    unknown = ~measured.known[row, column]
    return pa.table(
        {"region_code": _taken(measured.regions, row), "industry_code": _taken(measured.industries, column)}
        | {"present": pa.array(measured.present[row, column], mask=unknown)}
        | {name: _number(matrix[row, column]) for name, matrix in values.items()}
    )


def _complexity_region(found: Presence, ddof: int | None) -> pa.Table:
    index = index_of(found, ddof)
    around = relatedness.density(found.present, relatedness.proximity(found.present))
    values = {"eci": index.eci, "outlook": relatedness.outlook(found.absent, around, index.pci)}
    kept, diversity = index.regions_kept, found.present.sum(axis=1)
    return _indexed({"region_code": found.regions, "diversity": pa.array(diversity)}, kept, values, found, index)


def _complexity_industry(found: Presence, ddof: int | None) -> pa.Table:
    index = index_of(found, ddof)
    kept, ubiquity = index.industries_kept, found.present.sum(axis=0)
    codes = {"industry_code": found.industries, "ubiquity": pa.array(ubiquity)}
    return _indexed(codes, kept, {"pci": index.pci}, found, index)


def _indexed(
    columns: Mapping[str, pa.Array],
    kept: Present,
    values: Mapping[str, npt.NDArray[np.float64]],
    found: Presence,
    index: Complexity,
) -> pa.Table:
    """Rows of an index, empty with the reason where it is refused, or where a row has no presence at all."""
    refused = found.refused or index.note
    notes = [refused or (None if each else "no_presence") for each in kept]
    shown = {name: np.where(kept & (refused is None), each, np.nan) for name, each in values.items()}
    conditions = (None, None, None) if found.refused else (index.components, index.eigen_gap, index.correlation)
    types = {"components": pa.int64(), "eigen_gap": pa.float64(), "correlation": pa.float64()}
    return pa.table(
        {**columns, "note": pa.array(notes, pa.string())}
        | {name: _number(each) for name, each in shown.items()}
        | {
            name: pa.repeat(pa.scalar(value, kind), len(kept))
            for (name, kind), value in zip(types.items(), conditions, strict=True)
        }
    )


_ROWS: dict[str, Callable[[Presence, int | None], pa.Table]] = {
    "proximity": _proximity,
    "complexity_region": _complexity_region,
    "complexity_industry": _complexity_industry,
}


def _taken(codes: pa.Array, places: npt.NDArray[np.int64]) -> pa.Array:
    return codes.take(pa.array(places, pa.int64()))


def _number(values: Matrix) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))
