"""What ``styrka claims check`` says of a line: it holds only if all that it says was held against the edition."""

import shutil
from pathlib import Path

import pytest

from pipelines.differences import editions, published, telling
from pipelines.differences.editions import Edition
from pipelines.differences.published import Published
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.warehouse import publication, record
from pipelines.warehouse.edition import Build
from tests.differences.small import claim, edition

FARMING, FOREST = "08-share-a-00000001", "08-share-b-00000002"
TRUE = "I Kalmar län är andelen sysselsatta inom jordbruk 2,37 gånger så stor som i riket (2024)."
OLDER = TRUE.replace("2,37", "2,10")
AMOUNT = "Kalmar län hade 4 995 sysselsatta inom jordbruk 2024."
SOURCE = "Källa: SCB, tabell TAB1"
COPIED = f"{TRUE} {SOURCE}. Serie: BAS. Styrkas utgåva 0a1b2c3d4e5f."
# As claims were copied before they told their series.
COPIED_BEFORE = f"{TRUE} {SOURCE}. Styrkas utgåva 0a1b2c3d4e5f."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Edition]:
    """The edition asked, and the one before: a quotient was another, and one claim more could be made."""
    folder = tmp_path_factory.mktemp("kept")
    before = [claim(FARMING, OLDER), claim(FOREST, AMOUNT), claim("08-share-j-00000003", "Kalmar är digitalt.")]
    now = [claim(FARMING, TRUE), claim(FOREST, AMOUNT, "Kalmar county had 4,995 employed persons in 2024.")]
    return edition(folder, "now", claim=now), edition(folder, "before", claim=before)


def checked(kept: tuple[Edition, Edition], folder: Path, line: str) -> Published:
    (folder / "leaflet.txt").write_text(line, encoding="utf-8")
    (found,) = published.check(folder / "leaflet.txt", kept[0], kept)
    return found


@pytest.mark.parametrize(
    "line",
    [
        *(FARMING, FARMING.upper(), TRUE, TRUE.removesuffix("."), AMOUNT.removesuffix("."), f"”{TRUE}”", f"- {TRUE}"),
        *(f"Bild 3: {TRUE}", f"Slide 3: {FARMING}", f"1. {TRUE}", f"{TRUE} (2)", f"{FARMING}: {TRUE}", COPIED),
        COPIED_BEFORE,
        *(f"{TRUE} Preliminära siffror.", f"{FARMING}, {FOREST}", f"{FARMING} och {FOREST}", f"{TRUE} {AMOUNT}"),
        f"{FARMING} {FOREST}: {TRUE.removesuffix('.')}; {AMOUNT}",
        # As a page or a word processor marks where a line may break, which nobody sees.
        *(mark.join(TRUE) for mark in ("\u00ad", "\u200b", "\u2060")),
        f"\ufeff{FARMING}",
    ],
)
def test_a_line_that_says_its_claims_and_nothing_else_holds(
    kept: tuple[Edition, Edition], tmp_path: Path, line: str
) -> None:
    found = checked(kept, tmp_path, line)
    assert (found.outcome, found.beyond) == ("holds", "")


@pytest.mark.parametrize(
    ("line", "beyond"),
    [
        (f"{TRUE} Den är störst i Sverige och växer snabbast.", "Den är störst i Sverige och växer snabbast"),
        (f"Det är inte längre sant: {TRUE}", "Det är inte längre sant"),
        (f"Osant: {TRUE}", "Osant"),
        (f"{TRUE} Inte!", "Inte!"),
        (f"{TRUE.removesuffix('.')}?", "?"),
        (f"{TRUE.removesuffix('.')} och växer", "och växer"),
        (f"{FARMING}: {TRUE} Ingen annan är större.", "Ingen annan är större"),
        (f"{FARMING}: är störst", "är störst"),
        (f"{FARMING} störst", "störst"),
        (f"{FARMING}: 9.99", "9.99"),
        (f"{FARMING}: 40", "40"),
        (f"{FARMING} {FARMING}5", f"{FARMING}5"),
        (f"{FARMING}: {TRUE.replace('2,37', '9,99')}", TRUE.replace("2,37", "9,99").removesuffix(".")),
        (f"{FARMING} {FARMING[:-1]}9", f"{FARMING[:-1]}9"),
        (f"{AMOUNT.removesuffix('.')},5", f"{AMOUNT.removesuffix('.')},5"),
        (f"{TRUE} Källa: SCB, tabell TAB2", "Källa: SCB, tabell TAB2"),
        (f"{TRUE} {SOURCE}. Serie: RAMS. Styrkas utgåva 0a1b2c3d4e5f.", "Serie: RAMS. Styrkas utgåva 0a1b2c3d4e5f"),
    ],
)
def test_a_line_that_says_more_than_its_claims_never_holds(
    kept: tuple[Edition, Edition], tmp_path: Path, line: str, beyond: str
) -> None:
    found = checked(kept, tmp_path, line)
    # A number that goes on is no claim at all.
    assert found.outcome == ("unknown" if line.endswith(",5") else "changed")
    assert found.beyond == beyond


def test_every_claim_of_a_line_is_looked_at_and_the_worst_counts(kept: tuple[Edition, Edition], tmp_path: Path) -> None:
    found = checked(kept, tmp_path, f"{FARMING} 08-share-j-00000003")
    assert found.outcome == "gone"
    assert {each.row["claim_id"]: each.outcome for each in found.found} == {
        FARMING: "holds",
        "08-share-j-00000003": "gone",
    }
    found = checked(kept, tmp_path, f"{AMOUNT} {OLDER}")
    assert found.outcome == "changed"
    assert {each.row["claim_id"]: each.outcome for each in found.found} == {FARMING: "changed", FOREST: "holds"}


def test_an_id_alone_holds_as_long_as_the_claim_does_and_its_readings_are_told(
    kept: tuple[Edition, Edition], tmp_path: Path
) -> None:
    """It does not tell which of them was published."""
    found = checked(kept, tmp_path, FARMING)
    assert telling.tell([found], "now", "sv").splitlines()[:-1] == [
        f"1: håller: {FARMING}",
        f"   lyder nu: {TRUE}",
        f"   Bara id:t står här; i utgåva before löd påståendet: {OLDER}",
    ]
    # Where all editions say the same there is one reading, and beside the sentence there is none to tell.
    assert len(telling.tell([checked((kept[0], kept[0]), tmp_path, FARMING)], "now", "sv").splitlines()) == 3
    assert len(telling.tell([checked(kept, tmp_path, f"{FARMING}: {TRUE}")], "now", "en").splitlines()) == 2


def test_a_claim_of_an_edition_that_is_no_longer_kept_is_known(tmp_path: Path) -> None:
    """Of one the record is all that is left; its claims are in it, as long as they are as they were published."""
    folder, mart = tmp_path / "editions", tmp_path / "mart"
    now = edition(folder, "now", claim=[claim(FARMING, TRUE)])
    for identity, sentence in (("old1", OLDER), ("old2", AMOUNT)):
        build = Build(mart)
        build.begin({"edition": identity, "snapshots": []})
        build.parquet.mkdir()
        written = edition(folder, identity, claim=[claim(FARMING, sentence)]).table("claim")
        (build.parquet / "claim.parquet").write_bytes(written.read_bytes())
        published_as = publication.publish(build)
        record.keep(mart)
    shutil.rmtree(published_as)
    assert [each.id for each in editions.remembered(mart)] == ["old2", "old1"]
    (tmp_path / "leaflet.txt").write_text(f"{OLDER}\n{AMOUNT}", encoding="utf-8")
    found = published.check(tmp_path / "leaflet.txt", now, editions.remembered(mart))
    assert [(each.outcome, each.found[0].of) for each in found] == [("changed", "old1"), ("changed", "old2")]
    (mart / "history" / "old2.claim.parquet").write_bytes(b"tampered")
    assert [each.id for each in editions.remembered(mart)] == ["old1"]
    assert "old2.claim.parquet: not as edition old2 told it" in list(record.verify(mart))[-1][2]


def test_an_id_beside_what_its_claim_said_before_has_changed(kept: tuple[Edition, Edition], tmp_path: Path) -> None:
    found = checked(kept, tmp_path, f"{FARMING}: {OLDER}")
    assert [(each.row["claim_id"], each.outcome, each.of) for each in found.found] == [(FARMING, "changed", "before")]


def test_an_id_beside_the_sentence_of_another_claim_does_not_hold(
    kept: tuple[Edition, Edition], tmp_path: Path
) -> None:
    found = checked(kept, tmp_path, f"{FARMING}: {AMOUNT}")
    assert found.outcome == "changed"
    said = telling.tell([found], "now", "sv")
    assert f"Meningen är påståendet {FOREST}, inte det vars id står bredvid." in said


def test_a_sentence_that_two_claims_share_is_that_of_the_id_beside_it(tmp_path: Path) -> None:
    now = edition(tmp_path, "now", claim=[claim(FARMING, TRUE), claim(FOREST, TRUE)])
    found = checked((now, now), tmp_path, f"{FOREST}: {TRUE}")
    assert [(each.row["claim_id"], each.outcome) for each in found.found] == [(FOREST, "holds")]
    assert len(checked((now, now), tmp_path, TRUE).found) == 2


@pytest.mark.parametrize(
    ("language", "told"),
    [("sv", "Ändrat: meningen."), ("en", "Changed: only the wording in Swedish; in English the claim stands.")],
)
def test_what_changed_in_the_other_language_alone_is_told_so(language: Language, told: str) -> None:
    names = ("text_en", "caveat_sv", "caveat_en", "grade", "table_id", "kind", "year", "value")
    row = {f"{name}{end}": "same" for name in names for end in ("", "_before")}
    row |= {"kind": "first_country", "outcome": "changed", "text_sv": "ny", "text_sv_before": "gammal"}
    assert telling.reason(row, Words(language, telling.WORDING)) == told


def test_what_was_not_checked_is_told_in_both_languages(kept: tuple[Edition, Edition], tmp_path: Path) -> None:
    found = checked(kept, tmp_path, f"{FARMING}: är störst")
    swedish, english = (telling.tell([found], "now", language) for language in ("sv", "en"))
    assert "Raden säger också ”är störst”, som inget påstående säger och som inte är prövat" in swedish
    assert f"lyder nu: {TRUE}" in swedish
    assert "The line also says “är störst”, which no claim says and which was not checked" in english
