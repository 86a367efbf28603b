"""Every source is measured by itself: each measure of the areas has of it among others what it has of it alone."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pytest

from pipelines.areas import chances, measures
from pipelines.warehouse.classification import SNI2007
from tests.areas import written
from tests.areas.test_strength_area_quotient import CELLS, FIGURES, OTHER_CELLS, WOOD
from tests.areas.written import area

Measure: TypeAlias = Callable[[Mapping[str, Any]], pa.Table]
# Two sets, industries that are shared, both editions, and levels of three depths.
AREAS = [
    WOOD,
    area("handel", {"47": 1, "4683": 0.5}, area_set="yours"),
    area("sag", {"1610": 1, "86": 0.5}, SNI2007),
    area("vard", {"861": 1, "16": 0.25}, SNI2007, area_set="yours"),
]
REGISTERS = {
    "REGISTER": written.workplace_count(CELLS),
    "SIMULATED": written.workplace_count(OTHER_CELLS, series="SIMULATED"),
}
EXTRACTS = {
    "HAND": written.extract(FIGURES),
    "OWN": written.extract({key: figure + 7 for key, figure in FIGURES.items()}, series="OWN"),
}
EDITIONS = {"OWN": SNI2007}


def rows(measure: Measure, **sources: pa.Table) -> list[dict[str, Any]]:
    found = measure(written.every_relation(AREAS, editions=EDITIONS, **sources)).to_pylist()
    # What areas share at all is listed under no series.
    return [row for row in found if row["series"] != "(none)"]


@pytest.mark.parametrize(
    "measure",
    [
        measures.strength_area_quotient,
        measures.strength_area_coverage,
        measures.strength_area_overlap,
        chances.strength_area_uncertainty,
    ],
)
def test_a_source_is_measured_among_others_as_alone(measure: Measure) -> None:
    together = rows(
        measure,
        counts=pa.concat_tables(REGISTERS.values()),
        employment=pa.concat_tables(EXTRACTS.values()),
    )
    alone = [row for source in REGISTERS.values() for row in rows(measure, counts=source)]
    alone += [row for source in EXTRACTS.values() for row in rows(measure, employment=source)]
    assert alone
    assert sorted(map(repr, together)) == sorted(map(repr, alone))
