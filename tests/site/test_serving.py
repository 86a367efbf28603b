"""``styrka site``: the published folders on this machine only, and nothing else of the mart."""

import http.client
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.errors import StyrkaError
from pipelines.site import serving
from tests.conftest import Workplace

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def port(small: Path) -> Iterator[int]:
    (small.parent / ".lock").write_text("held")
    server = serving.server(small.parent, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def asked(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    found = (answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return found


def test_the_bare_address_leads_to_the_start_page(port: int, small: Path) -> None:
    status, headers, _ = asked(port, "/")
    assert (status, headers["Location"]) == (302, "/site/index.html")
    status, headers, body = asked(port, "/site/index.html")
    assert (status, headers["Content-type"]) == (200, "text/html")
    assert body == (small / "index.html").read_bytes()
    assert asked(port, "/profiles/08/profile.sv.html")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/.lock",
        "/editions/",
        "/site/../.lock",
        "/site/%2e%2e/.lock",
        "//.lock",
        "/site",
        "/profiles/08/",
        "/../../etc/passwd",
    ],
)
def test_nothing_else_is_served_and_no_folder_is_listed(port: int, path: str) -> None:
    status, _, body = asked(port, path)
    assert status in (301, 404)
    assert b"held" not in body
    assert b"Directory listing" not in body


def test_nothing_can_be_written(port: int) -> None:
    assert asked(port, "/site/index.html", "POST")[0] == 501
    assert asked(port, "/site/index.html", "PUT")[0] == 501


def test_it_listens_on_this_machine_only(small: Path) -> None:
    with serving.server(small.parent, 0) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_one_line(small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StyrkaError, match="choose another --port"):
        serving.server(small.parent, taken.getsockname()[1])


def test_without_a_site_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match="run 'styrka run' first"):
        serving.server(tmp_path, 0)


def test_the_command_says_where_serves_and_ends_on_ctrl_c(small: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = Workplace(tmp_path / "raw", small.parent, tmp_path / "home")
    running = place.start("site", "--port", str(port))
    assert running.stdout is not None
    assert running.stdout.readline() == f"http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    assert asked(port, "/site/sv/map.html")[0] == 200
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (0, "")


def test_served_the_site_is_as_from_disk(browser: "Browser", port: int) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{port}/")
    assert page.url == f"http://127.0.0.1:{port}/site/index.html"
    page.click("text=Hur står vi oss?")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.click('#map-table a >> text="Kalmar län"')
    page.click("text=Hela profilen")
    assert page.url == f"http://127.0.0.1:{port}/profiles/08/profile.sv.html"
    assert said == []
    page.close()
