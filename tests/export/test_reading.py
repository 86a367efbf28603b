"""Rows of the mart and the names in them, as every output reads them."""

from typing import Any

from pipelines.export.reading import Industries


def test_two_imports_with_the_same_code_keep_their_own_names() -> None:
    industries: list[dict[str, Any]] = [
        {"industry_code": code, "edition": edition, "name_sv": f"{code} enligt {edition}"}
        for code, edition in [("X", "ANNAN"), ("X", "EGEN"), ("A", "SNI2007"), ("Y", "ANNAN")]
    ]
    snapshots = [{"series": "BAS", "origin": "client"}] + [{"series": s, "origin": "import"} for s in ("ANNAN", "EGEN")]
    named = Industries(industries, snapshots)
    found = {(code, series): named.get(code, series) for code in "AXY" for series in ("BAS", "ANNAN", "EGEN")}
    assert {key: row and row["edition"] for key, row in found.items()} == {
        ("A", "BAS"): "SNI2007",
        ("A", "ANNAN"): "SNI2007",
        ("A", "EGEN"): "SNI2007",
        ("X", "BAS"): None,
        ("X", "ANNAN"): "ANNAN",
        ("X", "EGEN"): "EGEN",
        ("Y", "BAS"): None,
        ("Y", "ANNAN"): "ANNAN",
        ("Y", "EGEN"): None,
    }
