"""The fetch as the command line and Dagster call it: one client, one store, all declared tables or the register.
How they are fetched is the matter of ``scb.refresh`` and ``register.pull``."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines import places
from pipelines.errors import StyrkaError, duration
from pipelines.register import pull
from pipelines.register.client import Client as RegisterClient
from pipelines.register.client import checked_key
from pipelines.register.config import KEY_VARIABLE
from pipelines.scb.catalogue import asked, declaration
from pipelines.scb.client import Client
from pipelines.scb.config import ApiConfig
from pipelines.scb.refresh import Outcome, refresh
from pipelines.snapshots.store import Store


@dataclass(frozen=True)
class Fetched:
    """What a fetch did, one line per table and remark, and which optional tables it could not bring up to date."""

    account: str
    shortcomings: tuple[str, ...]


def updated(url: str, table_id: str) -> str:
    """When the API at ``url`` last updated a table, as it states it; StyrkaError when it does not say."""
    with Client(url) as client:
        stamp = client.metadata(table_id).get("updated")
    if not isinstance(stamp, str):
        raise StyrkaError(f"{table_id}: {url} does not say when it was updated")
    return stamp


def forecast(url: str, tell: Callable[[str], object]) -> None:
    """Tell what a fetch from ``url`` would do about each declared table, and in how many calls and how much time in
    all; nothing is fetched.

    StyrkaError, once that is told, when a table that an edition needs failed or does not fit.
    """
    with Client(url) as client:
        outcomes = refresh(client, Store(places.data_raw(), client.base_url), asked(), dry_run=True)
        for outcome in outcomes:
            tell(str(outcome))
        if planned := sum(outcome.calls for outcome in outcomes):
            tell(_in_all(planned, len(outcomes), client.config()))
    _refuse(outcomes)


def _in_all(data: int, tables: int, limits: ApiConfig) -> str:
    """The calls of a fetch, and the least time that the server's limits leave it: one call asks for those limits, and
    one for each table's metadata."""
    calls = data + tables + 1
    least = (calls - 1) // limits.max_calls * limits.window_seconds
    return (
        f"in all {calls} calls, {data} of them for data; at most {limits.max_calls} in {limits.window_seconds:g} s, so "
        f"at least {duration(least)}"
    )


def fetch(url: str, tell: Callable[[str], None]) -> Fetched:
    """Fetch what changed at ``url`` into the snapshots; ``tell`` hears of every part.

    StyrkaError when a table that an edition needs failed or did not fit: what came before it is kept, and the edition
    stays as it was. Without an optional table the edition goes on with what is stored of it, or with none.
    """
    begun = time.monotonic()
    with Client(url) as client:
        store = Store(places.data_raw(), client.base_url)
        store.remove_leftovers()
        outcomes = refresh(
            client,
            store,
            asked(),
            progress=lambda table_id, done, parts: tell(f"{table_id}: part {done} of {parts}"),
        )
    shortcomings = _refuse(outcomes)
    remarks = [remark for outcome in outcomes for remark in outcome.remarks]
    calls = sum(outcome.calls for outcome in outcomes)
    total = f"in all {calls} calls for data, {duration(time.monotonic() - begun)}"
    return Fetched("\n".join([*map(str, outcomes), *remarks, total]), shortcomings)


def register_key() -> str:
    """The key to the business register from the environment, or an empty text."""
    return os.environ.get(KEY_VARIABLE, "").strip()


def check_register_key() -> None:
    """StyrkaError that says how to get one when there is no key to the business register."""
    checked_key(register_key())


def forecast_register(url: str) -> str:
    """What a pull of the register at ``url`` would do, in one line; nothing is pulled."""
    with RegisterClient(register_key(), url) as client:
        return str(pull.forecast(client, Store(places.data_raw())))


def pull_register(url: str, tell: Callable[[str], None]) -> str:
    """Pull the register at ``url`` into the snapshots unless its date is kept; ``tell`` hears of every page.

    StyrkaError when there is no key, or what came is not the whole register: what is kept stays as it was.
    """
    with RegisterClient(register_key(), url, tell=tell) as client:
        outcome = pull.pull(client, Store(places.data_raw()), tell=tell)
    return "\n".join([str(outcome), *outcome.remarks])


def _refuse(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The failures of optional tables; StyrkaError when another table failed."""
    failed = [outcome for outcome in outcomes if not outcome.succeeded]
    needed = [outcome for outcome in failed if not declaration(outcome.table_id).optional]
    if needed:
        raise StyrkaError("; ".join(_told(needed)))
    return _told(failed)


def _told(failed: Sequence[Outcome]) -> tuple[str, ...]:
    """A line for each failure; one that is the same for several tables, as when nobody answers, is told once."""
    alike: dict[str, list[Outcome]] = {}
    for outcome in failed:
        alike.setdefault(outcome.message, []).append(outcome)
    return tuple(
        str(outcomes[0])
        if len(outcomes) == 1
        else f"{', '.join(outcome.table_id for outcome in outcomes)} {outcomes[0].action}: {message}"
        for message, outcomes in alike.items()
    )
