"""How do we compare: the map of counties and municipalities, drawn for one industry, with its table beside it.
Another choice is drawn by the script; without it this one stands."""

from pipelines.profiles.chart import Area, MapChart
from pipelines.profiles.charts import maps
from pipelines.profiles.charts.maps import MapLayout
from pipelines.profiles.document import Cell, Column, Row, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.outlines import Kind, codes
from pipelines.profiles.sections.place import legend, shade
from pipelines.site.data import opening
from pipelines.site.page import Page
from pipelines.site.quotients import Subject, of_regions
from pipelines.site.rows import INCOMPLETE_TOTAL
from pipelines.site.view import MAPPED, View

SHADES = frozenset({"suppressed", "missing", "not_applicable"})


def page(view: View) -> Page:
    words = view.words
    kind, subject, year, rows = _first(view)
    table = _table(view, subject, year, rows) if subject else None
    return Page(
        name="map",
        title=words("map.title"),
        summary=view.summary(words("map.summary"), view.material.quotients.subjects),
        template="map.html.j2",
        scripts=("map.js",),
        content={
            "kind": kind,
            "table": table,
            "legend": legend(view.nation, SHADES),
            "maps": {each: drawn(view, each, rows if each == kind else {}) for each in MAPPED},
        },
    )


def _first(view: View) -> tuple[Kind, Subject | None, int, dict[str, Record]]:
    """What the map shows first: kind of region, subject, newest year, and the rows by region."""
    for kind in MAPPED:
        number = opening(view.material, kind)
        if number is not None:
            subject = view.material.quotients.subjects[number]
            by_year = view.material.quotients.rows(subject)
            found = {year: list(of_regions(view.mart, kind, rows)) for year, rows in by_year.items()}
            year = max(year for year, rows in found.items() if rows)
            return kind, subject, year, {row["region_code"]: row for row in found[year]}
    return MAPPED[0], None, 0, {}


def drawn(view: View, kind: Kind, rows: dict[str, Record]) -> tuple[MapLayout, list[tuple[str, str, str]]]:
    """The laid out outlines, and for each its code, its name with its figure, and the page that it leads to."""
    areas = []
    for code in codes(kind):
        row = rows.get(code)
        text = "" if row is None or row["lq"] is None else view.numbers.ratio(row["lq"])
        areas.append(Area(code, view.nation.region_name(code), shade(row), text, strong=False))
    spoken = [(area.code, _spoken(view, area, rows.get(area.code)), view.address(area.code)) for area in areas]
    return maps.layout(MapChart(kind, tuple(areas), ())), spoken


def _spoken(view: View, area: Area, row: Record | None) -> str:
    if area.text:
        lacking = f" ({view.nation.empty(row)})" if row is not None and row["note"] == INCOMPLETE_TOTAL else ""
        return view.words("map.spoken", region=area.name, lq=f"{area.text}{lacking}")
    word = view.nation.words("empty.not_in_edition") if row is None else view.nation.empty(row)
    return view.words("map.spoken_empty", region=area.name, reason=word)


def _table(view: View, subject: Subject, year: int, rows: dict[str, Record]) -> Table:
    words, numbers = view.words, view.numbers
    registers = view.material.quotients.registers
    columns = (
        Column(words("column.region")),
        Column(view.nation.words("column.lq"), numeric=True),
        Column(words("column.bounds"), numeric=True),
        Column(words("size.workplaces" if subject.series in registers else "size.employed"), numeric=True),
        Column(words("column.rank"), numeric=True),
    )

    def cells(code: str, row: Record) -> tuple[Cell, ...]:
        size = row["size"]
        return (
            Cell(view.nation.region_name(code), code, view.address(code)),
            view.nation.ratio_cell(row),
            Cell(view.bounds(row), None),
            Cell("" if size is None else numbers.compact(size), size),
            Cell(view.rank(row), row["rank"]),
        )

    caption = words(
        "map.caption", subject=view.subject_name(subject), series=view.nation.series_name(subject.series), year=year
    )
    content = tuple(Row(cells(code, row)) for code, row in rows.items())
    return Table("map-table", caption, columns, content, view.labels([(subject.series, year)]))
