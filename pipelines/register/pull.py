"""The whole pull of the register: page after page, going on where an interrupted one stopped, refused unless whole.
How a call is made does not belong here (`client`), nor what is kept of a page (`minimise`)."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.errors import StyrkaError, duration
from pipelines.register import codes
from pipelines.register.client import Client
from pipelines.register.config import ATTEMPTS, LICENCE, NOTE, PAGE_LIMIT, PAGES_BETWEEN_DATES, WINDOW_SECONDS
from pipelines.register.counts import Counts, KeptPages, Paging
from pipelines.register.editions import register_date
from pipelines.register.intake import IncompleteError, Source, seal
from pipelines.register.minimise import PageError, minimise
from pipelines.snapshots.sidecar import REGISTERS
from pipelines.snapshots.store import Snapshot, Store
from pipelines.web.errors import WebError

Action = Literal["fetched", "unchanged", "planned"]
NAME = REGISTERS["register"]
# A register whose pages are half full still ends before so many times the pages that its count makes.
LONGEST = 2


class OvertakenError(StyrkaError):
    """The register was loaded anew while it was pulled."""


@dataclass(frozen=True)
class Outcome:
    """What was done: ``fetched``, ``unchanged`` (this date is kept already) or ``planned``; ``pages`` were asked for,
    or would be; ``remarks`` are worth knowing."""

    action: Action
    register_date: date
    pages: int = 0
    workplaces: int = 0
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        held = f" of {self.workplaces:,} workplaces" if self.workplaces else ""
        return f"{NAME} ({self.register_date}) {self.action}, {pages}{held}"


def pull(
    client: Client,
    store: Store,
    *,
    limit: int = PAGE_LIMIT,
    tell: Callable[[str], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Keep the register as it is today, unless its date is kept already.

    After an interruption, pages that were finished are not fetched again, and when the register was loaded anew
    meanwhile the pull starts over. ``tell`` hears of every page with the time left. StyrkaError, and no edition is
    kept, when what came is not the whole register.
    """
    for _ in range(ATTEMPTS):
        stamp = client.stamp()
        if _is_kept(store, client, stamp):
            return Outcome("unchanged", register_date(stamp))
        try:
            return _Pull(client, store, stamp=stamp, limit=limit, tell=tell, clock=clock).whole()
        except OvertakenError as error:
            tell(str(error))
    raise StyrkaError(f"{NAME}: the register was loaded anew {ATTEMPTS} times while it was pulled; refresh again later")


def forecast(client: Client, store: Store, limit: int = PAGE_LIMIT) -> Outcome:
    """What `pull` would do: pages of an interrupted pull are not counted out."""
    stamp = client.stamp()
    if _is_kept(store, client, stamp):
        return Outcome("unchanged", register_date(stamp))
    count = client.count()
    return Outcome("planned", register_date(stamp), math.ceil(count / limit), count)


def _is_kept(store: Store, client: Client, stamp: str) -> bool:
    own = Store(store.root, register=client.base_url)
    return any(edition[0].sidecar.updated == stamp for edition in own.editions(NAME))


class _Pull:
    """One pull of the register as of one date."""

    def __init__(
        self,
        client: Client,
        store: Store,
        *,
        stamp: str,
        limit: int,
        tell: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._client, self._store, self._stamp, self._limit = client, store, stamp, limit
        self._tell, self._clock = tell, clock
        self._asked = 0

    def whole(self) -> Outcome:
        before = self._client.count()
        source = self._source((before,))
        plan = {"server": self._client.base_url, "stamp": self._stamp, "limit": self._limit, "count": before}
        kept = KeptPages(source.workshop(self._store), plan, self._client.keyed)
        try:
            counts = self._counts(kept, math.ceil(before / self._limit))
            snapshot = self._sealed(counts, before)
        except (PageError, IncompleteError, OvertakenError):
            # After anything else (no answer, a full disk) what came is sound, and the next refresh goes on from there.
            kept.clear()
            raise
        return self._outcome(snapshot, counts.received)

    def _counts(self, kept: KeptPages, expected: int) -> Counts:
        paging, counts = Paging(self._limit), Counts()
        for page in kept:
            paging.follow(page)
            counts.add(page)
        if paging.pages:
            self._tell(f"register: going on after page {paging.pages} of {expected}")
        started = self._clock()
        while not paging.ended:
            if paging.pages > expected * LONGEST:
                raise IncompleteError(
                    f"{NAME}: page {paging.pages} still leads on where {expected} pages were announced; nothing is kept"
                )
            if self._asked and self._asked % PAGES_BETWEEN_DATES == 0:
                self._check_date()
            page = minimise(self._client.page(self._limit, paging.cursor))
            paging.follow(page)
            kept.keep(paging.pages, page)
            counts.add(page)
            self._asked += 1
            self._tell(self._progress(paging.pages, expected, self._clock() - started))
        return counts

    def _sealed(self, counts: Counts, before: int) -> Snapshot:
        """The snapshot, once the register's date and count are found to be what they were."""
        self._check_date()
        return seal(counts, self._source((before, self._client.count())), self._store)

    def _check_date(self) -> None:
        if self._client.stamp() != self._stamp:
            raise OvertakenError(f"{NAME}: the register was loaded anew while it was pulled; starting over")

    def _source(self, counts: tuple[int, ...]) -> Source:
        return Source(
            origin="register",
            stamp=self._stamp,
            query={"server": self._client.base_url, "path": "/arbetsstallen", "limit": self._limit},
            licence=LICENCE,
            note=NOTE,
            counts=counts,
            url=f"{self._client.base_url}/arbetsstallen",
            limit=self._limit,
        )

    def _progress(self, done: int, expected: int, seconds: float) -> str:
        left = max(expected - done, 0) * max(seconds / self._asked, WINDOW_SECONDS)
        return f"register: page {done} of {expected}, {duration(left)} left"

    def _outcome(self, snapshot: Snapshot, workplaces: int) -> Outcome:
        day = register_date(snapshot.sidecar.updated or "")
        return Outcome("fetched", day, self._asked, workplaces, tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        """What the register's code tables have that ours do not; a table that cannot be had is no reason to fail."""
        try:
            yield from codes.differences(self._client.code_table)
        except WebError as error:
            yield f"the register's code tables could not be compared: {error}"
