"""The DAGSTER_HOME of a mart: where run history lies and how the instance behaves.
What runs does not belong here."""

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines import files, places
from pipelines.errors import StyrkaError

SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_home() -> Path:
    """Make DAGSTER_HOME (``places.dagster_home()`` unless the variable says otherwise) and settle its settings."""
    home = places.dagster_home()
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StyrkaError(f"{home}: cannot be made ({error.strerror}); DAGSTER_HOME names the folder") from error
    # Always anew: a folder that cannot be written is found before Dagster writes into it.
    files.write_bytes(home / SETTINGS.name, SETTINGS.read_bytes())
    return home


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
