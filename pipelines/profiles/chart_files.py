"""A figure's chart as files of their own: SVG, the same as a picture (PNG), and the data (CSV).
What a chart shows is in the document and how it is drawn in ``templates``; here is only what stands round it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.export.numbers import Numbers
from pipelines.files import write_bytes, write_text
from pipelines.profiles import downloads
from pipelines.profiles.chart import MapChart
from pipelines.profiles.charts import surroundings
from pipelines.profiles.charts.frame import WIDE
from pipelines.profiles.charts.maps import MapLayout
from pipelines.profiles.charts.surroundings import Surroundings
from pipelines.profiles.document import Document, Figure
from pipelines.profiles.drawing import drawing, environment, own
from pipelines.profiles.earlier import Earlier
from pipelines.profiles.pictures import png
from pipelines.profiles.plain import legal
from pipelines.profiles.words import Words

FOLDER = "charts"
MARGIN = 16.0
LEGEND_WIDTH, LEGEND_ROW = 210.0, 24.0


@dataclass(frozen=True)
class Picture:
    """A chart's file as PNG, ``width`` units of its drawing wide, with what stands round the chart. A document, which
    has title and labels itself, shows the chart alone."""

    png: bytes
    width: float
    round_it: Surroundings

    @property
    def height(self) -> float:
        """Of the chart alone, in units of its drawing."""
        return self.round_it.bottom - self.round_it.top

    @property
    def cut(self) -> tuple[float, float]:
        """Which parts of the file's height lie above and below the chart."""
        return self.round_it.top / self.round_it.height, 1 - self.round_it.bottom / self.round_it.height


@dataclass(frozen=True)
class Place:
    """Where the drawing stands in its file."""

    x: float
    y: float
    width: float
    height: float


def write(document: Document, folder: Path, earlier: Earlier | None = None) -> tuple[list[Path], dict[str, Picture]]:
    """Write each figure's SVG, PNG and CSV to ``folder/charts/<language>``; return the files, and the pictures by the
    figure's id. A picture that ``earlier``, an edition of the same layout, has of the same drawing is taken over."""
    target = folder / FOLDER / document.language
    heading = Words(document.language)("page.label_column")
    written: list[Path] = []
    pictures = {}
    for figure in figures(document):
        drawn, width, round_it = svg(figure, document)
        paths = [target / f"{Path(figure.file_name).stem}.{kind}" for kind in ("svg", "png", "csv")]
        name = paths[1].relative_to(folder.parent).as_posix()
        pictures[figure.id] = Picture(png(drawn, name, earlier), width, round_it)
        write_text(paths[0], drawn)
        write_bytes(paths[1], pictures[figure.id].png)
        write_text(paths[2], downloads.csv(figure, document.mark, heading))
        written += paths
    return written, pictures


def figures(document: Document) -> list[Figure]:
    """Every figure of ``document``, in its order."""
    return [block for section in document.sections for block in section.blocks if isinstance(block, Figure)]


def svg(figure: Figure, document: Document) -> tuple[str, float, Surroundings]:
    """The chart as a file of its own, with its width and what stands round it: white ground, style and texts inside, a
    map with its legend."""
    made = drawing(figure.chart, WIDE, Numbers(document.language))
    layout = made.layout
    legend = figure.chart.legend if isinstance(figure.chart, MapChart) else ()
    width = layout.width + 2 * MARGIN + (MARGIN + LEGEND_WIDTH if legend else 0.0)
    labels = [label.said for label in figure.labels]
    title = document.marked(figure.title)
    round_it = surroundings.layout(title, figure.notes, labels, (width - 2 * MARGIN, layout.height), MARGIN)
    content: dict[str, Any] = {
        "document": document,
        "drawing": made,
        "chart": layout,
        "view": made.name,
        "title": title,
        "alternative": " ".join((figure.alternative, *labels)),
        "place": Place(MARGIN, round_it.top, layout.width, layout.height),
        "width": width,
        "height": round_it.height,
        "said": round_it.lines,
        "margin": MARGIN,
        "scale": layout.scale if isinstance(layout, MapLayout) else None,
        "legend": [(shade, text, round_it.top + LEGEND_ROW * row) for row, (shade, text) in enumerate(legend)],
        "legend_x": layout.width + 2 * MARGIN,
        "style": own("chart.css"),
    }
    drawn = environment().get_template("file.svg.j2").render(content)
    return legal(drawn), width, round_it
