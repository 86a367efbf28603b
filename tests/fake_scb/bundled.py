"""The project's bundled real figures as tables of the fake server: a part of Sweden, so a refresh refuses them.
Full-size tables do not belong here (`generated`)."""

import json
from typing import Any

from pipelines import places
from pipelines.scb.catalogue import declarations
from pipelines.snapshots.store import Store
from tests.fake_scb.table import Table


def bundled(updated: str = "2026-03-26T07:00:00Z") -> list[Table]:
    """One table for each bundled one; parts that differ in their regions only are laid one after the other."""
    store = Store(places.PROJECT / "data_raw")
    tables = []
    for table_id in (declared.table_id for declared in declarations() if store.newest(declared.table_id)):
        documents = [json.loads(store.read(snapshot)) for snapshot in store.newest(table_id)]
        tables.append(Table(table_id, _joined(documents), updated=updated))
    return tables


def _joined(documents: list[dict[str, Any]]) -> dict[str, Any]:
    first = documents[0]
    if len(documents) == 1:
        return first
    assert first["id"][0] == "Region"
    category = {"index": {}, "label": {}}
    values: list[Any] = []
    for document in documents:
        part = document["dimension"]["Region"]["category"]
        for code in sorted(part["index"], key=part["index"].get):
            category["index"][code] = len(category["index"])
            category["label"][code] = part["label"][code]
        values += document["value"]
    region = {**first["dimension"]["Region"], "category": category}
    size = [len(category["index"]), *first["size"][1:]]
    return {**first, "size": size, "dimension": {**first["dimension"], "Region": region}, "value": values}
