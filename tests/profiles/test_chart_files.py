"""The chart files as whoever takes one away gets it: alone, with its texts, its data and its sources."""

import csv
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from pipelines.profiles import chart_files, pictures
from pipelines.profiles.chart import MapChart
from pipelines.profiles.document import Figure
from pipelines.profiles.plain import legal
from tests.profiles.conftest import Documents

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("08-location-quotient-2022", "county-location-quotient-2022", "08-map-2022", "08-development")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_drawing_stands_alone(pages: Path, documents: Documents, language: str, name: str) -> None:
    content = (pages / "08" / "charts" / language / f"{name}.svg").read_text("utf-8")
    root = ET.fromstring(content)
    figure = next(each for each in chart_files.figures(documents("08", language)) if each.file_name == f"{name}.csv")
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert root.findtext(f"{SVG}title") == figure.title
    described = root.findtext(f"{SVG}desc") or ""
    assert described.startswith(figure.alternative)
    assert all(label.text in described for label in figure.labels)
    assert "TAB3785" in described or "TAB900" in described
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.attrib["fill"], ground.attrib["width"]) == ("#fff", root.attrib["width"])
    assert "@media" not in content
    assert "http" not in content.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_whoever_gets_the_file_alone_reads_what_it_shows(
    pages: Path, documents: Documents, language: str, name: str
) -> None:
    """In the drawing itself: title above, below it what numbered marks mean, and every label with its source."""
    root = ET.parse(pages / "08" / "charts" / language / f"{name}.svg").getroot()
    figure = next(each for each in chart_files.figures(documents("08", language)) if each.file_name == f"{name}.csv")
    lines = [(each.text or "", float(each.attrib["y"])) for each in root.findall(f"{SVG}g/{SVG}text")]
    lines = [each for each in lines if each[0] not in dict(legend(figure)).values()]
    notes = [f"{mark}. {meaning}" for mark, meaning in figure.notes]
    assert " ".join(text for text, _ in lines) == " ".join(
        [figure.title, *notes, *(label.said for label in figure.labels)]
    )
    assert bool(figure.notes) == (name == "08-development")
    chart = root.find(f"{SVG}svg[@class]")
    assert chart is not None
    top, bottom = float(chart.attrib["y"]), float(chart.attrib["y"]) + float(chart.attrib["height"])
    heights = [y for _, y in lines]
    assert heights == sorted(set(heights))
    assert heights[-1] < float(root.attrib["height"])
    titles = len(lines) - sum(y > bottom for y in heights)
    assert figure.title == " ".join(text for text, _ in lines[:titles])
    assert max(heights[:titles]) < top


def legend(figure: Figure) -> tuple[tuple[str, str], ...]:
    return figure.chart.legend if isinstance(figure.chart, MapChart) else ()


def test_a_document_shows_the_chart_alone(pages: Path, documents: Documents, tmp_path: Path) -> None:
    """Title and labels are the document's own text; of the file it shows the part between them."""
    _, made = chart_files.write(documents("08", "sv"), tmp_path)
    root = ET.parse(pages / "08" / "charts" / "sv" / "08-map-2022.svg").getroot()
    chart = root.find(f"{SVG}svg[@class]")
    assert chart is not None
    above, below = made["map-chart"].cut
    assert above * float(root.attrib["height"]) == pytest.approx(float(chart.attrib["y"]), abs=0.1)
    assert (1 - above - below) * float(root.attrib["height"]) == pytest.approx(float(chart.attrib["height"]), abs=0.1)
    with zipfile.ZipFile(pages / "08" / "profile.sv.docx") as word:
        cuts = re.findall(r'<a:srcRect t="(\d+)" b="(\d+)"/>', word.read("word/document.xml").decode())
    assert (str(round(above * 100_000)), str(round(below * 100_000))) in cuts
    assert len(cuts) == len(made)
    (shown,) = (
        shape
        for slide in pptx.Presentation(str(pages / "08" / "profile.sv.pptx")).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    )
    assert (shown.crop_top, shown.crop_bottom) == pytest.approx((above, below), abs=1e-5)


def test_a_map_has_its_legend_in_the_drawing(pages: Path, documents: Documents) -> None:
    root = ET.parse(pages / "08" / "charts" / "sv" / "08-map-2022.svg").getroot()
    texts = {each.text for each in root.iter(f"{SVG}text")}
    figure = next(each for each in chart_files.figures(documents("08", "sv")) if each.id == "map-chart")
    legend = dict(figure.chart.legend)  # type: ignore[union-attr]
    assert "missing" in legend
    assert set(legend.values()) <= texts


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_its_drawing_with_text_in_it(pages: Path, name: str) -> None:
    folder = pages / "08" / "charts" / "sv"
    drawn = (folder / f"{name}.svg").read_text("utf-8")
    root, png = ET.fromstring(drawn), (folder / f"{name}.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(float(root.attrib["width"]) * pictures.ZOOM, abs=1)
    assert height == pytest.approx(float(root.attrib["height"]) * pictures.ZOOM, abs=1)
    assert pictures.png(drawn) == png
    without = ET.tostring(_without_text(root), encoding="unicode")
    assert pictures.png(without) != png


def _without_text(root: ET.Element) -> ET.Element:
    for parent in list(root.iter()):
        for child in parent.findall(f"{SVG}text"):
            parent.remove(child)
    return root


def test_the_data_lie_beside_the_drawing_with_their_labels(pages: Path) -> None:
    with (pages / "08" / "charts" / "sv" / "08-location-quotient-2022.csv").open(encoding="utf-8-sig") as stream:
        first, *_ = rows = list(csv.DictReader(stream, delimiter=";"))
    assert len(rows) == 4
    assert float(first["LQ"].replace(",", ".")) == 100 * 1000 / (165 * 200)
    assert all("TAB3785" in row["Märkning"] for row in rows)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\x00b\x0bc\x1fd", "a\ufffdb\ufffdc\ufffdd"),
        ("\ud800\ufffe", "\ufffd\ufffd"),
        ("å\tö\r\n🦌 <&>", "å\tö\r\n🦌 <&>"),
    ],
)
def test_what_xml_cannot_hold_is_replaced_and_nothing_else(text: str, held: str) -> None:
    assert legal(text) == held
