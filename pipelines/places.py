"""Where things lie: the project's own folders and the two data folders that the environment can move.
Nothing here reads or writes a file."""

import os
from pathlib import Path

from pipelines.errors import StyrkaError

PROJECT = Path(__file__).resolve().parent.parent
SQL = PROJECT / "sql"
# Where a server is reached from this machine only.
LOOPBACK = "127.0.0.1"


def data_raw() -> Path:
    """Folder of the immutable snapshots (``STYRKA_DATA_RAW`` moves it)."""
    return _moved("STYRKA_DATA_RAW", PROJECT / "data_raw")


def data_mart() -> Path:
    """Folder of what users take away (``STYRKA_DATA_MART`` moves it)."""
    return _moved("STYRKA_DATA_MART", PROJECT / "data_mart")


def dagster_home() -> Path:
    """Folder of the run history (``DAGSTER_HOME`` moves it): in the checkout, or in a mart that was moved, so that runs
    on made-up figures are no part of the history of the real ones."""
    moved = data_mart() != PROJECT / "data_mart"
    return _moved("DAGSTER_HOME", (data_mart() if moved else PROJECT) / ".dagster")


def _moved(variable: str, default: Path) -> Path:
    value = os.environ.get(variable, "").strip()
    try:
        return Path(value).expanduser().resolve() if value else default
    except (RuntimeError, OSError) as error:
        # No such user's home, links that lead in a circle, or a working directory that is gone.
        raise StyrkaError(f"{variable} is {value!r}, which leads nowhere ({error}); name a folder") from error
