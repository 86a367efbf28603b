"""Tables ``source_change`` and ``change``: what an edition tells its readers of what changed since the one before.
What differs is found by ``comparison`` and ``claims``; nothing is measured here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.differences import claims, comparison
from pipelines.differences.editions import Edition
from pipelines.differences.telling import WORDING, reason
from pipelines.export.reading import LANGUAGES, Row
from pipelines.profiles.words import Words
from pipelines.warehouse import engine

SOURCES, CHANGES = "source_change", "change"
BOTH_SEXES = "total"


def source_change(before: Edition | None, now: Edition) -> pa.Table:
    """The source tables of both editions; empty without one before."""
    if before is None:
        return schema.table(SOURCES).arrow_schema().empty_table()
    relations = {"snapshot": now.table("snapshot"), "snapshot_before": before.table("snapshot")}
    return engine.select(SOURCES, relations, {"edition_before": before.id})


def change(before: Edition | None, now: Edition) -> pa.Table:
    """Every change of a region; empty without an edition before."""
    declared = schema.table(CHANGES)
    if before is None:
        return declared.arrow_schema().empty_table()
    cells = comparison.cells(before, now)
    cells = cells.filter(pc.equal(cells["sex"], BOTH_SEXES))
    rows = [
        *_placed(_cells(cells)),
        *_placed(_counted(cells)),
        *_placed(_verdicts(comparison.flipped(before, now))),
        *_placed(_covered(comparison.covered(before, now))),
        *_placed(_claims(claims.compare(before, now))),
    ]
    empty: Row = dict.fromkeys(declared.column_names)
    found = pa.Table.from_pylist([empty | row for row in rows], schema=declared.arrow_schema())
    return found.sort_by([(column, "ascending") for column in declared.sort])


def again(paths: Mapping[str, Path], name: str) -> pa.Table:
    """The table as an earlier build of the same figures wrote it."""
    return pq.read_table(paths[name], schema=schema.table(name).arrow_schema(), use_threads=False)


def _placed(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with their place among those of their region."""
    places: Counter[str] = Counter()
    for row in rows:
        places[row["region_code"]] += 1
        yield row | {"position": places[row["region_code"]]}


def _cells(cells: pa.Table) -> Iterator[Row]:
    """Revised cells one by one, the largest first as they come."""
    for row in cells.filter(pc.equal(cells["change"], "revised")).to_pylist():
        yield {
            **{name: row[name] for name in ("region_code", "series", "year", "within_noise")},
            "kind": "cell",
            "item": f"{row['series']} {row['year']} {row['industry_code']}",
            "subject_type": "industry",
            "subject_code": row["industry_code"],
            "outcome": row["change"],
            "value_before": row["employees_before"],
            "value": row["employees"],
            "state_before": row["status_before"],
            "state": row["status"],
        }


def _counted(cells: pa.Table) -> Iterator[Row]:
    """How many cells of a series and year are new or gone."""
    some = cells.filter(pc.not_equal(cells["change"], "revised"))
    counted = some.group_by(["region_code", "series", "year", "change"]).aggregate([([], "count_all")]).to_pylist()
    for row in sorted(counted, key=lambda each: (each["region_code"], each["series"], each["year"], each["change"])):
        yield {
            **{name: row[name] for name in ("region_code", "series", "year")},
            "kind": "cells",
            "item": f"{row['series']} {row['year']} {row['change']}",
            "outcome": row["change"],
            "value": row["count_all"],
        }


def _verdicts(flipped: Sequence[Row]) -> Iterator[Row]:
    for row in flipped:
        yield {
            **{name: row[name] for name in ("region_code", "subject_type", "subject_code", "series", "year")},
            "kind": "verdict",
            "item": f"{row['subject_type']} {row['subject_code']} {row['series']}",
            "outcome": "flipped",
            "value_before": row["lq_before"],
            "value": row["lq"],
            "state_before": row["verdict_before"],
            "state": row["verdict"],
        }


def _covered(counted: Sequence[Row]) -> Iterator[Row]:
    """How many verdicts of a series only one of the editions has."""
    for row in counted:
        for outcome in ("new", "gone"):
            if row[outcome]:
                yield {
                    **{name: row[name] for name in ("region_code", "series")},
                    "kind": "verdicts",
                    "item": f"{row['series']} {outcome}",
                    "outcome": outcome,
                    "value": row[outcome],
                }


def _claims(compared: Sequence[Row]) -> Iterator[Row]:
    words = {language: Words(language, WORDING) for language in LANGUAGES}
    for row in compared:
        told: dict[str, Any] = {}
        if row["outcome"] in ("changed", "gone"):
            told = {f"reason_{language}": reason(row, words[language]) for language in LANGUAGES}
        texts = [f"text_{language}{end}" for language in LANGUAGES for end in ("_before", "")]
        yield {
            **{
                name: row[name] for name in ("region_code", "subject_type", "subject_code", "series", "outcome", *texts)
            },
            **told,
            "kind": "claim",
            "item": row["claim_id"],
        }
