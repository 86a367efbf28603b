"""The measures of a dataset by Spark, section by section, each table written as one job or not at all.
Matrices are ``matrices``' matter, and how a statement runs is ``statements``'."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.measures import dataset, tables
from pipelines.spark import matrices
from pipelines.spark.session import told
from pipelines.spark.statements import section, structure, views

ABSENT = "PATH_NOT_FOUND"
# Measured of the same sections, so that they share their steps.
TOGETHER = ("location_quotient", "specialisation", "concentration")


def measure(session: SparkSession, folder: str, out: str) -> Iterator[str]:
    """Write table ``<out>/<table>`` for each measure that ``dataset.measure`` writes, and yield each name when it is.

    ``folder`` and ``out`` are whatever Spark can read and write. StyrkaError when there is no employment in the one, or
    a table in the other already: what was written is never overwritten.
    """
    with told():
        yield from _measures(session, folder, out)


def _measures(session: SparkSession, folder: str, out: str) -> Iterator[str]:
    _refuse_written(session, out)
    relations = _relations(session, folder)
    with views(relations):
        segments = _once(session, "series_segment")
        with views({"series_segment": segments}):
            sections = tables.sections("location_quotient", lambda name: _once(session, name).toArrow())
            found: dict[str, list[DataFrame]] = {name: [] for name in dataset.MEASURES}
            for each in sections:
                _measured(session, TOGETHER, each, found)
            for each in tables.sections("shift_share", lambda name: _once(session, name).toArrow()):
                _measured(session, ("shift_share",), each, found)
        for name in dataset.MEASURES:
            # Where no section is measured, the table is empty and not absent.
            _write(name, reduce(DataFrame.union, found[name], session.createDataFrame([], structure(name))), out)
            yield name
        quotients = session.read.schema(structure("location_quotient")).parquet(f"{out}/location_quotient")
        with views({"location_quotient": quotients}):
            for name in dataset.MATRICES:
                _write(name, matrices.rows(session, name), out)
                yield name


def _relations(session: SparkSession, folder: str) -> dict[str, DataFrame]:
    place = f"{folder}/{dataset.EMPLOYMENT}"
    try:
        employment = session.read.schema(structure(dataset.EMPLOYMENT)).parquet(place)
    except AnalysisException as error:
        raise StyrkaError(f"{place} has no Parquet files; it is to hold year=2024/… of table employment") from error
    relations = {name: session.createDataFrame(content) for name, content in dataset.declared().items()}
    for name in dataset.BESIDE:
        try:
            relations[name] = session.read.parquet(f"{folder}/{name}.parquet")
        except AnalysisException as error:
            if error.getCondition() != ABSENT:
                raise StyrkaError(f"{folder}/{name}.parquet cannot be read: {error.getCondition()}") from error
    return {**relations, dataset.EMPLOYMENT: employment}


def _once(session: SparkSession, name: str) -> DataFrame:
    with section(session, {}) as opened:
        return opened.select(name).localCheckpoint()


def _measured(
    session: SparkSession, names: tuple[str, ...], parameters: dict[str, Any], found: dict[str, list[DataFrame]]
) -> None:
    with section(session, parameters) as opened:
        for name in names:
            found[name].append(opened.select(name).localCheckpoint())


def _write(name: str, content: DataFrame, out: str) -> None:
    """One job: Spark puts its files in place when all are written."""
    parted = content.write.partitionBy("year") if "year" in schema.table(name).column_names else content.write
    parted.parquet(f"{out}/{name}")


def _refuse_written(session: SparkSession, out: str) -> None:
    """Before hours of work, not after them."""
    for name in (*dataset.MEASURES, *dataset.MATRICES):
        # With its columns told and no folder read as a year, Spark looks for nothing but the path.
        place = session.read.schema(structure(name)).option("recursiveFileLookup", True)
        try:
            place.parquet(f"{out}/{name}")
        except AnalysisException as error:
            if error.getCondition() == ABSENT:
                continue
            raise
        raise StyrkaError(f"{out}/{name} is there already; give another folder, or delete it first")
