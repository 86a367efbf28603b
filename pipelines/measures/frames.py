"""The measures for a notebook: a data frame in, a data frame out, by the very SQL of the pipeline.
How a frame becomes the relations that the SQL reads belongs here; formulas do not."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import rows, schema
from pipelines.errors import StyrkaError
from pipelines.measures import figures
from pipelines.measures.conventions import conventions
from pipelines.measures.segments import unbroken
from pipelines.measures.tables import SECTIONS, measured
from pipelines.rows import KEY
from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification import NATION

# A frame is one series on one level; the names are never shown.
SECTION = {"series": "frame", "level": "group", "sex": "total", "table_id": "frame"}
PERSONS = [
    *("employees", "employees_region", "employees_reference", "employees_reference_total"),
    *("employees_start", "employees_end", "change", "national", "mix", "regional", "competitive", "allocation"),
    *("national_dynamic", "mix_dynamic", "regional_dynamic"),
]
# The level on which a frame's industries are placed to be split by the level that is declared above it.
FINE = "5"
VARIETY = ["region_code", "year", "entropy", "related_variety", "unrelated_variety", "variety_note", "note"]


def location_quotient(df: pd.DataFrame) -> pd.DataFrame:
    """Location quotients of a frame ``region, industry, year, value`` against the nation.

    One row per region (but the nation), industry and year, columns as in mart table ``location_quotient``:
    LQ = (e_ir/E_r)/(E_i/E), decided and ranked as there. The nation is the rows of region ``00``, else the sum of the
    regions. A NaN value is a missing cell: its LQ is empty with a note, and others keep theirs. StyrkaError names the
    row of a negative or infinite value, a missing code or a repeated key.
    Source: Florence (1939); conventions in ``pipelines/measures/conventions.toml``.
    """
    return _measure("location_quotient", checked(df))


def specialisation(df: pd.DataFrame) -> pd.DataFrame:
    """Specialisation of every region and year of a frame ``region, industry, year, value``, against the nation.

    Columns as in mart table ``specialisation``: ``krugman`` (0–2, Krugman 1991, against the nation including the
    region), ``krugman_rest`` (the nation without the region), ``krugman_mean`` (the unweighted mean of the other
    regions of its kind), ``hachman`` (0–1), ``hhi``, ``hhi_normalised``, ``equivalent_number``, ``entropy`` (bits); its
    parts are ``variety``'s. Nation, missing values and errors as in ``location_quotient``.
    """
    return _measure("specialisation", checked(df)).drop(
        columns=["parent_level", "related_variety", "unrelated_variety", "variety_note"]
    )


def shift_share(df: pd.DataFrame, start: int, end: int, series: str | None = None) -> pd.DataFrame:
    """Shift-share of a frame ``region, industry, year, value`` from year ``start`` to year ``end``, against the nation.

    One row per region (but the nation) and industry, columns as in mart table ``shift_share``: parts of the change, in
    the unit of ``value``, that add up to it. The yearly shifts go from each year that the frame has to its next. A year
    that it has no figures of is a StyrkaError. A frame has no breaks; ``series`` says that it holds figures of one of
    SCB's series (``RAMS``), and a request across a break of that series is a StyrkaError that names the break. Nation,
    missing values and other errors as in ``location_quotient``.
    Source: Dunn (1960), Esteban-Marquillas (1972), Barff & Knight (1988).
    """
    cells = checked(df)
    comparable(cells, start, end, series)
    segment = pa.table({name: [value] for name, value in (("start_year", start), ("end_year", end), *SECTION.items())})
    return _measure("shift_share", cells, series_segment=segment)


def variety(df: pd.DataFrame, parent: Mapping[str, str] | Callable[[str], str]) -> pd.DataFrame:
    """Related and unrelated variety of every region and year of a frame ``region, industry, year, value``, in bits.

    ``parent`` gives the coarser industry that each industry lies in (five digits within two: ``lambda code:
    code[:2]``). ``entropy`` = ``related_variety`` (within the coarser industries) + ``unrelated_variety`` (between
    them). An industry without a parent (None, or not in the mapping) leaves both empty in the regions that have it,
    with ``variety_note``. Missing values and errors as in ``location_quotient``.
    Source: Frenken, van Oort & Verburg (2007), Regional Studies 41(5).
    """
    return _measure("specialisation", checked(df), parent.get if isinstance(parent, Mapping) else parent)[VARIETY]


def concentration(df: pd.DataFrame) -> pd.DataFrame:
    """How unevenly every industry and year of a frame ``region, industry, year, value`` is spread over the regions.

    Columns as in mart table ``concentration``: locational ``gini`` (weighted by the regions' shares of all, 0–1),
    ``theil_t`` and ``theil_l`` (mean log deviation; empty where a region lacks the industry), in nats. Where all codes
    are Swedish regions, counties and municipalities are measured apart and only when the frame has them all; row ``00``
    is left out. Missing values and errors as in ``location_quotient``.
    Source: Krugman (1991), Theil (1967); conventions in ``sql/concentration.sql``.
    """
    return _measure("concentration", checked(df))


def quotients(df: pd.DataFrame) -> dict[str, pa.Table]:
    """What relatedness is learnt from: the frame's location quotients, counted, with the relations they refer to."""
    cells = checked(df)
    relations = _relations(cells, figures.counted(cells, "value", KEY))
    none = schema.table("workplace_quotient").arrow_schema().empty_table()
    return {**relations, "location_quotient": _rows("location_quotient", relations), "workplace_quotient": none}


def comparable(cells: pd.DataFrame, start: int, end: int, series: str | None) -> None:
    """StyrkaError unless both years are in ``checked`` cells and, of one of SCB's series, in one unbroken segment."""
    years = cells["year"].unique().tolist()
    absent = [str(year) for year in (start, end) if year not in years]
    if absent:
        has = ", ".join(map(str, sorted(years))) or "none"
        raise StyrkaError(f"the frame has no figures of {' and '.join(absent)}; its years are {has}")
    if series is None:
        if start >= end:
            raise StyrkaError(f"growth from {start} to {end}: the first year must come before the last")
    else:
        _unbroken(series, start, end, years)


def _measure(
    name: str, cells: pd.DataFrame, parent: Callable[[str], str | None] | None = None, **more: pa.Table
) -> pd.DataFrame:
    values = figures.counted(cells, "value", KEY)
    table = _rows(name, {**_relations(cells, values, parent), **more}).drop_columns(["series", "level"])
    result: pd.DataFrame = table.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    if "reference" in result:
        result = result[result["reference"] == "nation"].reset_index(drop=True)
    if values.decimals:
        for column in result.columns.intersection(PERSONS):
            result[column] = result[column] / 10.0**values.decimals
    return result


def _relations(
    cells: pd.DataFrame, values: figures.Figures, parent: Callable[[str], str | None] | None = None
) -> dict[str, pa.Table]:
    section = SECTION if parent is None else SECTION | {"level": FINE}
    return {
        "employment": _employment(cells, values, section),
        "region": _regions(cells["region"].unique().tolist()),
        "industry": classification.industries() if parent is None else _placed(cells["industry"], parent),
        "snapshot": pa.table({"series": [SECTION["series"]], "industry_edition": [classification.GROUPS]}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
    }


def _rows(name: str, relations: Mapping[str, pa.Table]) -> pa.Table:
    parts = [schema.table(name).arrow_schema().empty_table()]
    with engine.connect(threads=1) as connection:
        for own in _by_year(relations) if name not in SECTIONS else [relations]:
            parts += measured(name, own, connection)
    return pa.concat_tables(parts)


def _by_year(relations: Mapping[str, pa.Table]) -> Iterator[dict[str, pa.Table]]:
    """The relations of each year: a section of a table in memory is else sought in the whole of it."""
    employment = relations["employment"]
    for year in pc.unique(employment["year"]).sort():
        yield {**relations, "employment": employment.filter(pc.field("year") == year)}


def _unbroken(series: str, start: int, end: int, years: list[int]) -> None:
    breaks = classification.series_breaks()
    known = breaks["series"].unique().to_pylist()
    if series not in known:
        raise StyrkaError(f"no breaks of series {series} are declared, only of {', '.join(known)}; leave series out")
    listed = pa.table({"year": years, **{name: [value] * len(years) for name, value in SECTION.items()}})
    listed = listed.set_column(listed.schema.get_field_index("series"), "series", [[series] * len(years)])
    segments = engine.select("series_segment", {"employment": listed, "series_break": breaks})
    unbroken(series, SECTION["level"], start, end, segments=segments, breaks=breaks)


def checked(df: pd.DataFrame) -> pd.DataFrame:
    """The four columns with text codes, whole years and float values (NaN where missing), index as given."""
    cells = rows.checked(df)
    return cells.assign(value=figures.numbers(cells, "value", KEY))


def _placed(industries: pd.Series, parent: Callable[[str], str | None]) -> pa.Table:
    """Relation ``industry`` of the frame's industries and their parents, whose codes are kept apart from theirs."""
    found = {code: parent(code) for code in industries.unique()}
    placed = [
        {"industry_code": code, "level": FINE, "parent_code": None if above is None else f"parent {above}"}
        for code, above in found.items()
    ]
    above = sorted({row["parent_code"] for row in placed if row["parent_code"] is not None})
    placed += [{"industry_code": code, "level": conventions().variety_within[FINE]} for code in above]
    same = {"edition": classification.GROUPS, "unknown": False}
    return pa.Table.from_pylist([row | same for row in placed], schema=classification.industries().schema)


def _employment(cells: pd.DataFrame, values: figures.Figures, section: Mapping[str, str]) -> pa.Table:
    constant = {name: pa.repeat(pa.scalar(value), len(cells)) for name, value in section.items()}
    return pa.table(
        {
            "region_code": pa.array(cells["region"], pa.string()),
            "industry_code": pa.array(cells["industry"], pa.string()),
            "year": pa.array(cells["year"], pa.int64()),
            "employees": values.column,
            "status": pa.array(np.where(values.missing, "missing", "observed"), pa.string()),
            **constant,
        }
    )


def _regions(codes: list[str]) -> pa.Table:
    """Declared regions where the frame speaks of nothing else; regions of one's own are all of one kind."""
    declared = classification.regions()
    if set(codes) <= set(declared["region_code"].to_pylist()):
        return declared
    kinds = ["nation" if code == NATION else "imported" for code in codes]
    return pa.Table.from_pylist(
        [{"region_code": code, "type": kind} for code, kind in zip(codes, kinds, strict=True)],
        schema=declared.schema,
    )
