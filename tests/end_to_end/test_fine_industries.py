"""An ordered extract at five digits and SCB's own key, taken in and run as a user does: names, editions, bridge."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines import files
from tests import keys
from tests.conftest import Workplace

EXTRACT = """region_code;industry_code;year;employees
0880;16101;2024;120
0880;16231;2023;..
0880;01131;2024;7
0840;16101;2024;40
0840;00000;2024;3
"""


def rows(place: Workplace, table: str, **equal: str) -> list[dict[str, Any]]:
    found = pq.read_table(place.mart / "current" / "parquet" / f"{table}.parquet").to_pylist()
    return [row for row in found if all(row[column] == value for column, value in equal.items())]


def manifest(place: Workplace) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place.mart / "edition.json").read_text(encoding="utf-8"))
    return found


def test_without_a_key_the_bridge_is_the_declared_one(published: Workplace) -> None:
    assert {row["source"] for row in rows(published, "industry_bridge")} == {
        "ssb_2919",
        "unchanged_class",
        "unchanged_code",
    }
    assert manifest(published)["configuration"]["industry_key"] is None


def test_an_extract_in_sni_2007_is_measured_by_its_own_edition_and_the_key_counts_in_the_id(
    workplace: Workplace, tmp_path: Path
) -> None:
    extract = tmp_path / "kalmar.csv"
    extract.write_text(EXTRACT, encoding="utf-8")
    done = workplace.styrka("import", str(extract), "--source", "KALMAR", "--classification", "SNI2007")
    assert done.returncode == 0, done.stderr
    key = keys.write(workplace.raw, [["SNI 2007", "SNI 2025"], *keys.pairs()])
    done = workplace.styrka("run", "--region", "0880")
    assert done.returncode == 0, done.stderr
    assert {row["series"]: row["industry_edition"] for row in rows(workplace, "snapshot")} == {
        "BAS": "SNI2007-16",
        "BAS_PREL": "SNI2007-16",
        "RAMS": "SNI2007-16",
        "REGIONAL_ACCOUNTS": None,
        "KALMAR": "SNI2007",
    }
    assert rows(workplace, "industry", edition="KALMAR") == []
    against_nation = rows(workplace, "location_quotient", series="KALMAR", reference="nation")
    notes = {(row["region_code"], row["industry_code"], row["year"]): row["note"] for row in against_nation}
    assert notes["0880", "16231", 2023] == "suppressed"
    assert notes["0840", "00000", 2024] == "unknown_industry"
    assert notes["0840", "16101", 2024] is None
    told = workplace.styrka(
        "explain", "--region", "0880", "--industry", "16101", "--year", "2024", "--series", "KALMAR"
    )
    assert "Sågning av trä" in told.stdout, told.stderr

    assert {row["source"] for row in rows(workplace, "industry_bridge")} == {"scb_key"}
    built = manifest(workplace)
    assert built["configuration"]["industry_key"] == files.sha256(key)

    keys.write(workplace.raw, keys.pairs()[:100])
    done = workplace.styrka("run", "--region", "0880")
    assert done.returncode != 0
    assert "of the 821 five-digit codes of SNI2007" in done.stderr
    assert "Traceback" not in done.stderr
    assert manifest(workplace) == built
