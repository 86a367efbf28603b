"""What could come next: how well density told what came, and of which regions advice is given or withheld.
The grid of absent industries stands on the page of each region."""

from pipelines.profiles.document import Block, Cell, Column, Gap, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.site.page import Page
from pipelines.site.view import View


def page(view: View) -> Page:
    words = view.words
    regions: list[Block] = [Paragraph(words("next.regions_what"))]
    rows = [_row(view, code) for code in view.material.regions]
    known = [row for row in rows if row is not None]
    if known:
        regions.append(_regions(view, known))
    else:
        regions.append(Gap(words("next.none_title"), words("next.none")))
    return Page(
        name="next",
        title=words("next.title"),
        summary=words("next.summary"),
        sections=(
            Section("backtest", words("next.backtest"), (Paragraph(words("next.what")), *_backtests(view))),
            Section("regions", words("next.heading"), tuple(regions)),
        ),
        filtered=bool(known),
    )


def outcome(view: View, withheld: str, auc: float | None) -> str:
    """Whether advice is given, with the reason and the measure of how well it would have done."""
    measured = (
        view.words("next.auc_unknown") if auc is None else view.words("next.auc_is", auc=view.numbers.decimal(auc, 2))
    )
    if not withheld:
        return view.words("next.given", auc=measured)
    return view.words("next.withheld", reason=view.words(f"withheld.{withheld}"), auc=measured)


def _backtests(view: View) -> list[Block]:
    words = view.words
    tests = view.material.findings.backtests
    if not tests:
        return [Gap(words("next.none_title"), words("next.none"))]
    columns = (
        Column(view.nation.words("column.series")),
        Column(words("next.regions")),
        Column(words("next.segment")),
        Column(words("next.entries"), numeric=True),
        Column(words("next.auc"), numeric=True),
        Column(words("next.interval"), numeric=True),
        Column(words("next.advice")),
    )
    rows = tuple(Row(_test(view, test)) for test in tests)
    moments = dict.fromkeys((test["series"], test["end_year"]) for test in tests)
    return [Table("backtest-table", words("next.backtest_caption"), columns, rows, view.labels(moments))]


def _test(view: View, test: Record) -> tuple[Cell, ...]:
    words, numbers = view.words, view.numbers
    years = sorted({test["start_year"], test["end_year"]})
    ends = [numbers.decimal(test[end], 2) for end in ("auc_low", "auc_high") if test[end] is not None]
    entries = test["entries"]
    return (
        Cell(view.nation.series_name(test["series"]), test["series"]),
        Cell(words(f"kinds.{test['region_type']}"), test["region_type"]),
        Cell("–".join(map(str, years)), None),
        Cell(words("next.untested") if entries is None else numbers.integer(entries), entries),
        Cell(words("next.untested") if test["auc"] is None else numbers.decimal(test["auc"], 2), test["auc"]),
        Cell("–".join(ends) or words("next.untested"), None),
        Cell(words(f"withheld.{test['reason']}") if test["withheld"] else words("next.advice_given"), test["reason"]),
    )


def _row(view: View, code: str) -> Row | None:
    found = view.material.findings.absence(code)
    if found is None:
        return None
    return Row(
        (
            Cell(view.nation.region_name(code), code, view.address(code, "next")),
            Cell(view.numbers.integer(len(found.rows)), len(found.rows)),
            Cell(outcome(view, found.withheld, found.auc), found.withheld),
            Cell(f"{view.nation.series_name(found.series)} {found.year}", found.series),
        )
    )


def _regions(view: View, rows: list[Row]) -> Table:
    words = view.words
    columns = (
        Column(words("column.region")),
        Column(words("next.absent"), numeric=True),
        Column(words("next.advice")),
        Column(words("column.source")),
    )
    found = [each for code in view.material.regions if (each := view.material.findings.absence(code))]
    moments = dict.fromkeys((each.series, each.year) for each in found)
    return Table("next-table", words("next.caption"), columns, tuple(rows), view.labels(moments))
