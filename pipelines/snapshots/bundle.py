"""The script that wrote the bundled edition: a public copy's CSV files to json-stat2 answers in the snapshot format.
Run as `python -m pipelines.snapshots.bundle ../shared/data/scb`; `bundle.toml` declares what is known of the copy."""

import csv
import json
import sys
import tomllib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.snapshots.bundle_wide import Cell, Figure, read_wide
from pipelines.snapshots.store import Sidecar, Snapshot, Store, selection_hash

DECLARATION = Path(__file__).with_suffix(".toml")


def bundle(source: Path, root: Path) -> list[Snapshot]:
    """Write every declared table of the copy in folder ``source`` as snapshots below ``root``, in declared order.

    The same files give the same bytes. StyrkaError names a file that is missing, incomplete or contradicts another.
    """
    declared = tomllib.loads(DECLARATION.read_text("utf-8"))
    store = Store(root)
    written = []
    for table_id, table in declared["tables"].items():
        documents = _documents(source, declared, table_id)
        queries = [_query(document) for document in documents]
        note = declared["note"].format(source=declared["source"], remark=table.get("remark", ""))
        for number, (document, query) in enumerate(zip(documents, queries, strict=True), start=1):
            sidecar = Sidecar(
                table_id=table_id,
                part=number,
                parts=len(documents),
                origin="public_copy",
                query=query,
                url=table.get("url", declared["url"].format(table_id=table_id)),
                updated=None,
                retrieved=declared["retrieved"],
                selection_hash=selection_hash(queries),
                licence=declared["licence"],
                note=note,
            )
            body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
            written.append(store.write(body, sidecar))
    return written


def _documents(source: Path, declared: Mapping[str, Any], table_id: str) -> list[Any]:
    table = declared["tables"][table_id]
    documents: list[Any] = []
    earlier: dict[Cell, Figure] = {}
    for name in table["files"]:
        read = read_wide(source / name) if table.get("wide") else _read(source / name, declared["columns"], table)
        cells, names = read
        differing = [cell for cell in cells.keys() & earlier.keys() if cells[cell] != earlier[cell]]
        if differing:
            raise StyrkaError(f"{source / name}: {min(differing)} differs from the earlier file of {table_id}")
        position = table["dimensions"].index("Region")
        stored = {cell[position] for cell in earlier}
        own = {cell: value for cell, value in cells.items() if cell[position] not in stored}
        documents.append(_document(declared, table_id, own, names, source / name))
        earlier |= own
    return documents


def _read(
    path: Path, columns: Mapping[str, str], table: Mapping[str, Any]
) -> tuple[dict[Cell, Figure], dict[str, str]]:
    cells: dict[Cell, Figure] = {}
    names: dict[str, str] = {}
    fixed = table.get("fixed", {})
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, strict=True):
                cell = tuple("fixed" if name in fixed else row[columns[name]] for name in table["dimensions"])
                if cell in cells:
                    raise StyrkaError(f"{path}: {cell} is there twice")
                cells[cell] = int(row["value"])
                names[row["region_code"]] = row["region_name"]
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise StyrkaError(f"{path}: cannot be read as a table of the public copy ({error})") from error
    return cells, names


def _document(
    declared: Mapping[str, Any], table_id: str, cells: Mapping[Cell, Figure], names: Mapping[str, str], path: Path
) -> dict[str, Any]:
    table = declared["tables"][table_id]
    found = {name: _codes(declared, table, name, names) for name in table["dimensions"]}
    used = {name: {cell[position] for cell in cells} for position, name in enumerate(found)}
    kept = {name: {ours: pair for ours, pair in codes.items() if ours in used[name]} for name, codes in found.items()}
    kept["Tid"] = {year: (year, year) for year in sorted(used["Tid"])}
    order: list[Cell] = [()]
    for codes in kept.values():
        order = [(*cell, ours) for cell in order for ours in codes]
    if len(cells) != prod(len(codes) for codes in kept.values()) or set(order) != set(cells):
        raise StyrkaError(f"{path}: the cells do not fill the table that their codes span")
    figures = [cells[cell] for cell in order]
    signs = {str(place): figure for place, figure in enumerate(figures) if isinstance(figure, str)}
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": table["label"],
        "source": declared["labels"]["source"],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": list(kept),
        "size": [len(codes) for codes in kept.values()],
        "dimension": {name: _dimension(declared["labels"][name], list(codes.values())) for name, codes in kept.items()},
        "extension": {
            "px": {"tableid": table_id, "decimals": table.get("decimals", 0), "language": "sv", "matrix": table_id}
        },
        "value": [None if isinstance(figure, str) else figure for figure in figures],
    }
    return {**document, "status": signs} if signs else document


def _codes(
    declared: Mapping[str, Any], table: Mapping[str, Any], name: str, names: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """SCB's code and label for each of the copy's words, in SCB's order; years are read from the cells."""
    if name in table.get("fixed", {}):
        return {"fixed": tuple(table["fixed"][name])}
    if name == "Region":
        return {code: (code, names[code]) for code in sorted(names)}
    if name == "SNI2007":
        words = declared["industries"][table["industries"]]
        return {word: (word, given) if isinstance(given, str) else tuple(given) for word, given in words.items()}
    if name == "ContentsCode":
        return {word: tuple(pair) for word, pair in table["contents"].items()}
    return {word: tuple(pair) for word, pair in declared["codes"].get(name, {}).items()}


def _dimension(label: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    index = {code: position for position, (code, _) in enumerate(pairs)}
    return {"label": label, "category": {"index": index, "label": dict(pairs)}}


def _query(document: Mapping[str, Any]) -> dict[str, Any]:
    dimensions = document["dimension"]
    return {
        "selection": [
            {"variableCode": name, "valueCodes": list(dimensions[name]["category"]["index"])} for name in document["id"]
        ]
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m pipelines.snapshots.bundle FOLDER")
    for snapshot in bundle(Path(sys.argv[1]), places.data_raw()):
        sys.stdout.write(f"{snapshot.body_path}\n")
