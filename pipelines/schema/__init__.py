"""The one declaration of every table and column: name, type, unit, meaning and source, one small file per table.
Checks, Parquet metadata, datapackage, Dagster column schemas and the data dictionary are all read from here."""

from pipelines.schema.table import Column, Table, table, tables

__all__ = ["Column", "Table", "table", "tables"]
