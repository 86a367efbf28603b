"""styrka explain on verdicts: every way of asking with its answer, held against what the verdict counted."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.explain import judgement, judgement_text
from pipelines.explain.explanation import DisagreementError
from pipelines.explain.speech import wording
from pipelines.export.reading import LANGUAGES
from pipelines.schema.table import Language
from pipelines.verdicts import words
from tests.conftest import Workplace


def domain(column: str) -> set[str]:
    (found,) = (each for each in schema.table("verdict").columns if each.name == column)
    return set(found.domain)


def test_every_verdict_and_reason_has_words() -> None:
    assert all(words.name(verdict, language) for verdict in domain("verdict") for language in LANGUAGES)
    assert set(wording()["verdict_reasons"]) == domain("reason")


def test_kalmar_countys_agriculture_is_a_strength_in_twelve_of_twelve_ways(published: Workplace) -> None:
    found = judgement.read(published.mart / "parquet", "08", ("industry", "A"), 2025, "BAS_PREL")
    assert found.verdict is not None
    assert [row["strong"] for row in found.ways] == [1] * 12
    # (e_ir / E_r) / ((E_i - e_ir) / (E - E_r)) from the published figures: a region within its reference is nearer 1.
    by_way = {row["specification"]: row["lq"] for row in found.ways}
    assert by_way["rest_of_nation 2025 employed"] > by_way["nation 2025 employed"] > 2.3


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "sv",
            ["Utslag: styrka (serie BAS_PREL, 2025)", "12 av 12 sätt", "mot riket         2025  sysselsatta", "2,37"],
        ),
        (
            "en",
            [
                "Verdict: strength (series BAS_PREL, 2025)",
                "12 of 12 ways",
                "against the nation              2025",
                "2.37",
            ],
        ),
    ],
)
def test_it_is_told_in_both_languages(language: Language, lines: list[str], published: Workplace) -> None:
    told = judgement_text.render(
        judgement.read(published.mart / "parquet", "08", ("industry", "A"), 2025, "BAS_PREL"), language
    )
    for line in lines:
        assert line in told
    assert ("arbetsställen" if language == "sv" else "workplaces") in told.splitlines()[2]


def test_the_command_ends_with_the_verdict(published: Workplace) -> None:
    done = published.styrka("explain", "--region", "08", "--industry", "J", "--year", "2025")
    assert done.returncode == 0, done.stderr
    assert "Utslag: ingen styrka (serie BAS_PREL, 2025)" in done.stdout
    assert done.stdout.count("  ingen styrka\n") == 12


def test_what_other_series_say_and_how_a_series_meets_the_next_is_told(published: Workplace) -> None:
    """Karlskoga's 2020 and 2021 in both series: the factor is the sum in BAS over that in RAMS, between its years'."""
    table = pq.read_table(published.mart / "parquet" / "series_link.parquet").to_pylist()
    (link,) = (row for row in table if (row["region_code"], row["industry_code"]) == ("1883", "B+C"))
    assert link["factor"] == pytest.approx(link["employees_to"] / link["employees_from"])
    told = judgement_text.render(
        judgement.read(published.mart / "parquet", "1883", ("industry", "B+C"), 2021, "RAMS"), "sv"
    )
    other, joined = told.splitlines()[-2:]
    assert other == "  i serien BAS (2024) är utslaget styrka"
    assert joined.startswith(
        "  serierna RAMS och BAS möts 2020–2021: nivån i den nya är 1,002 gånger den gamlas (0,99–1,01"
    )


def test_without_a_verdict_it_says_so(published: Workplace) -> None:
    told = judgement_text.render(
        judgement.read(published.mart / "parquet", "08", ("industry", "Z"), 2025, "BAS_PREL"), "sv"
    )
    assert told == "Inget utslag: serien ger inget för detta.\n"


def test_a_verdict_that_counts_other_ways_is_an_error(published: Workplace, tmp_path: Path) -> None:
    shutil.copytree(published.mart / "parquet", tmp_path / "parquet", symlinks=False)
    path = tmp_path / "parquet" / "verdict.parquet"
    table = pq.ParquetFile(path).read()
    place = table.column_names.index("specifications_strong")
    changed = pa.array([count + 1 for count in table["specifications_strong"].to_pylist()], pa.int64())
    path.unlink()
    pq.write_table(table.set_column(place, table.schema.field(place), changed), path)
    with pytest.raises(DisagreementError, match=r"08 A 2025 BAS_PREL: verdict counts .* = \(12, 13, 0\)"):
        judgement.read(tmp_path / "parquet", "08", ("industry", "A"), 2025, "BAS_PREL")


def test_an_area_that_no_series_measures_is_refused_in_one_reason(published: Workplace) -> None:
    told = judgement_text.render(
        judgement.read(published.mart / "parquet", "08", ("area", "tra-och-skog"), 2025, "BAS_PREL"), "sv"
    )
    assert told == "Utslag: otillräckligt underlag (serie BAS_PREL, 2025)\n  serien är för grov för området\n"


def own(published: Workplace, folder: Path) -> Workplace:
    """A mart of one's own with the published edition."""
    shutil.copytree(published.mart, folder / "mart", symlinks=True, ignore=shutil.ignore_patterns("profiles", "site"))
    place = Workplace(published.raw, folder / "mart", folder)
    place.reseal()
    return place


def test_a_table_that_was_changed_is_no_ground_for_an_explanation(published: Workplace, tmp_path: Path) -> None:
    place = own(published, tmp_path)
    path = place.mart / "parquet" / "location_quotient.parquet"
    table = pq.ParquetFile(path).read()
    pq.write_table(table.set_column(table.column_names.index("lq"), "lq", pc.add(table["lq"], 1.0)), path)
    for arguments in (["explain", "--region", "08", "--industry", "A", "--year", "2025"], ["areas", "--region", "08"]):
        done = place.styrka(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "checksum differs from publication: parquet/location_quotient.parquet" in done.stderr


def test_an_argument_that_is_no_text_is_one_line(published: Workplace) -> None:
    done = published.styrka("explain", "--region", "\udcff", "--industry", "A", "--year", "2025")
    assert done.returncode == 1
    assert "no text in UTF-8" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_mart_with_a_table_of_another_kind_is_one_line_and_nothing_is_told(
    published: Workplace, tmp_path: Path
) -> None:
    place = own(published, tmp_path)
    shutil.copy(place.mart / "parquet" / "region.parquet", place.mart / "parquet" / "series_break.parquet")
    place.reseal()
    done = place.styrka("explain", "--region", "08", "--industry", "A", "--year", "2025")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "series_break.parquet: column series is not as declared" in done.stderr


def test_a_table_without_a_declared_column_is_one_line(published: Workplace, tmp_path: Path) -> None:
    place = own(published, tmp_path)
    path = (place.mart / "current").resolve() / "parquet" / "location_quotient.parquet"
    table = pq.ParquetFile(path).read()
    path.unlink()
    pq.write_table(table.drop_columns(["note"]), path)
    place.reseal()
    done = place.styrka("explain", "--region", "08", "--industry", "A", "--year", "2025")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"styrka: {path}: column note is not as declared; run 'styrka run' again\n"


def test_without_a_register_it_is_said_how_to_get_one(published: Workplace) -> None:
    done = published.styrka("explain", "--region", "08", "--industry", "16", "--year", "2025", "--series", "REGISTER")
    assert done.returncode == 1
    assert "this edition has no business register" in done.stderr
