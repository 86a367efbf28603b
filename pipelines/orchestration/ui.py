"""The Dagster UI as one group of processes: when the command ends, whatever ended it, none of its servers is left.
Where it may listen is the command line's matter."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from pipelines import places

# The warning recommends Dagster's own project tool, which would bring its project layout with it.
QUIET = "ignore:Function `dev_command` is superseded"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# As Ctrl-C in a terminal ends it; then more and more sternly.
STERNNESS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PATIENCE_SECONDS = 8.0
PAUSE_SECONDS = 0.1


def serve(host: str, port: int) -> int:
    """Serve the UI until it ends or this process is asked to end; the exit code.

    Dagster ends its servers by itself on Ctrl-C only, so they form a process group that is ended whole.
    """
    asked: list[int] = []
    for ending in ENDINGS:
        # What is ignored (nohup, a job in the background) stays so.
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, lambda received, _: asked.append(received))
    dev = ["-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", host, "-p", str(port)]
    command = [sys.executable, "-W", QUIET, *dev]
    servers = subprocess.Popen(command, cwd=places.PROJECT, process_group=0)  # noqa: S603 - our own interpreter's dagster
    while servers.poll() is None and not asked:
        time.sleep(PAUSE_SECONDS)
    for sternness in STERNNESS:
        if _ended(servers, sternness):
            break
    return 128 + asked[0] if asked else servers.wait()


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
