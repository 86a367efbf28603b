"""The refresh against the fake server: what is fetched, what is not fetched again, what is refused and kept."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pipelines.errors import StyrkaError
from pipelines.orchestration import fetching
from pipelines.orchestration.resources import RegisterApi, ScbApi
from pipelines.scb import cells
from pipelines.scb.catalogue import Declaration, asked, declaration
from pipelines.scb.refresh import Outcome, refresh
from pipelines.snapshots import soundness
from pipelines.snapshots.store import Store
from tests.fake_scb import FakeScb, faults, generated
from tests.fake_scb.table import Table
from tests.loopback import Call
from tests.loopback.faults import Reply
from tests.scb.asking import asking
from tests.scb.stored import newest_cells

TABLE = "TAB5837"
# 312 regions × 16 industries × 2 sexes × 1 content × 3 years = 29,952 cells in three parts of 10,000 at most.
LIMIT = 10_000
PARTS = 3


@pytest.fixture(scope="module")
def whole() -> Table:
    return generated.full_size(TABLE)


@pytest.fixture
def table(whole: Table) -> Table:
    """A table of one's own, for tests that change it."""
    fresh = generated.full_size(TABLE)
    assert fresh.values.shape == whole.values.shape
    return fresh


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def fake(table: Table) -> Iterator[FakeScb]:
    with FakeScb([table], max_cells=LIMIT, rate_limited=False) as server:
        yield server


def refreshed(fake: FakeScb, store: Store, *declared: Declaration, **options: Any) -> tuple[Outcome, ...]:
    with asking(fake.url) as client:
        return refresh(client, store, declared or [declaration(TABLE)], **options)


def one(fake: FakeScb, store: Store, **options: Any) -> Outcome:
    (outcome,) = refreshed(fake, store, **options)
    return outcome


def test_every_declared_table_comes_whole_and_only_once(store: Store) -> None:
    tables = generated.all_full_size()
    with FakeScb(tables, rate_limited=False) as fake:
        outcomes = refreshed(fake, store, *asked())
        assert [outcome.table_id for outcome in outcomes] == [declared.table_id for declared in asked()]
        assert {outcome.action for outcome in outcomes} == {"fetched"}
        assert [outcome.calls for outcome in outcomes] == [2, 2, 1, 1, 3, 1, 1, 1, 1, 1]
        fetched = len(fake.asked())
        assert {outcome.action for outcome in refreshed(fake, store, *asked())} == {"unchanged"}
        assert len(fake.asked()) == fetched == 14
    assert soundness.verify(store).sound == 14
    found = newest_cells(store)
    bas = next(table for table in tables if table.id == "TAB3204")
    axis = {variable.code: variable.codes for variable in bas.variables}
    codes = ("0880", "2", "J", "tot", "000002XI", "2023")
    place = tuple(axis[name].index(code) for name, code in zip(axis, codes, strict=True))
    (row,) = list(
        found.filter(
            (cells.pc.field("table_id") == "TAB3204")
            & (cells.pc.field("region_code") == "0880")
            & (cells.pc.field("industry_code") == "J")
            & (cells.pc.field("year") == 2023)
            & (cells.pc.field("sex") == "women")
            & (cells.pc.field("measure") == "residence")
        ).to_pylist()
    )
    assert row["employees"] == bas.values[place]


def test_a_snapshot_says_what_was_asked_and_of_whom(fake: FakeScb, store: Store) -> None:
    assert one(fake, store) == Outcome(TABLE, "fetched", PARTS, "2026-03-26T07:00:00Z")
    snapshots = store.newest(TABLE)
    assert [snapshot.sidecar.part for snapshot in snapshots] == [1, 2, 3]
    for snapshot, call in zip(snapshots, fake.asked(), strict=True):
        sidecar = snapshot.sidecar
        assert sidecar.parts == PARTS
        assert sidecar.origin == "client"
        assert sidecar.query == call.body
        assert sidecar.url == f"{fake.url}/tables/{TABLE}/data?lang=sv&outputFormat=json-stat2"
        assert sidecar.updated == "2026-03-26T07:00:00Z"
        assert sidecar.licence == "CC0-1.0"
        assert sidecar.retrieved.startswith("20")
        assert sidecar.api_config is not None
        assert sidecar.api_config["maxDataCells"] == LIMIT
        assert store.read(snapshot) == gzip.decompress(snapshot.body_path.read_bytes())


class Moved(FakeScb):
    """A server that now lives below /api/v2 and sends on from where it lived before."""

    def answer(self, call: Call) -> Reply:
        if call.path.startswith("/v2/"):
            return Reply(307, {"Location": f"/api{call.path}?{urlencode(call.params)}"}, b"")
        return super().answer(call)


def test_a_server_that_redirects_within_itself_is_the_one_that_was_asked(table: Table, tmp_path: Path) -> None:
    with Moved([table], max_cells=LIMIT, rate_limited=False) as moved:
        asked = moved.url.replace("/api/v2", "/v2")
        with asking(asked) as client:
            store = Store(tmp_path, client.base_url)
            outcomes = [refresh(client, store, [declaration(TABLE)])[0] for _ in range(2)]
        assert len(moved.asked("/api/v2/tables/TAB5837/data")) == PARTS
    assert [outcome.action for outcome in outcomes] == ["fetched", "unchanged"]
    assert [snapshot.sidecar.part for snapshot in store.newest(TABLE)] == [1, 2, 3]
    assert store.newest(TABLE)[0].sidecar.url == f"{asked}/tables/{TABLE}/data?lang=sv&outputFormat=json-stat2"


def test_an_address_typed_in_capitals_is_the_same_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path))
    with FakeScb(generated.all_full_size(), rate_limited=False) as fake:
        plain = fake.url.replace("127.0.0.1", "localhost")
        typed = plain.replace("http://localhost", "HTTP://LocalHost") + "/"
        assert fetching.fetch(typed, lambda _: None).account.count(" fetched, ") == len(asked())
        assert fetching.fetch(plain, lambda _: None).account.count(" unchanged, ") == len(asked())
    store = Store(tmp_path, ScbApi(url=typed).base_url)
    assert all(store.newest(declared.table_id) for declared in asked())
    assert store.newest(TABLE)[0].sidecar.origin == "client"
    assert RegisterApi(url="HTTPS://API.example:443/v1/", pull=False).base_url == "https://api.example/v1"
    assert RegisterApi(url="simulated", pull=False).base_url == "simulated"


def test_a_refresh_whose_answer_is_not_found_again_has_failed(fake: FakeScb, tmp_path: Path) -> None:
    outcome = one(fake, Store(tmp_path, "https://elsewhere.example/v2"))
    assert (outcome.action, outcome.calls) == ("failed", PARTS)
    assert f"is not found again as an answer of {fake.url}" in outcome.message


def test_a_refresh_whose_answer_is_older_than_what_is_stored_has_failed(
    fake: FakeScb, store: Store, table: Table
) -> None:
    table.bump("2026-11-23T07:00:00Z")
    one(fake, store)
    table.bump("2026-03-26T07:00:00Z")
    outcome = one(fake, store)
    assert outcome.action == "failed"
    assert "20260326T070000Z" in outcome.message
    assert "is not the newest, 20261123T070000Z" in outcome.message


def test_a_declaration_that_asks_for_more_is_fetched_although_nothing_was_updated(fake: FakeScb, store: Store) -> None:
    whole = declaration(TABLE)
    narrow = replace(whole, selection={**whole.selection, "Kon": ("1",)})
    assert [outcome.action for outcome in refreshed(fake, store, narrow)] == ["fetched"]
    fetched = len(fake.asked())
    assert one(fake, store) == Outcome(TABLE, "fetched", PARTS, "2026-03-26T07:00:00Z")
    assert len(fake.asked()) == fetched + PARTS
    assert set(newest_cells(store)["sex"].to_pylist()) == {"men", "women"}
    assert one(fake, store).action == "unchanged"


def test_a_new_time_stamp_is_fetched_and_the_old_answer_stays(fake: FakeScb, store: Store, table: Table) -> None:
    one(fake, store)
    before = store.newest(TABLE)
    table.bump("2026-11-23T07:00:00Z")
    table.revise({("0880", "A", "1", "00000544", "2021"): 12_345})
    assert one(fake, store).action == "fetched"
    after = store.newest(TABLE)
    assert {snapshot.sidecar.updated for snapshot in after} == {"2026-11-23T07:00:00Z"}
    assert all(snapshot.body_path.exists() for snapshot in before)
    assert b"12345" in b"".join(store.read(snapshot) for snapshot in after)


def test_another_cell_limit_is_no_reason_to_fetch_again(fake: FakeScb, store: Store) -> None:
    one(fake, store)
    fake.max_cells = 150_000
    assert one(fake, store).action == "unchanged"


def test_an_interrupted_refresh_goes_on_where_it_stopped(fake: FakeScb, store: Store) -> None:
    fake.inject(faults.Meanwhile(lambda: fake.inject(faults.Html(), times=None)))
    outcome = one(fake, store)
    assert (outcome.action, outcome.calls) == ("refused", 2)
    assert store.newest(TABLE) == ()
    fake.heal()
    assert one(fake, store, dry_run=True) == Outcome(TABLE, "planned", 2, "2026-03-26T07:00:00Z")
    asked = len(fake.asked())
    assert one(fake, store).calls == 2
    assert len(fake.asked()) - asked == 2
    assert len(store.newest(TABLE)) == PARTS


def test_a_dry_run_asks_for_no_data_and_writes_nothing(fake: FakeScb, store: Store, tmp_path: Path) -> None:
    assert one(fake, store, dry_run=True) == Outcome(TABLE, "planned", PARTS, "2026-03-26T07:00:00Z")
    assert fake.asked() == []
    assert list(tmp_path.iterdir()) == []
    one(fake, store)
    assert one(fake, store, dry_run=True).action == "unchanged"


def test_parts_of_two_publications_are_not_mixed(fake: FakeScb, store: Store, table: Table) -> None:
    one(fake, store)
    old = store.newest(TABLE)
    table.bump("2026-11-20T07:00:00Z")
    fake.inject(faults.Meanwhile(lambda: None), times=1)
    fake.inject(faults.Meanwhile(lambda: table.bump("2026-11-23T07:00:00Z")))
    outcome = one(fake, store)
    assert outcome.action == "refused"
    assert "updated from 2026-11-20T07:00:00Z to 2026-11-23T07:00:00Z during the refresh" in outcome.message
    assert store.newest(TABLE) == old
    assert one(fake, store).action == "fetched"
    assert {snapshot.sidecar.updated for snapshot in store.newest(TABLE)} == {"2026-11-23T07:00:00Z"}


def test_a_server_that_gives_less_than_it_states_gives_the_same_cells(
    store: Store, table: Table, tmp_path: Path
) -> None:
    with FakeScb([table], rate_limited=False) as fake:
        one(fake, store)
    lesser = Store(tmp_path / "lesser")
    with FakeScb([table], real_max_cells=LIMIT, rate_limited=False) as fake:
        assert one(fake, lesser).action == "fetched"
        assert one(fake, lesser).action == "unchanged"
    assert len(lesser.newest(TABLE)) > 1
    assert newest_cells(lesser).equals(newest_cells(store))


def test_half_the_municipalities_are_refused_in_metadata_and_in_data(
    fake: FakeScb, store: Store, table: Table, tmp_path: Path
) -> None:
    municipalities = [code for code in table.variable("Region").codes if len(code) == 4]

    def halve(document: dict[str, Any]) -> None:
        index = document["dimension"]["Region"]["category"]["index"]
        kept = [code for code in index if code not in municipalities[::2]]
        width = len(document["value"]) // len(index)
        values = document["value"]
        document["value"] = [v for code in kept for v in values[index[code] * width : (index[code] + 1) * width]]
        document["dimension"]["Region"]["category"]["index"] = {code: place for place, code in enumerate(kept)}
        document["size"][0] = len(kept)

    fake.inject(faults.Edited(halve), times=None)
    outcome = one(fake, store)
    assert outcome.action == "refused"
    assert "codes of Region" in outcome.message
    assert "is not answered" in outcome.message
    assert len(list((tmp_path / "rejected" / TABLE).glob("*.body.gz"))) == 1
    fake.heal()
    table.drop("Region", municipalities[::2])
    outcome = one(fake, store)
    assert (outcome.action, outcome.calls) == ("refused", 0)
    assert "145 of 312 codes of Region" in outcome.message
    assert store.table_ids() == ()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            lambda table: table.rename_variable("SNI2007", "SNI2025"),
            "variable 'SNI2007' is missing, the answer has 'SNI2025'",
        ),
        (lambda table: table.add("SNI2007", "V", "nytt"), "SNI2007 has the new code 'V'"),
        (lambda table: table.drop("Kon", ["2"]), "1 of 2 codes of Kon: '2' is missing"),
    ],
    ids=["variable renamed", "new code", "code gone"],
)
def test_a_table_that_changed_is_refused_before_data_are_asked_for(
    fake: FakeScb, store: Store, table: Table, change: Any, named: str
) -> None:
    change(table)
    outcome = one(fake, store)
    assert outcome.action == "refused"
    assert named in outcome.message
    assert fake.asked() == []


def test_new_labels_are_taken_and_mentioned(fake: FakeScb, store: Store, table: Table) -> None:
    one(fake, store)
    table.relabel("Region", "0880", "Kalmar stad")
    table.bump("2026-11-23T07:00:00Z")
    outcome = one(fake, store)
    assert outcome.action == "fetched"
    assert outcome.remarks == ("Region 0880 was called 'Kalmar', now 'Kalmar stad'",)


def test_metadata_without_a_time_stamp_are_refused(fake: FakeScb, store: Store) -> None:
    fake.inject(faults.Edited(lambda document: document.pop("updated")), path="/metadata")
    outcome = one(fake, store)
    assert outcome.action == "refused"
    assert "do not say when it was updated" in outcome.message


def test_one_table_that_fails_does_not_stop_the_others(store: Store) -> None:
    with FakeScb([generated.full_size("TAB5837")], rate_limited=False) as fake:
        fake.inject(faults.Status(500), path="/tables/TAB3785", times=None)
        outcomes = refreshed(fake, store, *(declaration(each) for each in ("TAB3785", "TAB900", "TAB5837")))
    assert [outcome.action for outcome in outcomes] == ["failed", "failed", "fetched"]
    assert "500" in outcomes[0].message
    assert "404 (Non-existent table)" in outcomes[1].message
    assert [outcome.succeeded for outcome in outcomes] == [False, False, True]


MISSHAPEN: dict[str, Callable[[Any], None]] = {
    "role is no object": lambda document: document.update(role=None),
    "role is no object whose time lists": lambda document: document["role"].update(time="Tid"),
    "role time names 'Nope'": lambda document: document["role"].update(time=["Nope"]),
    "dimension 'Kon' has no extension": lambda document: document["dimension"]["Kon"].update(extension=None),
    "whose elimination is true or false": lambda document: document["dimension"]["Kon"]["extension"].update(
        elimination="false"
    ),
    "dimension 'Kon' has no category": lambda document: document["dimension"].update(Kon=7),
}


@pytest.mark.parametrize("said", MISSHAPEN)
def test_metadata_of_another_shape_are_refused_and_kept_and_do_not_stop_the_others(store: Store, said: str) -> None:
    with FakeScb([generated.full_size("TAB3785"), generated.full_size(TABLE)], rate_limited=False) as fake:
        fake.inject(faults.Edited(MISSHAPEN[said]), path="/tables/TAB3785/metadata")
        outcomes = refreshed(fake, store, declaration("TAB3785"), declaration(TABLE))
        assert [outcome.action for outcome in outcomes] == ["refused", "fetched"]
        assert outcomes[0].message.startswith(f"{fake.url}/tables/TAB3785/metadata?lang=sv: ")
    assert said in outcomes[0].message
    (reason,) = (store.root / "rejected" / "TAB3785").glob("*.reason.json")
    assert json.loads(reason.read_text())["reason"] == outcomes[0].message


def test_limits_that_nobody_keeps_to_are_told_of_every_table(fake: FakeScb, store: Store) -> None:
    fake.inject(faults.Edited(lambda document: document.update(timeWindow=99_999_999)), path="/config", times=None)
    outcomes = refreshed(fake, store, declaration("TAB3785"), declaration(TABLE))
    assert [outcome.action for outcome in outcomes] == ["failed", "failed"]
    assert all("a time window of calls longer than 120 s" in outcome.message for outcome in outcomes)
    assert len(fake.asked("/config")) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_when_the_server_fails_the_rest_is_not_tried(store: Store, status: int) -> None:
    with FakeScb(rate_limited=False) as fake:
        fake.inject(faults.Status(status), path="/tables", times=None)
        outcomes = refreshed(fake, store, *asked())
        assert {outcome.action for outcome in outcomes} == {"failed"}
        assert all(str(status) in outcome.message for outcome in outcomes)
        assert len(fake.asked("/tables")) == 4


def test_a_failure_of_all_tables_is_told_once_with_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path))
    with FakeScb(rate_limited=False) as fake:
        fake.inject(faults.Status(403), path="/tables", times=None)
        with pytest.raises(StyrkaError) as caught:
            fetching.fetch(fake.url, lambda _: None)
    told = str(caught.value)
    assert told.startswith("TAB3204, TAB3785, TAB5837, TAB900 failed: http://127.0.0.1:")
    assert told.count("it does not let us in") == 1


def test_when_nobody_answers_what_is_stored_stays(fake: FakeScb, store: Store) -> None:
    one(fake, store)
    before = store.newest(TABLE)
    with FakeScb() as gone:
        url = gone.url
    with asking(url) as client:
        outcomes = refresh(client, store, asked())
    assert {outcome.action for outcome in outcomes} == {"failed"}
    assert all("refused" in outcome.message for outcome in outcomes)
    assert store.newest(TABLE) == before


def test_progress_counts_parts(fake: FakeScb, store: Store) -> None:
    seen: list[tuple[str, int, int]] = []
    one(fake, store, progress=lambda table_id, done, parts: seen.append((table_id, done, parts)))
    assert seen == [(TABLE, done, PARTS) for done in range(PARTS + 1)]


def test_a_snapshot_that_was_tampered_with_stops_the_refresh(fake: FakeScb, store: Store, table: Table) -> None:
    one(fake, store)
    path = store.newest(TABLE)[0].body_path
    path.write_bytes(path.read_bytes()[:-1])
    table.bump("2026-11-23T07:00:00Z")
    with pytest.raises(StyrkaError, match=path.name):
        one(fake, store)


def test_a_selection_that_the_table_cannot_satisfy_fails_by_name(fake: FakeScb, store: Store) -> None:
    declared = replace(declaration(TABLE), selection={**declaration(TABLE).selection, "Tid": ("2099",)})
    (outcome,) = refreshed(fake, store, declared)
    assert outcome.action == "failed"
    assert "variable Tid has no code '2099'" in outcome.message


def test_an_outcome_reads_as_a_line() -> None:
    assert str(Outcome("TAB1", "fetched", 1, "2026")) == "TAB1 (updated 2026) fetched, 1 call for data"
    assert str(Outcome("TAB1", "failed", 0, None, "no answer")) == "TAB1 failed, 0 calls for data: no answer"


def test_what_is_stored_can_be_read_by_the_parser(fake: FakeScb, store: Store) -> None:
    one(fake, store)
    found = cells.read(store, declaration(TABLE), store.newest(TABLE))
    assert found.num_rows == 29_952
    assert json.loads(store.read(store.newest(TABLE)[0]))["class"] == "dataset"
