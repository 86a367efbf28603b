"""Claims that expire: which of an edition's claims hold in another, which changed, and why others are gone.
Pasted sentences are looked up in ``published``; how an outcome is told is ``report``'s matter."""

from collections.abc import Mapping, Sequence

import pyarrow.parquet as pq

from pipelines.claims.declared import settings
from pipelines.differences.editions import Edition
from pipelines.export import headline
from pipelines.export.reading import Row
from pipelines.verdicts.words import SURE
from pipelines.warehouse import engine

# Kinds that say where a region stands among others.
PLACES = ("first_country", "among_country", "first_county")
VERDICT = ("region_code", "subject_type", "subject_code", "series", "year", "verdict", "reason")
Verdicts = Mapping[tuple[str, str, str], Sequence[Row]]


def compare(before: Edition, now: Edition) -> list[Row]:
    """All claims of both editions with ``outcome`` (holds, changed, gone, new); those that are gone have a ``why`` and,
    where there is one, the ``verdict_now`` of their subject.

    ``why`` is one of region, subject (which the edition does not have), verdict (no longer one that may be claimed
    from), place (no longer so high, or not beyond the noise), rank_of_subject (others of the region are stronger).
    """
    found: list[Row] = engine.select(
        "compared_claim", {"claim_before": before.table("claim"), "claim": now.table("claim")}
    ).to_pylist()
    if not any(row["outcome"] == "gone" for row in found):
        return [row | {"why": None, "verdict_now": None} for row in found]
    regions = set(pq.read_table(now.table("region"), columns=["region_code"])["region_code"].to_pylist())
    verdicts = _verdicts(now)
    return [row | _reason(row, regions, verdicts) for row in found]


def _verdicts(edition: Edition) -> Verdicts:
    rows = pq.read_table(edition.table("verdict"), columns=list(VERDICT), use_threads=False).to_pylist()
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["region_code"], row["subject_type"], row["subject_code"]), []).append(row)
    return found


def _reason(row: Row, regions: set[str], verdicts: Verdicts) -> Row:
    if row["outcome"] != "gone":
        return {"why": None, "verdict_now": None}
    subject = _speaking(verdicts.get((row["region_code"], row["subject_type"], row["subject_code"]), ()), row["series"])
    told = subject["verdict"] if subject else None
    if row["region_code"] not in regions:
        why = "region"
    elif subject is None:
        why = "subject"
    elif subject["verdict"] not in _enough(row["kind"]):
        why = "verdict"
    else:
        why = "place" if row["kind"] in PLACES else "rank_of_subject"
    return {"why": why, "verdict_now": told}


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
