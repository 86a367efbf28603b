"""The DAGSTER_HOME of a mart: where run history lies and how the instance behaves.
What runs does not belong here."""

import os
import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipelines import files, places
from pipelines.errors import StyrkaError

# What SQLite's address of a file would not be read as a part of its name.
IN_ADDRESSES = re.compile(r"\?|%[0-9A-Fa-f]{2}")
SETTINGS = Path(__file__).with_name("dagster.yaml")
# What Dagster's queue counts as a run that takes a place.
GOING_ON = [getattr(dg.DagsterRunStatus, name) for name in ("STARTING", "STARTED", "CANCELING", "SUSPENDED")]


def prepare_home() -> Path:
    """Make DAGSTER_HOME (``places.dagster_home()`` unless the variable says otherwise) and settle its settings."""
    home = places.dagster_home()
    os.environ["DAGSTER_HOME"] = str(home)
    if found := IN_ADDRESSES.search(str(home)):
        raise StyrkaError(
            f"{home}: Dagster cannot keep its history in a folder with {found.group()} in its path; rename it, or let "
            f"DAGSTER_HOME name another"
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StyrkaError(f"{home}: cannot be made ({error.strerror}); DAGSTER_HOME names the folder") from error
    # Always anew: a folder that cannot be written is found before Dagster writes into it.
    files.write_bytes(home / SETTINGS.name, SETTINGS.read_bytes())
    return home


def close_lost_runs(instance: dg.DagsterInstance) -> None:
    """Record as failed every run that the history still has as going on: for whoever holds the mart's lock, which a run
    holds to its end.

    A killed process can record nothing, and the UI's runs would wait for it in the queue for ever.
    """
    for lost in instance.get_runs(dg.RunsFilter(statuses=GOING_ON)):
        instance.report_run_failed(lost, "The process of this run was killed; what was published before it stays.")


@contextmanager
def history(home: Path) -> Iterator[None]:
    """Turns what SQLite says while Dagster keeps its history in ``home`` into a StyrkaError that names the folder."""
    try:
        yield
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, sqlite3.Error):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            raise
        largest, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
        limited = (
            "" if largest == resource.RLIM_INFINITY else f", where no file may exceed {largest:,} bytes (ulimit -f)"
        )
        raise StyrkaError(
            f"{home}: Dagster cannot keep its history here ({cause}{limited}); "
            f"make room, or let DAGSTER_HOME name another"
        ) from error
