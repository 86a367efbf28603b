"""The ``styrka`` command: reads arguments, calls the engine, prints what a person needs to know next.
No work is done here; each module holds the commands of one purpose, and ``command`` joins them."""

from pipelines.cli.command import main

__all__ = ["main"]
