"""Table ``claim``: which claims the verdicts allow of every region, each with its source, its name and fingerprint.
The ground is ``sql/claim_ground.sql``; sentences are made in ``sentences``."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.claims.declared import settings
from pipelines.claims.sentences import Names, Speaker, value
from pipelines.export import headline, labels
from pipelines.export.grammar import whole_within_sentence
from pipelines.export.numbers import Numbers
from pipelines.export.reading import LANGUAGES, Industries
from pipelines.schema.table import Language
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

READS = (
    *("region", "industry", "snapshot", "employment", "location_quotient", "workplace_quotient"),
    *("uncertainty", "strength_area", "strength_area_quotient", "verdict"),
)
NAMES = ("region", "industry", "strength_area", "snapshot")
# As a quotient is displayed.
NUMBERS = Numbers("en")
Row = dict[str, Any]


def claim(relations: Mapping[str, Relation]) -> pa.Table:
    """Table ``claim``; ``relations`` are the mart tables READS, each as Parquet or in memory.

    Of SCB's own series only the one that a region's profile is about is claimed from.
    """
    ground = engine.select("claim_ground", relations).to_pylist()
    ground.sort(key=itemgetter("region_code"))
    called = _Called({name: _rows(relations[name]) for name in NAMES})
    spoken = _spoken(relations["verdict"])
    rows = [
        row
        for region, found in groupby(ground, itemgetter("region_code"))
        for row in _of_region(list(found), spoken.get(region), called)
    ]
    declared = schema.table("claim")
    order = [(column, "ascending") for column in declared.sort]
    return pa.Table.from_pylist(rows, schema=declared.arrow_schema()).sort_by(order)


def _rows(relation: Relation) -> list[Row]:
    rows: list[Row] = _read(relation).to_pylist()
    return rows


def _read(relation: Relation, columns: Sequence[str] | None = None) -> pa.Table:
    if isinstance(relation, pa.Table):
        return relation if columns is None else relation.select(columns)
    with pq.ParquetFile(relation) as file:
        return file.read(columns)


def _spoken(verdicts: Relation) -> dict[str, tuple[int, str]]:
    """Year and series of SCB's own that each region is spoken of in: the newest that it is judged in, whether that
    allows a claim or not."""
    columns = ["region_code", "year", "series"]
    moments: dict[str, list[tuple[int, str]]] = {}
    for row in _read(verdicts, columns).group_by(columns).aggregate([]).to_pylist():
        if headline.is_declared(row["series"]):
            moments.setdefault(row["region_code"], []).append((row["year"], row["series"]))
    newest = {region: headline.newest(found) for region, found in moments.items()}
    return {region: found for region, found in newest.items() if found is not None}


class _Called:
    """What codes are called, and which answers are behind a series."""

    def __init__(self, names: Mapping[str, list[Row]]) -> None:
        self.regions = {row["region_code"]: row for row in names["region"]}
        self.areas = {row["area_id"]: row for row in names["strength_area"]}
        self.snapshots = sorted(names["snapshot"], key=lambda row: (row["table_id"], row["part"]))
        self.industries = Industries(names["industry"], self.snapshots)
        marks = {language: labels.mark(self.snapshots, language)[0] for language in LANGUAGES}
        self.speakers = {language: Speaker(language, marks[language]) for language in LANGUAGES}

    def names(self, row: Row, language: Language) -> Names:
        if row["subject_type"] == "area":
            subject = str(self.areas[row["subject_code"]][f"name_{language}"])
        else:
            found = self.industries.get(row["subject_code"], row["series"])
            subject = str((found and found[f"name_{language}"]) or row["subject_code"])
        county = self.region(row["county_code"], language) if row["county_code"] else ""
        return Names(self.region(row["region_code"], language), whole_within_sentence(subject, language), county)

    def region(self, code: str, language: Language) -> str:
        return str(self.regions[code][f"name_{language}"]) if code in self.regions else code

    def sources(self, row: Row) -> list[Row]:
        """The answers behind a row; of a register the newest pull."""
        found = [
            each
            for each in self.snapshots
            if each["series"] == row["series"] and row["table_id"] in (None, each["table_id"])
        ]
        newest = max((each["updated"] or "" for each in found), default="")
        return [each for each in found if row["counted"] == "employees" or (each["updated"] or "") == newest]


def _of_region(ground: Sequence[Row], spoken: tuple[int, str] | None, called: _Called) -> Iterator[Row]:
    """The claims of one region, of its most over-represented subjects, each subject's after each other."""
    chosen = [
        row for row in ground if not headline.is_declared(row["series"]) or (row["year"], row["series"]) == spoken
    ]
    # What would be displayed as the nation's own share is no larger one.
    chosen = [row for row in chosen if NUMBERS.ratio(row["lq"]) != NUMBERS.ratio(1)]
    chosen.sort(key=lambda row: (row["verdict"] != "styrka", -row["lq"], row["subject_code"], row["series"]))
    position = 0
    for row in chosen[: settings()["subjects"]["shown"]]:
        for kind in _kinds(row):
            position += 1
            yield _claimed(kind, row, called) | {"position": position}


def _kinds(row: Row) -> Iterator[str]:
    """The kinds of claim that hold for a row; of the places only the one that says most in the country."""
    limits = settings()["among"]
    place, county = row["place_country"], row["place_county"]
    places = {
        "first_country": place == 1,
        "among_country": place is not None and 1 < place <= limits.get(row["region_type"], 0),
        "first_county": county == 1 and place != 1,
    }
    for kind, declared in settings()["kind"].items():
        if places.get(kind, True) and declared.get("verdict", row["verdict"]) == row["verdict"]:
            yield kind


def _claimed(kind: str, row: Row, called: _Called) -> Row:
    grade = _grade(row)
    sources = called.sources(row)
    unit = settings()["kind"][kind]["unit"]
    claimed: Row = {name: row[name] for name in ("region_code", "subject_code", "subject_type", "year", "series")}
    claimed |= {"kind": kind, "grade": grade, "verdict": row["verdict"], "value": value(kind, row)}
    claimed["unit"] = unit if unit != "counted" else {"employees": "persons"}.get(row["counted"], row["counted"])
    claimed["claim_id"] = _identity(claimed)
    for language, speaker in called.speakers.items():
        claimed[f"text_{language}"] = speaker.sentence(kind, row, called.names(row, language))
        claimed[f"label_{language}"] = _label(kind, row, sources, language)
        claimed[f"caveat_{language}"] = speaker.caveat(kind, row)
        claimed[f"may_say_{language}"] = speaker.may_say(kind, row)
        claimed[f"may_not_say_{language}"] = speaker.may_not_say(kind, grade, row)
    claimed["table_id"] = "+".join(dict.fromkeys(each["table_id"] for each in sources))
    claimed["updated"] = max((each["updated"] for each in sources if each["updated"]), default=None)
    claimed["lineage"] = _lineage(row, sources)
    claimed["fingerprint"] = _fingerprint(claimed)
    return claimed


def _grade(row: Row) -> str:
    tested = row["q_value"] is not None
    for grade, needed in settings()["grade"].items():
        if needed["verdict"] == row["verdict"] and needed.get("tested", tested) == tested:
            return str(grade)
    raise AssertionError(f"no grade is declared for the verdict {row['verdict']}")


def _label(kind: str, row: Row, sources: Iterable[Row], language: Language) -> str:
    """Untouched where the sentence states a figure as it is published, else own calculation."""
    own = kind != "amount" or row["subject_type"] == "area"
    own = own or (row["counted"] == "employees" and row["status"] not in labels.UNTOUCHED)
    label = labels.computed if own else labels.untouched
    return " · ".join(dict.fromkeys(label(each, language) for each in sources))


def _identity(claimed: Row) -> str:
    """The same in all editions: SCB's own series follow each other, others are claimed from by name."""
    series = "" if headline.is_declared(claimed["series"]) else claimed["series"]
    parts = [claimed["region_code"], claimed["kind"], claimed["subject_type"], claimed["subject_code"], series]
    slug = "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in (parts[0], parts[1], parts[3]))
    return f"{slug}-{_checksum(parts)[:8]}"


def _lineage(row: Row, sources: Iterable[Row]) -> str:
    table = "strength_area_quotient"
    if row["subject_type"] == "industry":
        table = "location_quotient" if row["counted"] == "employees" else "workplace_quotient"
    subject = "area_id" if row["subject_type"] == "area" else "industry_code"
    key = {"region_code": row["region_code"], subject: row["subject_code"], "year": row["year"]}
    key |= {"series": row["series"], "reference": "nation"}
    named = ("table_id", "part", "updated", "path", "sha256")
    way = {"table": table, "key": key, "answers": [{name: each[name] for name in named} for each in sources]}
    return json.dumps(way, ensure_ascii=False, sort_keys=True, default=str)


def _fingerprint(claimed: Row) -> str:
    said = [claimed[f"{name}_{language}"] for name in ("text", "label", "caveat") for language in LANGUAGES]
    return _checksum([claimed["claim_id"], *said, repr(claimed["value"]), claimed["unit"], claimed["verdict"]])[:16]


def _checksum(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
