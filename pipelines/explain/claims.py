"""From a claim's id to the claim, and to what has to be explained of it: region, subject, year and series.
How the quotient behind it came about is told by the other explanations."""

from difflib import get_close_matches
from pathlib import Path

from pipelines.claims.sentences import PLACES, grade_name
from pipelines.errors import StyrkaError, short
from pipelines.explain.explanation import DisagreementError
from pipelines.explain.speech import Speech
from pipelines.export.reading import Row, columns, rows
from pipelines.schema.table import Language


def read(parquet: Path, claim_id: str) -> Row:
    """The row of table ``claim``; StyrkaError with the nearest ids when there is none."""
    found = rows(parquet, "claim", claim_id=claim_id)
    if found:
        return found[0]
    known = columns(parquet, "claim", ["claim_id"])["claim_id"].to_pylist()
    near = get_close_matches(claim_id, known, n=3, cutoff=0.5)
    advice = (
        f"near: {', '.join(near)}" if near else f"the ids of all claims are in {parquet.parent / 'csv' / 'claim.csv'}"
    )
    raise StyrkaError(f"there is no claim {short(claim_id)} in this edition; {advice}")


def place(parquet: Path, claim: Row) -> tuple[Row, list[Row]] | None:
    """Of a claim of a place among quotients of the employed: the region's own row of ``location_quotient``, and those
    of regions of its kind (in the county, where the claim is of that) which noise can bring as high as its lowest.

    None for other claims: a count of workplaces has no noise, and the rank that is told of it is its place.
    DisagreementError when the claim tells another place than is counted here.
    """
    if claim["kind"] not in PLACES or claim["subject_type"] != "industry":
        return None
    key = {"year": claim["year"], "series": claim["series"], "industry_code": claim["subject_code"]}
    by_region = {row["region_code"]: row for row in rows(parquet, "location_quotient", reference="nation", **key)}
    own = by_region.pop(claim["region_code"], None)
    if own is None:
        return None
    regions = {row["region_code"]: row for row in rows(parquet, "region")}
    about = regions[claim["region_code"]]
    within = ("type", "county_code") if claim["kind"] == "first_county" else ("type",)
    alike = {code for code, row in regions.items() if all(row[name] == about[name] for name in within)}
    reaching = [
        row | {"name": regions[code]["name_sv"]}
        for code, row in by_region.items()
        if code in alike and row["lq_high"] is not None and row["lq_high"] >= own["lq_low"]
    ]
    if claim["unit"] == "rank" and claim["value"] != len(reaching) + 1:
        raise DisagreementError(
            f"{parquet / 'claim.parquet'}: claim {claim['claim_id']} tells place {claim['value']:.0f}, and "
            f"{parquet / 'location_quotient.parquet'} gives {len(reaching) + 1}; run 'styrka run' again"
        )
    return own, sorted(reaching, key=lambda row: (-row["lq_high"], row["region_code"]))


def render(claim: Row, language: Language, placed: tuple[Row, list[Row]] | None = None) -> str:
    """The claim, how sure it is and what it may be used for, above the explanation of its number; ``placed`` is what
    ``place`` gives of it."""
    speech = Speech(language)
    grade = f"{claim['grade']}: {grade_name(claim['grade'], language)}"
    lines = [
        f"{claim[f'text_{language}']}",
        *(
            f"  {speech.say(f'claim_{name}', text=text)}"
            for name, text in (
                ("grade", grade),
                ("caveat", claim[f"caveat_{language}"]),
                ("label", claim[f"label_{language}"]),
                ("may_say", claim[f"may_say_{language}"]),
                ("may_not_say", claim[f"may_not_say_{language}"]),
                ("id", f"{claim['claim_id']} · {claim['fingerprint']}"),
            )
        ),
        *([] if placed is None else [f"  {_place(speech, claim['kind'], *placed)}"]),
        "",
        "",
    ]
    return "\n".join(lines)


def _place(speech: Speech, kind: str, own: Row, reaching: list[Row]) -> str:
    low = speech.numbers.compact(own["lq_low"])
    within = speech.term("claim_within", kind)
    if not reaching:
        return speech.say("claim_place_alone", low=low, within=within)
    others = "; ".join(
        f"{row['region_code']} {row['name']} ({speech.numbers.compact(row['lq_high'])})" for row in reaching
    )
    return speech.say("claim_place", low=low, within=within, place=len(reaching) + 1, others=others)
