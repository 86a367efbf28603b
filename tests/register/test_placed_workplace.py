"""Which workplaces of the register's cells are placed, and under which codes."""

from typing import Any

import pyarrow as pa

from pipelines.warehouse import engine
from tests.register.hand import EDITION, JANUARY, MARCH, cells, relations

COLUMNS = ("series", "register_date", "municipality_code", "leaf_code", "size_class")


def placed(*rows: tuple[Any, ...]) -> dict[tuple[Any, ...], int]:
    found = engine.select("placed_workplace", relations(cells(*rows)), EDITION).to_pylist()
    by_cell = {tuple(row[name] for name in COLUMNS[1:]): row["workplaces"] for row in found}
    assert len(by_cell) == len(found)
    assert {row["series"] for row in found} <= {"REGISTER"}
    return by_cell


def test_each_active_workplace_of_a_municipality_is_placed_once() -> None:
    assert placed(
        (JANUARY, "0880", "01110", "2", "active", 1),
        (JANUARY, "0880", "01110", "3", "active", 2),
        (JANUARY, "0880", "01120", "2", "active", 3),
        (JANUARY, "0881", "01110", "2", "active", 4),
        (MARCH, "0880", "01110", "2", "active", 5),
        (JANUARY, "0880", "01110", "2", "closed", 6),
        (JANUARY, "08", "01110", "2", "active", 7),
        (JANUARY, "9999", "01110", "2", "active", 8),
        (JANUARY, "", "01110", "2", "active", 9),
    ) == {
        (JANUARY, "0880", "01110", "2"): 1,
        (JANUARY, "0880", "01110", "3"): 2,
        (JANUARY, "0880", "01120", "2"): 3,
        (JANUARY, "0881", "01110", "2"): 4,
        (MARCH, "0880", "01110", "2"): 5,
    }


def test_what_is_off_the_classification_or_the_scale_is_of_the_unknown_industry_or_size() -> None:
    """A class of four digits is no industry of a workplace either."""
    assert placed(
        (JANUARY, "0880", "00000", "0", "active", 1),
        (JANUARY, "0880", "", "0", "active", 2),
        (JANUARY, "0880", "98765", "", "active", 4),
        (JANUARY, "0880", "0111", "", "active", 8),
        (JANUARY, "0880", "01110", "", "active", 16),
    ) == {(JANUARY, "0880", "00000", "0"): 15, (JANUARY, "0880", "01110", "0"): 16}


def test_editions_of_two_series_stay_apart() -> None:
    rows = [(JANUARY, "0880", "01110", "2", "active", 1)]
    content = pa.concat_tables([cells(*rows), cells(*rows, series="OTHER")])
    found = engine.select("placed_workplace", relations(content), EDITION).to_pylist()
    assert sorted((row["series"], row["workplaces"]) for row in found) == [("OTHER", 1), ("REGISTER", 1)]
