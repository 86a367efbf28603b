"""From a claim's id to the claim, and to what has to be explained of it: region, subject, year and series.
How the quotient behind it came about is told by the other explanations."""

from difflib import get_close_matches
from pathlib import Path

from pipelines.claims.sentences import grade_name
from pipelines.errors import StyrkaError, short
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


def render(claim: Row, language: Language) -> str:
    """The claim, how sure it is and what it may be used for, above the explanation of its number."""
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
        "",
        "",
    ]
    return "\n".join(lines)
