"""What stands in the site's files: links, languages, labels, marks, and figures that are the mart's."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pipelines import site
from pipelines.errors import StyrkaError
from pipelines.export.numbers import Numbers
from pipelines.site.quotients import Subject
from pipelines.site.view import Material, View
from pipelines.warehouse import engine
from tests.site import mart
from tests.site.conftest import built

HOSTILE = ["</script><script>alert(1)</script>", "a\"b'c&d", "rad\u2028två\u2029tre", "A\u030angstro\u0308m", "=1+1"]
NAMES = (
    *("index", "strengths", "map", "compare", "twins", "next", "say", "find", "method", "sources", "data"),
    "accessibility",
)
# Files of the edition that this mart's tests do not write.
BESIDE = ("csv", "parquet", "datapackage.json", "edition.json")
TABLE = re.compile(r"<table.*?</table>\s*</div>\s*(<p class=\"labels\">.*?</p>)?", re.DOTALL)


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def given(path: Path) -> tuple[str, object]:
    """The name and the content that a data file hands over, read as JSON."""
    name, content = re.fullmatch(r'styrka\.take\(("[^"]*"),(.*)\);\n', path.read_text("utf-8"), re.DOTALL).groups()
    return json.loads(name), json.loads(content)


def test_both_languages_have_the_same_pages_and_lead_to_each_other(small: Path) -> None:
    names = {path.name for path in (small / "sv").iterdir()}
    assert names == {path.name for path in (small / "en").iterdir()}
    assert {"index.html", "map.html", "compare.html", "find.html", "region-08.html", "region-Kust 2.html"} <= names
    for language, other in (("sv", "en"), ("en", "sv")):
        for path in (small / language).iterdir():
            text = path.read_text("utf-8")
            assert f'<html lang="{language}">' in text
            assert re.search(rf'class="switch" href="\.\./{other}/{re.escape(path.name)}"', text)


def test_what_could_be_taken_for_a_single_industry_is_said_to_be_one_of_sixteen_groups(small: Path) -> None:
    said = {"sv": "bara sexton breda näringsgrensgrupper", "en": "sixteen broad industry groups only"}
    for language, sentence in said.items():
        for name in ("strengths", "map", "compare", "region-08"):
            assert sentence in (small / language / f"{name}.html").read_text("utf-8").partition("<body")[2], name
        # What is imported is no open table, and the other pages have no quotients.
        for name in ("region-Kust 2", "sources"):
            assert sentence not in (small / language / f"{name}.html").read_text("utf-8"), name


def test_codes_of_an_imported_table_are_not_said_to_be_the_sixteen_groups(small: Path) -> None:
    """An import whose codes are neither digits nor a letter is on their level."""
    view = View(Material.of(small.parent / "parquet", small.parent / "profiles", mart.EDITION), "en")
    told = [Subject(series, "group", "10-12") for series in (mart.IMPORT, "BAS")]
    assert view.summary("Told.", told[:1]) == "Told."
    assert view.summary("Told.", told).startswith("Told. Open tables of employment per municipality have sixteen")


def test_every_link_leads_to_a_file_and_to_a_place_in_it(small: Path) -> None:
    root = small.parent
    for path in pages(small):
        text = path.read_text("utf-8")
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            parts = urlsplit(address.replace("&amp;", "&"))
            assert not parts.scheme or parts.scheme == "data", address
            if parts.scheme == "data":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.relative_to(root).parts[0] in BESIDE:
                continue
            assert target.is_file(), f"{path.name} leads to {address}"
            if parts.fragment and "=" not in parts.fragment:
                assert f'id="{parts.fragment}"' in target.read_text("utf-8"), f"{path.name} leads to {address}"


def test_the_same_rows_in_another_order_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet", reverse=True)
    again = built(tmp_path)
    files = {path.relative_to(small): path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_in_pages_and_data(tmp_path: Path, name: str) -> None:
    mart.small(tmp_path / "parquet", names={"08": name}, industry_names={"A": name})
    folder = built(tmp_path, with_profiles=False)
    for path in pages(folder):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text
        assert text.count("<script") == len(re.findall(r'<script src="[^"<>]+" defer', text))
    _, index = given(folder / "data" / "index.sv.js")
    assert [region[1] for region in index["regions"] if region[0] == "08"] == [name]
    assert name in {subject[2] for series in index["series"] for subject in series["subjects"]}
    written = (folder / "data" / "index.sv.js").read_text("utf-8")
    assert not re.search("[<>\u2028\u2029]", written)


def test_the_map_shows_the_marts_figures(small: Path) -> None:
    rows = engine.read_table(small.parent / "parquet" / "location_quotient.parquet").to_pylist()
    expected = {
        (row["series"], row["industry_code"], row["year"], row["region_code"]): row
        for row in rows
        if row["reference"] == "nation" and row["region_code"] in ("08", "18", "0880", "0882")
    }
    _, index = given(small / "data" / "index.sv.js")
    numbers, seen = Numbers("en"), set()
    for series in index["series"]:
        for number, code, _, _ in series["subjects"]:
            _, kinds = given(small / "data" / "quotients" / f"{number}.js")
            for kind, years in kinds.items():
                for year, shown in years.items():
                    assert {len(row[0]) for row in shown} == {2 if kind == "county" else 4}
                    for region, lq, _, size, *_ in shown:
                        row = expected[series["code"], code, int(year), region]
                        assert lq == (None if row["lq"] is None else numbers.ratio(row["lq"]))
                        assert size == (None if row["employees"] is None else numbers.integer(row["employees"]))
                        seen.add((series["code"], code, int(year), region))
    assert seen == set(expected)


def test_a_suppressed_cell_is_hatched_and_says_so(tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet", statuses={("08", "B+C"): "suppressed"})
    folder = built(tmp_path, with_profiles=False)
    text = (folder / "sv" / "map.html").read_text("utf-8")
    assert 'aria-label="Kalmar län: ej redovisad (..)"' in text
    assert re.search(r'aria-label="Kalmar län: ej redovisad \(\.\.\)"[^>]*><path class="area suppressed"', text)


def test_where_advice_is_withheld_the_grid_is_not_shown_and_the_reason_is(small: Path) -> None:
    given_, withheld = ((small / "sv" / f"region-{code}.html").read_text("utf-8") for code in ("08", "18"))
    grid = given_[given_.index('id="absent-table"') :]
    assert grid.index("Bransch 102") < grid.index("Bransch 101")
    assert "Rådet ges (AUC 0,71)." in given_
    assert 'id="absent-table"' not in withheld
    assert "Rådet hålls inne: träffsäkerheten är under gränsen (AUC 0,55)." in withheld


def test_twins_say_what_they_share_and_where_they_differ(small: Path) -> None:
    text = (small / "en" / "region-08.html").read_text("utf-8")
    table = text[text.index('id="twins-table"') : text.index("compare.html#r=08,18")]
    assert "62.5%" in table
    # Kalmar county: A 100, B+C 60, J none of 160 known; Örebro county: 40, 100, 50 of 190.
    a, b, j = (
        "agriculture, forestry and fishing",
        "mining, quarrying and manufacturing",
        "information and communication",
    )
    # In common: B+C 60/160 of Kalmar, A 40/190 of Örebro. Apart: A 0.41, J 0.26, B+C 0.15.
    assert re.findall(r'<td role="cell" class="long"[^>]*>(.*?)</td>', table) == [f"{b}; {a}", f"{a}; {j}; {b}"]


def test_what_may_be_said_has_its_evidence_and_what_may_not_its_reason(small: Path) -> None:
    text = (small / "sv" / "region-08.html").read_text("utf-8")
    sentence = "I Kalmar län är andelen sysselsatta inom jordbruk, skogsbruk och fiske 3,03 gånger så stor som i riket"
    assert f"{sentence} (2022)." in text
    assert "Utslaget håller i 11 av 12 sätt att fråga." in text
    assert re.search(r'href="\.\./\.\./profiles/08/claims/08-share-a-[0-9a-f]{8}\.sv\.html"', text)
    assert "sysselsatta inom informations- och" not in text
    assert "mot övriga riket, 2021" in text
    assert "4 av 21 regioner" in text
    refused = text[text.index("För detta räcker siffrorna inte") :]
    assert "informations- och kommunikationsverksamhet" in refused
    assert 'href="../../profiles/08/profile.sv.html#verdicts"' in text


def test_every_table_of_figures_bears_a_label_and_the_edition(small: Path) -> None:
    for path in pages(small):
        for table in TABLE.finditer(path.read_text("utf-8")):
            if 'id="regions-table"' in table[0] or 'id="subjects-table"' in table[0]:
                continue
            assert table[1], path
            assert mart.EDITION in table[1]


def test_a_simulated_edition_is_marked_on_every_page_table_and_script(simulated: Path, small: Path) -> None:
    for path in pages(simulated):
        text = path.read_text("utf-8")
        mark = "SIMULERAT" if path.parent.name in ("sv", "site") else "SIMULATED"
        assert re.search(rf'<aside class="marked"[^>]*>{mark}\.', text), path
        assert re.search(rf"<title>{mark} · ", text)
        assert text.count("<caption") + text.count('<p class="claim"') == text.count(f">{mark}: ")
    assert not [path for path in pages(small) if 'class="marked"' in path.read_text("utf-8")]
    assert given(simulated / "data" / "index.sv.js")[1]["mark"] == "SIMULERAT"


def test_a_region_of_the_register_without_workplaces_has_a_quotient_of_zero(simulated: Path) -> None:
    _, index = given(simulated / "data" / "index.sv.js")
    (register,) = [series for series in index["series"] if series["code"] == "SIMULATED"]
    (number,) = [subject[0] for subject in register["subjects"] if subject[1] == "16"]
    _, kinds = given(simulated / "data" / "quotients" / f"{number}.js")
    assert [(row[0], row[1], row[3]) for row in kinds["county"]["2026"]] == [("08", "1.50", "30"), ("18", "0", "0")]


def test_an_area_that_is_suppressed_in_one_region_is_hatched_there(tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet", register="SIMULATED")
    path = tmp_path / "parquet" / "strength_area_quotient.parquet"
    rows = engine.read_table(path).to_pylist()
    (found,) = [row for row in rows if (row["region_code"], row["area_id"]) == ("0882", "food")]
    found |= {"lq": None, "rank": None, "workplaces": None, "note": "suppressed"}
    mart.write(tmp_path / "parquet", "strength_area_quotient", rows)
    folder = built(tmp_path, with_profiles=False)
    _, index = given(folder / "data" / "index.sv.js")
    subjects = {subject[1]: subject[0] for series in index["series"] for subject in series["subjects"]}
    _, kinds = given(folder / "data" / "quotients" / f"{subjects['food']}.js")
    assert kinds["municipality"] == {"2026": [["0882", None, None, None, None, "suppressed", "suppressed"]]}


def test_a_series_with_fine_industries_only_is_shown_on_its_coarsest(tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet")
    for name in ("location_quotient", "employment"):
        rows = engine.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
        fine = [row | {"level": "5"} if row["series"] == mart.IMPORT else row for row in rows]
        mart.write(tmp_path / "parquet", name, fine)
    folder = built(tmp_path, with_profiles=False)
    _, index = given(folder / "data" / "index.en.js")
    (series,) = [series for series in index["series"] if series["code"] == mart.IMPORT]
    assert {subject[3] for subject in series["subjects"]} == {"5"}
    assert index["levels"]["5"] == "Five-digit industries"
    assert "Bransch 130" in (folder / "sv" / "region-Kust 2.html").read_text("utf-8")


def test_an_edition_without_quotients_has_a_site_that_says_so(tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet")
    for name in ("location_quotient", "specialisation", "verdict", "twin", "relatedness", "density_backtest"):
        mart.write(tmp_path / "parquet", name, [])
    folder = built(tmp_path, with_profiles=False)
    assert "Utgåvan har inga kvoter för län eller kommuner." in (folder / "sv" / "map.html").read_text("utf-8")
    assert {path.name for path in (folder / "sv").iterdir()} == {f"{name}.html" for name in NAMES}


def test_downloads_name_every_table_with_its_rows(small: Path) -> None:
    text = (small / "sv" / "data.html").read_text("utf-8")
    rows = engine.read_table(small.parent / "parquet" / "location_quotient.parquet").num_rows
    row = re.search(r"Lokaliseringskvoter \(location_quotient\).*?</tr>", text, re.DOTALL)
    assert row
    assert Numbers("sv").integer(rows) in row[0]
    assert "../../csv/location_quotient.csv" in row[0]
    assert "../../parquet/location_quotient.parquet" in row[0]


def test_a_table_of_another_edition_is_refused(tmp_path: Path) -> None:
    mart.small(tmp_path)
    twin = tmp_path / "twin.parquet"
    engine.write_table("twin", engine.read_table(twin), twin, "fedcba987654")
    with pytest.raises(StyrkaError, match="edition fedcba987654"):
        site.build(tmp_path, tmp_path / "profiles", tmp_path / "site", mart.EDITION)
    assert not (tmp_path / "site").exists()
