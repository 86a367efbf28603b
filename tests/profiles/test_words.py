import re
from fnmatch import fnmatchcase
from string import Formatter

import pytest

from pipelines import places, schema
from pipelines.export.grammar import whole_within_sentence, within_sentence
from pipelines.profiles.words import Words, entries
from pipelines.schema.table import Language

CODE = places.PROJECT / "pipelines" / "profiles"


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    swedish, english = entries("sv"), entries("en")
    assert swedish.keys() == english.keys()
    for key in swedish:
        assert blanks(swedish[key]) == blanks(english[key]), key


def test_no_sentence_is_unused() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in CODE.rglob("*") if path.suffix in {".py", ".j2"})
    completed = {re.sub(r"\{.*?\}", "*", each) for each in re.findall(r'f"([a-z_]+\.[^"\n]*\{[^"\n]*)"', sources)}
    unused = [
        key
        for key in entries("sv")
        if f'"{key}"' not in sources and not any(fnmatchcase(key, pattern) for pattern in completed)
    ]
    assert not unused


def test_every_reason_of_the_schema_has_words() -> None:
    from pipelines import schema

    notes = next(column for column in schema.table("location_quotient").columns if column.name == "note")
    origins = next(column for column in schema.table("snapshot").columns if column.name == "origin")
    for language in ("sv", "en"):
        assert {f"note.{each}" for each in notes.domain} <= entries(language).keys()
        assert {f"empty.{each}" for each in notes.domain} <= entries(language).keys()
        assert {f"origin.{each}" for each in origins.domain} <= entries(language).keys()
        assert {f"about.{each}" for each in origins.domain} <= entries(language).keys()


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("shift_share", "note", "shift_share.empty"),
        ("productivity", "note", "productivity.empty"),
        ("relatedness", "withheld", "embeddedness.reason"),
        ("density_backtest", "reason", "embeddedness.reason"),
        ("plant_concentration", "note", "empty"),
        ("twin", "note", "twins.reason"),
        ("commuting_balance", "note", "commuting.empty"),
        ("catchment", "note", "commuting.empty"),
        ("education", "status", "commuting.empty"),
    ],
)
def test_every_reason_that_a_part_can_meet_has_words(table: str, column: str, words: str) -> None:
    from pipelines import schema

    (declared,) = (each for each in schema.table(table).columns if each.name == column)
    for language in ("sv", "en"):
        assert {f"{words}.{each}" for each in declared.domain} <= entries(language).keys()


def test_suppressed_missing_and_not_applicable_are_told_apart() -> None:
    for language in ("sv", "en"):
        words = [entries(language)[f"empty.{each}"] for each in ("suppressed", "missing", "not_applicable")]
        assert len(set(words)) == 3


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Kalmar", "Kalmars"),
        ("Kalmar län", "Kalmar läns"),
        ("Degerfors", "Degerfors"),
        ("Örebro", "Örebros"),
        ("riket", "rikets"),
        ("Mönsterås", "Mönsterås"),
        ("Region 7", "Region 7:s"),
        ("", ":s"),
    ],
)
def test_swedish_genitives(name: str, genitive: str) -> None:
    assert Words("sv").genitive(name) == genitive


def test_lists_and_names_inside_a_sentence() -> None:
    assert Words("sv").listed(["a", "b", "c"]) == "a, b och c"
    assert Words("en").listed(["a", "b"]) == "a and b"
    assert within_sentence("Handel; reparation av motorfordon") == "handel"
    assert within_sentence("Företagstjänster: juridik, ekonomi") == "företagstjänster"
    assert within_sentence("IT-tjänster") == "IT-tjänster"
    assert within_sentence(";") == ";"


def test_a_claim_names_all_that_it_is_of() -> None:
    assert whole_within_sentence("Handel; reparation av motorfordon", "sv") == "handel samt reparation av motorfordon"
    assert whole_within_sentence("Retail trade; repair of motor vehicles", "en") == (
        "retail trade, and repair of motor vehicles"
    )
    assert whole_within_sentence("Vård; omsorg; annat", "sv") == "vård samt omsorg samt annat"
    assert whole_within_sentence("Företagstjänster: juridik; ekonomi", "sv") == "företagstjänster"
    assert whole_within_sentence("IT-tjänster", "en") == "IT-tjänster"
    assert whole_within_sentence("; ;", "sv") == "; ;"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    "table", ["location_quotient", "workplace_quotient", "strength_area_quotient", "plant_concentration"]
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_reason_for_an_empty_value_has_a_word(table: str, language: Language) -> None:
    (note,) = (column for column in schema.table(table).columns if column.name == "note")
    assert note.domain
    assert {f"empty.{reason}" for reason in note.domain} <= entries(language).keys()
