"""Writes the site of an edition: pages in each language, one style sheet, scripts, and the data that they load.
What stands in them comes from the modules below."""

from collections.abc import Callable
from pathlib import Path

from pipelines.export.reading import LANGUAGES
from pipelines.files import write_text
from pipelines.site import data, rendering
from pipelines.site.pages import every, start
from pipelines.site.view import Material, View


def build(
    parquet: Path,
    profiles: Path,
    target: Path,
    edition: str,
    progress: Callable[[int, str], None] | None = None,
) -> list[Path]:
    """Write the site below ``target`` and return the files.

    ``parquet`` holds the mart's tables, all of ``edition``; ``profiles`` is the folder of the edition's profiles, which
    is to be published beside ``target``: only what is there is led to. ``progress`` is called with the files written so
    far and what comes next. Raises StyrkaError for a table that is absent or of another edition.
    """
    material = Material.of(parquet, profiles, edition)
    tell = progress or (lambda _, __: None)
    written: list[Path] = []

    def write(name: str, content: str) -> None:
        write_text(target / name, content)
        written.append(target / name)

    write("assets/style.css", rendering.style())
    for name, content in rendering.scripts().items():
        write(f"assets/{name}", content)
    for language in LANGUAGES:
        view = View(material, language)
        tell(len(written), f"pages ({language})")
        for page in every(view):
            write(f"{language}/{page.name}.html", rendering.render(page, view))
    # Swedish first: the page that opens the site is the Swedish start page, one folder further out.
    view = View(material, LANGUAGES[0])
    write("index.html", rendering.render(start.page(view), view, root="", here=f"{view.language}/"))
    tell(len(written), "data")
    for name, content in data.files(material):
        write(f"data/{name}", content)
    return written
