"""Writes the profiles of an edition: for each region one folder with a page in each language, and the method note.
Regions, tables and words come from the modules below."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipelines.errors import StyrkaError
from pipelines.export.reading import LANGUAGES
from pipelines.files import write_text
from pipelines.profiles import asked, html, method
from pipelines.profiles.context import Context
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import document
from pipelines.profiles.words import Words


def build(
    parquet: Path,
    target: Path,
    edition: str,
    regions: Sequence[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Path]:
    """Write ``target/<region_code>/profile.<sv|en>.html`` and return the files.

    ``parquet`` holds the mart's tables, all of ``edition``. Without ``regions``, every region but the nation that has
    location quotients gets its profile, also those known only from an imported table; without any, ``target`` is an
    empty folder and so is the list.
    ``progress`` is called with pages done, pages in all, and the region's name.
    Raises StyrkaError for a region without location quotients, naming similar ones, and for a table that is absent.
    """
    mart = Mart(parquet, edition)
    chosen = list(mart.moments) if regions is None else [_known(code, mart) for code in dict.fromkeys(regions)]
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    total = len(chosen) * len(LANGUAGES)
    for code in chosen:
        for language in LANGUAGES:
            path = target / code / f"profile.{language}.html"
            write_text(path, html.render(document(Context(mart, code, language))))
            written.append(path)
            if progress is not None:
                progress(len(written), total, str(mart.regions[code]["name_sv"]))
    return written


def method_note(parquet: Path, target: Path, edition: str) -> list[Path]:
    """Write ``target/method.<sv|en>.html``, to which every profile leads, and return the files; arguments as above."""
    simulated = Mart(parquet, edition).simulated
    written = []
    for language in LANGUAGES:
        mark = Words(language)("page.simulated") if simulated else ""
        path = target / f"{method.NAME}.{language}.html"
        write_text(path, html.render(method.document(language, edition, mark)))
        written.append(path)
    return written


def _known(code: str, mart: Mart) -> str:
    if code in mart.moments:
        return code
    known = {each: str(mart.regions[each]["name_sv"]) for each in mart.moments}
    if code not in mart.regions:
        raise asked.unknown(code, known)
    raise StyrkaError(
        f"region {code} ({mart.regions[code]['name_sv']}) has no location quotients in edition {mart.edition}; "
        f"run 'make refresh' to fetch all municipalities{asked.near(code, known)}"
    )
