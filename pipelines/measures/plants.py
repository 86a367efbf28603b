"""Measures of agglomeration for a notebook that need what the mart does not have: plants one by one, areas of land.
What a frame of regions and industries gives is ``frames``' matter."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines import rows
from pipelines.errors import StyrkaError
from pipelines.measures import figures
from pipelines.warehouse import engine

PLANT = ["region", "industry"]
COUNTED = ["employees", "establishments"]
LAND = ["inhabitants", "area"]
# A frame is one set of regions; the name is never shown.
REGION_TYPE = "frame"


def ellison_glaeser(plants: pd.DataFrame, area_totals: pd.DataFrame | Mapping[str, float]) -> pd.DataFrame:
    """The index of Ellison & Glaeser of every industry, from its plants one by one.

    ``plants`` has columns ``region, industry, employees``, one row per plant; ``area_totals`` has columns ``region,
    value`` or maps regions to values: every region that a plant could be in, with what stands for its chances x_r
    (all employed, say). One row per industry: ``industry_code``, ``plants`` (with employees), ``g`` = Σ(s_r − x_r)²,
    ``hhi`` = Σz² over the plants' shares, ``gamma`` (0: as darts thrown), ``g_variance`` under that null, ``z``,
    ``note``. The null is skewed: no p-value can be read from z. Plants without employees have no share; those of
    unknown size (NaN) are left out and noted. γ is empty with its reason for a single plant or region.
    StyrkaError names a plant whose region has no total, and rows as ``location_quotient`` does.
    Source: Ellison & Glaeser (1997), Journal of Political Economy 105(5).
    """
    places = _places(area_totals)
    key = [*PLANT, "employees"]
    cells = rows.codes(rows.columns_of(plants, key, "plants"), key, PLANT)
    rows.refuse(cells, ~cells["region"].isin(places["region"]), "area_totals has no such region", key)
    cells = cells.assign(employees=figures.numbers(cells, "employees", key))
    sizes, totals = figures.counted(cells, "employees", key), figures.counted(places, "value", ["region"])
    relations = {
        "plant": pa.table(
            {
                "region_code": pa.array(cells["region"], pa.string()),
                "industry_code": pa.array(cells["industry"], pa.string()),
                "size": sizes.column,
            }
        ),
        "region_share": pa.table(
            {
                "region_type": pa.repeat(REGION_TYPE, len(places)),
                "region_code": pa.array(places["region"], pa.string()),
                "size": totals.column,
            }
        ),
    }
    with engine.connect(threads=1) as connection:
        result: pd.DataFrame = engine.select("plant_ellison_glaeser", relations, connection=connection).to_pandas()
    return result


def cluster_index(df: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The cluster index of Litzenberger & Sternberg of every region and industry; it is in no table of the mart.

    ``df`` has columns ``region, industry, employees, establishments``; ``areas`` has ``region, inhabitants, area`` (km²
    or any other unit) of all regions compared. The mart's data have no areas of land, so bring your own. With e
    employees, b establishments, z inhabitants, a area and sums over the regions in capitals, the result has columns
    ``region_code, industry_code, density_ratio`` (e/a)/(E/A), ``stock_ratio`` (e/z)/(E/Z), ``size_ratio`` (e/b)/(E/B),
    ``cluster_index`` = density · stock / size = (e/E)(b/B)(A/a)(Z/z), and ``note``. All are 1 for an even spread.
    A region that is not listed with an industry has none of it, and no row. Where nobody works the index is 0; without
    an establishment ``size_ratio`` is empty. A missing value empties its own row with a note, and its region is left
    out of the industry's sums. StyrkaError names rows as ``location_quotient`` does.
    Source: Litzenberger & Sternberg (2006), Geographische Zeitschrift 94(2).
    """
    lands = _lands(areas)
    cells = _cells(df, lands["region"]).merge(lands, on="region")
    known = cells[COUNTED].notna().all(axis=1)
    sums = _sums(cells.assign(known=known), lands)
    e, b, z, a = (cells[column].where(known) / sums[column].replace(0.0, math.nan) for column in (*COUNTED, *LAND))
    reasons = np.select([~known, sums["employees"] == 0], ["missing", "no_industry"], default="")
    result = pd.DataFrame(
        {
            "region_code": cells["region"],
            "industry_code": cells["industry"],
            "density_ratio": e / a,
            "stock_ratio": e / z,
            "size_ratio": e / b.replace(0.0, math.nan),
            "cluster_index": e * b / (a * z),
            "note": pd.Series(reasons, cells.index).replace("", None),
        }
    )
    return result.sort_values(["industry_code", "region_code"], ignore_index=True)


def _cells(df: pd.DataFrame, regions: pd.Series) -> pd.DataFrame:
    cells = rows.codes(rows.columns_of(df, [*PLANT, *COUNTED]), PLANT, PLANT)
    rows.refuse(cells, ~cells["region"].isin(regions), "areas has no such region", PLANT)
    rows.refuse(cells, cells.duplicated(PLANT), "the same region and industry stand on an earlier row", PLANT)
    cells = cells.assign(**{column: figures.numbers(cells, column, PLANT) for column in COUNTED})
    empty = (cells["employees"] > 0) & (cells["establishments"] == 0)
    rows.refuse(cells, empty, "{employees} employees but no establishment", PLANT)
    return cells


def _lands(areas: pd.DataFrame) -> pd.DataFrame:
    lands = _once(rows.columns_of(areas, ["region", *LAND], "areas"))
    for column in LAND:
        values = figures.numbers(lands, column, ["region"])
        rows.refuse(lands, ~(values > 0), f"{column} {{{column}}} is not more than 0", ["region"])
        lands = lands.assign(**{column: values})
    return lands


def _sums(cells: pd.DataFrame, lands: pd.DataFrame) -> pd.DataFrame:
    """Exactly rounded sums over the regions in which the industry is known, one row per row of ``cells``."""
    found = {}
    for industry, listed in cells.groupby("industry"):
        within, without = listed[listed["known"]], listed[~listed["known"]]
        counted = [math.fsum(within[column]) for column in COUNTED]
        found[industry] = [*counted, *(math.fsum([*lands[column], *-without[column]]) for column in LAND)]
    sums = pd.DataFrame.from_dict(found, orient="index", columns=[*COUNTED, *LAND])
    return sums.reindex(cells["industry"]).set_index(cells.index)


def _places(area_totals: pd.DataFrame | Mapping[str, float]) -> pd.DataFrame:
    frame = (
        pd.DataFrame({"region": list(area_totals), "value": list(area_totals.values())})
        if isinstance(area_totals, Mapping)
        else area_totals
    )
    places = _once(rows.columns_of(frame, ["region", "value"], "area_totals"))
    values = figures.numbers(places, "value", ["region"])
    rows.refuse(places, values.isna(), "value is empty", ["region"])
    if not values.sum() > 0:
        raise StyrkaError("area_totals are all 0; nothing can be anywhere")
    return places.assign(value=values)


def _once(places: pd.DataFrame) -> pd.DataFrame:
    places = rows.codes(places, ["region"], ["region"])
    rows.refuse(places, places.duplicated("region"), "the same region stands on an earlier row", ["region"])
    return places
