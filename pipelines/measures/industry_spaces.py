"""The industry space of every year of one long table, as matrices in memory: quotients, proximity, density, complexity.
For millions of cells at once; tables of the same figures are ``tables``' and ``matrices``' matter."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import StyrkaError
from pipelines.measures import figures, matrices, relatedness
from pipelines.measures.conventions import conventions
from pipelines.measures.economic_complexity import Complexity
from pipelines.measures.frames import checked
from pipelines.measures.linear_algebra import one_thread
from pipelines.measures.presence import Presence, numbered
from pipelines.measures.relatedness import Matrix, Present
from pipelines.rows import COLUMNS, KEY
from pipelines.warehouse import classification
from pipelines.warehouse.classification import NATION

Codes = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]

# Years are independent: so many are learnt from side by side, each by one thread.
THREADS = 2
# A quotient is right to its last digits but one; nearer to 1 than this, whole numbers decide what is present.
NEAR = 1e-6


@dataclass(frozen=True)
class IndustrySpace:
    """One year: ``presence`` and what is learnt from it, regions × industries or industries × industries.

    ``lq`` is NaN where it means nothing, ``proximity`` where neither industry is present anywhere, ``density`` where an
    industry has no neighbour; ``complexity`` has a ``note`` where there is no index.
    """

    year: int
    presence: Presence
    lq: Matrix
    proximity: Matrix
    density: Matrix
    complexity: Complexity


@dataclass(frozen=True)
class _Cells:
    """Cells of some years by number of region and industry; ``unknown`` where a count is missing."""

    years: Counts
    region: Codes
    industry: Codes
    count: Counts
    unknown: Present
    regions: pa.Array
    industries: pa.Array

    def of(self, year: int) -> "_Cells":
        """The cells of one year of cells in order of years."""
        rows = slice(*np.searchsorted(self.years, [year, year + 1]).tolist())
        numbers = (self.years[rows], self.region[rows], self.industry[rows], self.count[rows], self.unknown[rows])
        return _Cells(*numbers, self.regions, self.industries)


def industry_space(df: pd.DataFrame | Path) -> list[IndustrySpace]:
    """Every year of a frame ``region, industry, year, value``, or of a Parquet file with these columns, in order.

    Location quotients are against the nation (the rows of region ``00``, else the sum of the regions), present is
    LQ ≥ 1; proximity, density and complexity are the kernels of ``proximity``, ``density`` and ``complexity``. A cell
    that is not listed counts as none; a region with a missing value has no presence at all. StyrkaError names a
    negative or repeated cell, a missing code, and regions of more than one kind. Source: Hidalgo et al. (2007).
    """
    cells = _from_frame(df) if isinstance(df, pd.DataFrame) else _from_file(df)
    _one_kind(cells.regions)
    years = np.unique(cells.years).tolist()
    with one_thread(), ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda year: _space(year, cells.of(year)), years))


def _from_file(path: Path) -> _Cells:
    """Whole numbers are read as they are; other values go the way of a frame, which counts them on a decimal grid."""
    try:
        names = pq.read_schema(path).names
        absent = [name for name in COLUMNS if name not in names]
        if absent:
            raise StyrkaError(f"{path} has no column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
        table = pq.read_table(path, columns=COLUMNS, read_dictionary=KEY[:2])
    except (OSError, pa.ArrowInvalid) as error:
        raise StyrkaError(f"{path} is not a Parquet file that can be read: {error}") from error
    whole = all(pa.types.is_integer(table.schema.field(name).type) for name in ("year", "value"))
    keyed = all(pa.types.is_dictionary(table[name].type) and not table[name].null_count for name in KEY[:2])
    if not whole or not keyed or table["year"].null_count or not _countable(table["value"]):
        return _from_frame(table.to_pandas())
    value = table["value"].cast(pa.int64())
    return _cells(table, pc.fill_null(value, 0).to_numpy(), value.is_null().to_numpy())


def _countable(value: pa.ChunkedArray) -> bool:
    """Nothing negative, and no sum that 64 bits do not hold; how that is told is the frame's matter."""
    floats = value.cast(pa.float64(), safe=False)
    return not pc.any(pc.less(floats, 0)).as_py() and (pc.sum(floats).as_py() or 0) <= conventions().largest_total


def _from_frame(df: pd.DataFrame) -> _Cells:
    cells = checked(df)
    values = figures.counted(cells, "value", KEY)
    return _cells(pa.Table.from_pandas(cells[KEY], preserve_index=False), values.counts, values.missing)


def _cells(table: pa.Table, count: Counts, unknown: Present) -> _Cells:
    years = table["year"].cast(pa.int64()).to_numpy()
    region, regions = numbered(table["region"])
    industry, industries = numbered(table["industry"])
    if (years[1:] >= years[:-1]).all():
        return _Cells(years, region, industry, count, unknown, regions, industries)
    order = np.argsort(years, kind="stable")
    return _Cells(years[order], region[order], industry[order], count[order], unknown[order], regions, industries)


def _one_kind(regions: pa.Array) -> None:
    """Counties and municipalities overlap: together they are no matrix of regions."""
    kinds = {row["region_code"]: row["type"] for row in classification.regions().to_pylist()}
    found = {kinds.get(code) for code in regions.to_pylist()} - {"nation"}
    if None not in found and len(found) > 1:
        listed = " and ".join(sorted(map(str, found)))
        raise StyrkaError(f"the frame has regions of more than one kind ({listed}); keep those of one")


def _space(year: int, cells: _Cells) -> IndustrySpace:
    presence, lq = _quotients(year, cells)
    close = relatedness.proximity(presence.present)
    around = presence.density(close)
    return IndustrySpace(year, presence, lq, close, around, matrices.index_of(presence))


def _quotients(year: int, cells: _Cells) -> tuple[Presence, Matrix]:
    """LQ = (e_ir/E_r)/(E_i/E) as in ``sql/location_quotient.sql``, and presence as in ``sql/presence.sql``."""
    region, regions = _used(cells.region, cells.regions)
    industry, industries = _used(cells.industry, cells.industries)
    counts = np.zeros((len(regions), len(industries)), dtype=np.int64)
    listed, unknown = np.zeros_like(counts, dtype=np.bool_), np.zeros_like(counts, dtype=np.bool_)
    listed[region, industry] = True
    if int(listed.sum()) < len(region):
        _refuse_repeated(year, region, industry, regions, industries)
    counts[region, industry], unknown[region, industry] = cells.count, cells.unknown
    nation = np.asarray(pc.equal(regions, NATION))
    given = bool(nation.any())
    reference = counts[nation][0] if given else counts.sum(axis=0)
    known_reference = (listed & ~unknown)[nation][0] if given else np.ones(len(industries), dtype=np.bool_)
    region_total, total = counts.sum(axis=1), int(reference.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        lq = counts / region_total[:, None] / (reference / total)
    lq[~((region_total > 0)[:, None] & known_reference & (reference > 0) & ~unknown)] = np.nan
    known = ~np.isnan(lq) & ~unknown.any(axis=1, keepdims=True)
    present = known & (lq >= 1)
    for row, column in np.argwhere(known & (np.abs(lq - 1) < NEAR)).tolist():
        present[row, column] = int(counts[row, column]) * total >= int(reference[column]) * int(region_total[row])
    related = ~np.asarray(pc.is_in(industries, _unknown()))
    rows = ~nation & listed[:, related].any(axis=1)
    columns = related & listed[~nation].any(axis=0)
    kept = np.ix_(rows, columns)
    held = Presence(regions.filter(pa.array(rows)), industries.filter(pa.array(columns)), present[kept], known[kept])
    return held, lq[kept]


@cache
def _unknown() -> pa.Array:
    """Unknown industry stays in the totals and is no industry to be related to, as in ``sql/unknown_industry.sql``."""
    declared = classification.industries()
    chosen = pc.and_(pc.equal(declared["edition"], classification.GROUPS), declared["unknown"])
    return pc.unique(declared.filter(chosen)["industry_code"])


def _used(numbers: Codes, codes: pa.Array) -> tuple[Codes, pa.Array]:
    """The codes that occur, and each row's place among them."""
    occurs = np.bincount(numbers, minlength=len(codes)) > 0
    place = np.cumsum(occurs, dtype=np.int32) - 1
    return place[numbers], codes.filter(pa.array(occurs))


def _refuse_repeated(year: int, region: Codes, industry: Codes, regions: pa.Array, industries: pa.Array) -> None:
    cell, times = np.unique(region.astype(np.int64) * len(industries) + industry, return_counts=True)
    row, column = divmod(int(cell[times > 1][0]), len(industries))
    raise StyrkaError(f"region {regions[row]}, industry {industries[column]}, year {year} stands on more than one row")
