"""The chart files as whoever takes one away gets it: alone, with its texts, its data and its sources."""

import csv
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pipelines.profiles import chart_files, pictures
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
