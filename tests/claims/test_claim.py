"""Claims from verdicts and quotients small enough to check by hand: which are made, and what they say."""

import json
from collections import defaultdict
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.claims.declared import settings
from pipelines.claims.table import READS, claim
from pipelines.warehouse import engine
from tests.claims.written import COUNTIES, claims, relations, rows_of, snapshot

OTHERS = {code: (1.0, 1.0, 1.0) for code in COUNTIES if code != "08"}


def ground(given: dict[str, pa.Table]) -> dict[str, Any]:
    (row,) = engine.select("claim_ground", given).to_pylist()
    return row


def test_the_place_is_the_one_that_is_sure() -> None:
    """08 has 2.0 with bounds 1.9–2.1: one county reaches 1.9 with its own highest, another does not."""
    row = ground(relations({**OTHERS, "08": (2.0, 1.9, 2.1), "09": (1.8, 1.7, 1.9), "10": (1.7, 1.6, 1.89)}))
    assert (row["place_country"], row["regions_country"]) == (2, 21)
    assert (row["place_county"], row["regions_county"]) == (None, None)
    assert (row["lq"], row["amount"], row["counted"]) == (2.0, 4995, "employees")


def test_a_place_in_the_country_needs_every_region_of_the_kind() -> None:
    some = {code: bounds for code, bounds in OTHERS.items() if code != "25"}
    assert ground(relations({**some, "08": (2.0, 1.9, 2.1)}))["place_country"] is None
    given = relations({**OTHERS, "08": (2.0, 1.9, 2.1)})
    rows = given["location_quotient"].to_pylist()
    unknown = [row | {"lq": None} if row["region_code"] == "25" else row for row in rows]
    given["location_quotient"] = rows_of("location_quotient", unknown)
    assert ground(given)["place_country"] is None


# Two counties with two municipalities each, the place that each has in country and county, and one that is no more.
PLACES = {
    "07": (2, 2, None, None),
    "08": (1, 2, None, None),
    "0780": (4, 4, 2, 2),
    "0781": (3, 4, 1, 2),
    "0880": (2, 4, 2, 2),
    "0881": (1, 4, 1, 2),
}


def several_subjects() -> tuple[dict[str, pa.Table], dict[tuple[Any, ...], tuple[Any, ...]]]:
    """Two series of two years on two levels, in which industries and areas bear the same codes, and what is expected of
    each. What a subject has is told by its number k: a quotient of 2 + k/1000, so that the later of PLACES is higher.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    expected = {}
    about = product(("BAS", "PULL"), (2024, 2025), ("group", "2"), ("industry", "area"), ("A", "F"), PLACES)
    for k, (series, year, level, kind, code, region) in enumerate(about, 1):
        cell = {"region_code": region, "year": year, "series": series, "level": level}
        industry, dated = cell | {"industry_code": code}, {"register_date": date(year, 3, 1)}
        quotient = {"reference": "nation", "lq": 2 + k / 1000}
        bounds = {"lq_low": quotient["lq"], "lq_high": quotient["lq"]}
        counted = "employees" if series == "BAS" else "workplaces"
        sampled, cited, place = None, (None, None), PLACES[region]
        if kind == "area":
            name, measured = "strength_area_quotient", cell | quotient | {"area_id": code, counted: k}
            # Areas of the employed have no sure place.
            place = place if series == "PULL" else (None,) * 4
        elif series == "PULL":
            name, measured, sampled = "workplace_quotient", industry | dated | quotient | {"workplaces": k}, float(k)
        else:
            name, measured = "location_quotient", industry | quotient | bounds | {"employees": k}
            sampled, cited = float(k), ("observed", f"TAB{k}")
            told = industry | {"status": "observed"}
            rows["employment"] += [told | {"sex": "total", "table_id": f"TAB{k}"}, told | {"sex": "1", "table_id": "x"}]
        # Against the county it is another.
        rows[name] += [measured, measured | {"reference": "county", "lq": 9.0}]
        if sampled:
            rows["uncertainty"].append(industry | {"lq_sampling_low": sampled, "lq_sampling_high": sampled + 1})
        judged = {"subject_type": kind, "subject_code": code, "verdict": "styrka", "q_value": k / 1000}
        rows["verdict"].append(cell | judged)
        figures = (counted, k, 2 + k / 1000, k / 1000, sampled)
        expected[kind, code, year, series, level, region] = (*figures, *cited, *place)
    rows["region"] = [
        {"region_code": code, "county_code": code[:2], "type": "county" if code in {"07", "08"} else "municipality"}
        for code in (*PLACES, "0882")
    ]
    rows["region"][-1]["valid_to"] = 2020
    return {name: rows_of(name, rows[name]) for name in READS}, expected


def test_every_subject_has_figures_and_places_of_its_own() -> None:
    given, expected = several_subjects()
    found = engine.select("claim_ground", given).to_pylist()
    keys = ("subject_type", "subject_code", "year", "series", "level", "region_code")
    columns = ("counted", "amount", "lq", "q_value", "lq_sampling_low", "status", "table_id")
    columns += ("place_country", "regions_country", "place_county", "regions_county")
    assert len(found) == len(expected)
    assert {tuple(row[name] for name in keys): tuple(row[name] for name in columns) for row in found} == expected


def test_a_place_by_workplaces_needs_a_quotient_of_every_region() -> None:
    given, _ = several_subjects()
    for name in ("workplace_quotient", "strength_area_quotient"):
        rows = given[name].to_pylist()
        given[name] = rows_of(name, [row | ({"lq": None} if row["region_code"] == "07" else {}) for row in rows])
    found = engine.select("claim_ground", given).to_pylist()
    places = [row["place_country"] for row in found if (row["series"], row["region_code"]) == ("PULL", "08")]
    assert places == [None] * 16


def test_a_region_that_only_an_import_knows_is_compared_with_nobody() -> None:
    row = ground(relations({**OTHERS, "X08": (2.0, 1.9, 2.1)}, region_code="X08"))
    assert (row["region_type"], row["place_country"], row["regions_country"]) == (None, None, None)


def test_regions_that_only_an_import_knows_are_no_country_of_their_own() -> None:
    """Labour market areas, say, every one with a quotient of the subject."""
    given = relations({**OTHERS, "X08": (2.0, 1.9, 2.1)}, region_code="X08")
    known = given["region"].to_pylist()
    given["region"] = rows_of("region", [*known, known[0] | {"region_code": "X08", "type": "imported"}])
    row = ground(given)
    assert (row["region_type"], row["place_country"], row["regions_country"]) == ("imported", None, None)


def test_a_place_in_the_county_needs_every_municipality_of_it() -> None:
    municipalities = [row for row in relations({})["region"].to_pylist() if row["county_code"] == "08"]
    codes = [row["region_code"] for row in municipalities if row["type"] == "municipality" and not row["valid_to"]]
    whole = dict.fromkeys(codes, (1.0, 1.0, 1.0)) | {"0880": (1.5, 1.4, 1.6)}
    row = ground(relations(whole, region_code="0880"))
    assert (row["place_county"], row["regions_county"], row["place_country"]) == (1, 12, None)
    assert ground(relations(dict(list(whole.items())[1:]), region_code="0880"))["place_county"] is None


def test_a_county_of_one_municipality_has_no_first() -> None:
    alone = relations({"0980": (1.5, 1.4, 1.6)}, region_code="0980")
    assert "first_county" not in claims(alone)
    assert (ground(alone)["place_county"], ground(alone)["regions_county"]) == (None, None)


def test_what_would_be_displayed_as_the_share_of_the_nation_is_not_called_larger() -> None:
    assert claims(relations({**OTHERS, "08": (1.004, 1.002, 1.006)})) == {}
    assert "share" in claims(relations({**OTHERS, "08": (1.006, 1.005, 1.007)}))


def test_where_the_newest_series_allows_no_claim_an_older_one_makes_none() -> None:
    """What was a strength in RAMS and is none in BAS would be contradicted by the page's own verdict."""
    given = relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, series="RAMS", year=2021)
    assert list(claims(given))
    (older,) = given["verdict"].to_pylist()
    newer = older | {"series": "BAS", "year": 2024, "verdict": "ingen styrka"}
    given["verdict"] = rows_of("verdict", [older, newer])
    assert claims(given) == {}


def test_no_verdict_no_claim() -> None:
    for verdict in ("ingen styrka", "otillräckligt underlag", "nisch med en arbetsgivare"):
        assert claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, verdict=verdict)) == {}


@pytest.mark.parametrize(("low", "kinds"), [(1.0, []), (1.01, ["share", "amount"])])
def test_a_share_that_noise_could_bring_down_to_that_of_the_nation_is_not_claimed(low: float, kinds: list[str]) -> None:
    """A possible strength against its county, say, may have a smaller share than the nation."""
    given = relations({**OTHERS, "08": (1.2, low, 1.4)}, verdict="möjlig styrka", reason="strong_in_some")
    assert list(claims(given)) == kinds


def test_a_municipality_is_named_as_one() -> None:
    """Its name alone could be its town's."""
    found = claims(relations({"0880": (1.5, 1.4, 1.6)}, region_code="0880"))
    assert found["amount"]["text_sv"].startswith("I Kalmar kommun fanns 4\u00a0995 sysselsatta")
    assert found["amount"]["text_en"].startswith("In the municipality of Kalmar there were 4,995 employed persons")


def test_the_highest_is_claimed_only_beyond_the_noise() -> None:
    found = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1), "09": (1.8, 1.7, 1.89)}))
    assert list(found) == ["share", "first_country", "amount"]
    assert found["first_country"]["text_sv"] == (
        "I Kalmar län är andelen sysselsatta inom jordbruk, skogsbruk och fiske den högsta bland landets 21 län (2024)."
    )
    assert found["first_country"]["text_en"] == (
        "In Kalmar county, the share of employed persons in agriculture, forestry and fishing is the highest among "
        "Sweden’s 21 counties (2024)."
    )
    tied = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1), "09": (1.8, 1.7, 1.9)}))
    assert list(tied) == ["share", "among_country", "amount"]
    assert (tied["among_country"]["value"], tied["among_country"]["unit"]) == (2.0, "rank")
    assert tied["among_country"]["text_sv"] == (
        "I Kalmar län är andelen sysselsatta inom jordbruk, skogsbruk och fiske en av de två högsta bland "
        "landets 21 län (2024)."
    )
    fourth = dict.fromkeys(("09", "10", "12"), (1.9, 1.9, 1.9))
    assert list(claims(relations({**OTHERS, **fourth, "08": (2.0, 1.9, 2.1)}))) == ["share", "amount"]


@pytest.mark.parametrize("reason", ["could_be_chance", "strong_in_some"])
def test_a_possible_strength_is_claimed_without_superlatives_and_says_whether_it_could_be_chance(reason: str) -> None:
    possible = {"verdict": "möjlig styrka", "reason": reason, "q_value": 0.06}
    found = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, **possible))
    assert list(found) == ["share", "amount"]
    assert {row["grade"] for row in found.values()} == {"C"}
    why = {"could_be_chance": "kan vara en slump", "strong_in_some": "bara en del av sätten att fråga finner den"}[
        reason
    ]
    assert found["share"]["may_not_say_sv"].endswith(f"{why}.")
    assert found["share"]["caveat_en"].endswith("As many workplaces could be chance.")
    sure = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, **{**possible, "q_value": 0.05}))
    assert "chance" not in sure["share"]["caveat_en"]


def test_the_sentence_its_caveats_label_and_way_back() -> None:
    given = relations({**OTHERS, "08": (2.3656, 2.3633, 2.368)})
    cell = {"region_code": "08", "industry_code": "A", "year": 2024, "series": "BAS", "level": "group"}
    sampled = {"counted": "employed", "lq": 2.3656, "lq_sampling_low": 2.3102, "lq_sampling_high": 2.421}
    given["uncertainty"] = rows_of("uncertainty", [cell | sampled])
    row = claims(given)["share"]
    assert row["text_sv"] == (
        "I Kalmar län är andelen sysselsatta inom jordbruk, skogsbruk och fiske 2,37 gånger så stor som i riket (2024)."
    )
    assert row["text_en"] == (
        "In Kalmar county, the share of employed persons in agriculture, forestry and fishing is 2.37 times "
        "that of Sweden as a whole (2024)."
    )
    assert row["caveat_sv"] == (
        "Sysselsatta räknas där de arbetar. Utslaget håller i 11 av 12 sätt att fråga. "
        "Sätten är inte oberoende: de är varianter av 3 frågor (jämförelseområde, år, vad som räknas). "
        "Med det brus som vi antar i siffrorna ligger kvoten inom 2,36–2,37. "
        "Om de sysselsatta ses som ett slumpmässigt urval är osäkerhetsintervallet 2,31–2,43 (95 procent). "
        "Samma utslag i 3 av 21 jämförda län."
    )
    assert row["label_sv"] == "Egen beräkning på SCB:s tabell TAB3204 (uppdaterad 2026-03-05)"
    assert (row["value"], row["unit"], row["grade"], row["table_id"]) == (2.3656, "ratio", "B", "TAB3204")
    way = json.loads(row["lineage"])
    assert way["table"] == "location_quotient"
    assert way["key"] == {
        "region_code": "08", "industry_code": "A", "year": 2024, "series": "BAS", "reference": "nation"
    }  # fmt: skip
    assert [each["sha256"] for each in way["answers"]] == ["ab" * 32]


@pytest.mark.parametrize(("status", "label"), [("observed", "Källa: SCB"), ("derived", "Egen beräkning")])
def test_a_number_as_published_is_untouched_and_a_sum_is_our_own(status: str, label: str) -> None:
    given = relations({**OTHERS, "08": (2.0, 1.9, 2.1)})
    rows = given["employment"].to_pylist()
    given["employment"] = rows_of("employment", [row | {"status": status} for row in rows])
    amount = claims(given)["amount"]
    assert amount["label_sv"].startswith(label)
    assert amount["text_sv"].startswith("I Kalmar län fanns 4\u00a0995 sysselsatta inom jordbruk")
    assert amount["text_en"].startswith("In Kalmar county there were 4,995 employed persons in agriculture")


def test_a_claim_keeps_its_name_over_editions_and_its_fingerprint_only_while_it_says_the_same() -> None:
    first = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, series="BAS_PREL"))["share"]
    later = claims(relations({**OTHERS, "08": (2.1, 2.0, 2.2)}, series="BAS", year=2025))["share"]
    again = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, series="BAS_PREL"))["share"]
    own = claims(relations({**OTHERS, "08": (2.0, 1.9, 2.1)}, series="REGION"))["share"]
    assert first["claim_id"] == later["claim_id"] == again["claim_id"] != own["claim_id"]
    assert first["claim_id"].startswith("08-share-a-")
    assert first["fingerprint"] == again["fingerprint"] != later["fingerprint"]
    assert first["caveat_sv"].startswith("Preliminära siffror.")
    assert "Preliminära" not in later["caveat_sv"]


def test_an_edition_that_is_no_statistics_marks_every_sentence() -> None:
    given = relations({**OTHERS, "08": (2.0, 1.9, 2.1)})
    given["snapshot"] = rows_of("snapshot", [snapshot("BAS", origin="other_server")])
    found = claims(given)
    assert all(row["text_sv"].startswith("INTE SCB: ") for row in found.values())
    assert all(row["text_en"].startswith("NOT SCB: ") for row in found.values())


def test_of_many_subjects_the_most_over_represented_are_claimed() -> None:
    limit = settings()["subjects"]["shown"]
    given = relations({})
    codes = [f"{code:02d}" for code in range(10, 10 + limit + 3)]
    common: dict[str, Any] = {"region_code": "08", "year": 2024, "series": "REGION", "level": "2"}
    given["location_quotient"] = rows_of(
        "location_quotient",
        [
            common
            | {"industry_code": code, "reference": "nation", "reference_code": "00", "employees": 50}
            | {"lq": 1.2 + number / 10, "lq_low": 1.2, "lq_high": 9.0}
            for number, code in enumerate(codes)
        ],
    )
    judged = {**given["verdict"].to_pylist()[0], **common}
    given["verdict"] = rows_of("verdict", [judged | {"subject_code": code} for code in codes])
    given["snapshot"] = rows_of("snapshot", [snapshot("REGION", origin="import", table_id="REGION")])
    rows = claim(given).to_pylist()
    assert list(dict.fromkeys(row["subject_code"] for row in rows)) == codes[:2:-1]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))


def test_ways_without_an_answer_are_told_and_a_single_question_is_called_one() -> None:
    """Three of five ways answer, all alike: 3 of 3 would hide the two."""
    given = relations(
        {**OTHERS, "08": (2.0, 2.0, 2.0)},
        specifications=5,
        specifications_strong=3,
        specifications_open=2,
        questions=1,
    )
    row = claims(given)["share"]
    assert (
        "Utslaget håller i 3 av de 3 sätt att fråga som har ett svar; 2 av 5 sätt är utan svar. "
        "Sätten är inte oberoende: de är varianter av en enda fråga."
    ) in row["caveat_sv"]
    assert (
        "The verdict holds in 3 of the 3 ways of asking that have an answer; 2 of 5 ways have none. "
        "The ways are not independent: they amount to one single question."
    ) in row["caveat_en"]


def test_a_place_by_workplaces_says_that_jobs_may_differ_and_an_area_counts_with_its_weights() -> None:
    given = relations({})
    area = {"area_id": "wood", "version": "1", "area_set": "test", "position": 0, "name_sv": "Trä", "name_en": "Wood"}
    area |= {"source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    given["strength_area"] = rows_of("strength_area", [area])
    cell = {"area_id": "wood", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    cell |= {"level": "5", "needed_level": "5"}
    given["strength_area_quotient"] = rows_of(
        "strength_area_quotient",
        [cell | {"region_code": code, "workplaces": 124.25, "lq": 2.0 + (code == "08")} for code in COUNTIES],
    )
    judged = given["verdict"].to_pylist()[0] | {"subject_code": "wood", "subject_type": "area", "year": 2026}
    given["verdict"] = rows_of("verdict", [judged | {"series": "REGISTER", "level": "5", "q_value": 0.01}])
    pull = snapshot("REGISTER", table_id="REGISTER", origin="register", updated="2026-03-01")
    given["snapshot"] = rows_of("snapshot", [pull])
    found = claims(given)
    assert found["amount"]["text_sv"] == (
        "I Kalmar län fanns 124,25 arbetsställen inom styrkeområdet trä 2026, räknade med områdets vikter."
    )
    assert found["amount"]["text_en"] == (
        "In Kalmar county there were 124.25 workplaces in the strength area wood in 2026, counted with "
        "the area’s weights."
    )
    warned = "Platsen är efter arbetsställen; efter jobb kan den vara en annan."
    assert {kind: warned in row["caveat_sv"] for kind, row in found.items()} == {
        "share": False, "first_country": True, "amount": False
    }  # fmt: skip
    assert {row["grade"] for row in found.values()} == {"A"}


def test_an_area_of_the_employed_has_no_sure_place() -> None:
    """Twice every other county's, but of cells with noise, which nobody has carried over to the area."""
    given = relations({})
    area = {"area_id": "wood", "version": "1", "area_set": "test", "position": 0, "name_sv": "Trä", "name_en": "Wood"}
    area |= {"source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    given["strength_area"] = rows_of("strength_area", [area])
    cell = {"area_id": "wood", "year": 2024, "series": "BAS", "reference": "nation", "reference_code": "00"}
    cell |= {"level": "group", "needed_level": "group", "employees": 40.5}
    given["strength_area_quotient"] = rows_of(
        "strength_area_quotient", [cell | {"region_code": code, "lq": 2.0 + 2 * (code == "08")} for code in COUNTIES]
    )
    judged = given["verdict"].to_pylist()[0] | {"subject_code": "wood", "subject_type": "area"}
    given["verdict"] = rows_of("verdict", [judged])
    assert list(claims(given)) == ["share", "amount"]
