"""The project-local DAGSTER_HOME: where run history lies and how the instance behaves.
What runs does not belong here."""

import os
from pathlib import Path

from pipelines import files, places

SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_home() -> Path:
    """Make DAGSTER_HOME (``.dagster`` in the checkout unless the variable says otherwise) and settle its settings."""
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(places.PROJECT / ".dagster")))
    home.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.read_bytes()
    target = home / SETTINGS.name
    if not target.is_file() or target.read_bytes() != settings:
        files.write_bytes(target, settings)
    return home
