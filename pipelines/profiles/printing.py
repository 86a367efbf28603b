"""Profiles as tagged PDF files, printed from the published page by a browser that is on the machine.
How a page looks on paper is its own style sheet's matter; a PDF bears the time it was made, so no edition holds one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipelines import files
from pipelines.errors import StyrkaError, listed
from pipelines.profiles.settings import settings
from pipelines.schema.table import Language
from pipelines.warehouse import manifest

BROWSER = "STYRKA_BROWSER"
SIGNATURE = b"%PDF-"


def pdf(mart: Path, region: str, language: Language, folder: Path) -> Path:
    """Print the published profile of ``region`` to ``folder``/<region>/profile.<language>.pdf, and return that path.

    StyrkaError when the edition has no such profile or another than was published, no browser is found, or it prints
    nothing in the declared time.
    """
    profiles = mart / "profiles"
    page = profiles / region / f"profile.{language}.html"
    known = sorted(each.name for each in profiles.glob("*/") if (each / page.name).is_file())
    # Only a folder's own name: a code may not lead out of the profiles.
    if region not in known:
        if not known:
            raise StyrkaError(
                f"the published edition has no profile of any region, {region!r} neither; run 'styrka run'"
            )
        raise StyrkaError(
            f"the published edition has no profile of region {region!r}, but of {listed(known)}; give one of these "
            "codes, or 'styrka run' for all regions with figures ('styrka refresh' fetches them first)"
        )
    page = manifest.trusted(mart, f"profiles/{region}") / page.name
    browser = _browser()
    target = folder / region / f"profile.{language}.pdf"
    with files.replacing(target) as temporary:
        _print(browser, page, temporary)
    return target


def _browser() -> str:
    """The browser that ``STYRKA_BROWSER`` names, else the first of those declared that is there."""
    chosen = os.environ.get(BROWSER, "").strip()
    names: Sequence[str] = [chosen] if chosen else settings()["printing"]["browsers"]
    for name in names:
        if found := shutil.which(name):
            return found
    if chosen:
        raise StyrkaError(f"{BROWSER} is {chosen}, and no program is there; give the path of a Chromium-based browser")
    raise StyrkaError(
        f"a PDF needs Chromium, Chrome or Edge, and none of {', '.join(names)} is on this machine; "
        f"install one, or let {BROWSER} name its program"
    )


def _print(browser: str, page: Path, target: Path) -> None:
    seconds = settings()["printing"]["seconds"]
    # A profile of its own, so that a browser that is open already neither answers nor is disturbed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as own:
        command = [browser, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={own}"]
        # Chromium's sandbox refuses to run for the superuser, as in a container.
        command += ["--no-sandbox"] if os.geteuid() == 0 else []
        command += ["--no-pdf-header-footer", f"--print-to-pdf={target.resolve()}", page.as_uri()]
        try:
            ended = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise StyrkaError(f"{browser}: printed nothing in {seconds} seconds; no PDF was written") from error
    if ended.returncode or not files.read_bytes(target).startswith(SIGNATURE):
        raise StyrkaError(
            f"{browser}: ended with {ended.returncode} and printed no PDF; is it Chromium, Chrome or Edge?"
        )
