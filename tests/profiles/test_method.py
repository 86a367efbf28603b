"""The method note: it says what the declarations say, in both languages, and every profile leads to it."""

import tomllib
from pathlib import Path

import pytest

from pipelines import profiles
from pipelines.export.numbers import Numbers
from pipelines.profiles import method
from pipelines.profiles.document import Notes, Table
from pipelines.schema.table import Language
from pipelines.verdicts import tables
from tests.profiles import mart
from tests.profiles.test_document import cells


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_declared_threshold_stands_in_it_with_value_and_source(language: Language) -> None:
    declared = tomllib.loads(tables.DECLARED.read_text(encoding="utf-8"))["thresholds"]
    sections = {section.id: section for section in method.document(language, "E").sections}
    (table,) = (block for block in sections["thresholds"].blocks if isinstance(block, Table))
    assert cells(table) == [
        [line[language], Numbers(language).compact(line["value"]), line[f"source_{language}"]]
        for line in declared.values()
    ]


def test_what_is_measured_is_the_first_sentence_of_the_tables_own_words() -> None:
    (measured,) = method.document("sv", "E").sections[0].blocks
    assert isinstance(measured, Notes)
    told = dict(measured.items)
    assert told["Lokaliseringskvoter (location_quotient)"].startswith("LQ = (sysselsatta i näringsgrenen")
    assert len(told) == len(method.MEASURES)


def test_profiles_lead_to_the_note_and_it_to_its_other_language(tmp_path: Path) -> None:
    parquet = mart.write(tmp_path / "parquet")
    profiles.build(parquet, tmp_path / "profiles", mart.EDITION, ["08"])
    profiles.method_note(parquet, tmp_path / "profiles", mart.EDITION)
    for language, other in (("sv", "en"), ("en", "sv")):
        page = (tmp_path / "profiles" / "08" / f"profile.{language}.html").read_text(encoding="utf-8")
        assert f'href="../method.{language}.html"' in page
        note = (tmp_path / "profiles" / f"method.{language}.html").read_text(encoding="utf-8")
        assert f'href="method.{other}.html"' in note
        assert "tables.xlsx" not in note
        assert f'<html lang="{language}">' in note
