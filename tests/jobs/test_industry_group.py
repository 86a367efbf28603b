"""The groups that an industry can lie in, on a bridge of a few pairs."""

from typing import Any

import pyarrow as pa

from pipelines.warehouse import engine

# Of SNI 2007: industries, one of a code that SNI 2025 has too, and the group that each lies in.
GROUPED = {"16101": "B+C", "1610": "B+C", "4618": "G", "8299": "M+N", "16111": "G"}
# Of SNI 2025: five-digit industries and their class.
LEAVES = {"16111": "1611", "16112": "1611", "46189": "4618", "99999": "9999", "00000": "0000"}
GROUPS = {"B+C": False, "G": False, "M+N": False, "US": True}


def groups(*pairs: tuple[str, str, str]) -> dict[str, set[tuple[str, bool]]]:
    """Group and whether the bridge led there, by industry; ``pairs`` are level, new and old code."""
    row: dict[str, Any] = dict.fromkeys(("level", "parent_code", "group_code")) | {"unknown": False}
    industries = [row | {"edition": "SNI2007", "industry_code": code, "group_code": GROUPED[code]} for code in GROUPED]
    for code, parent in LEAVES.items():
        leaf = row | {"level": "5", "industry_code": code, "parent_code": parent, "unknown": code == "00000"}
        industries.append(leaf | {"edition": "SNI2025", "group_code": "of none"})
    # A class is no leaf, and a leaf of another edition is none of this one; nor is a section one of the groups.
    industries += [row | {"edition": "SNI2025", "level": "4", "industry_code": "1611"}]
    industries += [row | {"edition": "OTHER", "level": "5", "industry_code": "77777"}]
    for group, unknown in GROUPS.items():
        industries.append(row | {"edition": "SNI2007-16", "level": "group", "industry_code": group, "unknown": unknown})
        industries.append(row | {"edition": "SNI2007-16", "level": "total", "industry_code": f"{group} in all"})
        industries.append(row | {"edition": "OTHER", "level": "group", "industry_code": f"{group} elsewhere"})
    bridge = [dict(zip(("level", "sni2025_code", "sni2007_code"), pair, strict=True)) for pair in pairs]
    relations = {"industry": pa.Table.from_pylist(industries), "industry_bridge": pa.Table.from_pylist(bridge)}
    rows = engine.select("industry_group", relations, {"industry_edition": "SNI2025"}).to_pylist()
    found: dict[str, set[tuple[str, bool]]] = {}
    for each in rows:
        found.setdefault(each["industry_code"], set()).add((each["group_code"], each["bridged"]))
    assert sum(map(len, found.values())) == len(rows), "one group told more than once"
    return found


def test_five_digits_decide_where_the_bridge_has_them_and_else_the_class() -> None:
    """Sawmills have a pair of five digits, planing mills none; agents' class leads to two groups, the second twice."""
    found = groups(
        ("5", "16111", "16111"),
        ("4", "1611", "1610"),
        ("4", "1611", "16101"),
        ("4", "4618", "4618"),
        ("4", "4618", "8299"),
        # A group of three digits leads nowhere.
        ("3", "9999", "1610"),
    )
    assert found["16111"] == {("G", True)}
    assert found["16112"] == {("B+C", True)}
    assert found["46189"] == {("G", True), ("M+N", True)}


def test_what_the_bridge_does_not_have_can_lie_in_any_group_and_what_is_unknown_only_in_the_unknown_one() -> None:
    found = groups(("4", "1611", "1610"))
    assert found["99999"] == {(group, False) for group in GROUPS}
    assert found["00000"] == {("US", True)}
    assert found.keys() == LEAVES.keys()
