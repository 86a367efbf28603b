"""Styrka's engine: from SCB's tables to strength-area profiles, importable and testable without Dagster."""

import os

# Arrow's own pool keeps what was freed, which over a long table is more than all its row groups need; Arrow reads this
# once, when it is loaded.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
