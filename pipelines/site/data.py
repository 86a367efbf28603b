"""The site's data files: an index for each language, a file of quotients per subject, and a file per region.
Figures stand in them as English display text, which the page turns into its own language: nothing is rounded there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.export.numbers import Numbers
from pipelines.export.reading import LANGUAGES
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.sections.indices import INDICES
from pipelines.profiles.sections.place import shade
from pipelines.site.quotients import Subject, of_regions
from pipelines.site.rows import AREA, INCOMPLETE_TOTAL
from pipelines.site.scripts import script
from pipelines.site.settings import settings
from pipelines.site.view import MAPPED, Material, View
from pipelines.verdicts.words import ORDER, name

NUMBERS = Numbers("en")


def files(material: Material) -> Iterator[tuple[str, str]]:
    """Path below ``data/`` and content of every file."""
    for language in LANGUAGES:
        yield f"index.{language}.js", script(f"index.{language}", index(View(material, language)))
    for number, subject in enumerate(material.quotients.subjects):
        yield f"quotients/{number}.js", script(f"quotients/{number}", quotients(material, subject))
    for number, code in enumerate(material.regions):
        yield f"regions/{number}.js", script(f"regions/{number}", region(material, code))


def index(view: View) -> dict[str, Any]:
    """Everything that can be chosen, by name: regions, series and their subjects, with the words of the scripts."""
    material, words = view.material, view.words
    numbered: dict[str, list[list[Any]]] = {}
    for number, subject in enumerate(material.quotients.subjects):
        named = [number, subject.code, view.subject_name(subject), subject.level]
        numbered.setdefault(subject.series, []).append(named)
    levels = sorted({subject.level for subject in material.quotients.subjects})
    return {
        "mark": view.mark,
        "edition": view.edition.text,
        "most": settings()["comparison"]["most"],
        "regions": [
            [code, view.nation.region_name(code), view.mart.regions[code]["type"]] for code in material.regions
        ],
        "absent": [[row["region_code"], row[f"name_{view.language}"], row["type"]] for row in material.absent],
        "series": [_series(view, series, numbered[series]) for series in material.quotients.series],
        "levels": {level: words(f"level.{level}") for level in levels},
        "verdicts": [name(each, view.language) for each in ORDER],
        "indices": {each: view.nation.words(f"index.{each}.name") for each in INDICES},
        "words": _spoken(view),
        "first": {kind: first for kind in MAPPED if (first := opening(material, kind)) is not None},
    }


def _spoken(view: View) -> dict[str, str]:
    """The sentences of the scripts, blanks and all."""
    site, profiles = view.words.entries, view.nation.words.entries
    return {
        **{key.removeprefix("script."): text for key, text in site.items() if key.startswith("script.")},
        **{key.removeprefix("empty."): text for key, text in profiles.items() if key.startswith("empty.")},
        **{f"column_{each}": site[f"column.{each}"] for each in ("region", "industry", "bounds", "rank")},
        "column_lq": profiles["column.lq"],
        "others": profiles["column.others"],
        "rank_of": profiles["rank.of"],
        "spoken": site["map.spoken"],
        "spoken_empty": site["map.spoken_empty"],
        "map_caption": site["map.caption"],
        "exact": site["map.exact"],
    }


def _series(view: View, series: str, subjects: list[list[Any]]) -> dict[str, Any]:
    size = view.words(f"size.{'workplaces' if series in view.material.quotients.registers else 'employed'}")
    return {
        "code": series,
        "name": view.nation.series_name(series),
        "size": size,
        "register": series in view.material.quotients.registers,
        "subjects": subjects,
        "kinds": sorted(_years(view.material, series)),
        "found": _found(view.material, series),
        "labels": {
            year: _labels(view, series, year)
            for year in sorted({year for years in _years(view.material, series).values() for year in years})
        },
    }


def _found(material: Material, series: str) -> int:
    """The place of a series where the search finds a subject in several: first those that the maps open with."""
    opening = [material.quotients.broadest(kind) for kind in MAPPED]
    return opening.index(series) if series in opening else len(opening)


def _labels(view: View, series: str, year: int) -> dict[str, list[str]]:
    """The labels of sizes, untouched where they are as published, and those of what is computed from them."""
    computed = view.computed([(series, year)])
    published = (series, year) in view.mart.origins
    figures = view.nation.at(Moment(year, series, "")).figure_labels() if published else computed
    return {"figures": [label.text for label in figures], "computed": [label.text for label in computed]}


def _years(material: Material, series: str) -> dict[str, set[int]]:
    """The years in which a series has regions that a map can show, by their kind."""
    return material.quotients.years.get(series, {})


def opening(material: Material, kind: str) -> int | None:
    """Number of the subject that the map of a kind of region opens with; None where no series has such regions."""
    series = material.quotients.broadest(kind)
    if series is None:
        return None
    codes: list[str] = settings()["map"]["first"]
    subjects = [(number, each) for number, each in enumerate(material.quotients.subjects) if each.series == series]
    wished = [number for code in codes for number, subject in subjects if subject.code == code]
    return next(iter(wished), subjects[0][0])


def quotients(material: Material, subject: Subject) -> dict[str, dict[int, list[list[Any]]]]:
    """Rows of a subject by kind of region and year: code, quotient, bounds, size, rank, shade, and what is missing."""
    found: dict[str, dict[int, list[list[Any]]]] = {}
    for year, rows in material.quotients.rows(subject).items():
        for kind in MAPPED:
            if shown := [_row(row) for row in of_regions(material.mart, kind, rows)]:
                found.setdefault(kind, {})[year] = shown
    return found


def _row(row: Record) -> list[Any]:
    fields = [
        row["region_code"],
        None if row["lq"] is None else NUMBERS.ratio(row["lq"]),
        _bounds(row),
        None if row["size"] is None else NUMBERS.compact(row["size"]),
        row["rank"] and [row["rank"], row["rank_of"]],
        shade(row),
    ]
    lacking = _lacking(row)
    return fields if lacking is None else [*fields, lacking]


def _lacking(row: Record) -> str | None:
    """Why a row has no quotient, or one of the known cells alone."""
    if row["lq"] is None:
        return row["note"] or "missing"
    return INCOMPLETE_TOTAL if row["note"] == INCOMPLETE_TOTAL else None


def _bounds(row: Record) -> str | None:
    low, high = row["lq_low"], row["lq_high"]
    return None if low is None or high is None else NUMBERS.interval(low, high)


def region(material: Material, code: str) -> dict[str, dict[str, Any]]:
    """What a comparison shows of a region, by series: year, size, quotients, indices and counts of verdicts."""
    return {series: _at(material, code, moment) for series, moment in material.quotients.newest.get(code, {}).items()}


def _at(material: Material, code: str, moment: Moment) -> dict[str, Any]:
    mart = material.mart
    total = mart.totals.get((moment.series, moment.year), {}).get(code)
    indices = mart.specialisations(moment).get(code)
    rows = material.quotients.at(moment).get(code, {})
    return {
        "year": moment.year,
        "level": moment.level,
        "total": total and NUMBERS.integer(total["employees"]),
        "quotients": {subject: _comparable(row) for subject, row in sorted(rows.items())},
        "indices": {
            each: NUMBERS.decimal(indices[each], digits)
            for each, digits in INDICES.items()
            if indices and indices[each] is not None
        },
        "verdicts": counts(row for row in mart.verdicts.get(code, ()) if is_told(row, moment)),
    }


def _comparable(row: Record) -> list[Any]:
    """The quotient in words, its shade, and what is missing of it."""
    return [None if row["lq"] is None else NUMBERS.ratio(row["lq"]), shade(row), _lacking(row)]


def is_told(verdict: Record, moment: Moment) -> bool:
    """Whether a verdict is among those of a moment: of its industries, or of an area that its series measures."""
    if verdict["subject_type"] == AREA:
        return bool(verdict["series"] == moment.series and verdict["specifications"])
    return bool((verdict["year"], verdict["series"], verdict["level"]) == moment)


def counts(verdicts: Iterable[Record]) -> list[int]:
    """How many verdicts of each name, the surest first."""
    counted = Counter(row["verdict"] for row in verdicts)
    return [counted[each] for each in ORDER]
