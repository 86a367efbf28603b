"""Fault 18, the sidecar: whatever is wrong with it, every command says so in one line that names file and field."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines import places
from pipelines.snapshots import soundness
from pipelines.snapshots.store import Store
from tests.conftest import Workplace

Damage = Callable[[dict[str, Any]], bytes]
EXPLAIN = ("explain", "--region", "08", "--industry", "A", "--year", "2024", "--series", "BAS_PREL")


def field(name: str, value: Any) -> Damage:
    return lambda stated: json.dumps({**stated, name: value}).encode()


def without(name: str) -> Damage:
    return lambda stated: json.dumps({key: value for key, value in stated.items() if key != name}).encode()


DAMAGES: dict[str, tuple[Damage, str]] = {
    "empty": (lambda _: b"", "Invalid JSON"),
    "array": (lambda stated: json.dumps([stated]).encode(), "object"),
    "deep": (lambda _: b"[" * 100_000, "Invalid JSON"),
    "no UTF-8": (lambda stated: json.dumps(stated).replace("Typed", "\xff").encode("latin-1"), "Invalid JSON"),
    "unknown field": (field("colour", "red"), "field colour"),
    "missing field": (
        lambda stated: json.dumps({k: v for k, v in stated.items() if k != "size"}).encode(),
        "field size",
    ),
    "null checksum": (field("sha256", None), "field sha256"),
    "short checksum": (field("file_sha256", "abc"), "field file_sha256"),
    "part as text": (field("part", "x"), "field part"),
    "part as truth": (field("part", True), "field part"),
    "query as list": (field("query", []), "field query"),
    "query without selection": (field("query", {}), "field query"),
    "query of numbers": (field("query", {"selection": [{"variableCode": "Tid", "valueCodes": [2024]}]}), "field query"),
    "time as number": (field("updated", 2024), "field updated"),
    "no time": (field("updated", "yesterday"), "updated 'yesterday'"),
    "retrieved as null": (field("retrieved", None), "field retrieved"),
    "other origin": (field("origin", "hearsay"), "field origin"),
    "table id as list": (field("table_id", ["TAB3785"]), "field table_id"),
    "address as object": (field("url", {}), "field url"),
}


def damaged(folder: Path, damage: str) -> Path:
    shutil.copytree(places.PROJECT / "data_raw" / "bundled", folder / "bundled")
    (path,) = (folder / "bundled" / "TAB3785").glob("*.meta.json")
    path.write_bytes(DAMAGES[damage][0](json.loads(path.read_bytes())))
    return path


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_with_a_sidecar_is_named(tmp_path: Path, damage: str) -> None:
    path = damaged(tmp_path, damage)
    (message,) = soundness.verify(Store(tmp_path)).damaged
    assert message.startswith(f"{path}: the sidecar cannot be read (")
    assert DAMAGES[damage][1] in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "damage", ["array", "no UTF-8", "unknown field", "null checksum", "part as text", "query as list"]
)
def test_every_command_says_so_in_one_line(published_kalmar: Workplace, tmp_path: Path, damage: str) -> None:
    raw = tmp_path / "raw"
    path = damaged(raw, damage)
    reading = replace(published_kalmar, raw=raw)
    running = Workplace(raw, tmp_path / "mart", tmp_path / "home")
    for place, arguments in ((reading, ("verify",)), (reading, EXPLAIN), (running, ("run", "--region", "08"))):
        done = place.styrka(*arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.count("\n") == 1, done.stderr
        assert f"{path}: the sidecar cannot be read" in done.stderr
        assert DAMAGES[damage][1] in done.stderr
        assert "restore it" in done.stderr
