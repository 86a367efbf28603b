"""What the figures allow to be called a strength, in how many ways of asking, and what they do not suffice for.
A verdict is decided in ``pipelines/verdicts``; here it is put into words."""

from collections.abc import Iterator, Sequence

from pipelines.export.numbers import EN_DASH, Numbers
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.verdicts.tables import thresholds
from pipelines.verdicts.words import GROUND, ORDER, name, way

# Reasons of a possible strength against which no way of asking speaks.
ONLY_POSSIBLE = ("could_be_chance", "few_questions")
PER_CENT = {"strong": "strong", "false": "false_discovery"}


def section(context: Context) -> Section | None:
    """The page's own industries and every strength area that some series measures; None where nothing was judged."""
    words, numbers = context.words, context.numbers
    rows = shown(context)
    if not rows:
        return None
    lines = thresholds()
    per_cent = {name: numbers.integer(round(100 * lines[line])) for name, line in PER_CENT.items()}
    what = words("verdicts.what", lq=numbers.ratio(lines["lq"]), **per_cent)
    judged = [row for row in rows if row["verdict"] != GROUND]
    none = Gap(words("verdicts.none_title"), words("verdicts.none_judged", region=context.name))
    blocks: list[Block] = [_table(context, judged) if judged else none, Paragraph(what)]
    if any(row["workplaces"] is None and row["subject_type"] == "industry" for row in rows):
        series = context.moment.series
        counted = words("verdicts.untested", series=context.series_name(series))
        blocks.append(Paragraph(words("verdicts.untested_imported") if series in context.mart.imported else counted))
    refused = [row for row in rows if row["verdict"] == GROUND]
    if refused:
        blocks.append(Heading(words("verdicts.refused")))
        blocks += [Paragraph(text) for text in _refusals(context, refused)]
    return Section("verdicts", words("verdicts.heading"), tuple(blocks))


def shown(context: Context) -> list[Record]:
    """The verdicts that the page tells: industries of its series and level, areas of the series that measures them;
    the surest first."""
    every = context.mart.verdicts.get(context.code, ())
    industries = [
        row
        for row in every
        if (row["subject_type"], row["year"], row["series"], row["level"]) == ("industry", *context.moment)
    ]
    areas = [row for row in every if row["subject_type"] == "area" and row["specifications"]]
    return sorted(industries + areas, key=surest)


def of_registers(context: Context) -> list[Record]:
    """The verdicts on industries that workplaces are counted of, the surest first."""
    every = context.mart.verdicts.get(context.code, ())
    counted = (row for row in every if row["subject_type"] == "industry" and row["workplaces"] is not None)
    return sorted(counted, key=surest)


def surest(row: Record) -> tuple[int, str, float, str]:
    """Sort key of verdicts: strengths first, the higher quotient first among equals."""
    return ORDER.index(row["verdict"]), row["subject_type"], -(row["lq"] or 0.0), row["subject_code"]


def _table(context: Context, rows: Sequence[Record]) -> Table:
    words, numbers = context.words, context.numbers
    columns = (
        Column(words("verdicts.subject")),
        Column(words("verdicts.verdict")),
        Column(words("verdicts.ways"), numeric=True),
        Column(words("verdicts.range"), numeric=True),
        Column(words("verdicts.against")),
        Column(words("verdicts.same"), numeric=True),
    )
    lines = []
    for row in rows:
        same = {"same": row["same_verdict"], "all": row["of_regions"]}
        lines.append(
            Row(
                (
                    Cell(subject(context, row), row["subject_code"]),
                    Cell(name(row["verdict"], context.language), row["verdict"]),
                    Cell(ways(context, row), row["share_strong"]),
                    Cell(_range(numbers, row), None),
                    against(context, row),
                    Cell(words("verdicts.regions", **same), row["same_verdict"]),
                )
            )
        )
    caption = words("verdicts.caption", region=context.name, year=context.moment.year)
    moments = sorted({(row["series"], row["year"]) for row in rows if row["subject_type"] == "industry"})
    measuring = sorted({row["series"] for row in rows if row["subject_type"] == "area"})
    area_labels = context.series_labels(measuring, words("strength_areas.heading"))
    sources = (*context.computed_labels(moments), *area_labels)
    return Table("verdicts-table", caption, columns, tuple(lines), sources)


def _range(numbers: Numbers, row: Record) -> str:
    """From the lowest quotient of all ways of asking to the highest: quotients, not bounds, so rounded as any."""
    return EN_DASH.join(dict.fromkeys(numbers.ratio(row[f"lq_{end}"]) for end in ("lowest", "highest")))


def ways(context: Context, row: Record) -> str:
    """``7 av 9``: the ways of asking that find a strength among those with an answer."""
    unanswered = row["specifications_open"]
    answered = row["specifications"] - unanswered
    text = "verdicts.of_open" if unanswered else "verdicts.of"
    return context.words(text, strong=row["specifications_strong"], answered=answered, open=unanswered)


def against(context: Context, row: Record) -> Cell:
    """The way of asking that gives the opposite answer, or why the strength is only possible though none does."""
    flips = row["flipping_specification"]
    if flips:
        return Cell(", ".join(way(flips, context.language)), flips)
    if row["reason"] in ONLY_POSSIBLE:
        return Cell(context.words(f"verdicts.reason.{row['reason']}"), None)
    return Cell(context.words("verdicts.none"), None)


def _refusals(context: Context, rows: Sequence[Record]) -> Iterator[str]:
    """Each reason once, with the subjects that it holds for; of strength areas the series that measures them once."""
    words = context.words
    by_reason: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        industry = row["subject_type"] == "industry"
        by_series = by_reason.setdefault(row["reason"], {})
        named = context.industry_short(row["subject_code"]) if industry else _area(context, row)
        by_series.setdefault("" if industry else context.series_name(row["series"]), []).append(named)
    for reason, by_series in by_reason.items():
        of = [
            words("verdicts.of_series", series=series, subjects=words.listed(names)) if series else words.listed(names)
            for series, names in by_series.items()
        ]
        yield words("verdicts.refused_for", reason=words(f"verdicts.reason.{reason}"), subjects="; ".join(of))


def subject(context: Context, row: Record) -> str:
    """The industry or strength area that a verdict is of."""
    if row["subject_type"] == "industry":
        return context.industry_short(row["subject_code"])
    return context.words("verdicts.area", area=_area(context, row), series=context.series_name(row["series"]))


def _area(context: Context, row: Record) -> str:
    return context.mart.area_name(row["subject_code"], context.language)
