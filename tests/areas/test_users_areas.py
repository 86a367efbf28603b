"""A user's own areas: TOML or CSV below data_raw/areas, read beside the project's; a fault is one line naming it."""

import csv
import os
from pathlib import Path

import pytest

from pipelines.areas import checking, relations, sources
from pipelines.errors import StyrkaError
from pipelines.warehouse import classification

GOOD = """
regions = ["0882"]
source.sv = "Oskarshamns näringslivsstrategi"
source.en = "The business strategy of Oskarshamn"

[[area]]
id = "karnkraft"
version = "2026"
name.sv = "Kärnkraft"
name.en = "Nuclear power"

[[area.member]]
sni2007 = ["3511"]
sni2025 = ["3511"]
weight = 0.35
reason.sv = "Kraftverken"
reason.en = "The power stations"
"""
HEADER = "id;name_sv;name_en;industry_code;edition;weight;reason\n"
LINE = "glas;Glas;Glass;2313;SNI2025;0,5;Glasriket\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path))
    folder = tmp_path / "areas"
    folder.mkdir()
    return folder


def rows() -> list[dict[str, object]]:
    areas = sources.areas(sources.users_checksums())
    checking.check(areas, classification.industries())
    found = relations.declared_area(areas).to_pylist()
    return [row for row in found if row["origin"] == "user"]


def members(area_id: str) -> list[tuple[object, ...]]:
    found = relations.declared_member(sources.areas(sources.users_checksums())).to_pylist()
    return [(row["industry_code"], row["edition"], row["weight"]) for row in found if row["area_id"] == area_id]


def test_a_toml_file_stands_beside_the_projects_and_bears_its_source(folder: Path) -> None:
    (folder / "oskarshamn.toml").write_text(GOOD, encoding="utf-8")
    (row,) = rows()
    assert (row["area_id"], row["area_set"], row["file"], row["version"]) == (
        "karnkraft",
        "oskarshamn",
        "oskarshamn.toml",
        "2026",
    )
    assert (row["region_codes"], row["source_sv"]) == ("0882", "Oskarshamns näringslivsstrategi")
    assert members("karnkraft") == [("3511", "SNI2007", 0.35), ("3511", "SNI2025", 0.35)]


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + LINE + "glas;Glas;Glass;2319;SNI2007;1;Övrigt glas\n").encode("utf-8-sig"),
        (HEADER + LINE + "glas;Glas;Glass;2319;SNI2007;1;Övrigt glas\n").encode("latin-1"),
        (HEADER + LINE.replace("0,5", "0.5") + "glas;Glas;Glass;2319;SNI2007;1;Övrigt glas\n")
        .replace(";", ",")
        .encode(),
    ],
    ids=["utf-8", "latin-1", "commas"],
)
def test_a_csv_file_as_excel_writes_it(folder: Path, content: bytes) -> None:
    (folder / "glasriket.csv").write_bytes(content)
    (row,) = rows()
    assert (row["name_sv"], row["source_sv"]) == ("Glas", "Användarens egen fil glasriket.csv.")
    assert sorted(members("glas")) == [("2313", "SNI2025", 0.5), ("2319", "SNI2007", 1.0)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (('["3511"]', '["35.11"]'), r"mine\.toml, area karnkraft: member\.1\.sni2007\.1: .*\(there stands 35\.11\)"),
        (
            ('sni2007 = ["3511"]', 'sni2007 = ["3599"]'),
            r"mine\.toml, area karnkraft, code 3599 of SNI2007: there is no",
        ),
        (
            ('sni2007 = ["3511"]', 'sni2007 = ["0000"]'),
            r"area karnkraft, code 0000 of SNI2007: there is no such industry",
        ),
        (('["3511"]', '["3511", "3511"]'), r"area karnkraft, code 3511 of SNI2007: stands there twice"),
        (
            ('["3511"]', '["3511", "D"]'),
            r"area karnkraft, code 3511 of SNI2007: lies within D, which is in the area too",
        ),
        (("0.35", "1.5"), r"mine\.toml, area karnkraft: member\.1\.weight: .*less than or equal to 1"),
        (("0.35", "0"), r"area karnkraft: member\.1\.weight: .*greater than 0 \(there stands 0\)"),
        (("0.35", "0.333"), r"area karnkraft: member\.1\.weight: .*no more than 2 decimal places"),
        (("0.35", '"mycket"'), r"area karnkraft: member\.1\.weight: .*\(there stands mycket\)"),
        (('name.en = "Nuclear power"', ""), r"area karnkraft: name\.en: Field required"),
        (("weight = 0.35", ""), r"area karnkraft: member\.1\.weight: Field required"),
        (('id = "karnkraft"', 'id = "Kärnkraft"'), r"area Kärnkraft: id: .*there stands Kärnkraft"),
        (
            ('id = "karnkraft"', 'id = "livsmedel"'),
            r"mine\.toml, area livsmedel: smaland_islands\.toml has an area of this",
        ),
        (("[[area.member]]", "[[area.members]]"), r"area karnkraft: member: Field required"),
        (("source.sv", "sources.sv"), r"mine\.toml: source\.sv: Field required"),
        (("= [", "= "), r"mine\.toml: cannot be read as TOML"),
    ],
)
def test_a_fault_is_one_line_that_names_file_area_and_code(
    folder: Path, changed: tuple[str, str], message: str
) -> None:
    content = GOOD.replace(changed[0], changed[1], 1)
    assert content != GOOD
    (folder / "mine.toml").write_text(content, encoding="utf-8")
    with pytest.raises(StyrkaError, match=message) as caught:
        rows()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER.replace("weight", "vikt") + LINE, r"mine\.csv: the header has no column weight"),
        (
            HEADER + LINE.replace("SNI2025", "SNI92"),
            r"mine\.csv line 2, area glas, code 2313: edition 'SNI92' is none of",
        ),
        (HEADER + LINE + LINE, r"mine\.csv line 3, area glas, code 2313 of SNI2025: stands there twice"),
        (HEADER + LINE + LINE.replace("2313", "23"), r"mine\.csv line 2, area glas, code 2313 .*: lies within 23"),
        (HEADER + LINE + LINE.replace("2313", "2399x"), r"line 3, area glas: column industry_code: .* stands 2399x\)"),
        (HEADER + LINE + LINE.replace("2313", "99999"), r"line 3, area glas, code 99999 of SNI2025: there is no such"),
        (HEADER + "\n" + LINE.replace("0,5", "2"), r"mine\.csv line 3, area glas: column weight: .*\(there stands 2\)"),
        (HEADER + LINE + LINE.replace("0,5", "0,125"), r"mine\.csv line 3, area glas: column weight: .* 0\.125\)"),
        (HEADER + LINE + LINE.replace("glas;", "Glas!;"), r"mine\.csv line 3, area Glas!: column id: .*stands Glas!\)"),
        (HEADER + LINE + LINE.replace("glas;", ";"), r"mine\.csv line 3, area 2: column id: "),
        (HEADER + LINE.replace("Glass;", ";"), r"mine\.csv line 2, area glas: column name_en: empty, or with a"),
        (HEADER + LINE.replace("Glasriket", ""), r"mine\.csv line 2, area glas: column reason: empty, or with a"),
        (HEADER, r"mine\.csv: area: nothing is declared; declare at least one"),
        (
            HEADER + LINE + LINE.replace("glas;", "verkstadsindustri;"),
            r"mine\.csv line 3, area verk.*: national\.toml has",
        ),
        (
            HEADER + LINE + LINE.replace("Glas;Glass", "Glas;Crystal"),
            r"line 3, area glas, code 2313: the area has another",
        ),
        (HEADER + "glas;Glas\n", r"mine\.csv line 2: 2 fields, but the header has 7"),
        (HEADER, r"mine\.csv: area: "),
        (HEADER + LINE.replace("0,5", "0_1"), r"mine\.csv line 2, .*, column weight: '0_1' is no number such as 0,5"),
        (HEADER + LINE.replace("0,5", "٠,٥"), r"mine\.csv line 2, .*, column weight: '٠,٥' is no number"),
        (HEADER + LINE.replace("0,5", "nan"), r"mine\.csv line 2, .*, column weight: 'nan' is no number"),
        (
            "sep=;\n" + HEADER.replace("\n", ";Weight\n") + LINE.replace("\n", ";1\n"),
            r"mine\.csv line 2: the header has column weight twice; keep one",
        ),
    ],
)
def test_a_fault_in_a_csv_names_its_line_or_area(folder: Path, content: str, message: str) -> None:
    (folder / "mine.csv").write_text(content, encoding="utf-8")
    with pytest.raises(StyrkaError, match=message):
        rows()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOOD.replace("0.35", "9" * 5000), "own.toml: cannot be read as TOML"),
        (GOOD.replace("0.35", "1e" + "9" * 30), "own.toml: cannot be read as TOML"),
        (GOOD.replace("0.35", "0x" + "f" * 9_000), "own.toml, area karnkraft: member.1.weight: "),
        ((f"a{'.a' * 150} = [\n{{" * 100) + "a = 1" + "}]" * 100, "own.toml: source: Field required"),
        (
            GOOD.replace("0.35", (f"[\n{{a{'.a' * 150} = " * 100) + "1" + "}]" * 100),
            "own.toml, area karnkraft: member.1.w",
        ),
        (GOOD + "a" + ".a" * 50_000 + " = 1\n", r"own\.toml line 18: more than 200 dots"),
        (GOOD + "[a" + ".a" * 50_000 + "]\n", r"own\.toml line 18: more than 200 dots"),
        ("a = " + "[" * 100_000, "own.toml: cannot be read as TOML"),
        (GOOD.replace('"Kärnkraft"', '"a\\u0000b"'), r"own.toml, area karnkraft: name.sv: empty, or with a control"),
        (
            GOOD.replace('"Nuclear power"', '"a\\uFFFFb"'),
            r"own.toml, area karnkraft: name\.en: empty, or with a control",
        ),
    ],
    ids=[
        "huge number",
        "huge exponent",
        "huge hexadecimal",
        "deep keys",
        "deep weight",
        "dotted key",
        "dotted table",
        "deep",
        "NUL in a name",
        "no character",
    ],
)
def test_what_no_parser_bears_is_one_line_too(folder: Path, content: str, message: str) -> None:
    (folder / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(StyrkaError, match=message):
        rows()


def test_a_long_value_is_quoted_by_its_start(folder: Path) -> None:
    for name, content in [
        ("own.toml", GOOD.replace('"karnkraft"', f'"{"k" * 500_000}"')),
        ("own.toml", GOOD.replace("[[area.member]]", f"{'k' * 500_000} = 1\n[[area.member]]")),
        ("own.csv", HEADER + LINE.replace("2313", "2" * 100_000).replace("SNI2025", "S" * 100_000)),
        ("own.csv", HEADER + LINE.replace("0,5", "0" * 100_000 + "x")),
    ]:
        (folder / name).write_text(content, encoding="utf-8")
        with pytest.raises(StyrkaError, match=name) as caught:
            rows()
        assert len(str(caught.value)) < 400
        (folder / name).unlink()


def test_a_file_larger_than_any_of_areas_is_not_read(folder: Path) -> None:
    for name in ("own.toml", "own.csv"):
        with (folder / name).open("wb") as stream:
            stream.truncate(50_000_000_000)
        with pytest.raises(StyrkaError, match=rf"{name}: larger than 1,000,000 bytes"):
            sources.users_checksums()
        (folder / name).unlink()


def test_capitals_in_a_files_ending_change_nothing_and_an_ending_alone_is_named(folder: Path) -> None:
    (folder / "oskarshamn.TOML").write_text(GOOD, encoding="utf-8")
    (folder / "glasriket.Csv").write_text(HEADER + LINE, encoding="utf-8")
    assert {row["file"] for row in rows()} == {"oskarshamn.TOML", "glasriket.Csv"}
    for name in (".toml", ".CSV"):
        (folder / name).write_text("", encoding="utf-8")
        with pytest.raises(StyrkaError, match=rf"areas/{name}: the file has no name before {name}; give it one"):
            sources.users_files()
        (folder / name).unlink()


def test_a_field_too_long_for_csv_is_named_by_its_file(folder: Path) -> None:
    (folder / "own.csv").write_text(HEADER + LINE.replace("Glasriket", "x" * 200_000), encoding="utf-8")
    # Python's own limit; frictionless raises it for the whole process once another test has imported it.
    raised = csv.field_size_limit(131_072)
    try:
        with pytest.raises(StyrkaError, match=r"own\.csv: cannot be read as CSV"):
            rows()
    finally:
        csv.field_size_limit(raised)


def test_a_folder_a_dangling_link_and_a_name_that_is_no_text_are_no_files_of_areas(folder: Path) -> None:
    (folder / "own.toml").mkdir()
    with pytest.raises(StyrkaError, match=r"own\.toml: this is no file of areas"):
        sources.users_files()
    (folder / "own.toml").rmdir()
    (folder / "own.toml").symlink_to(folder / "nowhere")
    with pytest.raises(StyrkaError, match=r"own\.toml: this is no file of areas"):
        sources.users_files()
    (folder / "own.toml").unlink()
    for name in (b"/\xff.toml", "/\N{FACTORY}".encode() + b"\xff.toml"):
        path = Path(os.fsdecode(os.fsencode(folder) + name))
        path.write_text(GOOD, encoding="utf-8")
        with pytest.raises(StyrkaError, match=r"udcff.toml' in .*: the name is no text in UTF-8"):
            sources.users_files()
        path.unlink()


def test_a_set_takes_no_other_sets_name(folder: Path) -> None:
    (folder / "kalmar.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(StyrkaError, match=r"kalmar\.toml: there is a set of areas named kalmar"):
        sources.users_files()


def test_a_file_that_changes_during_a_run_is_refused(folder: Path) -> None:
    path = folder / "oskarshamn.toml"
    path.write_text(GOOD, encoding="utf-8")
    begun = sources.users_checksums()
    assert len(begun["oskarshamn.toml"]) == 64
    path.write_text(GOOD.replace("0.35", "0.36"), encoding="utf-8")
    with pytest.raises(StyrkaError, match="a file has changed since this edition was begun"):
        sources.areas(begun)
