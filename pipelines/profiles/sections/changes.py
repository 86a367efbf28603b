"""What changed since the edition before: its sources, the region's figures, verdicts, and the claims that readers may
have taken along. What differs is in tables ``source_change`` and ``change``; nothing is compared here."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Label, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.sections.verdicts import subject
from pipelines.profiles.settings import settings
from pipelines.verdicts.words import name

DAY = len("2026-01-31")


def section(context: Context) -> Section | None:
    """The chapter's only section; None of an edition that has not been compared with any."""
    words, sources = context.words, context.mart.source_changes
    if not sources:
        return None
    found: dict[str, list[Record]] = {kind: [] for kind in ("claim", "verdict", "verdicts", "cell", "cells")}
    for row in context.mart.of_region("change", context.code):
        found[row["kind"]].append(row)
    broken = [row for row in found["claim"] if row["outcome"] in ("changed", "gone")]
    blocks: list[Block] = [
        Paragraph(
            " ".join((words("changes.compared", before=sources[0]["edition_before"]), _sources(context, sources)))
        ),
        Paragraph(_claims_counted(context, found["claim"])),
        *([_claims(context, broken)] if broken else []),
        *([_verdicts(context, found["verdict"])] if found["verdict"] else [Paragraph(words("changes.verdicts_none"))]),
        *([_covered(context, found["verdicts"])] if found["verdicts"] else []),
        Paragraph(_cells_counted(context, found["cell"], found["cells"])),
        *([_cells(context, found["cell"])] if found["cell"] else []),
    ]
    return Section("changes", words("changes.heading"), tuple(blocks))


def _sources(context: Context, sources: Sequence[Record]) -> str:
    """Which tables have other answers than before, and since when."""
    told = [_source(context, row) for row in sources if row["change"] != "same"]
    return context.words("changes.sources", tables="; ".join(told)) if told else context.words("changes.sources_same")


def _source(context: Context, row: Record) -> str:
    days = {key: (row[key] or "")[:DAY] for key in ("updated_before", "updated")}
    dated = row["change"] == "updated" and all(days.values()) and days["updated"] != days["updated_before"]
    return context.words(f"changes.source_{'dated' if dated else row['change']}", table=row["table_id"], **days)


def _claims_counted(context: Context, claims: Sequence[Record]) -> str:
    counted = Counter(row["outcome"] for row in claims)
    before = len(claims) - counted["new"]
    numbers = {each: context.numbers.integer(counted[each]) for each in ("holds", "changed", "gone", "new")}
    key = "changes.claims" if before else "changes.claims_none"
    return context.words(key, region=context.name, all=context.numbers.integer(before), **numbers)


def _claims(context: Context, broken: Sequence[Record]) -> Table:
    words, language = context.words, context.language
    columns = tuple(Column(words(f"changes.claim_{each}")) for each in ("before", "now", "why"))
    lines = tuple(
        Row(
            (
                Cell(row[f"text_{language}_before"], row["item"]),
                Cell(row[f"text_{language}"] or words("changes.claim_gone"), row["outcome"]),
                Cell(row[f"reason_{language}"], None),
            )
        )
        for row in broken
    )
    caption = words("changes.claims_caption", region=context.name)
    return Table("changes-claims", caption, columns, lines, _labels(context, broken))


def _verdicts(context: Context, flipped: Sequence[Record]) -> Table:
    words, language = context.words, context.language
    lines = tuple(
        Row(
            (
                Cell(subject(context, row), row["subject_code"]),
                Cell(f"{context.series_name(row['series'])} {row['year']}", row["series"]),
                Cell(name(row["state_before"], language), row["state_before"]),
                Cell(name(row["state"], language), row["state"]),
                *(_ratio(context, row[column]) for column in ("value_before", "value")),
            )
        )
        for row in flipped
    )
    plain = tuple(Column(words(f"changes.verdict_{each}")) for each in ("subject", "of", "before", "now"))
    numeric = tuple(Column(words(f"changes.lq_{each}"), numeric=True) for each in ("before", "now"))
    caption = words("changes.verdicts_caption", region=context.name)
    return Table("changes-verdicts", caption, (*plain, *numeric), lines, _labels(context, flipped))


def _covered(context: Context, counted: Sequence[Record]) -> Paragraph:
    told = {each: context.numbers.integer(count) for each, count in _new_and_gone(counted).items()}
    return Paragraph(context.words("changes.verdicts_covered", **told))


def _new_and_gone(counted: Sequence[Record]) -> dict[str, int]:
    return {each: sum(int(row["value"]) for row in counted if row["outcome"] == each) for each in ("new", "gone")}


def _cells_counted(context: Context, revised: Sequence[Record], counted: Sequence[Record]) -> str:
    numbers = _new_and_gone(counted) | {
        "revised": len(revised),
        "noise": sum(row["within_noise"] is True for row in revised),
    }
    told = {each: context.numbers.integer(count) for each, count in numbers.items()}
    key = "changes.cells" if any(numbers.values()) else "changes.cells_none"
    return context.words(key, region=context.name, **told)


def _cells(context: Context, revised: Sequence[Record]) -> Table:
    """The largest revisions; those that the figures' noise cannot account for come first."""
    words, most = context.words, int(settings()["changes"]["shown"])
    shown = sorted(revised, key=lambda row: row["within_noise"] is True)[:most]
    lines = tuple(
        Row(
            (
                Cell(_industry(context, row), row["subject_code"]),
                Cell(f"{context.series_name(row['series'])} {row['year']}", row["series"]),
                *_figures(context, row),
                Cell(words(f"changes.{_kind(row)}"), None),
            )
        )
        for row in shown
    )
    columns = (
        Column(words("column.industry")),
        Column(words("changes.cell_of")),
        *(Column(words(f"changes.cell_{each}"), numeric=True) for each in ("before", "now")),
        Column(words("changes.cell_kind")),
    )
    caption = words("changes.cells_caption" if len(shown) == len(revised) else "changes.cells_caption_some")
    return Table("changes-cells", caption, columns, lines, _labels(context, shown))


def _figures(context: Context, row: Record) -> Iterator[Cell]:
    for end in ("_before", ""):
        figure = row[f"value{end}"]
        told = context.words(f"empty.{row[f'state{end}']}") if figure is None else context.numbers.integer(int(figure))
        yield Cell(told, figure)


def _kind(row: Record) -> str:
    return "status" if row["within_noise"] is None else "within" if row["within_noise"] else "beyond"


def _industry(context: Context, row: Record) -> str:
    found = context.mart.industries.get(row["subject_code"], row["series"])
    return str((found and found[f"short_{context.language}"]) or row["subject_code"])


def _ratio(context: Context, value: float | None) -> Cell:
    return Cell("" if value is None else context.numbers.ratio(value), value)


def _labels(context: Context, rows: Sequence[Record]) -> tuple[Label, ...]:
    """The labels of the series that rows are of."""
    return context.series_labels(sorted({row["series"] for row in rows}, key=headline.area_precedence))
