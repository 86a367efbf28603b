"""The Dagster UI as one group of processes: when the command ends, whatever ended it, none of its servers is left.
Where it may listen is the command line's matter."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

import dagster as dg

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.orchestration.home import close_lost_runs, history
from pipelines.orchestration.stopping import ENDINGS
from pipelines.warehouse import edition

# The warning recommends Dagster's own project tool, which would bring its project layout with it.
QUIET = "ignore:Function `dev_command` is superseded"
# As Ctrl-C in a terminal ends it; then more and more sternly.
STERNNESS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PATIENCE_SECONDS = 8.0
PAUSE_SECONDS = 0.1


def serve(host: str, port: int, told: Callable[[signal.Signals], str]) -> int:
    """Serve the UI until it ends or this process is asked to end, which is ``told`` at once; the exit code.

    StyrkaError when the port is taken.

    What the servers say is passed on until then: how they end, and a run with them, would be told as faults. Dagster
    ends its servers by itself on Ctrl-C only, so they form a process group that is ended whole.
    """
    _check_free(host, port)
    _settle_history()
    asked: list[int] = []
    for ending in ENDINGS:
        # What is ignored (nohup, a job in the background) stays so.
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, lambda received, _: asked.append(received))
    dev = ["-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", host, "-p", str(port)]
    command = [sys.executable, "-W", QUIET, *dev]
    servers = subprocess.Popen(  # noqa: S603 - our own interpreter's dagster
        command, cwd=places.PROJECT, process_group=0, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    passing = threading.Thread(target=_pass_on, args=(servers.stdout, asked), daemon=True)
    passing.start()
    while servers.poll() is None and not asked:
        time.sleep(PAUSE_SECONDS)
    if asked:
        _say(told(signal.Signals(asked[0])).encode(), PAUSE_SECONDS)
    for sternness in STERNNESS:
        if _ended(servers, sternness):
            break
    passing.join(PATIENCE_SECONDS)
    return 128 + asked[0] if asked else servers.wait()


def _settle_history() -> None:
    """Close runs that were killed, if no run is going on (then the next one does it)."""
    mart = places.data_mart()
    with (
        suppress(edition.BusyError),
        edition.writing(mart, patience=0.0),
        history(places.dagster_home()),
        dg.DagsterInstance.get() as instance,
    ):
        close_lost_runs(instance)


def _check_free(host: str, port: int) -> None:
    """StyrkaError when the port is taken: Dagster's other servers would go on beside the UI that cannot start."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise StyrkaError(
            f"port {port} on {host} cannot be used ({error.strerror}); is the UI open already? Choose another --port"
        ) from error


def _pass_on(lines: IO[bytes], asked: Sequence[int]) -> None:
    """Print ``lines`` until this process is asked to end; then only take them, so that nobody waits to write one."""
    heard = True
    for line in lines:
        if not asked:
            heard = _say(line, PAUSE_SECONDS if heard else 0.0)


def _say(told: bytes, patience: float) -> bool:
    """Write ``told`` to standard error, as far as it is read there within ``patience`` seconds; whether all of it was.

    A closed terminal hears nothing, and one that is halted (or a pipe that nobody reads) never takes a line: neither is
    to keep a run from going on or the servers from ending, and so no write may wait.
    """
    stream = sys.stderr.fileno()
    ready = select.poll()
    ready.register(stream, select.POLLOUT)
    while told:
        if not ready.poll(patience * 1000):
            return False
        try:
            # A pipe that is ready has room for that much.
            told = told[os.write(stream, told[: select.PIPE_BUF]) :]
        except OSError:
            return False
    return True


def _ended(servers: "subprocess.Popen[bytes]", sternness: int) -> bool:
    """Whether the whole group has ended some time after it was asked to."""
    with suppress(ProcessLookupError):
        os.killpg(servers.pid, sternness)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            time.sleep(PAUSE_SECONDS)
            servers.poll()
            os.killpg(servers.pid, 0)
        return False
    return True
