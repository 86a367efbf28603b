"""Writes the profiles of an edition: for each region one folder with a page, a Word document, a presentation and the
chart files in each language, and the method note.
Regions, tables and words come from the modules below."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import StyrkaError
from pipelines.export import labels
from pipelines.export.reading import LANGUAGES
from pipelines.files import write_bytes, write_text
from pipelines.profiles import asked, chart_files, html, method
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document
from pipelines.profiles.earlier import Earlier
from pipelines.profiles.mart import Mart
from pipelines.profiles.office import slides, word
from pipelines.profiles.sections import document

KINDS = ("html", "docx", "pptx")


def build(
    parquet: Path,
    target: Path,
    edition: str,
    regions: Sequence[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    *,
    earlier: Earlier | None = None,
) -> list[Path]:
    """Write ``target/<region_code>/profile.<sv|en>.<html|docx|pptx>`` and ``charts/<sv|en>/*``, and return the files.

    ``parquet`` holds the mart's tables, all of ``edition``. Without ``regions``, every region but the nation that has
    location quotients gets its profile, also those known only from an imported table; without any, ``target`` is an
    empty folder and so is the list.
    ``progress`` is called with profiles done, profiles in all (one per language), and the region's name. From
    ``earlier``, the published edition, a region's files are taken over if it is the same edition, and else the pictures
    whose drawing is the same; neither changes a byte.
    Raises StyrkaError for a region without location quotients, naming similar ones, and for a table that is absent.
    """
    mart = Mart(parquet, edition)
    chosen = list(mart.moments) if regions is None else [_known(code, mart) for code in dict.fromkeys(regions)]
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    total = len(chosen) * len(LANGUAGES)
    for number, code in enumerate(chosen):
        name = str(mart.regions[code]["name_sv"])
        taken = _taken_over(code, target, edition, earlier)
        written += taken
        for done, language in enumerate(LANGUAGES, start=number * len(LANGUAGES) + 1):
            if not taken:
                with _named(f"{name} ({code})", target / code / language):
                    profile = document(Context(mart, code, language, beside=frozenset(chosen)))
                written += _write(profile, target / code, earlier)
            if progress is not None:
                progress(done, total, name)
    return written


def _taken_over(code: str, target: Path, edition: str, earlier: Earlier | None) -> list[Path]:
    """The files of a region's profiles from ``earlier``, if that is the very edition and has them as published."""
    if earlier is None:
        return []
    profiles = (f"{code}/profile.{language}.{kind}" for language in LANGUAGES for kind in KINDS)
    return earlier.take_over(edition, target, *profiles, beside=(f"{code}/{chart_files.FOLDER}/", f"{code}/claims/"))


def _write(profile: Document, folder: Path, earlier: Earlier | None) -> list[Path]:
    """One profile in every format; Word and PowerPoint show the chart files' own pictures."""
    page, word_file, slides_file = (folder / f"{profile.name}.{profile.language}.{kind}" for kind in KINDS)
    region = f"{profile.title} ({profile.region_code})"
    with _named(region, folder / chart_files.FOLDER):
        charts, pictures = chart_files.write(profile, folder, earlier)
    with _named(region, page):
        write_text(page, html.render(profile))
        claims = html.claim_pages(profile)
    for address, claim in claims.items():
        with _named(region, folder / address):
            write_text(folder / address, claim)
    with _named(region, word_file):
        write_bytes(word_file, word.render(profile, pictures))
    with _named(region, slides_file):
        write_bytes(slides_file, slides.render(profile, pictures))
    return [page, word_file, slides_file, *charts]


@contextmanager
def _named(region: str, path: Path) -> Iterator[None]:
    """Say of which region and file a failure is: among the profiles of a country a bare message leads nowhere.

    A fault of the program stays what it is, with that as a note.
    """
    place = f"profile of {region}, {'/'.join(path.parts[-2:])}"
    try:
        yield
    except StyrkaError as error:
        raise StyrkaError(f"{place}: {error}") from error
    except OSError as error:
        raise StyrkaError(f"{place}: {type(error).__name__}: {error}") from error
    except Exception as error:
        error.add_note(place)
        raise


def method_note(parquet: Path, target: Path, edition: str) -> list[Path]:
    """Write ``target/method.<sv|en>.html``, to which every profile leads, and return the files; arguments as above."""
    snapshots = Mart(parquet, edition).snapshots
    written = []
    for language in LANGUAGES:
        path = target / f"{method.NAME}.{language}.html"
        write_text(path, html.render(method.document(language, edition, labels.mark(snapshots, language))))
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
