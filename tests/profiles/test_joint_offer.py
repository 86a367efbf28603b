"""The joint offer of a county: what it and its municipalities may claim, the surest first, and who carries it.

In BAS 2021 Kalmar county has 100 in A and 60 in B+C of 165, Kalmar 30 and 20 of 52, Oskarshamn 70 and 40 of 113; in
BAS_PREL 2022 the county has the same. Against the nation's 200 and 300 of 1000 the quotients of A are 3.03, 2.88 and
3.10, those of B+C 1.21, 1.28 and 1.18. There are two counties, and of the country's municipalities two are missing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.document import Table
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import joint_offer
from tests.profiles.parts import blocks, cells, gaps, headings, notes, read, said, shown

DAY = date(2026, 3, 1)
SENTENCE = "andelen sysselsatta inom jordbruk, skogsbruk och fiske"
FIRST = f"I Kalmar län är {SENTENCE} den högsta bland landets 2 län (2022)."
FARMING, MAKING = "Jordbruk, skogsbruk och fiske", "Tillverkning och utvinning"


def verdict(region: str, code: str, given: str, **more: Any) -> dict[str, Any]:
    """A verdict on an industry of a municipality in BAS 2021; only the county's are of BAS_PREL 2022."""
    return (
        {"region_code": region, "subject_code": code, "subject_type": "industry", "year": 2021, "series": "BAS"}
        | {"level": "group", "verdict": given, "reason": "strong_in_most", "specifications": 6}
        | {"specifications_strong": 6, "specifications_open": 0, "questions": 2, "share_strong": 1.0}
        | {"lq": 2.0, "lq_lowest": 1.9, "lq_highest": 2.1, "same_verdict": 2, "of_regions": 2}
        | more
    )


def area_verdict(region: str, year: int = 2026) -> dict[str, Any]:
    return verdict(region, "wood", "styrka", subject_type="area", series="REGISTER", year=year, level="5", q_value=0.01)


def offer(folder: Path, verdicts: Sequence[dict[str, Any]], **made: Any) -> Mart:
    return read(folder, {"verdict": list(verdicts)}, **made)


def test_a_subject_has_the_county_s_claim_and_those_who_carry_it(tmp_path: Path) -> None:
    of = offer(tmp_path, [verdict("0880", "A", "möjlig styrka"), verdict("0882", "A", "styrka")])
    section = shown(of, joint_offer.section, "08")
    assert headings(section, "joint-offer-table") == [
        *("Näringsgren eller styrkeområde", "Evidensgrad", "Länets påstående", "Kommuner med eget påstående"),
        "Deras del av länets",
    ]
    # 30 and 70 of the county's 100.
    assert cells(section, "joint-offer-table") == [
        [
            *(FARMING, "B", FIRST),
            *("Oskarshamn (B) och Kalmar (C)", "100,0\u00a0%"),
        ]
    ]
    rows = [cells[1:6] for cells in cells(section, "joint-offer-claims")]
    assert rows == [
        [
            "Kalmar län",
            "B",
            "3,03",
            "100,0\u00a0%",
            FIRST,
        ],
        [
            "Oskarshamn",
            "B",
            "3,10",
            "70,0\u00a0%",
            f"I Oskarshamns kommun är {SENTENCE} 3,10 gånger så stor som i riket (2021).",
        ],
        [
            "Kalmar",
            "C",
            "2,88",
            "30,0\u00a0%",
            f"I Kalmar kommun är {SENTENCE} 2,88 gånger så stor som i riket (2021).",
        ],
    ]
    identities = [line[6] for line in cells(section, "joint-offer-claims")]
    assert [each.rsplit("-", 1)[0] for each in identities] == ["08-first-country-a", "0882-share-a", "0880-share-a"]
    assert {row["claim_id"] for rows in of.claims.values() for row in rows} >= set(identities)
    assert [grade for grade, _ in notes(section)] == ["B", "C"]


def test_the_surest_come_first_by_the_declared_order(tmp_path: Path) -> None:
    """B+C is a strength tested against chance of nobody, A a strength of the county; wood is one of grade A."""
    verdicts = [verdict("0880", "B+C", "styrka"), verdict("0882", "B+C", "styrka"), area_verdict("0880")]
    section = shown(offer(tmp_path, verdicts, register="REGISTER"), joint_offer.section, "08")
    assert [line[:2] for line in cells(section, "joint-offer-table")] == [
        ["Trä (företagsregistret)", "A"],
        [FARMING, "B"],
        [MAKING, "B"],
    ]
    # Of wood Kalmar has 30 of 40 workplaces; B+C is of both municipalities, 20 and 40 of 60, and of A none is claimed.
    assert [line[2:] for line in cells(section, "joint-offer-table")] == [
        ["inget eget", "Kalmar (A)", "75,0\u00a0%"],
        [
            FIRST,
            "ingen",
            "ingen",
        ],
        ["inget eget", "Oskarshamn (B) och Kalmar (B)", "100,0\u00a0%"],
    ]


@pytest.mark.parametrize(("order", "first"), [(["grade", "own"], FARMING), (["carriers"], MAKING), (["lq"], FARMING)])
def test_the_order_is_the_declared_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: list[str], first: str
) -> None:
    monkeypatch.setitem(joint_offer.settings()["joint_offer"], "order", order)
    section = shown(offer(tmp_path, [verdict("0880", "B+C", "styrka")]), joint_offer.section, "08")
    assert cells(section, "joint-offer-table")[0][0] == first


def test_beyond_the_declared_number_subjects_are_counted_and_municipalities_summed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = joint_offer.settings()["joint_offer"]
    monkeypatch.setitem(declared, "subjects", 1)
    monkeypatch.setitem(declared, "carriers", 0)
    verdicts = [verdict(region, "A", "styrka") for region in ("0880", "0882")]
    of = offer(tmp_path, [*verdicts, verdict("0880", "B+C", "styrka")])
    section = shown(of, joint_offer.section, "08", "en")
    assert [line[3:] for line in cells(section, "joint-offer-table")] == [["2 more", "100.0%"]]
    assert cells(section, "joint-offer-claims")[1] == [
        "Agriculture, forestry and fishing",
        "The other 2 municipalities",
        "",
        "",
        "100.0%",
        "",
        "",
    ]
    assert "These are 1 of 2 subjects" in said(section)


def test_a_claim_leads_to_its_page_only_where_this_run_writes_one(tmp_path: Path) -> None:
    of = offer(tmp_path, [verdict("0880", "A", "styrka"), verdict("0882", "A", "styrka")])
    section = joint_offer.section(Context(of, "08", "en", beside=frozenset({"08", "0880"})))
    assert section is not None
    (table,) = (each for each in blocks(section, Table) if each.id == "joint-offer-claims")
    addresses = {row.cells[1].value: row.cells[5].address for row in table.rows}
    identity = next(row["claim_id"] for row in of.claims["0880"])
    assert addresses["0880"] == f"../0880/claims/{identity}.en.html"
    assert addresses["0882"] == ""
    assert str(addresses["08"]).startswith("claims/08-first-country-a-")


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            *("sv", "Inget att säga tillsammans"),
            "Utslagen tillåter inget påstående om Örebro län eller dess kommuner: de är 2 ”ingen styrka” och 1 "
            "”otillräckligt underlag”. Varför står i profilens första kapitel. Det är också ett svar.",
        ),
        (
            *("en", "Nothing to say together"),
            "The verdicts allow no claim about Örebro county or its municipalities: they are 2 “no strength” and "
            "1 “insufficient data”. The first chapter of the profile says why. That is an answer too.",
        ),
    ],
)
def test_without_a_claim_it_is_said_why(tmp_path: Path, language: Any, title: str, text: str) -> None:
    own = {"series": "BAS_PREL", "year": 2022}
    verdicts = [
        verdict("18", "A", "ingen styrka", **own),
        verdict("18", "B+C", "ingen styrka", **own),
        verdict("18", "J", "otillräckligt underlag", **own),
        # Of a series that the profile is not about: its first chapter does not tell it, and no area is measured.
        verdict("18", "A", "ingen styrka"),
        area_verdict("18") | {"verdict": "otillräckligt underlag", "specifications": 0},
    ]
    section = shown(offer(tmp_path, verdicts), joint_offer.section, "18", language)
    assert gaps(section)[title] == text
    assert not blocks(section, Table)


def test_a_county_of_which_nothing_is_judged_and_one_without_municipalities_say_so(tmp_path: Path) -> None:
    told = gaps(shown(offer(tmp_path, []), joint_offer.section, "18"))
    assert told["Inget att säga tillsammans"].startswith("Inget är prövat för Örebro län")
    section = shown(offer(tmp_path, []), joint_offer.section, "08")
    assert cells(section, "joint-offer-table")[0][3:] == ["okänt", "okänt"]
    text = gaps(section)["Vem som bär det är inte känt"]
    assert text.startswith("Utgåvan har ingen kommun i Kalmar län")
    assert "styrka refresh" in text


def test_how_many_municipalities_are_there_is_said(tmp_path: Path) -> None:
    # Nybro has no figures in BAS.
    section = shown(offer(tmp_path, [verdict("0880", "A", "ingen styrka")]), joint_offer.section, "08")
    assert "Utgåvan har 1 av de 3 kommunerna i Kalmar län." in said(section)


def test_only_a_county_has_a_joint_offer(tmp_path: Path) -> None:
    assert joint_offer.section(Context(offer(tmp_path, []), "0880", "sv")) is None


def test_of_an_industry_that_only_the_register_has_the_part_is_of_its_workplaces(tmp_path: Path) -> None:
    """Kalmar has 3 of the county's 12 sawmills, a quarter, as the newest pull counts them; a year before it had all."""
    industry = {"industry_code": "16", "edition": "SNI2025", "level": "2", "unknown": False, "name_sv": "Sågverk"}
    industry |= {"name_en": "Sawmills", "short_sv": "Sågverk", "short_en": "Sawmills"}
    cell: dict[str, Any] = {"industry_code": "16", "series": "REGISTER", "level": "2", "reference": "nation"}
    cell |= {"reference_code": "00", "workplaces_region": 100, "workplaces_reference": 50}
    cell |= {"workplaces_reference_total": 10_000, "share": 0.03, "lq": 6.0}
    counted = [
        cell | {"region_code": region, "workplaces": workplaces, "register_date": day}
        for region, workplaces, day in (
            *(("08", 12, DAY), ("0880", 3, DAY)),
            *(("08", 3, DAY.replace(year=2025)), ("0880", 3, DAY.replace(year=2025))),
        )
    ]
    given = verdict("0880", "16", "styrka", series="REGISTER", year=2026, level="2", q_value=0.01)
    rows = {"industry": [industry], "workplace_quotient": counted, "verdict": [given]}
    section = shown(read(tmp_path, rows, register="REGISTER"), joint_offer.section, "08")
    assert cells(section, "joint-offer-table")[0] == [
        *("Sågverk (företagsregistret)", "A", "inget eget", "Kalmar (A)", "25,0\u00a0%"),
    ]


def test_of_industries_that_are_parts_of_each_other_only_the_first_has_a_line(tmp_path: Path) -> None:
    """Fishing is a part of fishing and aquaculture; both are of Kalmar, and forestry is neither's."""
    names = {"03": "Fiske och vattenbruk", "031": "Fiske", "02": "Skogsbruk"}
    industries = [
        {"industry_code": code, "edition": "SNI2025", "level": str(len(code)), "unknown": False}
        | {"parent_code": code[:2] if len(code) > 2 else None, "name_sv": name, "name_en": name}
        | {"short_sv": name, "short_en": name}
        for code, name in names.items()
    ]
    counted = [
        {"industry_code": code, "series": "REGISTER", "level": str(len(code)), "reference": "nation", "lq": 6.0}
        | {"region_code": "0880", "workplaces": 3, "register_date": DAY, "reference_code": "00", "share": 0.03}
        | {"workplaces_region": 100, "workplaces_reference": 50, "workplaces_reference_total": 10_000}
        for code in names
    ]
    given = [
        verdict("0880", code, "styrka", series="REGISTER", year=2026, level=str(len(code)), q_value=0.01)
        for code in names
    ]
    rows: dict[str, list[dict[str, Any]]] = {
        "industry": industries,
        "workplace_quotient": counted,
        "verdict": given,
    }
    section = shown(read(tmp_path, rows, register="REGISTER"), joint_offer.section, "08")
    told = [line[0].removesuffix(" (företagsregistret)") for line in cells(section, "joint-offer-table")]
    assert set(told) & set(names.values()) == {"Skogsbruk", "Fiske och vattenbruk"}
