"""``tables.xlsx``: one region's tables for Excel, with a read-me, a native chart, the sources and what columns mean.
Which rows a region has is ``regional``'s matter; every heading and sentence is declared in ``wording.toml``."""

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipelines import schema
from pipelines.export import labels, regional
from pipelines.export.reading import LANGUAGES, Row
from pipelines.export.regional import Regional
from pipelines.export.wording import wording
from pipelines.files import write_bytes
from pipelines.schema.table import Language

NAME = "tables.xlsx"
# Text is text: nothing that a name holds may become a formula, a link or a number.
TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The library wraps what goes wrong on a disk, also with its temporary files, in errors of its own kind.
OPTIONS = {**TEXT_IS_TEXT, "in_memory": True}
SHEETS = (
    *("chart", "location_quotient", "specialisation", "employment"),
    *("strength_area_quotient", "claim", "change", "snapshot", "variables"),
)
DECLARED_IN = {"chart": "location_quotient"}
HEADING_ROW = 4
# Characters, points; a line of words is seldom full, so a paragraph needs more lines than its characters alone say.
READ_ME_WIDTH, LINE_SLACK, LINE_HEIGHT, PARAGRAPH_GAP = 72, 1.12, 15, 6
HEADING_HEIGHT = 48
# Blue and orange of Okabe and Ito, told apart by every kind of colour vision; grey where no side can be told.
SIDES = {True: "#0072B2", False: "#E69F00", None: "#999999"}
GRIDLINES = {"visible": True, "line": {"color": "#D9D9D9"}}
FEW_STEPS = 5


def write(region_code: str, parquet_dir: Path, target: Path, edition: Mapping[str, Any]) -> None:
    """Write the workbook of ``region_code`` from the Parquet files to ``target``; the same mart gives the same bytes.

    ``edition`` is the edition's manifest, of which ``edition`` (the id) is named on the first sheet.
    Raises StyrkaError when the mart does not know the region.
    """
    content = regional.read(region_code, parquet_dir)
    words = wording()["workbook"]
    book = BytesIO()
    workbook = xlsxwriter.Workbook(book, OPTIONS)
    title = words["title"]["sv"].format(region=content.region["name_sv"])
    workbook.set_properties({"title": title, "created": words["created"]})
    formats = {name: workbook.add_format({"num_format": code}) for name, code in words["format"].items()}
    formats["plain"].set_align("center")
    formats |= {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "aside": workbook.add_format({"italic": True, "font_color": "#595959"}),
        "wrapped": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "headings": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "asides": workbook.add_format({"italic": True, "font_color": "#595959", "text_wrap": True, "valign": "bottom"}),
    }
    _read_me(workbook.add_worksheet(words["readme"][0]["sv"]), content, edition, formats)
    rows = {name: _variables() if name == "variables" else getattr(content, name) for name in SHEETS}
    for name in SHEETS:
        sheet = workbook.add_worksheet(words["sheet"][name]["name"])
        _table(sheet, name, rows[name], content, formats)
        if name == "chart" and content.chart:
            _charts(workbook, sheet, content)
    workbook.close()
    write_bytes(target, book.getvalue())


def _read_me(sheet: Worksheet, content: Regional, edition: Mapping[str, Any], formats: Mapping[str, Format]) -> None:
    lines: dict[int, int] = {}
    words = wording()["workbook"]
    sheet.hide_gridlines(2)
    sheet.set_column(0, 1, READ_ME_WIDTH, formats["wrapped"])
    first = content.location_quotient[0]["table_id"] if content.location_quotient else None
    example = next((each for each in content.snapshot if each["table_id"] == first), content.snapshot[0])
    for column, language in enumerate(LANGUAGES):
        facts = {
            "region": content.region[f"name_{language}"],
            "region_code": content.region["region_code"],
            "edition": edition["edition"],
            "untouched": labels.untouched(example, language),
            "computed": labels.computed(example, language),
            "industries": words["industries"][_industries(content)][language],
            "limits": words["limits"][_industries(content)][language],
        }
        texts = [paragraph[language].format(**facts) for paragraph in words["readme"]]
        heading = marked(words["title"][language].format(**facts), content, language)
        sheet.write_string(0, column, heading, formats["title"])
        for row, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text, formats["headings" if row == 1 else "wrapped"])
            lines[row] = max(lines.get(row, 0), math.ceil(len(text) / READ_ME_WIDTH * LINE_SLACK))
    for row, count in lines.items():
        sheet.set_row(row, LINE_HEIGHT * count + PARAGRAPH_GAP)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _table(sheet: Worksheet, name: str, rows: Sequence[Row], content: Regional, formats: Mapping[str, Format]) -> None:
    """Titles, labels and English headings above an Excel table with Swedish headings, frozen below them."""
    declared = wording()["workbook"]["sheet"][name]
    columns = [wording()["workbook"]["column"][column] for column in declared["columns"]]
    nothing = declared.get("nothing", wording()["workbook"]["nothing"])
    place = "" if name in ("snapshot", "variables") else f", {content.region['name_sv']}"
    sheet.write_string(0, 0, marked(declared["title"]["sv"] + place, content, "sv"), formats["title"])
    sheet.write_string(1, 0, marked(declared["title"]["en"], content, "en"), formats["aside"])
    if declared["label"]:
        for row, language in enumerate(LANGUAGES, start=2):
            label = _label(declared["label"], rows, content.snapshot, language) if rows else nothing[language]
            sheet.write_string(row, 0, label, formats["aside"])
    for position, (column, words) in enumerate(zip(declared["columns"], columns, strict=True)):
        sheet.set_column(position, position, words["width"])
        sheet.write_string(HEADING_ROW, position, words["en"], formats["asides"])
        _cells(sheet, position, [row[column] for row in rows], formats[words["format"]])
    sheet.add_table(
        HEADING_ROW + 1,
        0,
        HEADING_ROW + 1 + max(len(rows), 1),
        len(columns) - 1,
        {
            "name": declared["table"],
            "style": "Table Style Light 1",
            "columns": [{"header": words["sv"], "header_format": formats["headings"]} for words in columns],
        },
    )
    sheet.set_row(HEADING_ROW, HEADING_HEIGHT)
    sheet.set_row(HEADING_ROW + 1, HEADING_HEIGHT)
    sheet.freeze_panes(HEADING_ROW + 2, 2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, HEADING_ROW + 1)


def _cells(sheet: Worksheet, column: int, values: Sequence[Any], style: Format) -> None:
    """One column of values, each written as what it is; an empty value leaves its cell empty."""
    for row, value in enumerate(values, start=HEADING_ROW + 2):
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif value is not None:
            sheet.write_number(row, column, value, style)


def marked(text: str, content: Regional, language: Language) -> str:
    """``text`` behind the mark of an edition that is no statistics, if this is one."""
    mark, _ = labels.mark(content.snapshot, language)
    return f"{mark}: {text}" if mark else text


def _label(kind: str, rows: Sequence[Row], snapshots: Sequence[Row], language: Language) -> str:
    """The label of each source table among ``rows``, in the order in which they appear. Of ``figures``, sums of
    men and women are our own calculation."""
    parts = {snapshot["table_id"]: snapshot for snapshot in snapshots}
    used = dict.fromkeys(row["table_id"] for row in rows if row["table_id"] in parts)
    own = {row["table_id"] for row in rows if kind == "computed" or row["status"] == "derived"}
    return " · ".join(
        (labels.computed if table_id in own else labels.untouched)(parts[table_id], language) for table_id in used
    )


def _industries(content: Regional) -> str:
    """Whether the region's figures are those of the sixteen groups, of other industries, or of both."""
    imported = {snapshot["series"] for snapshot in content.snapshot if snapshot["origin"] == "import"}
    other = {row["series"] in imported for row in content.employment}
    return "both" if len(other) == 2 else "other" if other == {True} else "groups"


def _variables() -> list[Row]:
    """What each column of each sheet means, from the one declaration."""
    words = wording()["workbook"]
    rows = []
    for name in SHEETS[:-1]:
        declared = {column.name: column for column in schema.table(DECLARED_IN.get(name, name)).columns}
        for column in words["sheet"][name]["columns"]:
            known = declared.get(column)
            rows.append(
                {
                    "sheet": words["sheet"][name]["name"],
                    "heading_sv": words["column"][column]["sv"],
                    "heading_en": words["column"][column]["en"],
                    "column": column if known else None,
                    "unit": (known.unit if known else None) or None,
                    "meaning_sv": known.sv if known else words["meaning"][column]["sv"],
                    "meaning_en": known.en if known else words["meaning"][column]["en"],
                }
            )
    return rows


def _charts(workbook: xlsxwriter.Workbook, sheet: Worksheet, content: Regional) -> None:
    """A native bar chart per language beside the table: bars start at LQ 1, above and below told apart by colour."""
    words = wording()["workbook"]
    columns = words["sheet"]["chart"]["columns"]
    first, last = HEADING_ROW + 2, HEADING_ROW + 1 + len(content.chart)
    top, bottom = content.chart[0], content.chart[-1]
    for position, language in enumerate(LANGUAGES):
        facts = {"year": top["year"], "series": top["series"], "region": content.region[f"name_{language}"]}
        facts |= {"highest": top[f"short_{language}"], "lowest": bottom[f"short_{language}"]}
        categories, values = columns.index(f"short_{language}"), columns.index("lq")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "LQ",
                "categories": [sheet.get_name(), first, categories, last, categories],
                "values": [sheet.get_name(), first, values, last, values],
                "points": [{"fill": {"color": SIDES[row["overrepresented"]]}} for row in content.chart],
                "data_labels": {"value": True, "num_format": words["format"]["ratio"]},
                "gap": 40,
            }
        )
        title = marked(words["chart"]["title"][language].format(**facts), content, language)
        chart.set_title({"name": "title", "name_font": {"size": 12}, "overlay": False})
        # The library would take a name that looks like a reference ("Hej!A1") for one.
        chart.title.name = title
        chart.set_legend({"none": True})
        # In a bar chart the y axis holds the categories: first on top, labels outside, crossing the values at LQ 1.
        chart.set_y_axis({"reverse": True, "label_position": "low", "major_gridlines": {"visible": False}})
        # One empty step below zero, its number hidden, keeps the figures of the shortest bars off the names.
        step = 0.5 * math.ceil(top["lq"] / FEW_STEPS)
        scale = {"min": -step, "major_unit": step, "num_format": "0.0;;0.0"}
        chart.set_x_axis({"crossing": 1, **scale, "major_gridlines": GRIDLINES})
        chart.set_size({"width": 760, "height": 460})
        alt = words["chart"]["alt"][language].format(**facts)
        sheet.insert_chart(HEADING_ROW + 1 + 24 * position, len(columns) + 1, chart, {"description": alt})
