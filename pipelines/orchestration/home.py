"""The project-local DAGSTER_HOME: where run history lies and how the instance behaves.
What runs does not belong here."""

import os
from pathlib import Path

from pipelines import files, places
from pipelines.errors import StyrkaError

SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_home() -> Path:
    """Make DAGSTER_HOME (``.dagster`` in the checkout unless the variable says otherwise) and settle its settings."""
    home = Path(os.environ.get("DAGSTER_HOME", "").strip() or places.PROJECT / ".dagster").expanduser().resolve()
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StyrkaError(f"{home}: cannot be made ({error.strerror}); DAGSTER_HOME names the folder") from error
    settings = SETTINGS.read_bytes()
    target = home / SETTINGS.name
    if not target.is_file() or target.read_bytes() != settings:
        files.write_bytes(target, settings)
    return home
