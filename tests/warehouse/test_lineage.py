"""Where a column comes from: what statements tell, what is declared beside them, and what is refused as neither."""

from dataclasses import replace

import pytest

from pipelines.errors import StyrkaError
from pipelines.schema import Table, table
from pipelines.warehouse.lineage import table_lineage

INPUTS = {
    name: table(name).column_names
    for name in ("location_quotient", "workplace_quotient", "region", "industry", "snapshot", "density_backtest")
}


def declaring(name: str, column: str, *sources: str) -> Table:
    """The declared table, with other sources of one column."""
    declared = table(name)
    columns = [replace(each, computed_from=sources) if each.name == column else each for each in declared.columns]
    return replace(declared, columns=tuple(columns))


def test_what_a_kernel_computes_comes_from_what_the_statement_of_its_matrix_reads() -> None:
    found = table_lineage(declaring("twin", "similarity", "structure_cell.number"), INPUTS)
    assert found["similarity"] == [("location_quotient", "employees"), ("workplace_quotient", "workplaces")]


def test_a_declared_source_may_be_a_column_of_an_input() -> None:
    found = table_lineage(declaring("twin", "note", "region.valid_to"), INPUTS)
    assert found["note"] == [("region", "valid_to")]


def test_what_is_declared_is_added_to_what_the_statement_tells() -> None:
    relatedness = table("relatedness")
    inputs = {**INPUTS, "skill_relatedness": table("skill_relatedness").column_names}
    told = table_lineage(declaring("relatedness", "auc"), inputs)["auc"]
    assert told == [("density_backtest", "auc"), ("density_backtest", "end_year")]
    assert set(table_lineage(relatedness, inputs)["auc"]) > {*told, ("location_quotient", "employees")}


@pytest.mark.parametrize(
    "source", ["region.no_column", "employment.employees", "structure_cell.no_column", "nowhere.number", "region", ""]
)
def test_a_declared_source_that_is_no_column_of_what_the_table_is_computed_from_is_refused(source: str) -> None:
    with pytest.raises(StyrkaError, match="lineage names"):
        table_lineage(declaring("twin", "note", source), INPUTS)


def test_a_table_without_a_statement_has_the_lineage_that_is_declared_and_no_other() -> None:
    assert set(map(tuple, table_lineage(table("cell"), {}).values())) == {()}
