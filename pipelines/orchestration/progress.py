"""Progress on the command line: one bar that moves as Dagster's steps end, and a line for work outside a run.
What the steps do, and what is printed when the run has ended, do not belong here."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

DESCRIPTION = TextColumn("{task.description:<28}")
ENDS = {"STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED"}


class RunProgress(logging.Handler):
    """Turns Dagster's step events into a progress bar and remembers the first failure's own line."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[tuple[str, dg.DagsterEvent]] = []
        self.failed_checks: list[dg.AssetCheckEvaluation] = []
        self.bar = Progress(DESCRIPTION, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True)
        self.task = self.bar.add_task("starting", total=None)

    def expect(self, steps: int) -> None:
        """Say how many steps the run has."""
        self.bar.update(self.task, total=steps)

    def __enter__(self) -> "RunProgress":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def emit(self, record: logging.LogRecord) -> None:
        event = _event(record)
        if event is None:
            if record.levelno >= logging.INFO:
                self.bar.update(self.task, description=_message(record))
            return
        if event.event_type_value == "STEP_START":
            self.bar.update(self.task, description=str(event.step_key))
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            evaluation: Any = event.event_specific_data
            if not evaluation.passed:
                self.failed_checks.append(evaluation)
        elif event.event_type_value in ENDS:
            self.bar.advance(self.task)
            if event.event_type_value == "STEP_FAILURE":
                self.failures.append((str(event.step_key), event))


@contextmanager
def saying() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done; it is gone when the work is."""
    with Progress(DESCRIPTION, TimeElapsedColumn(), transient=True) as progress:
        line = progress.add_task("starting", total=None)
        yield lambda text: progress.update(line, description=text)


def _event(record: logging.LogRecord) -> dg.DagsterEvent | None:
    event: dg.DagsterEvent | None = getattr(record, "dagster_meta", {}).get("dagster_event")
    return event


def _message(record: logging.LogRecord) -> str:
    """What the step itself said, without Dagster's frame around it."""
    return str(getattr(record, "dagster_meta", {}).get("orig_message", record.getMessage()))


def progress_logger(progress: RunProgress) -> dg.LoggerDefinition:
    """A Dagster logger that feeds ``progress`` instead of printing."""

    @dg.logger(config_schema={})
    def to_progress(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("styrka", level=logging.DEBUG)
        logger.addHandler(progress)
        return logger

    return to_progress
