"""Running a job from the command line: the same job as in the UI, in this process, with a progress bar.
Which assets a job holds is said in ``definitions``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.orchestration.home import close_lost_runs, history, prepare_home
from pipelines.orchestration.progress import RunProgress, progress_logger
from pipelines.warehouse import code_version, edition, manifest, record


@dataclass(frozen=True)
class Outcome:
    """What a run published, what it warned about, and what it had fetched before (``account``, a line a table)."""

    manifest: dict[str, Any]
    mart: Path
    warnings: tuple[str, ...]
    account: tuple[str, ...] = ()

    def summary(self) -> str:
        names = self.manifest["files"]
        tables = sum(name.startswith("parquet/") for name in names)
        profiles = sorted(name for name in names if name.endswith("profile.sv.html"))
        lines = [*self.account, *(f"warning: {warning}" for warning in self.warnings)]
        if any(snapshot["origin"] == "other_server" for snapshot in self.manifest["snapshots"]):
            lines.append("warning: these figures are not SCB's: they came from another server; 'styrka run' goes back")
        if any(snapshot["origin"] == "simulated" for snapshot in self.manifest["snapshots"]):
            lines.append("warning: the workplaces of this edition are simulated and marked so; 'styrka run' goes back")
        counted = f"{_counted(tables, 'table')} and {_counted(len(profiles), 'profile')}"
        lines.append(f"Edition {self.manifest['edition']}: {counted} in {self.mart}")
        if (start := "site/index.html") in names:
            lines.append(f"Start at {self.mart / start}")
        if profiles:
            kalmar = "profiles/08/profile.sv.html"
            lines.append(f"Open {self.mart / (kalmar if kalmar in profiles else profiles[0])}")
        return "\n".join(lines)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def launch(
    job: str, assemble: Callable[[Mapping[str, dg.LoggerDefinition]], dg.Definitions], again: str = ""
) -> Outcome:
    """Execute ``job`` (``run`` or ``refresh``) in this process and return what was published.

    ``assemble`` makes the definitions with the loggers it is given; they build edition ``again``, if it is named, which
    is returned in place of the published one.

    Raises StyrkaError with the first failure's own line, and with what is published then: the edition of before, unless
    what failed came after the switch.
    """
    home = prepare_home()
    mart = places.data_mart()
    with edition.writing(mart) as build, _cleared_unless_published(build):
        before = _current(mart)
        with history(home), RunProgress() as progress, dg.DagsterInstance.get() as instance:
            close_lost_runs(instance)
            definition = assemble({"progress": progress_logger(progress)}).resolve_job_def(job)
            progress.expect(len(definition.graph.nodes))
            result = definition.execute_in_process(
                instance=instance, run_config={"loggers": {"progress": {}}}, raise_on_error=False
            )
        if not result.success:
            now = _current(mart)
            told = manifest.age(mart, datetime.now(UTC)) if now == before else f"edition {now} was published"
            raise StyrkaError("; ".join(filter(None, (next(_reasons(result, progress)), told))))
        warnings = tuple(f"{check.check_name}: {_reason(check)}" for check in progress.failed_checks)
        if other := code_version.warning():
            warnings += (other,)
        if again:
            folder = mart / record.REBUILT / str(record.find(mart, again)["edition"])
            return Outcome(manifest.read(folder), folder, warnings)
        return Outcome(manifest.current(mart), mart, warnings, tuple(_account(result)))


def _current(mart: Path) -> str:
    """The id of the published edition; empty when nothing that can be read is published."""
    try:
        return str(manifest.current(mart)["edition"])
    except StyrkaError:
        return ""


@contextmanager
def _cleared_unless_published(build: edition.Build) -> Iterator[None]:
    """Unlike in the UI, nobody goes on with what a run that failed or was stopped has built."""
    try:
        yield
    except BaseException:
        build.abandon()
        raise


def _reasons(result: dg.ExecuteInProcessResult, progress: RunProgress) -> Iterator[str]:
    for check in progress.failed_checks:
        if check.blocking and check.severity == dg.AssetCheckSeverity.ERROR:
            yield f"check {check.check_name} on {check.asset_key.to_user_string()} failed: {_reason(check)}"
    for step, event in progress.failures:
        yield _own_line(event) or f"step {step} failed; run {result.run_id} in 'styrka ui' has the details"
    yield f"run {result.run_id} failed; 'styrka ui' has the details"


def _account(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    """What the fetch tells of itself, where the run had one."""
    for materialized in result.get_asset_materialization_events():
        told = materialized.materialization.metadata.get("tables")
        if isinstance(told, dg.MarkdownMetadataValue):
            yield from str(told.value).splitlines()


def _reason(check: dg.AssetCheckEvaluation) -> str:
    reason = check.metadata.get("reason")
    return str(reason.value) if reason is not None else "no reason given"


def _own_line(event: dg.DagsterEvent) -> str | None:
    """The message of a StyrkaError behind a step's failure; None when the failure is a fault of the program."""
    names = {cls.__name__ for cls in _with_subclasses(StyrkaError)}
    error = event.step_failure_data.error
    while error is not None:
        if error.cls_name in names:
            return str(error.message).split(": ", 1)[-1].strip()
        error = error.cause
    return None


def _with_subclasses(cls: type[StyrkaError]) -> Iterator[type[StyrkaError]]:
    yield cls
    for subclass in cls.__subclasses__():
        yield from _with_subclasses(subclass)
