"""Claims that expire: which of an edition's claims hold in another, which changed, and why others are gone.
Pasted sentences are looked up in ``published``; how an outcome is told is ``report``'s matter."""

from collections.abc import Mapping, Sequence

import pyarrow.parquet as pq

from pipelines.claims.declared import settings
from pipelines.claims.sentences import PLACES
from pipelines.differences.editions import Edition
from pipelines.export import headline
from pipelines.export.reading import Row
from pipelines.verdicts.words import SURE
from pipelines.warehouse import engine

# The place that replaces the others: of a region that is first in the country no lesser place is claimed.
FIRST = PLACES[0]
VERDICT = ("region_code", "subject_type", "subject_code", "series", "year", "verdict", "reason")
CLAIM = ("claim_id", "region_code", "subject_type", "subject_code", "series", "kind")
NO_REASON: Row = {"why": None, "verdict_now": None, "replaced_by": None}
# Where the figure of an earlier year is looked up.
FIGURES = ("location_quotient", "strength_area_quotient")
BySubject = Mapping[tuple[str, str, str], Sequence[Row]]


def compare(before: Edition, now: Edition) -> list[Row]:
    """All claims of both editions with ``outcome`` (holds, changed, gone, new); those that are gone have a ``why`` and,
    where there is one, the ``verdict_now`` of their subject and the id of the claim it is ``replaced_by``; those that
    are of another year now have what their figure of before is in ``now`` (``value_then``), where it can be told.

    ``why`` is one of region, subject (which the edition does not have), verdict (no longer one that may be claimed
    from), better_place (first in the country now), place (no longer so high, or not beyond the noise),
    rank_of_subject (others of the region are stronger).
    """
    found: list[Row] = engine.select(
        "compared_claim", {"claim_before": before.table("claim"), "claim": now.table("claim")}
    ).to_pylist()
    then = _figures_then(before, now) if any(_is_of_another_year(row) for row in found) else {}
    found = [row | {"value_then": then.get(row["claim_id"]) if _is_of_another_year(row) else None} for row in found]
    if not any(row["outcome"] == "gone" for row in found):
        return [row | NO_REASON for row in found]
    regions = set(pq.read_table(now.table("region"), columns=["region_code"])["region_code"].to_pylist())
    verdicts, claimed = _by_subject(now, "verdict", VERDICT), _by_subject(now, "claim", CLAIM)
    return [row | _reason(row, regions, verdicts, claimed) for row in found]


def _is_of_another_year(row: Row) -> bool:
    return bool(row["outcome"] == "changed" and row["year"] != row["year_before"])


def _figures_then(before: Edition, now: Edition) -> dict[str, float | None]:
    """By claim of ``before`` what ``now`` has for the same year, in the series that speaks first for it: a newer year
    revises nothing, and a final figure follows the preliminary."""
    relations = {"claim_before": before.table("claim"), **{name: now.table(name) for name in FIGURES}}
    rows = engine.select("claim_then", relations).to_pylist()
    rows.sort(key=lambda row: headline.precedence(row["series"]), reverse=True)
    return {row["claim_id"]: row["value_then"] for row in rows if _follows(row["series"], row["series_before"])}


def _by_subject(edition: Edition, table: str, columns: Sequence[str]) -> BySubject:
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in pq.read_table(edition.table(table), columns=list(columns), use_threads=False).to_pylist():
        found.setdefault(_subject(row), []).append(row)
    return found


def _subject(row: Row) -> tuple[str, str, str]:
    return row["region_code"], row["subject_type"], row["subject_code"]


def _reason(row: Row, regions: set[str], verdicts: BySubject, claimed: BySubject) -> Row:
    if row["outcome"] != "gone":
        return NO_REASON
    subject = _speaking(verdicts.get(_subject(row), ()), row["series"])
    kinds = {
        each["kind"]: each["claim_id"]
        for each in claimed.get(_subject(row), ())
        if _follows(each["series"], row["series"])
    }
    replaced_by = None
    if row["region_code"] not in regions:
        why = "region"
    elif subject is None:
        why = "subject"
    elif subject["verdict"] not in _enough(row["kind"]):
        why = "verdict"
    elif row["kind"] not in PLACES or not kinds:
        why = "rank_of_subject"
    elif FIRST in kinds:
        why, replaced_by = "better_place", kinds[FIRST]
    else:
        why = "place"
    return {"why": why, "verdict_now": subject["verdict"] if subject else None, "replaced_by": replaced_by}


def _follows(series: str, before: str) -> bool:
    """Whether a series is the one that a claim was of, or follows it: SCB's own series follow each other."""
    return series == before or (headline.is_declared(series) and headline.is_declared(before))


def _enough(kind: str) -> Sequence[str]:
    """The verdicts that allow a claim of a kind."""
    needed = settings()["kind"].get(kind, {}).get("verdict")
    return SURE if needed is None else (needed,)


def _speaking(rows: Sequence[Row], series: str) -> Row | None:
    """The verdict that a claim would rest on now: of SCB's own series the newest follows the one before."""
    if not headline.is_declared(series):
        return next((row for row in rows if row["series"] == series), None)
    own = [row for row in rows if headline.is_declared(row["series"])]
    newest = headline.newest((row["year"], row["series"]) for row in own)
    return next((row for row in own if (row["year"], row["series"]) == newest), None)
