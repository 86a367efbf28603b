"""Table ``uncertainty``: the statement of its name, beside the chances that the dartboard test gives to workplaces.
Formulas are in ``sql/uncertainty.sql`` and ``dartboard``."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.measures.conventions import conventions
from pipelines.measures.dartboard import chance_of, false_discovery_by_family
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

READS = ("location_quotient", "workplace_quotient", "plant_concentration", "region", "industry", "snapshot")
FAMILY = ("series", "year", "level", "region_type")


def uncertainty(relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``uncertainty`` to ``target`` and return its number of rows.

    ``relations`` are the mart tables READS in their declared schemas. Sources: the delta method for the sampling view,
    Guimaraes, Figueiredo & Woodward (2009) for the dartboard, Benjamini & Hochberg (1995) for the false discoveries.
    """
    with engine.connect(threads=1) as connection:
        tested = {**relations, "chance": chances(relations, connection)}
        parameters = {"z": conventions().sampling_z}
        return engine.write_table(
            "uncertainty", engine.select("uncertainty", tested, parameters, connection), target, edition
        )


def chances(relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Columns ``series, year, region_code, industry_code, p_value, q_value`` of every tested cell."""
    cells = engine.select("tested_cell", relations, connection=connection)
    order = [*FAMILY, "region_code", "industry_code"]
    cells = cells.sort_by([(name, "ascending") for name in order])
    region, plants, share = (cells[name].to_numpy() for name in ("plants_region", "plants", "region_share"))
    p_values = chance_of(region.astype(np.int64), plants.astype(np.int64), share)
    family = [*FAMILY, "tests"]
    families = cells.select(family).group_by(family, use_threads=False).aggregate([([], "count_all")]).to_pylist()
    q_values = false_discovery_by_family(p_values, ((each["count_all"], each["tests"]) for each in families))
    key = cells.select(["series", "year", "region_code", "industry_code"])
    return key.append_column("p_value", pa.array(p_values)).append_column("q_value", pa.array(q_values))
