"""Fault 27: the UI listens on 127.0.0.1 only; any other host needs an explicit word and gives a warning."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

from tests.conftest import Workplace

LISTENING = "0A"


def stop(ui: subprocess.Popen[str]) -> None:
    """End the UI with the servers it started."""
    os.killpg(ui.pid, signal.SIGTERM)
    try:
        ui.wait(timeout=15)
    except subprocess.TimeoutExpired:
        # Where SIGINT is ignored (a background job), Dagster does not end its servers by itself.
        os.killpg(ui.pid, signal.SIGKILL)
        ui.wait(timeout=15)
    for stream in (ui.stdout, ui.stderr):
        assert stream is not None
        stream.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="listening sockets are read from Linux's /proc")
def test_the_ui_listens_on_loopback_only_and_shows_the_assets(workplace: Workplace) -> None:
    port = free_port()
    ui = workplace.start("ui", "--port", str(port))
    try:
        query = {"query": "{ assetNodes { assetKey { path } } }"}
        assets: set[str] = set()
        deadline = time.monotonic() + 120
        while not assets and time.monotonic() < deadline:
            assert ui.poll() is None
            try:
                answer = requests.post(f"http://127.0.0.1:{port}/graphql", json=query, timeout=5).json()
                assets = {node["assetKey"]["path"][-1] for node in answer["data"]["assetNodes"]}
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.5)
        assert {"employment", "location_quotient", "specialisation", "TAB3204"} <= assets
        assert listeners(port) == {"0100007F"}
    finally:
        stop(ui)


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
        stop(ui)
