"""The tables that take a whole matrix: one series and year per task, by the very kernels of the pipeline.
What is learnt from a presence is ``pipelines/measures``' matter."""

from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from pipelines.measures import dataset, matrices, presence
from pipelines.measures.presence import Presence
from pipelines.spark.statements import section, structure
from pipelines.warehouse import engine

# A task is one of these.
TASK = ("series", "year")


def rows(session: SparkSession, name: str) -> DataFrame:
    """Table ``name`` from the view ``location_quotient`` and the relations of a dataset."""
    with section(session, {}) as opened:
        cells = opened.select("presence").localCheckpoint()
        cells.createOrReplaceTempView("presence")
        counts = opened.select("presence_section").toArrow().to_pylist()
        session.catalog.dropTempView("presence")
    chosen = presence.chosen(counts)
    if not chosen:
        return session.createDataFrame([], structure(name))
    refusals = {(each["series"], each["year"]): presence.refusal(each) for each in chosen}
    names = list(presence.SECTION)
    sections = session.createDataFrame(pa.table({column: [each[column] for each in chosen] for column in names}))
    more = {read: dataset.declared()[read] for read in matrices.reads(name) if read not in presence.READS}

    def learnt(found: pa.Table) -> pa.Table:
        own: dict[str, Any] = {column: found[column][0].as_py() for column in names}
        refused = refusals[own["series"], own["year"]]
        content = matrices.rows(name, Presence.of(found, refused))
        return engine.select(name, {matrices.RELATIONS[name]: content, **more}, own).replace_schema_metadata()

    return cells.join(sections, names).groupBy(*TASK).applyInArrow(learnt, structure(name))
