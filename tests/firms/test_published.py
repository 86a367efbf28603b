"""From raw cells to the published firm tables: figures pass as they are, each with its status."""

from typing import Any

import pyarrow as pa

from pipelines.scb import catalogue
from pipelines.schema import table
from pipelines.warehouse import engine
from tests.firms.written import Rows


def select(name: str, *figures: dict[str, Any], category: pa.Table | None = None) -> Rows:
    """Rows of the mart table from cells that differ from a bare one as told."""
    bare = {"year": 2024, "unit": "persons", "status": "observed"}
    cells = pa.Table.from_pylist([bare | each for each in figures], schema=table("figure").arrow_schema())
    named = catalogue.categories() if category is None else category
    rows: Rows = engine.select(name, {"figure": cells, "category": named}).to_pylist()
    return rows


def test_commuting_leaves_out_pairs_without_anybody_but_never_an_empty_figure() -> None:
    common = {"table_id": "TAB1830", "sex": "total", "measure": "commuters", "residence_code": "0880"}
    rows = select(
        "commuting",
        common | {"workplace_code": "0880", "value": 12.0},
        common | {"workplace_code": "0881", "value": 0.0},
        common | {"workplace_code": "0882", "value": 0.0, "status": "zero"},
        common | {"workplace_code": "0883", "status": "suppressed"},
        common | {"workplace_code": "0884", "status": "missing"},
        common | {"workplace_code": "0885", "value": 7.0, "sex": "men"},
        common | {"workplace_code": "0885", "status": "suppressed", "sex": "women"},
    )
    assert [(row["workplace_code"], row["commuters"], row["status"]) for row in rows] == [
        ("0880", 12, "observed"),
        ("0883", None, "suppressed"),
        ("0884", None, "missing"),
    ]


def test_local_units_bear_the_names_that_their_table_declares() -> None:
    common = {"measure": "employees", "region_code": "08"}
    rows = select(
        "local_unit",
        common | {"table_id": "TAB3513", "industry_code": "16", "level": "division", "value": 2100.0, "year": 2021},
        common | {"table_id": "TAB6329", "industry_code": "C", "level": "section", "value": 16_000.0},
        common | {"table_id": "TAB6329", "industry_code": "B", "level": "section", "status": "suppressed"},
    )
    assert [(row["industry_code"], row["industry_en"][:22], row["value"], row["status"]) for row in rows] == [
        ("16", "Manufacture of wood an", 2100.0, "observed"),
        ("B", "Mining and quarrying", None, "suppressed"),
        ("C", "Manufacturing", 16_000.0, "observed"),
    ]


def test_levels_of_education_have_names_in_both_languages() -> None:
    common = {"table_id": "TAB6534", "measure": "persons", "region_code": "0880"}
    (row,) = select("education", common | {"education_code": "6", "value": 9000.0})
    assert (row["education_sv"], row["education_en"], row["persons"]) == (
        "Eftergymnasial utbildning, 3 år eller mer",
        "Post-secondary education, 3 years or more",
        9000,
    )


def test_a_code_is_called_what_its_own_table_calls_it() -> None:
    """6 is a level of education in two tables and an industry, too."""
    names = ("table_id", "kind", "code", "name_sv", "name_en")
    called = [("T1", "education", "6"), ("T2", "education", "6"), ("T1", "industry", "6"), ("T1", "education", "5")]
    rows = [dict(zip(names, (*key, " ".join(key), " ".join(key)), strict=True)) for key in called]
    common = {"region_code": "0880", "table_id": "T1", "value": 1.0, "measure": "persons"}
    category = pa.Table.from_pylist(rows)
    (level,) = select("education", common | {"education_code": "6"}, category=category)
    (industry,) = select("local_unit", common | {"industry_code": "6", "level": "2"}, category=category)
    assert (level["education_sv"], industry["industry_en"]) == ("T1 education 6", "T1 industry 6")


def test_product_and_population_pass_as_published() -> None:
    product = {"table_id": "TAB3143", "measure": "gross_regional_product", "unit": "SEK million"}
    rows = select("gross_regional_product", product | {"region_code": "9900", "value": 10_811.0})
    assert [(row["region_code"], row["value"], row["unit"]) for row in rows] == [("9900", 10_811.0, "SEK million")]
    people = {"table_id": "TAB5557", "measure": "population", "region_code": "0880", "sex": "total"}
    assert [row["population"] for row in select("population", people | {"value": 72_000.0})] == [72_000]
