"""Fault 24: a redirect to another host, plain http, a certificate that is not trusted. Refused; loopback excepted."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from pipelines.scb.client import Client
from pipelines.scb.planner import Request
from pipelines.web.errors import DeadlineExceeded, Refused
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})
LONG = {"get_url_characters": 0}


@pytest.fixture
def fake() -> Iterator[FakeScb]:
    with FakeScb([generated.small()]) as server:
        yield server


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_server_is_refused_and_not_followed(fake: FakeScb, status: int) -> None:
    with FakeScb([generated.small()]) as other, asking(fake.url) as client:
        fake.inject(faults.Redirect(f"{other.url}/tables/TAB1/data", status), times=None)
        with pytest.raises(
            Refused, match=r"redirects to http://127.0.0.1:.*; other hosts and plain http are not followed"
        ):
            client.data("TAB1", ONE)
        assert other.calls == []
        assert len(fake.asked()) == 1


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/x", "http://example.org/", "file:///etc/passwd", "http://[", ""]
)
def test_nor_is_one_to_anything_else(fake: FakeScb, target: str) -> None:
    with asking(fake.url) as client:
        fake.inject(faults.Redirect(target), times=None)
        with pytest.raises(Refused):
            client.data("TAB1", ONE)


def test_within_the_host_a_redirect_is_followed(fake: FakeScb) -> None:
    fake.inject(faults.Redirect("/api/v2/tables/TAB1/metadata?lang=sv", 301), path="/tables/OLD/metadata")
    with asking(fake.url) as client:
        assert client.metadata("OLD")["extension"]["px"]["tableid"] == "TAB1"


def test_a_post_is_repeated_whole_or_not_at_all(fake: FakeScb) -> None:
    fake.inject(faults.Redirect("/api/v2/tables/TAB1/data", 307))
    with asking(fake.url, patience=LONG) as client:
        assert client.data("TAB1", ONE).document()["value"] == [11]
        assert [call.body for call in fake.asked()] == [ONE.query, ONE.query]
        fake.inject(faults.Redirect("/api/v2/tables/TAB1/data", 302))
        with pytest.raises(Refused, match="would lose the query"):
            client.data("TAB1", ONE)


def test_a_circle_ends(fake: FakeScb) -> None:
    fake.inject(faults.Redirect("/api/v2/config"), path="/config", times=None)
    with asking(fake.url) as client, pytest.raises(Refused, match="more than 5 redirects"):
        client.config()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://statistikdatabasen.scb.se/api/v2", "plain http can be read and changed"),
        ("http://127.0.0.1.example.org/api/v2", "plain http"),
        ("http://localhost.example.org/", "plain http"),
        ("ftp://127.0.0.1/api/v2", "is no web address"),
        ("statistikdatabasen.scb.se/api/v2", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("https://", "is no web address"),
        ("https://[::1", "is no URL"),
        ("https://host:port/", "is no URL"),
        ("", "is no web address"),
        ("https://me:secret@example.org/", "a login in the address"),
    ],
)
def test_an_address_that_is_not_https_is_refused_before_anything_is_sent(url: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as caught:
        Client(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/api/v2", "http://localhost:1/", "http://[::1]:1/", "https://a.se/"]
)
def test_https_and_loopback_are_let_in(url: str) -> None:
    Client(url).close()


def served(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_of_nobody_is_refused_in_one_line_and_not_tried_again() -> None:
    with FakeScb(tls=served(trustme.CA(), "127.0.0.1")) as fake, asking(fake.url) as client:
        with pytest.raises(Refused, match=r"cannot be trusted \(.*certificate verify failed") as caught:
            client.config()
        assert fake.calls == []
        assert "attempts" not in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    authority, bundle = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with (
        FakeScb(tls=served(authority, "example.org")) as fake,
        asking(fake.url, ca_bundle=str(bundle)) as client,
        pytest.raises(Refused, match="cannot be trusted"),
    ):
        client.config()


def test_a_certificate_that_is_trusted_is_fine_and_the_deadline_holds_over_tls(tmp_path: Path) -> None:
    authority, bundle = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with FakeScb([generated.small()], tls=served(authority, "127.0.0.1")) as fake:
        with asking(fake.url, ca_bundle=str(bundle)) as client:
            assert client.data("TAB1", ONE).document()["value"] == [11]
        with asking(fake.url, ca_bundle=str(bundle), patience={"total_seconds": 0.6}) as client:
            client.config()
            fake.inject(faults.Slow(pause=0.05), times=None)
            with pytest.raises(DeadlineExceeded):
                client.data("TAB1", ONE)


def test_a_plain_server_behind_an_https_address_is_refused() -> None:
    with (
        FakeScb() as fake,
        asking(fake.url.replace("http:", "https:")) as client,
        pytest.raises(Refused, match="cannot be trusted"),
    ):
        client.config()
