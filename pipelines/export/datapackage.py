"""``datapackage.json``: a Frictionless description of every CSV and Parquet file, from the one declaration.
No table is described here, and nothing that differs between two runs on the same snapshots is written."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines import files, schema
from pipelines.export import csv, labels
from pipelines.export.reading import LANGUAGES
from pipelines.export.wording import wording

Descriptor = dict[str, Any]


def write(parquet_dir: Path, csv_dir: Path, target: Path, edition: Mapping[str, Any]) -> None:
    """Describe the tables of ``parquet_dir`` and ``csv_dir`` in ``target``, with paths relative to its folder.

    ``edition`` is the edition's manifest, of which ``edition`` (the id) is used. Every resource bears its number of
    bytes and SHA-256. Raises StyrkaError when a Parquet file is not a declared table.
    """
    words = wording()["package"]
    names = sorted(path.stem for path in parquet_dir.glob("*.parquet"))
    snapshots = pq.read_table(parquet_dir / "snapshot.parquet").to_pylist()
    marks = {language: labels.mark(snapshots, language)[0] for language in LANGUAGES}
    title = (f"{marks[each]}: {words['title'][each]}" if marks[each] else words["title"][each] for each in LANGUAGES)
    package: Descriptor = {
        "profile": "data-package",
        "name": "styrka",
        "id": edition["edition"],
        "languages": ["sv", "en"],
        **_bilingual("title", *title),
        **_bilingual("description", words["description"]["sv"], words["description"]["en"]),
        "licenses": _licences(snapshots),
        "sources": _sources(snapshots),
        "resources": [
            *(_csv_resource(schema.table(name), csv_dir / f"{name}.csv", target.parent) for name in names),
            *(_parquet_resource(schema.table(name), parquet_dir / f"{name}.parquet", target.parent) for name in names),
        ],
    }
    files.write_text(target, json.dumps(package, ensure_ascii=False, indent=2) + "\n")


def _csv_resource(table: schema.Table, path: Path, root: Path) -> Descriptor:
    return {
        **_resource(table, path, root, suffix=""),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": csv.ENCODING,
        "dialect": {
            "delimiter": csv.DELIMITER,
            "lineTerminator": csv.ROW_END,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "escape": {"prefix": csv.ESCAPE, "starts": csv.FORMULA_STARTS},
        "schema": {**_schema(table, suffix="", number={"decimalChar": csv.DECIMAL}), "missingValues": [""]},
    }


def _parquet_resource(table: schema.Table, path: Path, root: Path) -> Descriptor:
    return {
        **_resource(table, path, root, suffix="-parquet"),
        # frictionless reads Parquet through pandas, which turns an empty integer into NaN and then refuses it:
        # as a file its bytes and hash are checked, and its rows through the CSV of the same table.
        "profile": "data-resource",
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _schema(table, suffix="-parquet", number={}),
    }


def _resource(table: schema.Table, path: Path, root: Path, suffix: str) -> Descriptor:
    return {
        "profile": "tabular-data-resource",
        "name": table.name + suffix,
        "path": Path(os.path.relpath(path, root)).as_posix(),
        **_bilingual("title", table.title_sv, table.title_en),
        **_bilingual("description", table.description_sv, table.description_en),
        "sources": [_bilingual("title", table.source_sv, table.source_en)],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{files.sha256(path)}",
    }


def _schema(table: schema.Table, suffix: str, number: Descriptor) -> Descriptor:
    return {
        "fields": [_field(column, number) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [_foreign_key(table, column, suffix) for column in table.columns if column.references],
    }


def _field(column: schema.Column, number: Descriptor) -> Descriptor:
    constraints: Descriptor = {} if column.nullable else {"required": True}
    if column.domain:
        constraints["enum"] = list(column.domain)
    return {
        "name": column.name,
        "type": column.type,
        **_bilingual("description", column.sv, column.en),
        **({"unit": column.unit} if column.unit else {}),
        **(number if column.type == "number" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(table: schema.Table, column: schema.Column, suffix: str) -> Descriptor:
    resource, field = column.references.split(".")
    return {
        "fields": [column.name],
        # The specification writes a reference to the table itself as an empty name.
        "reference": {"resource": "" if resource == table.name else resource + suffix, "fields": [field]},
    }


def _licences(snapshots: list[dict[str, Any]]) -> list[Descriptor]:
    """SCB's licence with its address, then those that imports and registers state."""
    others = sorted({row["licence"] for row in snapshots if row["origin"] in {"import", "register"}})
    return [
        dict(wording()["package"]["licence"]),
        *({"name": re.sub(r"[^A-Za-z0-9._-]+", "-", licence) or "-", "title": licence} for licence in others),
    ]


def _sources(snapshots: list[dict[str, Any]]) -> list[Descriptor]:
    """One entry per raw answer: its label in both languages, address, update and checksum."""
    return [
        {
            **_bilingual("title", labels.untouched(row, "sv"), labels.untouched(row, "en")),
            **({"path": row["url"]} if row["url"] else {}),
            "table_id": row["table_id"],
            "part": row["part"],
            "updated": row["updated"],
            "sha256": row["sha256"],
        }
        for row in sorted(snapshots, key=lambda row: (row["table_id"], row["part"]))
    ]


def _bilingual(key: str, sv: str, en: str) -> Descriptor:
    """A text in the package's first language under the standard key, and in English beside it."""
    return {key: sv, f"{key}_en": en}
