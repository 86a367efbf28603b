"""What a run says on the way: of the step that runs what it says itself, and nothing of those that never start."""

import dagster as dg
import pytest

from pipelines.orchestration.progress import RunProgress, progress_logger


@dg.op
def speaks(context: dg.OpExecutionContext) -> int:
    context.log.info("TAB1 part 1 of 2")
    return 1


@dg.op
def fails(context: dg.OpExecutionContext, given: int) -> int:
    context.log.debug("nobody is told this")
    raise dg.Failure(f"no {given}")


@dg.op
def never_starts(given: int) -> int:
    return given


@dg.job
def three() -> None:
    never_starts(fails(speaks()))


def test_of_a_step_that_never_starts_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with RunProgress() as progress:
        loggers = {"progress": progress_logger(progress)}
        job = three.graph.to_job(logger_defs=loggers)
        progress.expect(3)
        done = job.execute_in_process(run_config={"loggers": {"progress": {}}}, raise_on_error=False)
    assert not done.success
    assert capsys.readouterr().out.splitlines() == ["0 of 3 steps done, now speaks", "TAB1 part 1 of 2"]
    assert [step for step, _ in progress.failures] == ["fails"]
