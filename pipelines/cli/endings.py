"""How a command ends: a user's mistake in one line on stderr, never in a traceback, and a signal with what stays.
What a command does, and which there are, is not said here."""

import sys
from contextlib import suppress
from signal import Signals
from unicodedata import category

import click

from pipelines.errors import StyrkaError

LONGEST_LINE = 2_000
# As a shell tells that a signal ended a command.
SIGNALLED = 128
STAYS = "the published edition stays whole"
GOES_ON = {
    "run": f"{STAYS}; 'styrka run' begins anew",
    "ui": f"a run that is going on ends with it, and {STAYS}; 'styrka ui' opens it again",
    "simulate": f"{STAYS}; the same command begins anew",
    "refresh": f"{STAYS}, and so does what was fetched; 'styrka refresh' fetches the rest",
}


class OneLineErrors(click.Group):
    """A command group whose expected errors are one line on stderr and an exit code of at least 1."""

    def invoke(self, ctx: click.Context) -> object:
        from pipelines.orchestration import stopping

        with stopping.listening() as received:
            try:
                return super().invoke(ctx)
            except SystemExit:
                raise
            # Whatever is raised when the process was asked to end is no failure of the work.
            except BaseException as error:
                ending = received()
                told = stopped(ending, str(ctx.invoked_subcommand)) if ending else _failed(error)
                if told is None:
                    raise
        reason, code = told
        # A terminal that was closed hears nothing; the exit code is right all the same.
        with suppress(OSError):
            click.echo(f"styrka: {printable(reason[:LONGEST_LINE])}", err=True)
        sys.exit(code)


def stopped(ending: Signals, command: str) -> tuple[str, int]:
    """The line and the exit code of a command that a signal ended."""
    goes_on = GOES_ON.get(command, f"'styrka {command}' begins anew")
    return f"stopped ({ending.name}); {goes_on}", SIGNALLED + ending


def _failed(error: BaseException) -> tuple[str, int] | None:
    """The line and the exit code of an expected error; None of a fault of the program."""
    if isinstance(error, StyrkaError):
        return str(error), error.exit_code
    if isinstance(error, UnicodeEncodeError | UnicodeDecodeError):
        return f"an argument, name or path is no text in UTF-8 ({error.reason}); rename it", 1
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}", 1
    return None


def printable(line: str) -> str:
    """A line that a terminal may be given, whatever file or server a part of it came from."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(each)[0] == "C" else each for each in line)
