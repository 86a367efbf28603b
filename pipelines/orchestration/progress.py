"""Progress on the command line: one bar that moves as Dagster's steps end, and plain lines where nobody sees a bar.
What the steps do, and what is printed when the run has ended, do not belong here."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click
import dagster as dg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

from pipelines.errors import duration

DESCRIPTION = TextColumn("{task.description:<28}")
# Between two plain lines about the same.
PAUSE_SECONDS = 10.0
ENDS = {"STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED"}


class Lines:
    """What is being done as plain lines, for a file or a pipe: at once when the subject is new, else now and then."""

    def __init__(self) -> None:
        self._subject: str | None = None
        self._said = -math.inf

    def say(self, text: str, subject: str | None = None) -> None:
        """Print ``text``, unless ``subject`` (None: whatever it was) is that of a line printed just now."""
        now = time.monotonic()
        if subject in (None, self._subject) and now - self._said < PAUSE_SECONDS:
            return
        self._subject, self._said = subject or self._subject, now
        # Where nobody can be told any more (a closed pipe, a full disk), the work goes on.
        with suppress(OSError):
            click.echo(text)


class RunProgress(logging.Handler):
    """Turns Dagster's step events into a progress bar and remembers the steps and checks that failed."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[tuple[str, dg.DagsterEvent]] = []
        self.failed_checks: list[dg.AssetCheckEvaluation] = []
        self._running: str | None = None
        columns = DESCRIPTION, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self.bar, self.lines = _shown(*columns), Lines()
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
            # Between the steps Dagster speaks for itself, as of one that never starts because of a failure before it.
            if record.levelno >= logging.INFO and self._running and _step(record) == self._running:
                message = _message(record)
                self._tell(message, message, subject=_subject(message))
            return
        if event.event_type_value == "STEP_START":
            self._running = event.step_key
            task = self.bar.tasks[self.task]
            done = f"{task.completed:.0f} of {task.total or 0:.0f} steps done"
            self._tell(str(event.step_key), f"{done}, now {event.step_key}")
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            evaluation: Any = event.event_specific_data
            if not evaluation.passed:
                self.failed_checks.append(evaluation)
        elif event.event_type_value in ENDS:
            self._running = None
            self.bar.advance(self.task)
            if event.event_type_value == "STEP_FAILURE":
                self.failures.append((str(event.step_key), event))

    def _tell(self, description: str, line: str, subject: str | None = None) -> None:
        self.bar.update(self.task, description=description)
        if self.bar.disable:
            self.lines.say(line, subject)


@contextmanager
def saying() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done; in a terminal it is gone when the work is."""
    with _shown(DESCRIPTION, TimeElapsedColumn()) as progress:
        task, lines = progress.add_task("starting", total=None), Lines()

        def tell(text: str) -> None:
            progress.update(task, description=text)
            if progress.disable:
                lines.say(text, _subject(text))

        yield tell


def counting(tell: Callable[[str], None], what: str) -> Callable[[int, int, str], None]:
    """What tells of many like things, one after the other: how many are done of how many, which, and the time left."""
    begun = time.monotonic()

    def told(done: int, total: int, name: str) -> None:
        left = (time.monotonic() - begun) / done * (total - done)
        tell(f"{what} {done} of {total}: {name}, {duration(left)} left")

    return told


def _shown(*columns: ProgressColumn) -> Progress:
    """A bar that is gone when the work is, and that a file or a pipe is spared."""
    console = Console()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _subject(message: str) -> str:
    """What a message is about: its first word, such as a table's id."""
    return message.split(" ", 1)[0]


def _event(record: logging.LogRecord) -> dg.DagsterEvent | None:
    event: dg.DagsterEvent | None = getattr(record, "dagster_meta", {}).get("dagster_event")
    return event


def _step(record: logging.LogRecord) -> str | None:
    step: str | None = getattr(record, "dagster_meta", {}).get("step_key")
    return step


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
