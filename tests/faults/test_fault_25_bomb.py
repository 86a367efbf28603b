"""Fault 25: a decompression bomb, a body of 2 GB. The byte cap ends both, on the wire and decoded."""

import gzip

import pytest

from pipelines.scb.planner import Request
from pipelines.web.errors import MalformedAnswer, TooLarge
from tests.fake_scb import FakeScb, faults, generated
from tests.loopback.faults import Fault
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})
CAP = 1_000_000
LARGE = {
    "2 GB, and it says so": faults.Oversized(2_000_000_000),
    "2 GB in chunks": faults.Oversized(2_000_000_000, chunked=True),
    "gzip of 200 MB": faults.Bomb(200_000_000),
    "gzip one byte over": faults.Bomb(CAP + 1),
    "gzip of 200 MB on a redirect": faults.Redirect(
        "/api/v2/config", headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(200_000_000))
    ),
}


@pytest.mark.parametrize("fault", LARGE.values(), ids=LARGE)
def test_reading_ends_at_the_cap_and_nothing_is_asked_again(fault: Fault) -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url, patience={"body_bytes": CAP}) as client:
        fake.inject(fault, times=None)
        with pytest.raises(TooLarge, match="exceeds the cap of 1,000,000 bytes") as caught:
            client.data("TAB1", ONE)
        assert len(caught.value.body) <= CAP
        assert len(fake.asked()) == 1
        fake.heal()
        assert client.data("TAB1", ONE).document()["value"] == [11]


def test_a_body_of_exactly_the_cap_is_read() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url, patience={"body_bytes": CAP}) as client:
        fake.inject(faults.Bomb(CAP))
        with pytest.raises(MalformedAnswer, match="is not JSON"):
            client.data("TAB1", ONE)
