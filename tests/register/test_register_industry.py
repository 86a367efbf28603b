"""Every five-digit industry of one edition with each that stands above it."""

import pyarrow as pa

from pipelines.warehouse import engine

# Another edition has one leaf of the same code elsewhere; only it has the second section.
ABOVE = {
    "NEW": {"16111": ("5", "1611"), "1611": ("4", "161"), "161": ("3", "16"), "16": ("2", "C"), "C": ("section", None)}
    | {"00000": ("5", "0000"), "0000": ("4", "000"), "000": ("3", "00"), "00": ("2", "US"), "US": ("section", None)},
    "OLD": {"16111": ("5", "1619"), "1619": ("4", "169"), "169": ("3", "17"), "17": ("2", "D"), "D": ("section", None)},
}


def test_a_leaf_stands_with_itself_and_with_each_above_it_of_its_edition() -> None:
    rows = [
        {"edition": edition, "industry_code": code, "level": level, "parent_code": parent, "unknown": code[:2] == "00"}
        for edition, codes in ABOVE.items()
        for code, (level, parent) in codes.items()
    ]
    relations = {"industry": pa.Table.from_pylist(rows)}
    found = engine.select("register_industry", relations, {"industry_edition": "NEW"}).to_pylist()
    levels = ("5", "4", "3", "2", "section")
    expected = [
        {"leaf_code": codes[0], "unknown": unknown, "industry_code": code, "level": level}
        for codes, unknown in (
            (("16111", "1611", "161", "16", "C"), False),
            (("00000", "0000", "000", "00", "US"), True),
        )
        for code, level in zip(codes, levels, strict=True)
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)
