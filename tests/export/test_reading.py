"""Rows of the mart and the names in them, as every output reads them."""

from pathlib import Path
from typing import Any

from pipelines.export.reading import Industries
from pipelines.warehouse import classification, engine


def test_a_code_means_what_the_edition_of_its_series_says_and_imports_keep_their_own_names() -> None:
    industries: list[dict[str, Any]] = [
        {"industry_code": code, "edition": edition, "name_sv": f"{code} enligt {edition}", "name_en": None}
        | {"short_sv": "kort", "short_en": "short"}
        for code, edition in [("X", "ANNAN"), ("X", "EGEN"), ("A", "SNI2007-16"), ("A", "SNI2025"), ("Y", "ANNAN")]
    ]
    editions = {"BAS": "SNI2007-16", "ANNAN": "SNI2007", "EGEN": "SNI2025", "BRP": None}
    snapshots = [{"series": series, "industry_edition": edition} for series, edition in editions.items()]
    named = Industries(industries, snapshots)
    found = {(code, series): named.get(code, series) for code in "AXY" for series in editions}
    assert {key: row and row["edition"] for key, row in found.items()} == {
        ("A", "BAS"): "SNI2007-16",
        ("A", "ANNAN"): "SNI2007-16",
        ("A", "EGEN"): "SNI2025",
        ("A", "BRP"): None,
        ("X", "BRP"): None,
        ("Y", "BRP"): None,
        ("X", "BAS"): None,
        ("X", "ANNAN"): "ANNAN",
        ("X", "EGEN"): "EGEN",
        ("Y", "BAS"): None,
        ("Y", "ANNAN"): "ANNAN",
        ("Y", "EGEN"): None,
    }
    assert named.get("X", "EGEN") == {
        "industry_code": "X",
        "edition": "EGEN",
        "name_sv": "X enligt EGEN",
        "name_en": "X enligt EGEN (Swedish name)",
        "short_sv": "kort",
        "short_en": "short",
    }


def test_a_short_name_that_is_only_a_code_gets_as_much_of_the_name_as_fits_beside_a_bar() -> None:
    names = {"10710": "Tillverkning av mjukt matbröd och färska bakverk", "86102": "Sluten vård", "K1": "K1"}
    long_code = "K" * 20
    industries: list[dict[str, Any]] = [
        {"industry_code": code, "edition": "EGEN", "name_sv": name, "name_en": None, "short_sv": code, "short_en": code}
        for code, name in (names | {long_code: "Ett namn som är för långt för en stapel"}).items()
    ]
    named = Industries(industries, [{"series": "EGEN", "industry_edition": "EGEN"}])
    shorts = {code: (named.get(code, "EGEN") or {})["short_sv"] for code in (*names, long_code)}
    assert shorts == {
        "10710": "10710 Tillverkning av mjukt…",
        "86102": "Sluten vård",
        "K1": "K1",
        long_code: long_code,
    }
    assert all(len(short) <= 28 for short in shorts.values())


def test_only_the_editions_that_the_series_speak_are_read(tmp_path: Path) -> None:
    engine.write_table("industry", classification.industries(), tmp_path / "industry.parquet", "edition")
    snapshots = [
        {"series": "REGISTER", "industry_edition": "SNI2025"},
        {"series": "BAS", "industry_edition": "SNI2007-16"},
    ]
    found = Industries.read(tmp_path, snapshots)
    assert (found.get("J", "BAS") or {})["name_en"] == "Information and communication"
    assert (found.get("J", "REGISTER") or {})["name_en"].startswith("Publishing")
    assert (found.get("16111", "REGISTER") or {})["name_en"] == "Sågning av trä (Swedish name)"
    assert found.get("16101", "REGISTER") is None
    assert found.get("J", "RAMS") is None
