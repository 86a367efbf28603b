"""Entries and exits on a page: only of industries that are fine enough, with the quotients beside them."""

from pathlib import Path
from typing import Any

from pipelines.profiles.context import Context
from pipelines.profiles.sections import entries
from tests.profiles.parts import cells, gaps, labels, read, said, shown


def rows(region: str, changes: dict[str, str | None], first: int = 2021) -> list[dict[str, Any]]:
    shared = {"region_code": region, "series": "EGEN", "level": "3", "region_type": "county"}
    return [
        shared | {"start_year": first, "end_year": 2023, "industry_code": code, "change": change}
        for code, change in changes.items()
    ]


CHANGES = {"101": "exit", "129": "entry", "130": "entry", "128": "kept", "102": "absent", "103": None}


def test_entries_come_by_the_quotient_they_reached_then_exits(tmp_path: Path) -> None:
    of = read(tmp_path, {"entry_exit": rows("08", CHANGES)}, extracts={"EGEN": ("00", "08")})
    section = shown(of, entries.section, "08")
    assert "EGEN 2021–2023, tre siffror: inträden 2, utträden 1, LQ minst 1 båda åren 1, under 1 båda åren 1." in said(
        section
    )
    assert "något av åren inte är känt: 1." in said(section)
    # 390 and 380 of 7,350 against 1,000 of 30,000; EGEN has no figures of 2021 here.
    assert cells(section, "entries-1") == [
        ["Bransch 130", "inträde", "ingen uppgift", "1,59"],
        ["Bransch 129", "inträde", "ingen uppgift", "1,55"],
        ["Bransch 101", "utträde", "ingen uppgift", "0,41"],
    ]
    assert labels(section, "entries-1") == ["Egen beräkning på inläst tabell EGEN (inläst 2026-08-01)"]


def test_the_newest_segment_alone_is_told(tmp_path: Path) -> None:
    older = rows("08", {"130": "exit"}, first=2019)
    older[0]["end_year"] = 2020
    of = read(tmp_path, {"entry_exit": older + rows("08", CHANGES)}, extracts={"EGEN": ("00", "08")})
    assert "EGEN 2021–2023, three digits: entries 2, exits 1," in said(shown(of, entries.section, "08", "en"))


def test_where_nothing_crossed_there_is_no_table(tmp_path: Path) -> None:
    of = read(tmp_path, {"entry_exit": rows("08", {"101": "absent"})}, extracts={"EGEN": ("00", "08")})
    section = shown(of, entries.section, "08")
    assert "inträden 0, utträden 0" in said(section)
    assert not any(getattr(block, "id", "") == "entries-1" for block in section.blocks)


def test_sixteen_groups_are_refused_in_words(tmp_path: Path) -> None:
    of = read(tmp_path, {}, extracts={"EGEN": ("00", "Kust 1")})
    assert gaps(shown(of, entries.section, "08"))["Inga inträden eller utträden"].startswith("Sexton grupper är för")
    assert gaps(shown(of, entries.section, "08", "en"))["No entries or exits"].startswith("Sixteen groups are too")
    assert entries.section(Context(of, "Kust 1", "sv")) is None


def test_a_region_that_only_lacks_a_segment_is_told_so(tmp_path: Path) -> None:
    of = read(tmp_path, {"entry_exit": rows("08", CHANGES)}, extracts={"EGEN": ("00", "08", "Kust 1")})
    assert "obruten period på minst två år för Område Kust 1" in "".join(
        gaps(shown(of, entries.section, "Kust 1")).values()
    )
