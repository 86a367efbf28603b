"""Carries figures from one edition of SNI to the other over closed unions: what is exact, what became ambiguous, and
sums that both editions have. Weights between codes do not belong here: there are none, and none are guessed."""

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd
import pyarrow as pa

from pipelines import files, places, rows
from pipelines.errors import StyrkaError
from pipelines.rows import COLUMNS, KEY
from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025, key, membership

AnyTable = TypeVar("AnyTable", pd.DataFrame, pa.Table)
LEVELS = ("4", "5")
# The kinds of a union that the target edition has as a single code, whose figure is the sum of the source's codes.
SINGLE = {SNI2025: ("one_to_one", "merge", membership.UNKNOWN), SNI2007: ("one_to_one", "split", membership.UNKNOWN)}
# Above this a sum of whole numbers in floating point can be off.
LARGEST_WHOLE = 1 << 53


@dataclass(frozen=True)
class Carried(Generic[AnyTable]):
    """A table on the other side of the bridge; lists of codes are separated by blanks.

    ``exact``: figures of the codes of the target edition that are the whole target side of their closed union, with
    columns ``region, industry, year, value, kind, union_id, sources, absent``.
    ``ambiguous``: every other row, under its own code, with columns ``region, industry, year, value, kind, union_id,
    candidates, reason``; the reason is the union's kind, ``no_pair`` (no known counterpart) or ``no_code`` (its edition
    has no such code at this level).
    ``totals``: sums over closed unions, comparable with those of a table in the other edition, with columns
    ``region, union_id, year, value, kind, sni2007_codes, sni2025_codes, absent``.
    ``absent`` are codes of the union that occur nowhere in the table: they count as none, as in every measure. A sum of
    which a figure is missing is missing.
    """

    exact: AnyTable
    ambiguous: AnyTable
    totals: AnyTable


def key_file(raw: Path | None = None) -> Path | None:
    """SCB's own key in ``raw`` (``data_raw`` unless given), if a user has put it there."""
    folder = places.data_raw() if raw is None else raw
    path = folder / tomllib.loads(key.SETTINGS.read_text(encoding="utf-8"))["file"]
    return path if path.is_file() else None


def pairs(raw: Path | None = None) -> pa.Table:
    """The bridge in force, in the schema of ``industry_bridge``: SCB's own key, else the declared one."""
    path = key_file(raw)
    return classification.industry_bridge() if path is None else key.read(path)


def key_checksum() -> str | None:
    """SHA-256 of SCB's own key in ``data_raw``, which counts in an edition's id; None without one."""
    path = key_file()
    return None if path is None else files.sha256(path)


def in_force(checksum: str | None) -> pa.Table:
    """As ``pairs``; StyrkaError unless the key is the one with this checksum, from which an edition was begun."""
    if key_checksum() != checksum:
        raise StyrkaError("SCB's key has come, gone or changed since this edition was begun; run 'styrka run' again")
    return pairs()


def carry(
    table: AnyTable, level: int | str, source: str, target: str, bridge: pa.Table | None = None
) -> Carried[AnyTable]:
    """Carry ``table`` (``region, industry, year, value``; pandas or Arrow) from one edition of SNI to the other.

    ``source`` and ``target`` are ``SNI2007`` and ``SNI2025``, ``level`` is 4 or 5, ``bridge`` is the one in force
    unless given. Values may be of any unit that adds up; an empty value is a missing figure. StyrkaError names the row
    of a repeated key, an empty code or a value that is no number. Nothing is weighed or read from a code's digits.
    """
    if {source, target} != {SNI2007, SNI2025}:
        raise StyrkaError(f"cannot carry from {source} to {target}; the bridge is between {SNI2007} and {SNI2025}")
    if str(level) not in LEVELS:
        raise StyrkaError(f"the bridge has {' and '.join(LEVELS)} digits, not level {level}; carry at one of these")
    given = table if isinstance(table, pd.DataFrame) else _frame(table)
    cells = rows.checked(given.reset_index(drop=True), "the table")
    members = membership.members(pairs() if bridge is None else bridge, str(level))
    mine = members[members["edition"] == source].drop(columns="edition")
    cells = cells.merge(mine, on="industry", how="left", validate="many_to_one")
    totals = _summed(cells[cells["union_id"].notna()])
    totals = totals.merge(_unions(members, source, set(cells["industry"])), on="union_id", validate="many_to_one")
    single = SINGLE[target]
    exact = totals[totals["kind"].isin(single)].rename(
        columns={membership.COLUMN[target]: "industry", membership.COLUMN[source]: "sources"}
    )
    ambiguous = cells[~cells["kind"].isin(single)]
    declared = [
        row["industry_code"] for row in classification.industries(source).to_pylist() if row["level"] == str(level)
    ]
    unpaired = ambiguous["industry"].isin(declared).map({True: "no_pair", False: "no_code"})
    ambiguous = ambiguous.assign(reason=ambiguous["kind"].where(ambiguous["kind"].notna(), unpaired))
    as_given = _as(table)
    return Carried(
        as_given(exact.sort_values(KEY), [*COLUMNS, "kind", "union_id", "sources", "absent"]),
        as_given(ambiguous.sort_values(KEY), [*COLUMNS, "kind", "union_id", "candidates", "reason"]),
        as_given(totals, ["region", "union_id", "year", "value", "kind", *membership.COLUMN.values(), "absent"]),
    )


def _unions(members: pd.DataFrame, source: str, occurring: set[str]) -> pd.DataFrame:
    """By union: its kind, its codes in both editions, and those of the source edition that do not occur."""
    absent = members[(members["edition"] == source) & ~members["industry"].isin(occurring)]
    listed = {"absent": absent} | {
        column: members[members["edition"] == edition] for edition, column in membership.COLUMN.items()
    }
    codes = {name: side.groupby("union_id")["industry"].agg(" ".join) for name, side in listed.items()}
    kinds = members.groupby("union_id")["kind"].first()
    return pd.DataFrame({"kind": kinds, **codes}).fillna({"absent": ""}).reset_index()


def _summed(cells: pd.DataFrame) -> pd.DataFrame:
    """Values of a region and year summed over each union: whole numbers as such, others rounded once."""
    keys = ["region", "union_id", "year"]
    known = cells["value"].dropna()
    if known.dtype == "Int64" and (total := float(known.astype("float64").abs().sum())) >= rows.LARGEST_INTEGER:
        raise StyrkaError(f"the values sum to {total:.3g}, more than 64 bits hold; use a larger unit")
    if ((known % 1 == 0).all() and known.abs().sum() < LARGEST_WHOLE) or known.dtype == "Int64":
        cells = cells.assign(empty=cells["value"].isna())
        sums = cells.groupby(keys).agg(value=("value", "sum"), empty=("empty", "any"))
        return sums["value"].mask(sums["empty"]).reset_index()
    alone = ~cells.duplicated(keys, keep=False)
    together = cells[~alone].groupby(keys)["value"].agg(math.fsum).reset_index()
    return pd.concat([cells.loc[alone, [*keys, "value"]], together]).sort_values(keys, ignore_index=True)


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=lambda kind: pd.Int64Dtype() if pa.types.is_integer(kind) else None
    )
    return frame


def _as(given: AnyTable) -> Callable[[pd.DataFrame, list[str]], AnyTable]:
    """How a result becomes the kind of table that was given."""

    def shaped(frame: pd.DataFrame, names: list[str]) -> AnyTable:
        chosen = frame.loc[:, names].reset_index(drop=True)
        if isinstance(given, pd.DataFrame):
            return chosen
        kinds = {"year": pa.int64(), "value": pa.int64() if chosen["value"].dtype == "Int64" else pa.float64()}
        declared = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
        return pa.Table.from_pandas(chosen, schema=declared, preserve_index=False).replace_schema_metadata(None)

    return shaped
