"""The whole pull against the fake register: what is kept, what is not fetched again, what is refused whole."""

import math
import resource
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.errors import StyrkaError
from pipelines.register import editions
from pipelines.register.intake import IncompleteError, Source, take_in
from pipelines.register.minimise import PageError
from pipelines.register.pull import Outcome, forecast, pull
from pipelines.snapshots import soundness
from pipelines.snapshots.store import SIMULATED, Store
from pipelines.web.errors import MalformedAnswer, ServerFailure
from tests.fake_register import KEY, FakeRegister, Register, faults, register
from tests.fake_register.workplaces import PLANTED
from tests.register.asking import asking

SIZE, LIMIT = 1_000, 100
PAGES = math.ceil(SIZE / LIMIT)
LATER = "2026-12-24T23:00:00.000Z"
STATUS = {"1": "active", "0": "never_active", "9": "closed"}


@pytest.fixture(scope="module")
def held() -> Register:
    return register(SIZE)


@pytest.fixture
def fake(held: Register) -> Iterator[FakeRegister]:
    with FakeRegister(held) as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def pulled(fake: FakeRegister, store: Store, **options: Any) -> Outcome:
    with asking(fake.url) as client:
        return pull(client, store, limit=LIMIT, **options)


def kept_cells(store: Store) -> dict[tuple[str, ...], int]:
    """The cells of the newest edition."""
    rows = pq.read_table(editions.kept(store)[-1].body_path).to_pylist()
    names = ("municipality_code", "industry_code", "size_class", "status")
    return {tuple(row[name] for name in names): row["workplaces"] for row in rows}


def true_cells(held: Register) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for truth, workplaces in held.truths().items():
        cell = (
            truth.municipality if len(truth.municipality) == 4 else "",
            truth.industry if len(truth.industry) == 5 else "",
            truth.size if truth.size != "17" else "",
            STATUS.get(truth.status, "unknown"),
        )
        found[cell] = found.get(cell, 0) + workplaces
    return found


def files(store: Store) -> list[str]:
    return sorted(path.name for path in store.root.rglob("*") if path.is_file())


def test_the_whole_register_is_kept_as_counts(fake: FakeRegister, store: Store, held: Register) -> None:
    outcome = pulled(fake, store)
    assert (outcome.action, outcome.pages, outcome.workplaces) == ("fetched", PAGES, SIZE)
    assert str(outcome) == f"REGISTER (2026-11-25) fetched, {PAGES} pages of 1,000 workplaces"
    assert outcome.remarks == ()
    assert kept_cells(store) == true_cells(held)
    (snapshot,) = editions.kept(store)
    assert snapshot.sidecar.origin == "register"
    assert snapshot.sidecar.updated == held.stamp
    assert snapshot.sidecar.url == f"{fake.url}/arbetsstallen"
    assert (snapshot.sidecar.api_config or {})["counts"] == [SIZE, SIZE]
    assert snapshot.body_path.parent == store.root / "register" / "REGISTER"
    assert soundness.verify(store).sound == 1
    assert len(files(store)) == 2, "nothing of the pages is left"


@pytest.mark.parametrize("size", [901, 950, 999])
def test_a_short_last_page_is_a_whole_register(store: Store, size: int) -> None:
    """A page of one workplace, too, and of workplaces that lack a field that those before them have."""
    held = register(size)
    with FakeRegister(held) as fake:
        on_page(fake, PAGES, faults.Edited(without_size))
        outcome = pulled(fake, store)
        assert (outcome.action, outcome.pages, outcome.workplaces) == ("fetched", PAGES, size)
        assert len(fake.pages()) == PAGES
    last = held.workplaces[(PAGES - 1) * LIMIT :]
    assert len(last) == size % LIMIT
    bare = [replace(each, shown=replace(each.shown, size="")) for each in last]
    assert kept_cells(store) == true_cells(Register([*held.workplaces[: -len(last)], *bare]))
    assert soundness.verify(store).sound == 1


def test_the_same_register_gives_the_same_bytes(fake: FakeRegister, store: Store, tmp_path: Path) -> None:
    pulled(fake, store)
    other = Store(tmp_path / "other")
    with asking(fake.url) as client:
        pull(client, other, limit=LIMIT)
    assert editions.kept(store)[0].body_path.read_bytes() == editions.kept(other)[0].body_path.read_bytes()


def test_an_unchanged_date_fetches_nothing(fake: FakeRegister, store: Store) -> None:
    pulled(fake, store)
    asked = len(fake.calls)
    assert pulled(fake, store).action == "unchanged"
    assert [call.path for call in fake.calls[asked:]] == ["/v1/api-info"]


def test_every_load_is_an_edition_of_its_own(fake: FakeRegister, store: Store, held: Register) -> None:
    pulled(fake, store)
    first = editions.kept(store)
    fake.register = held.later(LATER, gone=10)
    pulled(fake, store)
    both = editions.kept(store)
    assert both[:1] == first
    assert [str(editions.date_of(each)) for each in both] == ["2026-11-25", "2026-12-25"]
    assert [batch.num_rows for batch in editions.cells(both)] == [
        pq.read_metadata(each.body_path).num_rows for each in both
    ]
    assert editions.tallies(both).num_rows == 2


def test_of_two_loads_on_one_day_the_later_counts(fake: FakeRegister, store: Store, held: Register) -> None:
    pulled(fake, store)
    fake.register = held.later("2026-11-25T12:00:00.000Z")
    pulled(fake, store)
    (only,) = editions.kept(store)
    assert only.sidecar.updated == "2026-11-25T12:00:00.000Z"


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-11-24T23:00:00.000Z", "2026-11-25"),
        ("2026-07-24T22:00:00.000Z", "2026-07-25"),
        ("2026-11-25T03:12:45.000Z", "2026-11-25"),
        ("2026-11-25", "2026-11-25"),
        ("2026-11-25T23:30:00", "2026-11-25"),
        ("2026-11-25T23:30:00+01:00", "2026-11-25"),
    ],
)
def test_the_registers_date_is_the_swedish_day(stamp: str, day: str) -> None:
    assert str(editions.register_date(stamp)) == day


def test_a_dry_run_asks_for_no_page(fake: FakeRegister, store: Store) -> None:
    with asking(fake.url) as client:
        assert (
            str(forecast(client, store, LIMIT)) == f"REGISTER (2026-11-25) planned, {PAGES} pages of 1,000 workplaces"
        )
        assert fake.pages() == []
        pull(client, store, limit=LIMIT)
        assert forecast(client, store, LIMIT).action == "unchanged"


def test_progress_says_how_long_it_still_takes(fake: FakeRegister, store: Store) -> None:
    heard: list[str] = []
    pulled(fake, store, tell=heard.append)
    assert heard[0] == f"register: page 1 of {PAGES}, {PAGES - 1} s left"
    assert heard[-1] == f"register: page {PAGES} of {PAGES}, 0 s left"


# ── interrupted ──────────────────────────────────────────────────────────────────────────────────────────────────────


def stopped_after(fake: FakeRegister, store: Store, pages: int) -> None:
    """A pull of which ``pages`` pages came before the server failed for good."""
    for _ in range(pages):
        fake.inject(faults.Meanwhile(lambda: None))
    fake.inject(faults.Status(503), times=None)
    with pytest.raises(ServerFailure):
        pulled(fake, store)
    fake.heal()
    fake.calls.clear()


def test_a_pull_that_was_interrupted_goes_on_where_it_stopped(
    fake: FakeRegister, store: Store, held: Register, tmp_path: Path
) -> None:
    undisturbed = Store(tmp_path / "undisturbed")
    pulled(fake, undisturbed)
    stopped_after(fake, store, 4)
    heard: list[str] = []
    outcome = pulled(fake, store, tell=heard.append)
    assert outcome.pages == PAGES - 4 == len(fake.pages())
    assert heard[0] == f"register: going on after page 4 of {PAGES}"
    assert kept_cells(store) == true_cells(held)
    assert editions.kept(store)[0].body_path.read_bytes() == editions.kept(undisturbed)[0].body_path.read_bytes()


def test_what_an_interrupted_pull_leaves_is_no_snapshot_and_names_nobody(fake: FakeRegister, store: Store) -> None:
    stopped_after(fake, store, 4)
    assert editions.kept(store) == ()
    report = soundness.verify(store)
    assert (report.sound, report.damaged, report.orphans) == (0, (), ())
    content = b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file())
    assert PLANTED.encode() not in content


def test_pages_of_a_load_before_are_not_mixed_in(fake: FakeRegister, store: Store, held: Register) -> None:
    stopped_after(fake, store, 4)
    fake.register = held.later(LATER, gone=10)
    assert pulled(fake, store).pages == PAGES
    assert kept_cells(store) == true_cells(fake.register)


def test_nor_are_pages_of_another_server(fake: FakeRegister, store: Store, held: Register) -> None:
    stopped_after(fake, store, 4)
    with FakeRegister(held) as other:
        assert pulled(other, store).pages == PAGES


def test_pages_that_were_damaged_are_fetched_again(fake: FakeRegister, store: Store) -> None:
    stopped_after(fake, store, 4)
    page = sorted(store.root.rglob("*.parquet"))[1]
    page.write_bytes(page.read_bytes()[:-9])
    assert pulled(fake, store).pages == PAGES


def test_a_pull_whose_middle_page_is_gone_starts_over(fake: FakeRegister, store: Store, held: Register) -> None:
    stopped_after(fake, store, 4)
    sorted(store.root.rglob("*.parquet"))[1].unlink()
    assert pulled(fake, store).pages == PAGES
    assert kept_cells(store) == true_cells(held)


def test_a_full_disk_does_not_throw_away_the_pages_before_it(fake: FakeRegister, store: Store, held: Register) -> None:
    """No file of this process can become larger, from the fourth page on, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for _ in range(3):
        fake.inject(faults.Meanwhile(lambda: None))
    fake.inject(faults.Meanwhile(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))))
    try:
        with pytest.raises(StyrkaError, match="cannot be written"):
            pulled(fake, store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert pulled(fake, store).pages == PAGES - 3
    assert kept_cells(store) == true_cells(held)


def test_a_cursor_that_is_somebodys_number_is_used_but_never_written(held: Register, store: Store) -> None:
    with FakeRegister(held, cursor="cfar") as fake:
        stopped_after(fake, store, 3)
        numbers = {str(each.cfar) for each in held.workplaces} | {each.firm for each in held.workplaces}
        written = b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file()).decode("latin-1")
        assert "seal" in written
        assert not any(number in written for number in numbers)
        assert pulled(fake, store).pages == PAGES - 3


def test_pages_kept_with_another_key_are_fetched_again(fake: FakeRegister, store: Store) -> None:
    stopped_after(fake, store, 3)
    fake.key = "renewed"
    with asking(fake.url, key="renewed") as client:
        assert pull(client, store, limit=LIMIT).pages == PAGES


def test_a_register_loaded_anew_meanwhile_is_pulled_from_the_start(
    fake: FakeRegister, store: Store, held: Register
) -> None:
    later = held.later(LATER, gone=10)
    for _ in range(6):
        fake.inject(faults.Meanwhile(lambda: None))
    fake.inject(faults.Meanwhile(lambda: setattr(fake, "register", later)))
    heard: list[str] = []
    outcome = pulled(fake, store, tell=heard.append)
    assert str(outcome.register_date) == "2026-12-25"
    assert outcome.pages == PAGES
    assert any("loaded anew" in line for line in heard)
    (only,) = editions.kept(store)
    assert only.sidecar.updated == LATER
    assert kept_cells(store) == true_cells(later)


def test_a_register_that_is_loaded_again_and_again_is_left_for_later(fake: FakeRegister, store: Store) -> None:
    days = iter(range(1, 31))

    def load() -> None:
        fake.register = fake.register.later(f"2026-12-{next(days):02}T23:00:00.000Z")

    fake.inject(faults.Meanwhile(load), times=None)
    with pytest.raises(StyrkaError, match="loaded anew 3 times while it was pulled; refresh again later"):
        pulled(fake, store)
    assert editions.kept(store) == ()


def test_in_a_long_pull_the_date_is_looked_at_on_the_way(store: Store) -> None:
    held = register(120)
    with FakeRegister(held) as fake, asking(fake.url) as client:
        for _ in range(5):
            fake.inject(faults.Meanwhile(lambda: None))
        fake.inject(faults.Meanwhile(lambda: setattr(fake, "register", held.later(LATER))))
        pull(client, store, limit=1)
        assert len(fake.pages()) == 50 + 120


# ── refused whole ────────────────────────────────────────────────────────────────────────────────────────────────────


def on_page(fake: FakeRegister, number: int, fault: faults.Fault, times: int | None = 1) -> None:
    for _ in range(number - 1):
        fake.inject(faults.Meanwhile(lambda: None))
    fake.inject(fault, times=times)


def pagination(**changes: Any) -> faults.Edited:
    return faults.Edited(lambda document: document["pagination"].update(changes))


def half(document: dict[str, Any]) -> None:
    del document["arbetsstallen"][::2]


def without_size(document: dict[str, Any]) -> None:
    for each in document["arbetsstallen"]:
        del each["anstKl"]


def renamed(document: dict[str, Any]) -> None:
    for each in document["arbetsstallen"]:
        each["sizeClass"] = each.pop("anstKl")


@pytest.mark.parametrize(
    ("page", "fault", "error", "named"),
    [
        (3, pagination(hasMore=False), IncompleteError, "300 workplaces came where the register counts 1,000"),
        (3, pagination(nextCursorId=1_200), PageError, "page 3 of the register leads back to a page that was there"),
        (5, pagination(nextCursorId=1_100), PageError, "page 5 of the register leads back"),
        (2, pagination(limit=50), PageError, "page 2 of the register is of another limit than the 100 asked"),
        (4, faults.Edited(half), IncompleteError, "950 workplaces came"),
        (
            4,
            faults.Edited(lambda document: document["arbetsstallen"].clear()),
            PageError,
            "page 4 .* is empty but says",
        ),
        (
            4,
            faults.Edited(lambda document: document["arbetsstallen"].append(document["arbetsstallen"][0])),
            PageError,
            "page 4 of the register has 101 workplaces, more than its limit 100",
        ),
        (6, faults.Edited(renamed), PageError, "no workplace of a page of the register has anstKl"),
        (6, faults.Edited(lambda document: document.pop("arbetsstallen")), PageError, "has no list arbetsstallen"),
    ],
)
def test_a_register_that_is_not_whole_is_refused_whole(
    fake: FakeRegister, store: Store, page: int, fault: faults.Fault, error: type[StyrkaError], named: str
) -> None:
    on_page(fake, page, fault)
    with pytest.raises(error, match=named) as refused:
        pulled(fake, store)
    assert len(str(refused.value).splitlines()) == 1
    assert files(store) == []
    assert pulled(fake, store).pages == PAGES, "the next refresh starts over"


def test_a_count_that_differs_is_refused(fake: FakeRegister, store: Store) -> None:
    fake.count_off = 1
    with pytest.raises(IncompleteError, match="1,000 workplaces came where the register counts 1,001"):
        pulled(fake, store)
    assert files(store) == []


def test_so_is_one_that_changed_although_the_date_stands(fake: FakeRegister, store: Store) -> None:
    on_page(fake, PAGES, faults.Meanwhile(lambda: setattr(fake, "count_off", -1)))
    with pytest.raises(IncompleteError, match="1,000 workplaces came where the register counts 999"):
        pulled(fake, store)
    assert files(store) == []


def test_an_empty_register_is_no_register(store: Store) -> None:
    with FakeRegister(Register([])) as fake, pytest.raises(IncompleteError, match="not one workplace"):
        pulled(fake, store)


@pytest.mark.parametrize("field", ["municipality", "industry", "size", "status"])
def test_a_register_in_which_a_code_can_nowhere_be_read_is_refused(held: Register, store: Store, field: str) -> None:
    strange = [replace(each, shown=replace(each.shown, **{field: "A.1"})) for each in held.workplaces]
    with (
        FakeRegister(Register(strange)) as fake,
        pytest.raises(IncompleteError, match="no workplace has a readable code"),
    ):
        pulled(fake, store)


def test_what_is_kept_already_stays_when_a_later_pull_is_refused(
    fake: FakeRegister, store: Store, held: Register
) -> None:
    pulled(fake, store)
    before = editions.kept(store)
    fake.register = held.later(LATER)
    on_page(fake, 3, pagination(hasMore=False))
    with pytest.raises(IncompleteError):
        pulled(fake, store)
    assert editions.kept(store) == before


def test_an_html_page_in_place_of_a_page_leaves_the_pages_before_it(fake: FakeRegister, store: Store) -> None:
    on_page(fake, 4, faults.Html())
    with pytest.raises(MalformedAnswer):
        pulled(fake, store)
    fake.calls.clear()
    assert pulled(fake, store).pages == PAGES - 3
    assert not (store.root / "rejected").exists(), "an answer about persons is not kept for diagnosis"


def test_codes_that_are_new_in_the_registers_tables_are_remarked_and_do_not_matter(
    fake: FakeRegister, store: Store
) -> None:
    added = b'[{"kod": 16, "klartext": "x"}, {"kod": 17, "klartext": "y"}]'
    fake.inject(faults.Html("application/json", added), path="/kodtabeller/anstklkoder")
    fake.inject(faults.Status(404), path="/kodtabeller/aestatkoder")
    outcome = pulled(fake, store)
    assert outcome.action == "fetched"
    size, status = outcome.remarks
    assert size == "anstklkoder has 1 codes that Styrka does not know, such as 17"
    assert "could not be compared" in status


# ── from any source of pages ─────────────────────────────────────────────────────────────────────────────────────────

SIMULATION = Source(
    origin="simulated",
    stamp="2026-01-15",
    query={"seed": 1, "workplaces": SIZE},
    licence="none",
    note="made for a test",
    counts=(SIZE,),
    limit=LIMIT,
    retrieved="2026-01-15",
)


def pages(held: Register) -> Iterator[dict[str, Any]]:
    for start in range(0, SIZE, LIMIT):
        more = start + LIMIT < SIZE
        yield {
            "arbetsstallen": [each.document() for each in held.workplaces[start : start + LIMIT]],
            "pagination": {"nextCursorId": start + LIMIT, "limit": LIMIT, "hasMore": more},
        }


def test_a_simulated_register_goes_the_same_way(store: Store, held: Register) -> None:
    snapshot = take_in(pages(held), SIMULATION, store)
    assert snapshot.body_path.parent == store.root / "simulated" / "SIMULATED"
    assert (snapshot.sidecar.table_id, snapshot.sidecar.origin) == ("SIMULATED", "simulated")
    assert kept_cells(store) == true_cells(held)
    assert {row["series"] for row in pq.read_table(snapshot.body_path).to_pylist()} == {"SIMULATED"}
    assert take_in(pages(held), SIMULATION, store) == snapshot
    assert len(files(store)) == 2


def test_pages_that_stop_before_the_last_are_no_register(store: Store, held: Register) -> None:
    with pytest.raises(IncompleteError, match="the pages end before the last one"):
        take_in(list(pages(held))[:-1], SIMULATION, store)
    assert files(store) == []


def test_a_store_speaks_for_one_register(fake: FakeRegister, store: Store, held: Register) -> None:
    pulled(fake, store)
    take_in(pages(held), SIMULATION, store)

    def series(register: str | None) -> list[str]:
        return [each.sidecar.table_id for each in editions.kept(Store(store.root, register=register))]

    assert series(fake.url) == ["REGISTER"]
    assert series(SIMULATED) == ["SIMULATED"]
    assert series("https://apiafr.scb.se/v1") == []
    assert series(None) == ["REGISTER", "SIMULATED"]


def test_a_register_that_does_not_end_is_left_at_twice_the_pages_of_its_count(fake: FakeRegister, store: Store) -> None:
    """Its cursor moves and its pages are sound, but its count is of one page."""
    fake.inject(faults.Edited(lambda document: document.update(count=LIMIT)), path="/arbetsstallen/count", times=None)
    with pytest.raises(IncompleteError, match="page 3 still leads on where 1 pages were announced"):
        pulled(fake, store)
    assert files(store) == []


def test_codes_of_a_table_are_repeated_only_where_they_have_the_form_of_codes(fake: FakeRegister, store: Store) -> None:
    strange = [{"kod": "99"}, {"kod": KEY}, {"kod": "Planterad\x1b[31m"}]
    fake.inject(faults.Edited(lambda rows: rows.extend(strange)), path="/kodtabeller/anstklkoder", times=None)
    (remark,) = pulled(fake, store).remarks
    assert remark == "anstklkoder has 3 codes that Styrka does not know, such as 99"
