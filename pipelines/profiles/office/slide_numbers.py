"""The numbers behind a native chart, and the workbook that PowerPoint opens to edit them.
How the chart looks belongs to ``slide_charts``."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

from pipelines.export.workbook import OPTIONS
from pipelines.profiles.office.look import look
from pipelines.profiles.plain import legal

FORMAT = "0.00"
# The name that the library's references to cells have.
SHEET = "Sheet1"


@dataclass(frozen=True)
class Numbers:
    """What a chart's workbook holds: names down, series across, and below them the labels; all as XML can hold it."""

    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    labels: tuple[str, ...]

    @classmethod
    def of(
        cls, names: Iterable[str], series: Iterable[tuple[str, Iterable[float | None]]], labels: Iterable[str]
    ) -> "Numbers":
        held = tuple((legal(name), tuple(values)) for name, values in series)
        return cls(tuple(map(legal, names)), held, tuple(map(legal, labels)))


class Data(CategoryChartData):
    """The numbers as the library wants them, with the workbook of our own."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__(number_format=FORMAT)  # type: ignore[no-untyped-call]
        self.numbers = numbers
        self.categories = numbers.names
        for name, values in numbers.series:
            self.add_series(name, values)  # type: ignore[no-untyped-call]

    @property
    def _workbook_writer(self) -> Any:
        return _Workbook(self)  # type: ignore[no-untyped-call]


class _Workbook(CategoryWorkbookWriter):
    """The workbook behind a chart: the library's own would take a name that begins with = for a formula, and would
    say when it was written."""

    @property
    def xlsx_blob(self) -> bytes:
        numbers: Numbers = self._chart_data.numbers
        target = BytesIO()
        workbook = xlsxwriter.Workbook(target, {**OPTIONS, "in_memory": True})
        workbook.set_properties({"created": look()["created"]})
        sheet = workbook.add_worksheet(SHEET)
        sheet.write_column(1, 0, numbers.names)
        for column, (name, values) in enumerate(numbers.series, start=1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value)
        for row, label in enumerate(numbers.labels, start=len(numbers.names) + 2):
            sheet.write_string(row, 0, label)
        workbook.close()
        return target.getvalue()
