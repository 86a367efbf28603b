"""What is told when nobody watches: how old an edition may be in the UI, and a line, or a command of the user's, when a
refresh fails. What failed is said by whatever raised it."""

import os
import shlex
import subprocess
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import dagster as dg

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.register.config import KEY_VARIABLE
from pipelines.warehouse import manifest

SETTINGS = Path(__file__).with_name("freshness.toml")
COMMAND_VARIABLE = "STYRKA_ALERT"
COMMAND_SECONDS = 30.0


def freshness() -> dg.FreshnessPolicy:
    """How long the edition may go without being published anew, as declared."""
    declared = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    warn, fail = (timedelta(days=declared[f"{name}_days"]) for name in ("warn", "fail"))
    return dg.FreshnessPolicy.time_window(fail_window=fail, warn_window=warn)


@dg.failure_hook(name="alert")
def alert(context: dg.HookContext) -> None:
    """Tell that a step of a job has failed: in the log, and to the command that the user has declared."""
    told = message(context.job_name, context.op.name, context.op_exception)
    context.log.error(told)

    def warn(line: str) -> None:
        context.log.warning(line)
        # Who reads a server's journal sees no log of Dagster's.
        with suppress(OSError):
            click.echo(f"warning: {line}", err=True)

    send(told, warn)


def message(job: str, step: str, error: BaseException | None) -> str:
    """One line: the job, the step, why, and what readers have meanwhile."""
    while error is not None and not isinstance(error, StyrkaError):
        error = error.__cause__
    why = str(error) if error else "the UI has the details"
    stays = manifest.age(places.data_mart(), datetime.now(UTC)) or "nothing has been published yet"
    return f"styrka {job} failed at {step}: {why}; {stays}"


def send(told: str, warn: Callable[[str], None]) -> None:
    """Give the line to the command in ``STYRKA_ALERT``, on its standard input; ``warn`` hears when that fails.

    No shell reads the command or the line, and the register's key is not in its environment. What the command says
    itself is kept nowhere: addresses and passwords are often in it.
    """
    declared = os.environ.get(COMMAND_VARIABLE, "").strip()
    if not declared:
        return
    environment = {name: value for name, value in os.environ.items() if name != KEY_VARIABLE}
    try:
        done = subprocess.run(  # noqa: S603 - declared by the user for this
            shlex.split(declared),
            input=f"{told}\n".encode(),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        # The error's own text is the command, which may hold a secret.
        warn(f"the command in {COMMAND_VARIABLE} did not end within {COMMAND_SECONDS:.0f} s")
        return
    except OSError as error:
        warn(f"the command in {COMMAND_VARIABLE} could not be run ({error.strerror})")
        return
    except ValueError as error:
        warn(f"the command in {COMMAND_VARIABLE} could not be run: {error}")
        return
    if done.returncode != 0:
        warn(f"the command in {COMMAND_VARIABLE} ended with {done.returncode}")
