"""What the mart lets the profile of a county show of its municipalities: what each contributes, what all may claim.
All else is ``ledger``'s matter."""

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING, Any

from pipelines.profiles.settings import settings
from tests.tracing.displays import fixed, percent, ratio

if TYPE_CHECKING:
    from tests.tracing.ledger import Entries

Record = dict[str, Any]
SERIES = ("BAS", "BAS_PREL", "RAMS")
# The kinds of claim that a subject is told by, the strongest last.
KINDS = ("share", "first_county", "among_country", "first_country")
# So many municipalities are named; of one too many that one is named too.
NAMED = 6


def write(entries: "Entries") -> None:
    """Write the entries of a county; of other regions there are none."""
    if entries.kind == "county":
        matrix(entries)
        offer(entries)


def matrix(entries: "Entries") -> None:
    """Of a county what each municipality contributes to its highest quotients, of the newest year that has all."""
    rows = [row for row in entries.of.rows("location_quotient", reference="nation") if row["series"] in SERIES]
    of_county = [row for row in rows if row["region_code"] == entries.of.code]
    members = _members(entries)
    complete = [
        moment
        for moment in {(row["year"], row["series"]) for row in of_county}
        if members <= {row["region_code"] for row in rows if (row["year"], row["series"]) == moment}
    ]
    if not complete or not members:
        return
    moment = max(complete)
    own = [row for row in of_county if (row["year"], row["series"]) == moment and row["overrepresented"]]
    for whole_row in own:
        code = whole_row["industry_code"]
        column = entries.named(code)[1]
        parts = {}
        for row in rows:
            if (row["year"], row["series"], row["industry_code"]) == (*moment, code):
                weight = row["employees_region"] / whole_row["employees_region"]
                parts[row["region_code"]] = weight * (row["lq"] or 0.0)
        for region, part in parts.items():
            if region in members:
                _contributed(entries, region, column, part, whole_row["lq"])
        _contributed(entries, entries.of.code, column, whole_row["lq"], whole_row["lq"])
        missed = whole_row["employees"] - sum(
            row["employees"]
            for row in rows
            if (row["year"], row["series"], row["industry_code"]) == (*moment, code) and row["region_code"] in members
        )
        rest = whole_row["lq"] * missed / whole_row["employees"]
        entries.book.cell(
            "contributions", entries.heading("contributions.rest"), column, fixed(rest, 4, entries.language)
        )
    entries.book.say("contributions", moment[0])


def _contributed(entries: "Entries", region: str, column: str, part: float, lq: float) -> None:
    text = {"lq": fixed(part, 2, entries.language), "share": percent(part / lq, entries.language)}
    name = entries.regions[region][f"name_{entries.language}"]
    entries.book.cell("contributions", name, column, entries.heading("contributions.cell", **text))


def _members(entries: "Entries") -> set[str]:
    """The county's municipalities of today."""
    return {
        code
        for code, row in entries.regions.items()
        if (row["type"], row["county_code"], row["valid_to"]) == ("municipality", entries.of.code, None)
    }


def offer(entries: "Entries") -> None:
    """Of a county the claims of its own and of its municipalities, by industry."""
    regions = {entries.of.code, *_members(entries)}
    claims = [row for row in entries.of.rows("claim") if row["region_code"] in regions]
    employed = {
        (row["region_code"], row["industry_code"], row["year"], row["series"]): row["employees"]
        for row in entries.of.rows("employment", sex="total")
    }
    found: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in sorted((row for row in claims if row["kind"] in KINDS), key=lambda row: KINDS.index(row["kind"])):
        found[row["subject_code"]][row["region_code"]] = row
    lqs = {(row["subject_code"], row["region_code"]): row["value"] for row in claims if row["kind"] == "share"}
    for code, told in found.items():
        parts = {
            region: employed[region, code, row["year"], row["series"]]
            / employed[entries.of.code, code, row["year"], row["series"]]
            for region, row in told.items()
        }
        for region, row in told.items():
            _told(entries, code, row, lqs[code, region], parts[region])
        carriers = sorted(
            told.keys() - {entries.of.code}, key=lambda region: (told[region]["grade"], -parts[region], region)
        )
        _carried(entries, code, carriers, told, parts)
    entries.book.say("joint-offer", settings()["joint_offer"]["subjects"], len(found))


def _told(entries: "Entries", code: str, row: Record, lq: float, part: float) -> None:
    name = entries.named(code)[0]
    shown = {
        "column.lq": ratio(lq, entries.language),
        "joint_offer.part": percent(part, entries.language),
        "joint_offer.claim": row[f"text_{entries.language}"],
        "joint_offer.id": row["claim_id"],
    }
    for key, text in shown.items():
        region = entries.regions[row["region_code"]][f"name_{entries.language}"]
        entries.book.cell("joint-offer", (name, region), entries.heading(key), text)
    if row["region_code"] == entries.of.code:
        entries.book.cell("joint-offer", name, entries.heading("joint_offer.county"), row[f"text_{entries.language}"])


def _carried(
    entries: "Entries", code: str, carriers: list[str], told: dict[str, Record], parts: dict[str, float]
) -> None:
    """The municipalities with a claim on one industry, as far as they are named."""
    name = entries.named(code)[0]
    named, others = (carriers, []) if len(carriers) <= NAMED + 1 else (carriers[:NAMED], carriers[NAMED:])
    said = [
        entries.heading("joint_offer.carrier", region=entries.regions[each][f"name_{entries.language}"], grade=grade)
        for each, grade in ((each, told[each]["grade"]) for each in named)
    ]
    if others:
        said.append(entries.heading("joint_offer.more", count=len(others)))
        head = entries.heading("contributions.others", count=len(others))
        rest = percent(fsum(parts[each] for each in others), entries.language)
        entries.book.cell("joint-offer", name, entries.heading("joint_offer.who"), head)
        entries.book.cell("joint-offer", (name, head), entries.heading("joint_offer.part"), rest)
    together = percent(fsum(parts[each] for each in carriers), entries.language)
    entries.book.cell("joint-offer", name, entries.heading("joint_offer.carriers"), entries.words.listed(said))
    entries.book.cell("joint-offer", name, entries.heading("joint_offer.parts"), together)
