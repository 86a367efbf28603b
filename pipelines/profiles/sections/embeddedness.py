"""How the region's industries hang together: what is there beside what is close to it, and what is missing there.
Whether missing links may be recommended is read from the back-test, and never decided here."""

from collections.abc import Sequence

from pipelines.export import headline
from pipelines.export.numbers import EN_DASH
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.settings import settings

BASIS = "cooccurrence"


def section(context: Context) -> Section | None:
    """Two tables per series that is fine enough, or the reason for none; None where the edition tests nothing."""
    words, mart = context.words, context.mart
    if mart.is_empty("relatedness", "density_backtest"):
        return None
    heading = words("embeddedness.heading")
    found = _newest(context)
    if not found:
        return Section("embeddedness", heading, (_refused(context),))
    blocks: list[Block] = [Paragraph(words("embeddedness.what"))]
    for number, rows in enumerate(found, start=1):
        own = context.at(Moment(rows[0]["year"], rows[0]["series"], rows[0]["level"]))
        facts = {"series": context.series_name(own.moment.series), "year": own.moment.year, "region": context.name}
        facts["level"] = words(f"level.{own.moment.level}")
        if len(found) > 1:
            blocks.append(Heading(words("embeddedness.heading_of", **facts)))
        present = [row for row in rows if row["present"]]
        counted = {"present": len(present), "known": sum(row["present"] is not None for row in rows)}
        shown = {name: context.numbers.integer(count) for name, count in counted.items()}
        blocks.append(Paragraph(words("embeddedness.counted", **facts, **shown)))
        ranked = [row for row in present if row["density"] is not None]
        if ranked:
            ranked.sort(key=lambda row: (-row["density"], row["industry_code"]))
            caption = words("embeddedness.present_caption", **facts)
            blocks.append(_table(own, ranked, ("density", "pci"), caption, f"embeddedness-present-{number}"))
        blocks += _missing(own, [row for row in rows if row["present"] is False], facts, number)
    return Section("embeddedness", heading, tuple(blocks))


def _newest(context: Context) -> list[list[Record]]:
    """The region's rows of the newest year of each series."""
    found: dict[str, list[Record]] = {}
    for row in context.mart.of_region("relatedness", context.code):
        found.setdefault(row["series"], []).append(row)
    newest = {series: max(row["year"] for row in rows) for series, rows in found.items()}
    return [
        [row for row in found[series] if row["year"] == newest[series]]
        for series in sorted(found, key=headline.area_precedence)
    ]


def _refused(context: Context) -> Gap:
    """Why nothing is learnt from the page's own series, where the back-test says so."""
    words, moment = context.words, context.moment
    own = (moment.series, moment.level, context.kind)
    tests = [row for row in context.mart.backtests if (row["series"], row["level"], row["region_type"]) == own]
    reason = next((row["reason"] for row in reversed(tests) if row["reason"]), None)
    if reason is None:
        return Gap(words("embeddedness.none_title"), words("embeddedness.none", region=context.name))
    said = words("embeddedness.refused", series=context.series_name(moment.series), reason=_why(context, reason))
    return Gap(words("embeddedness.none_title"), said)


def _why(context: Context, reason: str) -> str:
    return context.words(f"embeddedness.reason.{reason}")


def _missing(own: Context, absent: Sequence[Record], facts: dict[str, object], number: int) -> list[Block]:
    """The missing links, with how well such advice has held; or why it is withheld."""
    words = own.words
    if not absent:
        return []
    tested = _tested(own, absent[0])
    withheld = absent[0]["withheld"]
    if withheld:
        text = words("embeddedness.withheld", reason=_why(own, withheld))
        return [Gap(words("embeddedness.withheld_title"), " ".join(filter(None, (text, tested))))]
    known = [row for row in absent if row["density"] is not None and row["pci"] is not None and row["pci"] > 0]
    if not known:
        return [Gap(words("embeddedness.no_target_title"), words("embeddedness.no_target")), Paragraph(tested)]
    known.sort(key=lambda row: (-row["density"] * row["pci"], row["industry_code"]))
    caption = words("embeddedness.missing_caption", **facts)
    columns = ("density", "pci", "opportunity_gain")
    table = _table(own, known, columns, caption, f"embeddedness-missing-{number}")
    return [Paragraph(words("embeddedness.missing")), Paragraph(tested), table]


def _tested(own: Context, row: Record) -> str:
    """The accuracy that stands beside the advice, with the interval and years of its back-test; empty without any."""
    if row["auc"] is None:
        return ""
    words, numbers, moment = own.words, own.numbers, own.moment
    of_section = (moment.series, moment.level, row["region_type"], BASIS, row["auc"])
    columns = ("series", "level", "region_type", "basis", "auc")
    (*_, test) = (each for each in own.mart.backtests if tuple(each[column] for column in columns) == of_section)
    facts = {"first": test["start_year"], "last": test["end_year"], "auc": numbers.decimal(test["auc"], 2)}
    facts |= {name: numbers.integer(test[name]) for name in ("entries", "absent")}
    if test["auc_low"] is None:
        return words("embeddedness.tested", **facts)
    bounds = EN_DASH.join(numbers.decimal(test[f"auc_{end}"], 2) for end in ("low", "high"))
    return words("embeddedness.tested_between", interval=bounds, **facts)


def _table(own: Context, rows: Sequence[Record], names: Sequence[str], caption: str, identity: str) -> Table:
    words = own.words

    def cell(row: Record, name: str) -> Cell:
        value = row[name]
        if value is None:
            return Cell(words("embeddedness.unknown"), None)
        return own.percent_cell(value, "") if name == "density" else Cell(own.numbers.decimal(value, 2), value)

    return Table(
        identity,
        caption,
        (
            Column(words("column.industry")),
            Column(words("column.code")),
            *(Column(words(f"embeddedness.{name}"), numeric=True) for name in names),
        ),
        tuple(
            Row(
                (
                    Cell(own.industry_name(row["industry_code"]), row["industry_code"]),
                    Cell(row["industry_code"], row["industry_code"]),
                    *(cell(row, name) for name in names),
                )
            )
            for row in rows[: settings()["embeddedness"]["shown"]]
        ),
        own.series_labels([own.moment.series]),
    )
