"""Employment at both ends of every step: what is not listed, what is not known and why."""

from typing import Any

import pyarrow as pa

from pipelines.warehouse import engine
from tests.measures.written import Figure, Key, employment, relations

ASKED = {"series": "HAND", "level": "group", "start_year": 2020, "end_year": 2022, "unknown_in_totals": True}


def ends(tables: dict[int, dict[Key, Figure]], *beside: pa.Table) -> dict[tuple[str, str, int], tuple[Any, ...]]:
    """Employees at both ends and the reason, by region, industry and first year (of the whole stretch 0)."""
    content = pa.concat_tables([*(employment(figures, year=year) for year, figures in tables.items()), *beside])
    read = relations(content)
    rows = engine.select("shift_cell", read, ASKED).to_pylist()
    names = {
        kind: {
            row[f"{kind}_id"]: row[f"{kind}_code"] for row in engine.select(f"measured_{kind}", read, ASKED).to_pylist()
        }
        for kind in ("region", "industry")
    }
    steps = {row["step_id"]: row["first_year"] for row in engine.select("shift_step", read, ASKED).to_pylist()}
    found = {
        (
            names["region"][row["region_id"]],
            names["industry"][row["industry_id"]],
            row["step_id"] and steps[row["step_id"]],
        ): (
            row["employees_start"],
            row["employees_end"],
            row["reason"],
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def test_what_is_not_listed_is_none_where_its_region_is_listed_and_else_missing() -> None:
    """R is listed in both years, Q only in the first and P only in the last."""
    start: dict[Key, Figure] = {("R", "A"): 5, ("R", "B"): 3, ("Q", "A"): 6}
    end: dict[Key, Figure] = {("R", "A"): 7, ("R", "C"): 4, ("P", "A"): 8}
    found = ends({2020: start, 2022: end})
    assert {key[:2]: told for key, told in found.items() if key[2] == 0} == {
        ("R", "A"): (5, 7, None),
        ("R", "B"): (3, 0, None),
        ("R", "C"): (0, 4, None),
        ("Q", "A"): (6, None, "missing"),
        ("P", "A"): (None, 8, "missing"),
    }


def test_of_two_reasons_the_stronger_is_told_whichever_end_it_is_of() -> None:
    statuses: list[tuple[Figure, Figure]] = [
        ("suppressed", "missing"),
        ("suppressed", "not_applicable"),
        ("not_applicable", "suppressed"),
        ("missing", "not_applicable"),
        ("not_applicable", "missing"),
        ("not_applicable", "not_applicable"),
        ("missing", "suppressed"),
        ("missing", "missing"),
        ("missing", 4),
        ("suppressed", 4),
        (4, "not_applicable"),
        ("not_applicable", 4),
        (4, "missing"),
    ]
    first = {("R", f"I{n}"): start for n, (start, _) in enumerate(statuses)}
    last = {("R", f"I{n}"): end for n, (_, end) in enumerate(statuses)}
    found = ends({2020: first, 2022: last})
    assert [found["R", f"I{n}", 0][2] for n in range(len(statuses))] == [
        *("suppressed", "suppressed", "suppressed"),
        *("missing", "missing", "not_applicable", "suppressed"),
        *("missing", "missing", "suppressed", "not_applicable", "not_applicable", "missing"),
    ]


def test_where_one_end_lists_nothing_of_the_region_only_a_suppressed_figure_is_a_stronger_reason() -> None:
    start: dict[Key, Figure] = {("R", "A"): "suppressed", ("R", "B"): "not_applicable"}
    found = ends({2020: start, 2022: {("Q", "A"): 1}})
    assert [found["R", industry, 0][2] for industry in "AB"] == ["suppressed", "missing"]


def test_every_step_has_its_own_ends() -> None:
    found = ends({year: {("R", "A"): year - 2000, ("S", "A"): 1} for year in (2020, 2021, 2022)})
    assert {key[2]: told for key, told in found.items() if key[0] == "R"} == {
        0: (20, 22, None),
        2020: (20, 21, None),
        2021: (21, 22, None),
    }


def test_cells_of_other_years_series_levels_and_of_one_sex_are_none_of_these() -> None:
    """Of B, which S has, R would have none at both ends if it were listed."""
    figures: dict[int, dict[Key, Figure]] = {
        year: {("R", "A"): 5, ("S", "A"): 5, ("S", "B"): 5} for year in (2020, 2022)
    }
    other: dict[Key, Figure] = {("R", "B"): 1}
    men = employment(other, year=2020)
    place = men.schema.get_field_index("sex")
    beside = [
        employment(other, year=2019),
        employment(other, year=2023),
        employment(other, year=2020, series="OTHER"),
        employment(other, year=2020, level="section"),
        men.set_column(place, men.schema.field(place), [["men"]]),
    ]
    assert ends(figures, *beside) == ends(figures)
    assert ("R", "B", 0) not in ends(figures)
