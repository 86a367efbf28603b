"""How sure a quotient is and what verdict it carries: the mart's rows, and every way of asking behind the verdict.
What is asked and counted is in ``pipelines/verdicts``; how it is told is ``judgement_text``'s matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.explain.explanation import DisagreementError
from pipelines.export.reading import Row, columns, rows
from pipelines.verdicts import tables

TABLE = "verdict"


@dataclass(frozen=True)
class Judgement:
    """The rows that a subject has in the mart, if any, and every way of asking.

    ``verdict`` is of the series' newest year; ``uncertainty``, ``suppression`` (table ``suppression_interval``) and
    ``area_chance`` (table ``strength_area_uncertainty``) of the year asked for; ``ways`` are those of
    ``tables.specification``. ``others`` are the verdicts on the same subject in other series, ``links`` the rows of
    ``series_link`` between the series and another.
    """

    verdict: Row | None
    uncertainty: Row | None
    suppression: Row | None
    area_chance: Row | None
    ways: Sequence[Row]
    others: Sequence[Row] = ()
    links: Sequence[Row] = ()


def read(parquet: Path, region: str, subject: tuple[str, str], year: int, series: str) -> Judgement:
    """What the mart says of a ``subject`` of a region: ``industry`` or ``area``, and its code, which can be that of one
    of the other type too.

    The ways of asking are put anew to the region's own rows; DisagreementError where they are not those that the
    verdict counted.
    """
    folder, (subject_type, code) = parquet.resolve(), subject
    cell = {"region_code": region, "industry_code": code, "year": year, "series": series}
    industry = subject_type == "industry"
    uncertainty = rows(folder, "uncertainty", **cell) if industry else ()
    suppression = rows(folder, "suppression_interval", **cell) if industry else ()
    judged = rows(folder, TABLE, region_code=region, subject_type=subject_type, subject_code=code)
    verdict = next((row for row in judged if row["series"] == series), None)
    others = [row for row in judged if row["series"] != series and row["specifications"]]
    linked = rows(folder, "series_link", region_code=region, industry_code=code) if industry else ()
    links = [row for row in linked if series in (row["series_from"], row["series_to"]) and row["factor"] is not None]
    ways = _ways(folder, verdict) if verdict else []
    if verdict:
        _agree(verdict, ways)
    area = {"region_code": region, "area_id": code, "year": year, "series": series}
    area_chance = () if industry else rows(folder, "strength_area_uncertainty", **area)
    return Judgement(verdict, _only(uncertainty), _only(suppression), _only(area_chance), ways, others, links)


def _only(found: Sequence[Row]) -> Row | None:
    return found[0] if found else None


def _ways(folder: Path, verdict: Row) -> list[Row]:
    key = ("subject_type", "subject_code", "year", "series")
    asked = tables.asked_of([verdict["region_code"]], lambda name, chosen: columns(folder, name, filters=chosen))
    ways = [row for row in asked if all(row[column] == verdict[column] for column in key)]
    return sorted(ways, key=lambda row: str(row["specification"]))


def _agree(verdict: Row, ways: Sequence[Row]) -> None:
    answers = [row["strong"] for row in ways]
    counted = (len(answers), answers.count(1), answers.count(None))
    said = tuple(verdict[f"specifications{end}"] for end in ("", "_strong", "_open"))
    if counted != said:
        place = f"{verdict['region_code']} {verdict['subject_code']} {verdict['year']} {verdict['series']}"
        raise DisagreementError(
            f"{place}: {TABLE} counts (ways, strong, open) = {said}, asking anew gives {counted}; run 'styrka run'"
        )
