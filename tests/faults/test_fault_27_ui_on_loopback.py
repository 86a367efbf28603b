"""Fault 27: the UI listens on 127.0.0.1 only; any other host needs an explicit word and gives a warning.
When it is asked to end, its servers end with it."""

import array
import fcntl
import select
import signal
import socket
import subprocess
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import Workplace
from tests.dagster_ui import Ui, free_port, session, stop

LISTENING = "0A"
BORN = "import os, signal, sys; signal.signal(signal.SIGINT, int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"


def starting(place: Workplace, on_interrupt: signal.Handlers) -> subprocess.Popen[str]:
    """The UI with some of its servers begun, where an interrupt does what a process is born with."""
    ui = replace(place, through=[sys.executable, "-c", BORN, str(int(on_interrupt))]).start(
        "ui", "--port", str(free_port())
    )
    deadline = time.monotonic() + 60
    while len(session(ui.pid)) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return ui


def unread(pipe: IO[str]) -> int:
    """Bytes that wait in a pipe."""
    waiting = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, waiting)
    return waiting[0]


def listeners(port: int) -> set[str]:
    """Addresses, in the kernel's hexadecimal, on which somebody listens at ``port``."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            local, _, state = line.split()[1:4]
            address, local_port = local.split(":")
            if state == LISTENING and int(local_port, 16) == port:
                found.add(address)
    return found


PROC = pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(), reason="sockets and processes are read from Linux's /proc"
)


def test_a_port_that_is_taken_is_one_line_and_starts_nothing(workplace: Workplace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = workplace.styrka("ui", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"styrka: port {port} on 127.0.0.1 cannot be used (")
    assert "another --port" in line


@PROC
def test_the_ui_listens_on_loopback_only_and_shows_the_assets(workplace: Workplace) -> None:
    port = free_port()
    ui = workplace.start("ui", "--port", str(port))
    try:
        nodes = Ui(ui, port).ask("{ assetNodes { assetKey { path } } }")["assetNodes"]
        assets = {node["assetKey"]["path"][-1] for node in nodes}
        assert {"employment", "location_quotient", "specialisation", "TAB3204"} <= assets
        assert listeners(port) == {"0100007F"}
        assert any("dagster_webserver" in command for command in session(ui.pid).values())
        assert any("dagster._daemon" in command for command in session(ui.pid).values())
    finally:
        code = stop(ui, signal.SIGTERM)
    assert code == 128 + signal.SIGTERM
    assert session(ui.pid) == {}, "no server is left"
    assert listeners(port) == set()


@PROC
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_while_it_starts_it_leaves_no_process(workplace: Workplace, ending: signal.Signals) -> None:
    ui = starting(workplace, signal.SIG_DFL)
    assert stop(ui, ending) == 128 + ending
    assert session(ui.pid) == {}


@PROC
def test_where_interrupts_are_ignored_it_leaves_no_process_either(workplace: Workplace) -> None:
    """As a job that a script has put into the background."""
    ui = starting(workplace, signal.SIG_IGN)
    ui.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert ui.poll() is None
    assert stop(ui, signal.SIGTERM) == 128 + signal.SIGTERM
    assert session(ui.pid) == {}


@PROC
def test_ctrl_c_during_a_run_is_told_in_one_line(workplace: Workplace) -> None:
    port = free_port()
    ui = workplace.start("ui", "--port", str(port))
    try:
        while not listeners(port):
            assert ui.poll() is None
            time.sleep(0.1)
        Ui(ui, port).launch("run", {})
        while not (workplace.mart / ".build" / "parquet" / "snapshot.parquet").exists():
            assert ui.poll() is None
            time.sleep(0.05)
    finally:
        ui.send_signal(signal.SIGINT)
        _, errors = ui.communicate(timeout=60)
    assert ui.returncode == 128 + signal.SIGINT
    ended = errors[errors.index("styrka: ") :]
    assert ended == (
        "styrka: stopped (SIGINT); a run that is going on ends with it, and the published edition stays whole; "
        "'styrka ui' opens it again\n"
    )
    assert "Traceback" not in errors
    assert session(ui.pid) == {}


@PROC
def test_what_nobody_reads_keeps_no_run_from_going_on_and_no_server_from_ending(workplace: Workplace) -> None:
    """A halted terminal, or a pipe whose reader has gone on to something else."""
    port = free_port()
    ui = workplace.start("ui", "--port", str(port))
    assert ui.stderr is not None
    # Two pages: the least that has room again before all of it is read; a run says many times as much.
    fcntl.fcntl(ui.stderr, fcntl.F_SETPIPE_SZ, 2 * select.PIPE_BUF)
    opened = Ui(ui, port)
    assert (
        opened.ended(opened.launch("run", {"resources": {"choice": {"config": {"regions": ["18"]}}}}))[0] == "SUCCESS"
    )
    assert unread(ui.stderr) >= select.PIPE_BUF
    assert stop(ui, signal.SIGTERM) == 128 + signal.SIGTERM
    assert session(ui.pid) == {}


def test_another_host_is_refused_without_the_explicit_word(workplace: Workplace) -> None:
    done = workplace.styrka("ui", "--host", "0.0.0.0")
    assert done.returncode == 1
    assert done.stderr == (
        "styrka: --host 0.0.0.0 lets others in without a login; add --open-to-network if that is meant\n"
    )


def test_with_the_word_it_warns(workplace: Workplace) -> None:
    ui = workplace.start("ui", "--host", "0.0.0.0", "--open-to-network", "--port", str(free_port()))
    try:
        assert ui.stderr is not None
        assert ui.stderr.readline().startswith("warning: the UI on 0.0.0.0 has no login")
    finally:
        stop(ui, signal.SIGTERM)
