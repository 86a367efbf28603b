"""The files of a difference report: pages and Markdown in both languages, and whole lists for Swedish Excel.
What they say is decided in ``report``."""

from pathlib import Path

import pyarrow as pa

from pipelines.differences import plain_text, report
from pipelines.differences.comparison import Comparison
from pipelines.export import csv
from pipelines.export.reading import LANGUAGES
from pipelines.files import write_text
from pipelines.profiles import html


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """Write ``diff.<sv|en>.html`` and ``.md`` and the whole lists as CSV; returns the files, the first to open."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, str] = {}
    for language in LANGUAGES:
        document = report.document(comparison, language)
        files[f"{report.NAME}.{language}.html"] = html.render(document)
        files[f"{report.NAME}.{language}.md"] = plain_text.markdown(document)
    paths = [folder / name for name in files]
    for path in paths:
        write_text(path, files[path.name])
    for name, rows in _lists(comparison).items():
        csv.write_rows(rows, folder / name)
        paths.append(folder / name)
    return paths


def _lists(comparison: Comparison) -> dict[str, pa.Table]:
    """Every list whole, by the name of its file; without rows there is none."""
    verdicts = [
        row | {"ways": " | ".join(f"{way}: {before} > {now}" for way, before, now in row["ways"])}
        for row in comparison.verdicts
    ]
    lists = {
        report.CELLS_FILE: comparison.cells,
        report.NAMES_FILE: pa.Table.from_pylist(comparison.names),
        report.RANKS_FILE: pa.Table.from_pylist(comparison.ranks),
        report.VERDICTS_FILE: pa.Table.from_pylist(verdicts),
        report.CLAIMS_FILE: pa.Table.from_pylist(comparison.claims),
    }
    return {name: rows for name, rows in lists.items() if rows.num_rows}
