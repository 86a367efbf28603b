"""Sites of the small mart, of a simulated one and of a whole country, built once; tests only read them.
No test belongs here."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines import profiles, site
from tests.site import mart

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def built(folder: Path, *, with_profiles: bool = True) -> Path:
    """The site of the mart in ``folder/parquet``, in ``folder/site``, beside its profiles."""
    if with_profiles:
        profiles.build(folder / "parquet", folder / "profiles", mart.EDITION)
        profiles.method_note(folder / "parquet", folder / "profiles", mart.EDITION)
    site.build(folder / "parquet", folder / "profiles", folder / "site", mart.EDITION)
    return folder / "site"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    mart.small(folder / "parquet")
    return built(folder)


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated")
    mart.small(folder / "parquet", register="SIMULATED")
    return built(folder)


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    mart.country(folder / "parquet")
    return built(folder, with_profiles=False)


@dataclass
class Visit:
    """A page, the addresses that it asked for, and what its console said."""

    page: "Page"
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def visit(browser: "Browser", path: Path, hash_: str = "", width: int = 1200, **context: Any) -> Visit:
    """Open a file from disk; a page with a script of its own is waited for until it has drawn."""
    page = browser.new_page(viewport={"width": width, "height": 844}, **context)
    opened = Visit(page)
    page.on("request", lambda request: opened.asked.append(request.url))
    page.on("console", lambda message: opened.said.append(message.text))
    page.on("pageerror", lambda error: opened.said.append(str(error)))
    page.goto(path.as_uri() + (f"#{hash_}" if hash_ else ""))
    if path.stem in ("map", "compare") and context.get("java_script_enabled", True):
        page.wait_for_selector("html[data-ready]", state="attached")
    return opened
