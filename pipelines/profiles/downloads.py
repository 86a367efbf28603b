"""A figure's data as a CSV file, inside the page and beside it, for Swedish Excel as the mart's own CSV files are.
The mart's tables as files are ``pipelines/export``'s matter."""

from base64 import b64encode

from pipelines.export.csv import BYTE_ORDER_MARK, DECIMAL, DELIMITER, ESCAPE, FORMULA_STARTS, ROW_END
from pipelines.profiles.document import Figure, Label, Value


def csv(figure: Figure, mark: str, label_heading: str) -> str:
    """The unrounded values of ``figure`` with its labels, ``mark`` among them, as last column."""
    labels = (*((Label(mark),) if mark else ()), *figure.labels)
    label = _cell(" · ".join(each.said for each in labels))
    lines = [[_cell(column.heading) for column in figure.data.columns] + [_cell(label_heading)]]
    lines += [[_cell(cell.value) for cell in row.cells] + [label] for row in figure.data.rows]
    return BYTE_ORDER_MARK + "".join(DELIMITER.join(line) + ROW_END for line in lines)


def data_uri(content: str) -> str:
    """``content`` as an address that needs no network."""
    return "data:text/csv;charset=utf-8;base64," + b64encode(content.encode("utf-8")).decode("ascii")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        escaped = ESCAPE + value if value.startswith(tuple(FORMULA_STARTS)) else value
        return '"' + escaped.replace('"', '""') + '"'
    return repr(value).replace(".", DECIMAL)
