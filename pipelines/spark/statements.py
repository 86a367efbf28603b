"""The statements of ``sql/`` run by Spark: values bound by its own named markers, steps computed once.
What a statement means is said in its file; which sections there are is ``measures``' matter."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyspark.sql import DataFrame, SparkSession, types

from pipelines import schema
from pipelines.warehouse import engine

# A bound value: $name in the files, :name in Spark.
MARKER = re.compile(r"\$(\w+)")
TYPES: dict[str, types.DataType] = {
    "string": types.StringType(),
    "integer": types.LongType(),
    "number": types.DoubleType(),
    "boolean": types.BooleanType(),
    "date": types.DateType(),
}


def structure(name: str) -> types.StructType:
    """The declared columns of table ``name`` as Spark's types."""
    return types.StructType(
        [types.StructField(column.name, TYPES[column.type], column.nullable) for column in schema.table(name).columns]
    )


class Section:
    """What is measured together: statements with the same parameters, each step of theirs computed once."""

    def __init__(self, session: SparkSession, parameters: Mapping[str, Any]) -> None:
        self.session = session
        self.parameters = parameters
        self.steps: dict[str, str] = {}

    def select(self, name: str) -> DataFrame:
        """The rows of ``sql/<name>.sql`` over the views of the session, in its declared columns if it is a table."""
        for step, file in engine.steps(name).items():
            if self.steps.get(step) != file:
                self.steps[step] = file
                # Computed now and cut off from what it came from: Spark would plan the steps of a statement anew in
                # every place that reads them, and there are hundreds.
                self._run(file).localCheckpoint().createOrReplaceTempView(step)
        found = self._run(name)
        if name not in {each.name for each in schema.tables()}:
            return found
        return found.select(*(found[field.name].cast(field.dataType) for field in structure(name)))

    def _run(self, name: str) -> DataFrame:
        text = engine.text(name)
        named = set(MARKER.findall(text))
        bound = {each: value for each, value in self.parameters.items() if each in named}
        return self.session.sql(MARKER.sub(r":\1", text), args=bound)


@contextmanager
def section(session: SparkSession, parameters: Mapping[str, Any]) -> Iterator[Section]:
    """A section whose steps are gone after the block; take what they give out of it by a checkpoint."""
    opened = Section(session, parameters)
    try:
        yield opened
    finally:
        for step in opened.steps:
            session.catalog.dropTempView(step)


@contextmanager
def views(relations: Mapping[str, DataFrame]) -> Iterator[None]:
    """The relations by their names while the block runs."""
    for name, relation in relations.items():
        relation.createOrReplaceTempView(name)
    try:
        yield
    finally:
        for name, relation in relations.items():
            relation.sparkSession.catalog.dropTempView(name)
