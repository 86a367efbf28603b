"""The section on verdicts: how many ways of asking, which one says the opposite, and what nothing is claimed of."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.document import Gap, Paragraph, Section, Table
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import verdicts
from pipelines.schema.table import Language
from tests.profiles import mart
from tests.profiles.test_document import cells


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mart.write(tmp_path_factory.mktemp("verdicts"))


def shown(parquet: Path, code: str, language: Language = "sv") -> Section | None:
    return verdicts.section(Context(Mart(parquet, mart.EDITION), code, language))


def test_each_verdict_says_how_many_ways_find_it_and_which_does_not(parquet: Path) -> None:
    read = shown(parquet, "08")
    assert read is not None
    table, what, *_ = read.blocks
    assert "minst 1,20" in what.text  # type: ignore[union-attr]
    against = "mot övriga riket, 2021, sysselsatta, utan okänd näringsgren"
    assert cells(table) == [  # type: ignore[arg-type]
        ["Jordbruk", "styrka", "11 av 12", "2,90–3,10", against, "4 av 21 regioner"],
        ["Tillverkning", "ingen styrka", "0 av 12", "0,80–1,00", "inget", "9 av 21 regioner"],
    ]


def test_a_series_without_workplaces_says_that_one_employer_was_not_ruled_out(parquet: Path) -> None:
    read = shown(parquet, "08")
    assert read is not None
    assert any("vilar på en enda arbetsgivare" in block.text for block in read.blocks if isinstance(block, Paragraph))


def test_what_the_figures_do_not_suffice_for_is_said_in_plain_words(parquet: Path) -> None:
    read = shown(parquet, "08", "en")
    assert read is not None
    assert read.blocks[-1] == Paragraph(
        "The share is high, but the jobs are too few: a single firm more or less changes the picture. "
        "This concerns Information."
    )


def refused(subject: str, kind: str, series: str) -> dict[str, Any]:
    """A row of ``verdict`` for Örebro county that says nothing, for too few jobs."""
    return (
        {"region_code": "18", "year": 2022, "series": series, "subject_type": kind, "subject_code": subject}
        | {"verdict": "otillräckligt underlag", "reason": "too_few_jobs", "level": "group", "specifications": 4}
        | {
            "specifications_strong": 4,
            "specifications_open": 0,
            "questions": 2,
            "share_strong": 1.0,
            "lq": 1.5,
            "of_regions": 21,
        }
    )


def test_refusals_name_their_series_once_and_a_table_without_rows_is_a_sentence(tmp_path: Path) -> None:
    subjects = [("A", "industry", "BAS_PREL"), ("wood", "area", "REGISTER"), ("food", "area", "REGISTER")]
    folder = mart.write(tmp_path, register="REGISTER", parts={"verdict": [refused(*each) for each in subjects]})
    read = shown(folder, "18")
    assert read is not None
    assert not any(isinstance(block, Table) for block in read.blocks)
    first = read.blocks[0]
    assert isinstance(first, Gap)
    assert first.text.startswith("För inget av det som prövas i Örebro län räcker siffrorna")
    last = read.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.text.endswith("Det gäller Livsmedel och Trä (företagsregistret); Jordbruk.")


def test_a_region_that_was_not_judged_has_no_section(parquet: Path) -> None:
    assert shown(parquet, "18") is None


def test_an_imported_tables_workplaces_are_not_denied(tmp_path: Path) -> None:
    row = refused("101", "industry", "EXTRACT") | {"region_code": "Kust 2", "year": 2023, "level": "3"}
    folder = mart.write(tmp_path, extracts={"EXTRACT": ("00", "Kust 2")}, parts={"verdict": [row]})
    read = shown(folder, "Kust 2")
    assert read is not None
    said = " ".join(block.text for block in read.blocks if isinstance(block, Paragraph))
    assert "sparas i tabellen employment men mäts inte" in said
    assert "räknar inte arbetsställen" not in said
