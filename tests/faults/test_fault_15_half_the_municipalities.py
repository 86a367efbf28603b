"""Fault 15: half the municipalities are missing from an answer. It is refused by number and name; old figures stay."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.scb.catalogue import MisfitError, declaration
from pipelines.scb.config import BASE_URL
from pipelines.snapshots.store import Sidecar, Snapshot, Store, selection_hash
from tests.conftest import Workplace
from tests.scb.answers import answer, codes, metadata, query
from tests.scb.stored import newest_cells

TABLE = "TAB5837"
WHOLE = codes(TABLE)
GONE = [code for code in WHOLE["Region"] if len(code) == 4][::2]
HALF = WHOLE | {"Region": [code for code in WHOLE["Region"] if code not in GONE]}


def fetched(store: Store, document: dict[str, Any], asked: dict[str, Any]) -> Snapshot:
    sidecar = Sidecar(
        table_id=TABLE,
        part=1,
        parts=1,
        origin="client",
        query=asked,
        url=f"{BASE_URL}/tables/{TABLE}/data",
        updated=document["updated"],
        retrieved="2026-06-13T08:15:00Z",
        selection_hash=selection_hash([asked]),
        licence="CC0-1.0",
        note="made for a test",
    )
    return store.write(json.dumps(document).encode(), sidecar)


def test_an_answer_that_lacks_codes_that_were_asked_for_is_refused() -> None:
    assert len(GONE) == 145
    with pytest.raises(
        MisfitError, match=r"TAB5837: 145 of 312 codes of Region: '\d{4}'.* and 140 more is not answered"
    ):
        declaration(TABLE).check_answer(answer(TABLE, HALF), query(WHOLE))


def test_metadata_that_lists_half_of_them_is_refused_before_anything_is_fetched() -> None:
    whole = metadata(TABLE)
    listed = answer(TABLE, HALF) | {"value": []}
    assert declaration(TABLE).check_metadata(whole) == ()
    with pytest.raises(MisfitError, match=r"145 of 312 codes of Region: .* is missing"):
        declaration(TABLE).check_metadata(listed)


def test_a_query_that_asked_for_half_of_them_is_refused_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fetched(store, answer(TABLE, HALF), query(HALF))
    with pytest.raises(MisfitError, match=r"145 of 312 codes of Region: .* was never asked for"):
        newest_cells(store)


def test_the_run_fails_in_one_line_and_the_old_edition_stays(tmp_path: Path, published: Workplace) -> None:
    place = Workplace(tmp_path / "raw", tmp_path / "mart", tmp_path / "home")
    shutil.copytree(published.raw, place.raw, symlinks=True)
    shutil.copytree(published.mart, place.mart, symlinks=True)
    before = place.files
    fetched(Store(place.raw), answer(TABLE, HALF), query(WHOLE))
    outcome = place.styrka("run")
    assert outcome.returncode >= 1
    assert re.search(r"TAB5837: 145 of 312 codes of Region: '\d{4}'", outcome.stderr)
    assert "Traceback" not in outcome.stderr
    assert place.files == before
