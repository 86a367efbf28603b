"""Fault 13: malformed JSON, or an HTML page with status 200. It is rejected; the bytes are kept for diagnosis."""

import gzip
import json
from pathlib import Path

import pytest

from pipelines.scb.catalogue import declaration
from pipelines.scb.planner import Request
from pipelines.scb.refresh import refresh
from pipelines.snapshots.store import Store
from pipelines.web.errors import MalformedAnswer
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})
JSON = "application/json; charset=utf-8"
BODIES = {
    "an HTML page": faults.Html(),
    "an HTML page that claims to be JSON": faults.Html(JSON),
    "cut JSON": faults.Html(JSON, b'{"version":"2.0","value":[1,2'),
    "nothing": faults.Html(JSON, b""),
    "a list": faults.Html(JSON, b"[]"),
    "not UTF-8": faults.Html(JSON, b'{"label":"\xe5r"}'),
    "bottomless": faults.Html(JSON, b"[" * 100_000),
    "no media type": faults.Html(""),
}


@pytest.mark.parametrize("fault", BODIES.values(), ids=BODIES)
def test_it_is_rejected_at_once_and_carries_its_bytes(fault: faults.Html) -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(fault, times=None)
        with pytest.raises(
            MalformedAnswer, match=r"where JSON was expected|is not JSON|is JSON but no object"
        ) as caught:
            client.data("TAB1", ONE)
        assert caught.value.body == fault.body
        assert len(str(caught.value).splitlines()) == 1
        assert len(fake.asked()) == 1


@pytest.mark.parametrize("path", ["/config", "/metadata", "/codelists", "/tables"])
def test_no_endpoint_takes_a_page_for_an_answer(path: str) -> None:
    calls = {"/config": "config", "/metadata": "metadata", "/codelists": "codelist", "/tables": "tables"}
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(faults.Html(), path=path, times=None)
        ask = getattr(client, calls[path])
        with pytest.raises(MalformedAnswer, match="text/html where JSON was expected"):
            ask(*([] if path in {"/config", "/tables"} else ["TAB1"]))


@pytest.mark.parametrize("path", ["/data", "/metadata"])
def test_a_refresh_keeps_the_bytes_and_writes_no_snapshot(path: str, tmp_path: Path) -> None:
    store = Store(tmp_path)
    with FakeScb([generated.full_size("TAB5837")]) as fake, asking(fake.url) as client:
        fake.inject(faults.Html(), path=path, times=None)
        (outcome,) = refresh(client, store, [declaration("TAB5837")])
    assert outcome.action == "refused"
    assert "text/html where JSON was expected" in outcome.message
    assert store.table_ids() == ()
    (kept,) = (tmp_path / "rejected" / "TAB5837").glob("*.body.gz")
    assert gzip.decompress(kept.read_bytes()) == faults.HTML
    reason = json.loads(kept.with_name(kept.name.replace(".body.gz", ".reason.json")).read_text("utf-8"))
    assert "text/html" in reason["reason"]
    assert reason["url"].startswith(fake.url)


def test_json_that_is_no_dataset_is_kept_and_refused_too(tmp_path: Path) -> None:
    with FakeScb([generated.full_size("TAB5837")]) as fake, asking(fake.url) as client:
        fake.inject(faults.Html(JSON, b'{"hello": NaN}'), times=None)
        (outcome,) = refresh(client, Store(tmp_path), [declaration("TAB5837")])
    assert outcome.action == "refused"
    assert len(list((tmp_path / "rejected" / "TAB5837").glob("*.body.gz"))) == 1
