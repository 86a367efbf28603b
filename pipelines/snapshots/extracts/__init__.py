"""Users' own region × industry tables: taken in as immutable snapshots below `data_raw/imported/`, and read again.
Nothing of SCB's belongs here, and nothing is summed or measured."""

from pipelines.snapshots.extracts.contents import (
    SUPPRESSED_MOST,
    batches,
    cells,
    edition,
    industries,
    larger_than_whole,
    regions,
    renamed,
    undeclared,
    without_nation,
    zero_lost,
)
from pipelines.snapshots.extracts.intake import check_name, take_in

__all__ = [
    "SUPPRESSED_MOST",
    "batches",
    "cells",
    "check_name",
    "edition",
    "industries",
    "larger_than_whole",
    "regions",
    "renamed",
    "take_in",
    "undeclared",
    "without_nation",
    "zero_lost",
]
