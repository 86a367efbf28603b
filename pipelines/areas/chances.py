"""Table ``strength_area_uncertainty``: the chances that the dartboard test gives to the workplaces of strength areas.
Which workplaces are tested is decided in ``sql/tested_area.sql``, the test itself is in ``pipelines/measures``."""

import numpy as np
import pyarrow as pa

from pipelines import schema
from pipelines.areas import measures
from pipelines.areas.measures import Relations
from pipelines.measures.dartboard import chance_of, false_discovery_by_family
from pipelines.warehouse import engine

TABLE = "strength_area_uncertainty"
FAMILY = ("series", "year", "region_type")


def strength_area_uncertainty(relations: Relations) -> pa.Table:
    """Table ``strength_area_uncertainty`` of every register; ``relations`` are those of ``strength_area_quotient``.

    Tested together are all areas and regions of one type and register, whatever the level of an area. Sources:
    Guimaraes, Figueiredo & Woodward (2009) for the dartboard, Benjamini & Hochberg (1995) for the false discoveries.
    """
    declared = schema.table(TABLE)
    parts = measures.parts("tested_area", relations, measures.of_registers)
    if not parts:
        return declared.arrow_schema().empty_table()
    order = [(name, "ascending") for name in (*FAMILY, "area_id", "region_code")]
    cells = pa.concat_tables(parts).sort_by(order)
    p_values = _chances(cells)
    families = cells.select(FAMILY).group_by(FAMILY, use_threads=False).aggregate([([], "count_all")])
    q_values = false_discovery_by_family(p_values, ((size, size) for size in families["count_all"].to_pylist()))
    nowhere = cells["plants"].to_numpy() == 0
    for name, values in (("p_value", p_values), ("q_value", q_values)):
        cells = cells.append_column(name, pa.array(values, mask=nowhere))
    found = engine.select(TABLE, {"area_chance": cells})
    return found.sort_by([(column, "ascending") for column in declared.sort])


def _chances(cells: pa.Table) -> np.ndarray:
    """Of every cell the larger chance: of all members' workplaces, or of those of weight 1 where there are any."""
    share = cells["region_share"].to_numpy()
    region, plants, core_region, core = (
        cells[name].to_numpy().astype(np.int64) for name in ("plants_region", "plants", "core_region", "core")
    )
    whole = chance_of(region, plants, share)
    return np.where(core > 0, np.maximum(whole, chance_of(core_region, core, share)), whole)
