"""Fault 12: a body that ends too early, or whose length is not as stated. It is rejected; no snapshot is written."""

from pathlib import Path

import pytest

from pipelines.scb.catalogue import declaration
from pipelines.scb.planner import Request
from pipelines.scb.refresh import refresh
from pipelines.snapshots.store import Store
from pipelines.web.errors import MalformedAnswer, Truncated
from tests.fake_scb import FakeScb, faults, generated
from tests.loopback.faults import Fault
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})
BROKEN_OFF = {
    "half": faults.Truncated(0.5),
    "nothing": faults.Truncated(0.0),
    "all but a little": faults.Truncated(0.999),
    "too long a length": faults.WrongLength(+9),
    "half of a gzip body": faults.Gzipped(0.5),
}


@pytest.mark.parametrize("fault", BROKEN_OFF.values(), ids=BROKEN_OFF)
def test_an_answer_that_breaks_off_is_asked_for_again(fault: Fault) -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(fault)
        assert client.data("TAB1", ONE).document()["value"] == [11]
        assert len(fake.asked()) == 2


@pytest.mark.parametrize("fault", BROKEN_OFF.values(), ids=BROKEN_OFF)
def test_and_rejected_when_it_breaks_off_every_time(fault: Fault) -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(fault, times=None)
        with pytest.raises(Truncated, match=r"broke off|ended before its end"):
            client.data("TAB1", ONE)
        assert len(fake.asked()) == 4


def test_a_stated_length_that_is_too_short_leaves_no_json() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(faults.WrongLength(-9), times=None)
        with pytest.raises(MalformedAnswer, match="is not JSON") as caught:
            client.data("TAB1", ONE)
        assert caught.value.body.startswith(b'{"version":"2.0"')
        fake.heal()
        assert client.data("TAB1", ONE).document()["value"] == [11]


@pytest.mark.parametrize("fault", [faults.Truncated(0.5), faults.WrongLength(-9)], ids=["half", "short length"])
def test_no_snapshot_is_written_and_what_came_is_kept(fault: Fault, tmp_path: Path) -> None:
    store = Store(tmp_path)
    with FakeScb([generated.full_size("TAB5837")]) as fake, asking(fake.url) as client:
        fake.inject(fault, times=None)
        (outcome,) = refresh(client, store, [declaration("TAB5837")])
        assert outcome.action == "refused"
        assert store.table_ids() == ()
        assert len(list((tmp_path / "rejected" / "TAB5837").glob("*.body.gz"))) == 1
        fake.heal()
        (outcome,) = refresh(client, store, [declaration("TAB5837")])
        assert outcome.action == "fetched"
