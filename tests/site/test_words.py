"""The site's sentences: the same in both languages, all of them used, and one for every reason that the mart has."""

import re
from fnmatch import fnmatchcase
from string import Formatter

from pipelines import places, schema
from pipelines.profiles.words import entries
from pipelines.site.view import WORDING

CODE = places.PROJECT / "pipelines" / "site"


def blanks(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence)} - {None}


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    swedish, english = entries("sv", WORDING), entries("en", WORDING)
    assert swedish.keys() == english.keys()
    for key in swedish:
        assert blanks(swedish[key]) == blanks(english[key]), key


def test_no_sentence_is_unused() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in CODE.rglob("*") if path.suffix in {".py", ".j2", ".js"})
    completed = {re.sub(r"\{.*?\}", "*", each) for each in re.findall(r'f"([a-z_]+\.[^"\n]*\{[^"\n]*)"', sources)}
    completed |= {f"{each}*" for each in re.findall(r'say\("([a-z]+\.[a-z_]*)" ~', sources)}
    scripts = set(re.findall(r"words\.(\w+)", sources)) | {"kind_county", "kind_municipality", "kind_imported"}
    unused = [
        key
        for key in entries("sv", WORDING)
        if f'"{key}"' not in sources
        and not any(fnmatchcase(key, pattern) for pattern in completed)
        and key.removeprefix("script.") not in scripts
        and key != "grammar.and"
    ]
    assert not unused


def test_every_reason_for_withholding_advice_and_every_kind_of_region_has_words() -> None:
    reasons = {
        reason
        for table, name in (("relatedness", "withheld"), ("density_backtest", "reason"))
        for column in schema.table(table).columns
        if column.name == name
        for reason in column.domain
    }
    kinds = next(column for column in schema.table("twin").columns if column.name == "region_type").domain
    for language in ("sv", "en"):
        known = entries(language, WORDING).keys()
        assert {f"withheld.{each}" for each in reasons} <= known
        assert {f"{key}.{each}" for each in kinds for key in ("kind", "kinds")} <= known
        assert {f"region.summary_{each}" for each in kinds} <= known
