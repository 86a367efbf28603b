"""Fault 16: a variable renamed, a new code, a table gone, a label changed. The message names it; nothing is guessed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.scb import cells
from pipelines.scb.catalogue import MisfitError, declaration, label_changes
from pipelines.scb.client import Client
from pipelines.scb.refresh import refresh
from pipelines.snapshots.store import Snapshot, Store
from tests.fake_scb import FakeScb, Table
from tests.fake_scb.generated import full_size
from tests.faults.test_fault_15_half_the_municipalities import fetched
from tests.scb.answers import answer, codes, metadata, query
from tests.scb.stored import newest_cells

TABLE = "TAB5837"
WHOLE = codes(TABLE)
ASKED = query(WHOLE)


def renamed(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    names = [new if name == old else name for name in document["id"]]
    return document | {"id": names, "dimension": {new if k == old else k: v for k, v in document["dimension"].items()}}


CHANGES = {
    "variable renamed": (
        renamed(answer(TABLE, WHOLE), "SNI2007", "SNI2025"),
        "TAB5837: variable 'SNI2007' is missing, the answer has 'SNI2025' instead",
    ),
    "new industry": (
        answer(TABLE, WHOLE | {"SNI2007": [*WHOLE["SNI2007"], "V"]}),
        "SNI2007 has the new code 'V'",
    ),
    "industries split": (
        answer(TABLE, WHOLE | {"SNI2007": ["B", "C", *[code for code in WHOLE["SNI2007"] if code != "B+C"]]}),
        r"1 of 16 codes of SNI2007: 'B\+C' is .*; SNI2007 has the new code 'B', 'C'",
    ),
    "new municipality": (
        answer(TABLE, WHOLE | {"Region": [*WHOLE["Region"], "0332"]}),
        "Region has the new code '0332'",
    ),
    "content replaced": (
        answer(TABLE, WHOLE | {"ContentsCode": ["00000999"]}),
        "1 of 1 codes of ContentsCode: '00000544' is .*; ContentsCode has the new code '00000999'",
    ),
    "third sex code": (
        answer(TABLE, WHOLE | {"Kon": ["1", "2", "3"]}),
        "Kon has the new code '3'",
    ),
    "variable dropped": (
        answer(TABLE, {name: given for name, given in WHOLE.items() if name != "Kon"}),
        "variable 'Kon' is missing",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_answer_and_the_metadata_are_refused_and_the_change_is_named(change: str, tmp_path: Path) -> None:
    document, named = CHANGES[change]
    with pytest.raises(MisfitError, match=named):
        declaration(TABLE).check_metadata(document | {"value": []})
    store = Store(tmp_path)
    fetched(store, document, ASKED)
    with pytest.raises(MisfitError, match=named):
        newest_cells(store)


def test_a_changed_label_changes_no_figure_and_is_reported(tmp_path: Path) -> None:
    before = answer(TABLE, WHOLE, lambda place: len(place[1]))
    after = json.loads(json.dumps(before))
    after["dimension"]["SNI2007"]["category"]["label"]["A"] = "jordbruk och skogsbruk "
    after["dimension"]["Region"]["label"] = "arbetsställets region"
    declaration(TABLE).check_metadata(metadata(TABLE))
    assert _cells(tmp_path / "before", before) == _cells(tmp_path / "after", after)
    assert label_changes(before, after) == (
        "Region was called 'region', now 'arbetsställets region'",
        "SNI2007 A was called 'label of A', now 'jordbruk och skogsbruk '",
    )


PUBLISHED_ANEW = "2026-07-01T06:00:00Z"
AT_THE_SOURCE: dict[str, tuple[Callable[[Table], None], str]] = {
    "variable renamed": (
        lambda table: table.rename_variable("SNI2007", "SNI2025"),
        "TAB5837: variable 'SNI2007' is missing, the answer has 'SNI2025' instead",
    ),
    "new code": (lambda table: table.add("SNI2007", "V", "ny"), "TAB5837: SNI2007 has the new code 'V'"),
    "municipality merged": (
        lambda table: table.drop("Region", ["0885"]),
        "TAB5837: 1 of 312 codes of Region: '0885' is missing",
    ),
}


@pytest.mark.parametrize("change", AT_THE_SOURCE)
def test_a_refresh_refuses_the_changed_table_keeps_what_came_and_leaves_the_old(change: str, tmp_path: Path) -> None:
    happens, named = AT_THE_SOURCE[change]
    store, table = Store(tmp_path), full_size(TABLE)
    with FakeScb([table]) as server, Client(server.url) as client:
        refresh(client, store, [declaration(TABLE)])
        before, asked = store.newest(TABLE), len(server.asked())
        happens(table)
        table.bump(PUBLISHED_ANEW)
        (outcome,) = refresh(client, store, [declaration(TABLE)])
        assert len(server.asked()) == asked
    assert outcome.action == "refused"
    assert named in outcome.message
    assert store.newest(TABLE) == before
    (account,) = (tmp_path / "rejected" / TABLE).glob("*.reason.json")
    assert named in json.loads(account.read_text("utf-8"))["reason"]


def test_a_table_that_is_gone_is_named_and_the_others_are_still_fetched(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with FakeScb([full_size("TAB900")]) as server, Client(server.url) as client:
        gone, there = refresh(client, store, [declaration(TABLE), declaration("TAB900")])
    assert (gone.action, there.action) == ("failed", "fetched")
    assert "/tables/TAB5837/metadata" in gone.message
    assert "404" in gone.message
    assert store.table_ids() == ("TAB900",)


def test_a_label_changed_at_the_source_is_fetched_and_remarked_on(tmp_path: Path) -> None:
    store, table = Store(tmp_path), full_size(TABLE)
    with FakeScb([table]) as server, Client(server.url) as client:
        refresh(client, store, [declaration(TABLE)])
        known = newest_cells(store)
        table.relabel("Region", "18", "Örebro läns kommuner")
        table.bump(PUBLISHED_ANEW)
        (outcome,) = refresh(client, store, [declaration(TABLE)])
    assert outcome.action == "fetched"
    assert [remark for remark in outcome.remarks if "now 'Örebro läns kommuner'" in remark]
    assert newest_cells(store).equals(known)


def _cells(root: Path, document: dict[str, Any]) -> list[dict[str, Any]]:
    store = Store(root)
    snapshot: Snapshot = fetched(store, document, ASKED)
    rows: list[dict[str, Any]] = cells.read(store, declaration(TABLE), [snapshot]).to_pylist()
    return rows
