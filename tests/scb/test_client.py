"""The client against the fake server on real sockets: what it asks, what it keeps, what it calls each failure.
Faults of `docs/faults.md` have files of their own below `tests/faults/`."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.scb.client import Client
from pipelines.scb.config import FALLBACK, ApiConfig
from pipelines.scb.errors import SelectionError, TooManyCells, from_status
from pipelines.scb.planner import Request
from pipelines.web import errors
from tests.fake_scb import FakeScb, documents, faults, generated, problems
from tests.scb.asking import asking

ALL = {"Region": ["*"], "Kon": ["*"], "ContentsCode": ["*"], "Tid": ["*"]}
ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})


@pytest.fixture
def fake() -> Iterator[FakeScb]:
    with FakeScb([generated.small()]) as server:
        yield server


@pytest.fixture
def client(fake: FakeScb) -> Iterator[Client]:
    with asking(fake.url) as asker:
        yield asker


# ── the three known faults of the other client of this API ───────────────────────────────────────────────────────────


def test_the_timeout_is_used(fake: FakeScb) -> None:
    fake.inject(faults.Hang(), times=None)
    with (
        asking(fake.url, patience={"read_seconds": 0.2, "attempts": 1}) as client,
        pytest.raises(errors.Unreachable, match=r"no answer .*timed out"),
    ):
        client.data("TAB1", ONE)


def test_status_symbols_arrive(client: Client) -> None:
    (answer,) = client.select("TAB1", ALL)
    document = answer.document()
    assert document["status"] == {"5": "..", "6": "-"}
    assert document["value"][4:8] == [4, None, None, 7]


def test_expressions_count_as_the_cells_that_they_stand_for(fake: FakeScb) -> None:
    fake.max_cells = 8
    with asking(fake.url) as client:
        answers = client.select("TAB1", {**ALL, "Tid": ["TOP(4)"], "Region": ["FROM(00)"]})
    assert [len(answer.document()["value"]) for answer in answers] == [8, 8, 8]
    assert len(fake.asked()) == 3


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_limits_are_read_from_the_server_before_anything_else(fake: FakeScb, client: Client) -> None:
    client.metadata("TAB1")
    assert [call.path.rsplit("/", 1)[-1] for call in fake.calls] == ["config", "metadata"]
    assert (client.config().max_data_cells, client.config().max_calls) == (150_000, 30)
    assert client.config().raw["apiVersion"] == "2.2.0"
    assert len(fake.asked("/config")) == 1


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ({}, (100_000, 10, 10.0)),
        ({"maxDataCells": 0, "maxCallsPerTimeWindow": 0, "timeWindow": 0}, (100_000, 10, 10.0)),
        ({"maxDataCells": 150_000, "maxCallsPerTimeWindow": 3, "timeWindow": 1}, (150_000, 3, 1.0)),
        ({"maxDataCells": 5, "maxCallsPerTimeWindow": 30, "timeWindow": 0}, (5, 10, 10.0)),
        ({"maxDataCells": -1, "maxCallsPerTimeWindow": "30", "timeWindow": True}, (100_000, 10, 10.0)),
    ],
)
def test_what_is_not_stated_falls_back(stated: dict[str, Any], kept: tuple[int, int, float]) -> None:
    config = ApiConfig.from_document(stated)
    assert (config.max_data_cells, config.max_calls, config.window_seconds) == kept
    assert config.raw == stated


def test_a_window_that_nobody_waits_for_is_refused() -> None:
    with pytest.raises(errors.Refused, match="a time window of calls longer than 120 s"):
        ApiConfig.from_document({"maxDataCells": 1, "maxCallsPerTimeWindow": 1, "timeWindow": 99_999_999})


def test_a_short_query_goes_by_get_and_a_long_one_by_post(fake: FakeScb, client: Client) -> None:
    short = client.data("TAB1", ONE)
    with asking(fake.url, patience={"get_url_characters": 50}) as terse:
        long = terse.data("TAB1", ONE)
    assert [call.method for call in fake.asked()] == ["GET", "POST"]
    assert short.body == long.body
    assert short.query == long.query == ONE.query
    assert fake.asked()[1].body == ONE.query
    assert fake.asked()[1].params == {"lang": "sv", "outputformat": "json-stat2"}
    assert short.url.startswith(f"{fake.url}/tables/TAB1/data?lang=sv&outputFormat=json-stat2&valuecodes")
    assert short.headers["content-type"].startswith("application/json")
    assert short.retrieved.tzinfo is UTC


def test_a_url_of_the_very_length_that_is_allowed_goes_by_get(fake: FakeScb, client: Client) -> None:
    length = len(client.data("TAB1", ONE).url)
    for allowed in (length, length - 1):
        with asking(fake.url, patience={"get_url_characters": allowed}) as limited:
            limited.data("TAB1", ONE)
    assert [call.method for call in fake.asked()] == ["GET", "GET", "POST"]


@pytest.mark.parametrize("code", ["a,b", "TOP(1)", "[x]", "1*", "a b"])
def test_codes_that_a_url_would_garble_go_by_post(code: str) -> None:
    table = generated.small()
    table.add("Region", code, "ny")
    with FakeScb([table]) as fake, asking(fake.url) as client:
        answer = client.data("TAB1", Request({**ONE.values, "Region": (code,)}))
        assert list(answer.document()["dimension"]["Region"]["category"]["index"]) == [code]
        assert fake.asked()[0].method == "POST"


@pytest.mark.parametrize("by_post", [False, True])
def test_a_codelist_is_sent_along(fake: FakeScb, by_post: bool) -> None:
    patience = {"get_url_characters": 0 if by_post else 2000}
    with asking(fake.url, patience=patience) as client:
        (answer,) = client.select("TAB1", {**ALL, "Kon": ["1"], "Tid": ["2021"]}, {"Region": "agg_Omrade"})
    assert documents.cells(answer.document()) == {("S", "1", "X1", "2021"): 0, ("K", "1", "X1", "2021"): 8 + 16}
    assert fake.asked()[0].method == ("POST" if by_post else "GET")


def test_a_variable_left_out_is_eliminated(client: Client) -> None:
    (answer,) = client.select("TAB1", {"ContentsCode": ["*"], "Tid": ["2024"]})
    assert answer.document()["id"] == ["ContentsCode", "Tid"]
    assert answer.document()["value"] == [3 + 7]


def test_tables_come_from_all_pages() -> None:
    with FakeScb([generated.small(f"TAB{number}") for number in range(45)]) as fake, asking(fake.url) as client:
        assert [table["id"] for table in client.tables()] == [f"TAB{number}" for number in range(45)]
        assert [table["id"] for table in client.tables("tab17 ANTAL")] == ["TAB17"]
        assert client.tables("finns inte") == ()
        assert len(fake.asked("/tables")) == 3 + 1 + 1


@pytest.mark.parametrize(("most", "read"), [(3, True), (2, False)])
def test_a_list_of_as_many_pages_as_are_read_is_read_and_one_of_more_is_not(most: int, read: bool) -> None:
    with (
        FakeScb([generated.small(f"TAB{number}") for number in range(45)]) as fake,
        asking(fake.url, patience={"listing_pages": most}) as client,
    ):
        if read:
            assert len(client.tables()) == 45
        else:
            with pytest.raises(errors.MalformedAnswer, match="there are '3' pages; more than 2 are not asked for"):
                client.tables()


def test_the_rate_that_the_server_states_is_kept() -> None:
    with FakeScb([generated.small()], max_calls=3, window=1) as fake, asking(fake.url) as client:
        for _ in range(5):
            client.data("TAB1", ONE)
        moments = [call.at for call in fake.calls]
        assert all(first + 1 <= later for first, later in zip(moments, moments[3:], strict=False))


def test_threads_share_one_client(fake: FakeScb, client: Client) -> None:
    bodies: list[bytes] = []
    threads = [threading.Thread(target=lambda: bodies.append(client.data("TAB1", ONE).body)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(bodies) == 8
    assert len(set(bodies)) == 1
    assert len(fake.asked("/config")) == 1


def test_answers_may_be_compressed(fake: FakeScb, client: Client) -> None:
    plain = client.data("TAB1", ONE)
    fake.inject(faults.Gzipped())
    assert client.data("TAB1", ONE).body == plain.body
    assert fake.calls[-1].headers["accept-encoding"] == "gzip"


def test_a_login_in_the_users_netrc_is_not_sent(fake: FakeScb, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with asking(fake.url) as client:
        client.config()
    assert "authorization" not in fake.calls[0].headers


# ── what can go wrong, by type ───────────────────────────────────────────────────────────────────────────────────────


def test_a_table_or_codelist_that_is_not_there(client: Client) -> None:
    with pytest.raises(errors.NotFound, match=r"404 .Non-existent table.; check the id"):
        client.metadata("TAB0")
    with pytest.raises(errors.NotFound):
        client.codelist("agg_Nothing")
    with pytest.raises(errors.NotFound):
        client.data("TAB0", ONE)


@pytest.mark.parametrize("identifier", ["", "..", "../config", "a/b", "a\\b", "a?b", "a#b", "%2e%2e"])
def test_an_id_cannot_lead_elsewhere(fake: FakeScb, client: Client, identifier: str) -> None:
    with pytest.raises(SelectionError, match="is no id"):
        client.metadata(identifier)
    assert not fake.asked("/tables")


def test_an_unknown_code_is_a_bad_request_and_is_not_repeated(fake: FakeScb, client: Client) -> None:
    with pytest.raises(errors.BadRequest, match=r"400 .Non-existent value.") as caught:
        client.data("TAB1", Request({**ONE.values, "Region": ("9999",)}))
    assert not isinstance(caught.value, TooManyCells)
    assert caught.value.status == 400
    assert len(fake.asked()) == 1


def test_a_codelist_needs_its_own_codes(client: Client) -> None:
    request = Request({**ONE.values, "Region": ("0880",)}, {"Region": "agg_Omrade"})
    with pytest.raises(errors.BadRequest):
        client.data("TAB1", request)


PROBLEM = "application/problem+json"
JSON = "application/json; charset=utf-8"


def problem(**content: Any) -> bytes:
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("status", "media_type", "body", "kind"),
    [
        (400, PROBLEM, problem(**problems.TOO_MANY_CELLS.document), TooManyCells),
        (400, JSON, problem(**problems.TOO_MANY_CELLS.document), TooManyCells),
        (
            400,
            PROBLEM,
            problem(type="Parameter error", title="To many cels", detail="Too many cells"),
            TooManyCells,
        ),
        (403, PROBLEM, problem(**problems.TOO_MANY_CELLS_403.document), TooManyCells),
        (403, "text/html", b"<html>Forbidden</html>", errors.Refused),
        (400, PROBLEM, problem(**problems.UNKNOWN_VALUE.document), errors.BadRequest),
        (
            400,
            PROBLEM,
            problem(title="Too many cells selected", detail="no such variable", status=400),
            errors.BadRequest,
        ),
        (400, PROBLEM, problem(**problems.NO_TABLE.document), errors.NotFound),
        (400, "text/html", b"<html>Bad Request</html>", errors.BadRequest),
        (400, PROBLEM, b"[1", errors.BadRequest),
        (400, PROBLEM, b"[]", errors.BadRequest),
        (401, PROBLEM, problem(status=401), errors.BadRequest),
        (404, "text/html", b"", errors.NotFound),
        (429, "text/plain", b"slow down", errors.RateLimited),
        (500, PROBLEM, problem(status=500), errors.ServerFailure),
        (503, "text/html", b"<html>", errors.ServerFailure),
        (204, "", b"", errors.MalformedAnswer),
        (304, "", b"", errors.MalformedAnswer),
    ],
)
def test_an_answer_that_is_not_200_is_typed_by_status_and_problem(
    status: int, media_type: str, body: bytes, kind: type[errors.WebError]
) -> None:
    error = from_status(status, media_type, body, "https://example.org/data")
    assert type(error) is kind
    assert error.body == body
    assert "\n" not in str(error)
    assert str(error).startswith("https://example.org/data: the server answered ")


@given(st.integers(100, 599), st.binary(max_size=60), st.sampled_from([PROBLEM, JSON, "text/html", ""]))
def test_whatever_the_server_says_becomes_one_line(status: int, body: bytes, media_type: str) -> None:
    error = from_status(status, media_type, body, "https://example.org")
    assert len(str(error).splitlines()) == 1


def test_five_hundreds_are_repeated_until_it_works(fake: FakeScb, client: Client) -> None:
    fake.inject(faults.Status(500), times=1)
    fake.inject(faults.Status(503), times=1)
    fake.inject(faults.Drop(), times=1)
    assert client.data("TAB1", ONE).document()["value"] == [11]
    assert len(fake.asked()) == 4


def test_and_given_up_after_the_last_attempt(fake: FakeScb, client: Client) -> None:
    fake.inject(faults.Status(503), times=None)
    with pytest.raises(errors.ServerFailure, match=r"503.*; 4 attempts were made"):
        client.data("TAB1", ONE)
    assert len(fake.asked()) == 4


def test_nobody_at_home() -> None:
    with FakeScb() as gone:
        url = gone.url
    with asking(url) as client, pytest.raises(errors.Unreachable, match=r"no answer \(.*refused\); 4 attempts"):
        client.config()


def test_back_off_grows_is_spread_and_starts_over_with_the_same_seed(fake: FakeScb) -> None:
    fake.inject(faults.Status(503), path="/config", times=None)
    waits: list[list[float]] = []
    for _ in range(2):
        slept: list[float] = []
        patience = {"backoff_first_seconds": 1.0, "backoff_longest_seconds": 3.0, "total_seconds": 60.0, "attempts": 5}
        with asking(fake.url, patience=patience, sleep=slept.append) as client, pytest.raises(errors.ServerFailure):
            client.config()
        waits.append(slept)
    assert waits[0] == waits[1]
    for wait, longest in zip(waits[0], [1.0, 2.0, 3.0, 3.0], strict=True):
        assert longest / 2 <= wait <= longest
    assert len({wait / longest for wait, longest in zip(waits[0], [1.0, 2.0, 3.0, 3.0], strict=True)}) == 4


def test_what_tables_answers_must_have_pages(fake: FakeScb, client: Client) -> None:
    fake.inject(faults.Edited(lambda document: document.pop("page")), path="/tables")
    with pytest.raises(errors.MalformedAnswer, match="page 1 lacks 'page'"):
        client.tables()


@pytest.mark.parametrize(
    ("edit", "said", "calls"),
    [
        (
            lambda document: document["page"].update(totalPages=10**9),
            "there are '1000000000' pages; more than 1,000",
            1,
        ),
        (lambda document: document["page"].update(totalPages=10**400), r"there are '10+…' pages; more than 1,000", 1),
        (lambda document: document["page"].update(totalPages=1e999), "page 1 lacks cannot convert float infinity", 1),
        (lambda document: document.update(tables=[{"id": "TAB1"}]), "page 2 of 3 lists 'TAB1' again", 2),
        (lambda document: document.update(tables=[]), "page 1 of 3 is empty", 1),
        (lambda document: document.update(tables=[], page={"totalPages": 2}), "page 1 of 2 is empty", 1),
    ],
)
def test_a_list_of_tables_without_an_end_is_refused(edit: Callable[[Any], None], said: str, calls: int) -> None:
    with FakeScb([generated.small(f"TAB{number}") for number in range(45)]) as fake, asking(fake.url) as client:
        fake.inject(faults.Edited(edit), path="/tables", times=None)
        with pytest.raises(errors.MalformedAnswer, match=said):
            client.tables()
        assert len(fake.asked("/tables")) == calls


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda document: document.pop("values"), "'values'"),
        (lambda document: document.update(values=None), "not iterable"),
        (lambda document: document["values"][0].pop("code"), "'code'"),
        (lambda document: document.update(values=["S"]), "values with a code each"),
        (lambda document: document["values"][0].update(code=1), "a code that is no text"),
    ],
)
def test_a_codelist_must_list_codes(fake: FakeScb, client: Client, edit: Callable[[Any], None], said: str) -> None:
    fake.inject(faults.Edited(edit), path="/codelists")
    with pytest.raises(errors.MalformedAnswer, match=rf"/codelists/agg_Omrade\?lang=sv: the codelist has .*{said}"):
        client.select("TAB1", ALL, {"Region": "agg_Omrade"})


@pytest.mark.parametrize(
    ("media_type", "said"), [("text/html; charset=utf-8", "text/html"), ("", "of an unstated type")]
)
def test_an_answer_that_is_not_json_is_told_by_what_it_says_it_is(
    fake: FakeScb, client: Client, media_type: str, said: str
) -> None:
    fake.inject(faults.Html(media_type=media_type), path="/metadata")
    with pytest.raises(errors.MalformedAnswer, match=f": the answer is {said} where JSON was expected"):
        client.metadata("TAB1")


@pytest.mark.parametrize(("most", "tried"), [(1, [1]), (5, [5, 2, 1])])
def test_when_not_even_one_cell_is_given_it_is_the_server_who_says_so(
    fake: FakeScb, most: int, tried: list[int]
) -> None:
    fake.max_cells = most
    asked: list[int] = []

    def fetch(limit: int) -> list[None]:
        asked.append(limit)
        raise TooManyCells(f"no {limit}")

    with asking(fake.url) as client, pytest.raises(TooManyCells, match="no 1"):
        client.fewest(fetch)
    assert asked == tried


def test_who_is_not_let_in_to_the_limits_is_told_so(fake: FakeScb, client: Client) -> None:
    fake.inject(faults.Status(403), path="/config", times=None)
    with pytest.raises(errors.Refused, match=r"/config: the server answered 403 .Fault.; it does not let us in; "):
        client.select("TAB1", ALL)
    assert len(fake.asked("/config")) == 1


def test_the_fallback_is_the_careful_one() -> None:
    assert (FALLBACK.max_calls, FALLBACK.window_seconds, FALLBACK.max_data_cells) == (10, 10.0, 100_000)
