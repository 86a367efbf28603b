"""What the mart's Parquet files let the profile of one region show, cell by cell and section by section.
Computed here from the tables alone; how documents are read is ``reading``'s matter."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.profiles.settings import settings
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from tests.tracing import county, declared
from tests.tracing.displays import DASH, bounds, fixed, percent, ratio, whole

PARTS = ("national", "mix", "regional", "competitive", "allocation")
INDICES = {"krugman": 3, "hachman": 3, "hhi": 3, "hhi_normalised": 3, "equivalent_number": 1, "entropy": 2}
Record = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """The region that a profile is of, in one language, and the year and series that it is about."""

    parquet: Path
    code: str
    language: Language
    year: int
    series: str

    def rows(self, table: str, **equal: object) -> list[Record]:
        chosen = None
        for column, value in equal.items():
            one = pc.field(column) == value
            chosen = one if chosen is None else chosen & one
        found: list[Record] = pq.read_table(self.parquet / f"{table}.parquet", filters=chosen).to_pylist()
        return found


@dataclass
class Ledger:
    """``cells`` are what may stand in a cell, by section, head of the line and heading of the column; ``values`` the
    unrounded ones by section and head; ``said`` the numbers of running text by section; ``whole`` whole texts."""

    subject: Subject
    cells: dict[tuple[str, tuple[str, ...], str], set[str]] = field(default_factory=lambda: defaultdict(set))
    values: dict[tuple[str, str], set[float]] = field(default_factory=lambda: defaultdict(set))
    said: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    whole: set[str] = field(default_factory=set)
    words: declared.Words = field(default_factory=lambda: declared.Words(()))

    @cached_property
    def heads(self) -> set[tuple[str, tuple[str, ...]]]:
        """Every section with the heads of its lines; asked for when all is written."""
        return {(section, head) for section, head, _ in self.cells}

    def cell(self, section: str, head: str | tuple[str, ...], column: str, *texts: str) -> None:
        self.cells[section, (head,) if isinstance(head, str) else head, column] |= set(texts)

    def say(self, section: str, *texts: str | int) -> None:
        self.said[section] |= {str(text) for text in texts}


def ledger(subject: Subject) -> Ledger:
    """The ledger of one profile."""
    book = Ledger(subject)
    Entries(book).all()
    return book


class Entries:
    """Writes a ledger, one part of the mart after the other."""

    def __init__(self, book: Ledger) -> None:
        self.book, subject = book, book.subject
        self.of, self.language = subject, subject.language
        self.words = Words(self.language)
        self.regions = {row["region_code"]: row for row in subject.rows("region")}
        self.name = self.regions[subject.code][f"name_{self.language}"]
        self.kind = self.regions[subject.code]["type"]
        # The sixteen groups, which are all that the open tables have.
        self.industries = {row["industry_code"]: row for row in subject.rows("industry", edition="SNI2007-16")}
        moment = {"year": subject.year, "series": subject.series, "reference": "nation"}
        every = subject.rows("location_quotient", **moment)
        self.peers = [row for row in every if self.regions[row["region_code"]]["type"] == self.kind]
        self.own = {row["industry_code"]: row for row in self.peers if row["region_code"] == subject.code}
        self.known = [row for code, row in self.own.items() if not self.industries[code]["unknown"]]
        self.top = sorted(self.known, key=lambda row: -row["lq"])[:3]

    def all(self) -> None:
        for write in (self.everywhere, self.quotients, self.size, self.indices, self.references, self.among_peers):
            write()
        for write in (self.on_map, self.years, self.verdicts, self.change, self.accounts, self.twins, self.parts):
            write()
        county.write(self)
        self.sources()

    def heading(self, key: str, **blanks: object) -> str:
        return self.words(key, **blanks)

    def named(self, code: str) -> tuple[str, str]:
        row = self.industries[code]
        return row[f"name_{self.language}"], row[f"short_{self.language}"]

    def rank(self, row: Record) -> str:
        unknown = self.industries[row["industry_code"]]["unknown"]
        blanks = {"rank": row["rank"], "count": row["rank_of"]}
        return self.heading("rank.unranked") if unknown else self.heading("rank.of", **blanks)

    def counted(self) -> tuple[str, str]:
        here = len({row["region_code"] for row in self.peers})
        country = sum(row["type"] == self.kind and row["valid_to"] is None for row in self.regions.values())
        return str(here), str(country)

    def everywhere(self) -> None:
        edition = pq.read_schema(self.of.parquet / "region.parquet").metadata[b"edition"].decode()
        self.book.words = declared.Words(
            (*declared.sentences(), *declared.texts(self.of.parquet, self.of.code), edition, self.of.series)
        )
        self.book.say("*", self.of.year, *self.counted())
        self.book.say("workbook", self.of.code)
        chapters = enumerate(settings()["chapter"], start=1)
        self.book.whole |= {
            f"{number} {self.heading('chapter.' + each['id'] + '.heading')}" for number, each in chapters
        }
        self.book.say("", self.of.code, *(ratio(row["lq"], self.language) for row in self.top))

    def quotients(self) -> None:
        book, language = self.book, self.language
        for row in self.own.values():
            name, short = self.named(row["industry_code"])
            share = row["employees_reference"] / row["employees_reference_total"]
            shown = {
                "column.code": row["industry_code"],
                "column.employees": whole(row["employees"], language),
                "column.share": percent(row["share"], language),
                "column.share_nation": percent(share, language),
                "column.lq": ratio(row["lq"], language),
                "column.bounds": bounds(row["lq_low"], row["lq_high"], language),
                "column.rank": self.rank(row),
            }
            for key, text in shown.items():
                for section in ("specialisation", "brief"):
                    book.cell(section, name, self.heading(key), text)
            book.cell("specialisation", short, "mark", ratio(row["lq"], language))
            book.cell("peers", short, "mark", self.rank(row))
            numbers = ("employees", "share", "lq", "lq_low", "lq_high", "rank", "rank_of")
            for head in (name, short):
                book.values["specialisation", head] |= {float(row[each]) for each in numbers if row[each] is not None}
                book.values["specialisation", head].add(share)
        over = sum(row["overrepresented"] for row in self.known)
        ends = (min(self.known, key=lambda row: row["lq"]), self.top[0])
        book.say("specialisation", over, len(self.known), *(ratio(row["lq"], language) for row in ends))

    def size(self) -> None:
        book, language, county = self.book, self.language, self.regions[self.of.code]["county_code"]
        rows = self.of.rows("employment", year=self.of.year, series=self.of.series, level="total", sex="total")
        totals = {row["region_code"]: row["employees"] for row in rows}
        own = totals[self.of.code]
        for code in (self.of.code, county, "00"):
            if code in totals:
                head = self.regions[code][f"name_{language}"]
                book.cell("size", head, self.heading("column.employees"), whole(totals[code], language))
                share = percent(own / totals[code], language)
                book.cell("size", head, self.heading("size.part", region=self.name), share)
                book.say("size", share.rstrip("%\u00a0"))
        of_kind = [total for code, total in totals.items() if self.regions[code]["type"] == self.kind]
        book.say("size", whole(own, language), 1 + sum(total > own for total in of_kind), len(of_kind))
        book.say("size", whole(next(iter(self.own.values()))["employees_region"], language))

    def indices(self) -> None:
        rows = self.of.rows("specialisation", year=self.of.year, series=self.of.series)
        peers = {row["region_code"]: row for row in rows if self.regions[row["region_code"]]["type"] == self.kind}
        for index, digits in INDICES.items():
            head = self.heading(f"index.{index}.name")
            self.book.cell("specialisation", head, self.name, fixed(peers[self.of.code][index], digits, self.language))
            middle = fixed(median(row[index] for row in peers.values()), digits, self.language)
            here, country = self.counted()
            group = self.heading(f"kind.{self.kind}.counted", count=here)
            group = group if here == country else self.heading("kind.partial", counted=group)
            self.book.cell("specialisation", head, self.heading("index.median", peers=group), middle)

    def references(self) -> None:
        areas = {row["region_code"]: row[f"name_{self.language}"] for row in self.regions.values()}
        moment = {"region_code": self.of.code, "year": self.of.year, "series": self.of.series}
        for row in self.of.rows("location_quotient", **moment):
            if row["lq"] is None or row["reference"] == "skr_group":
                continue
            area = self.heading("areas.nation") if row["reference"] == "nation" else areas[row["reference_code"]]
            column = self.heading("areas.against", area=area)
            self.book.cell(
                "specialisation", self.named(row["industry_code"])[0], column, ratio(row["lq"], self.language)
            )
        group = self.regions[self.of.code]["skr_group"]
        if group:
            members = [row for row in self.regions.values() if row["skr_group"] == group]
            here = {row["region_code"] for row in self.peers}
            self.book.say("specialisation", len(members), sum(row["region_code"] in here for row in members))

    def among_peers(self) -> None:
        book, language = self.book, self.language
        for row in self.known:
            name, _ = self.named(row["industry_code"])
            every = sorted(
                (
                    each
                    for each in self.peers
                    if each["industry_code"] == row["industry_code"] and each["lq"] is not None
                ),
                key=lambda each: (each["lq"], each["region_code"]),
            )
            ends = {"peers.lowest": every[0], "peers.highest": every[-1]}
            book.cell("peers", name, self.name, ratio(row["lq"], language))
            book.cell("peers", name, self.heading("column.rank"), self.rank(row))
            book.cell(
                "peers", name, self.heading("peers.median"), ratio(median(each["lq"] for each in every), language)
            )
            for key, each in ends.items():
                region = self.regions[each["region_code"]][f"name_{language}"]
                text = self.heading("peers.named", lq=ratio(each["lq"], language), region=region)
                book.cell("peers", name, self.heading(key), text)
            for each in every:
                book.values["peers", each["region_code"]].add(each["lq"])

        # A drawing's scale ends there (pipelines/profiles/charts/scale.py); what lies lower is drawn at its edge.
        book.say("peers", {"sv": "0,0625", "en": "0.0625"}[language])

    def on_map(self) -> None:
        code = self.top[0]["industry_code"]
        for row in (each for each in self.peers if each["industry_code"] == code):
            region = self.regions[row["region_code"]][f"name_{self.language}"]
            self.book.cell("map", region, self.heading("column.code"), row["region_code"])
            self.book.cell("map", region, self.heading("column.lq"), ratio(row["lq"], self.language))
            self.book.cell("map", region, self.heading("column.employees"), whole(row["employees"], self.language))
            self.book.values["map", region] |= {row["lq"], float(row["employees"])}
            self.book.say("map", ratio(row["lq"], self.language))
        self.book.say("map", self.top[0]["rank"], self.top[0]["rank_of"])
        # The declared bounds of the shades, pipelines/profiles/settings.toml.
        self.book.say("map", *({"sv": "0,5 0,8 1,25 2", "en": "0.5 0.8 1.25 2"}[self.language].split()))

    def years(self) -> None:
        shown = {row["industry_code"] for row in self.top}
        rows = self.of.rows("location_quotient", region_code=self.of.code, reference="nation")
        rows = [row for row in rows if row["industry_code"] in shown and row["lq"] is not None]
        of_series = defaultdict(set)
        for row in rows:
            series = self.heading(f"series.{row['series']}")
            short = self.named(row["industry_code"])[1]
            head = (str(row["year"]), series)
            self.book.cell("development", head, short, ratio(row["lq"], self.language))
            self.book.values["development", f"{row['year']} {short}"].add(row["lq"])
            self.book.values["development", f"{row['year']} {series}"].add(row["lq"])
            self.book.whole.add(f"{series} {row['year']}: {ratio(row['lq'], self.language)}")
            of_series[series].add(row["year"])
        held = [year for years in of_series.values() for year in years]
        breaks = [row for row in self.of.rows("series_break") if self.heading(f"series.{row['series']}") in of_series]
        broken = {row["year"] for row in breaks if row["kind"] not in ("start", "end")}
        self.book.say("development", min(held), max(held), *broken, *range(1, 1 + len(broken)))
        for segment in self.of.rows("series_segment"):
            self.book.say("development", segment["start_year"], segment["end_year"])
        self.book.say(
            "gaps", *(each["year"] for each in self.of.rows("series_break") if each["kind"] in ("start", "end"))
        )
        self.gaps()

    def gaps(self) -> None:
        """First and last years that regions have of a series; how many municipalities there are, and are here."""
        years = defaultdict(set)
        for row in self.of.rows("employment", industry_code="A", sex="total"):
            years[row["region_code"], row["series"]].add(row["year"])
        of_nation = {series: held for (code, series), held in years.items() if code == "00"}
        for series, every in of_nation.items():
            lacking = every - years[self.of.code, series]
            self.book.say("gaps", *((min(lacking), max(lacking)) if lacking else ()))
        municipalities = {code for code, row in self.regions.items() if row["type"] == "municipality"}
        current = [code for code in municipalities if self.regions[code]["valid_to"] is None]
        in_county = [code for code in current if self.regions[code]["county_code"] == self.of.code]
        held = {code for code, _ in years if code in municipalities and years[code, "BAS"]}
        self.book.say("gaps", len(current), len(in_county), len(held))

    def verdicts(self) -> None:
        rows = self.of.rows("verdict", region_code=self.of.code, year=self.of.year, series=self.of.series)
        for row in rows:
            if row["lq_lowest"] is None:
                continue
            name, short = self.named(row["subject_code"])
            answered = row["specifications"] - row["specifications_open"]
            ways = {"strong": row["specifications_strong"], "answered": answered, "open": row["specifications_open"]}
            ends = dict.fromkeys(ratio(row[each], self.language) for each in ("lq_lowest", "lq_highest"))
            cells = {
                "verdicts.ways": self.heading("verdicts.of_open" if ways["open"] else "verdicts.of", **ways),
                "verdicts.range": DASH.join(ends),
                "verdicts.same": self.heading("verdicts.regions", same=row["same_verdict"], all=row["of_regions"]),
            }
            for key, text in cells.items():
                self.book.cell("verdicts", short, self.heading(key), text)
            flips = row["flipping_specification"]
            years = () if flips is None else (flips.split(" ")[1],)
            self.book.say(f"verdicts {short}", *years)
            others = {"same": row["same_verdict"] - 1, "all": row["of_regions"] - 1}
            self.book.cell("twins", name, self.heading("twins.others"), self.heading("verdicts.regions", **others))
            if row["distinctiveness"] is not None:
                distinct = fixed(row["distinctiveness"], 2, self.language)
                self.book.cell("twins", name, self.heading("twins.distinctiveness"), distinct)
        self.book.say("verdicts", sum(row["lq_lowest"] is not None for row in rows))
        # The declared thresholds, pipelines/verdicts/verdicts.toml: LQ, per cent of the ways, per cent by chance.
        self.book.say("verdicts", fixed(1.2, 2, self.language), "90", "5")

    def change(self) -> None:
        rows = self.of.rows("shift_share", region_code=self.of.code, series=self.of.series)
        last = max(row["end_year"] for row in rows)
        rows = [row for row in rows if row["end_year"] == last]
        first = rows[0]["start_year"]
        names = ("employees_start", "change", *PARTS)
        columns = [self.heading("shift_share.start", year=first), self.heading("shift_share.change")]
        columns += [self.heading(f"shift_share.part.{part}") for part in PARTS]
        sums = {name: fsum(row[name] for row in rows) for name in names}
        lines = [(self.named(row["industry_code"])[0], row) for row in rows]
        for head, row in (*lines, (self.heading("shift_share.total", count=len(rows)), sums)):
            for name, column in zip(names, columns, strict=True):
                self.book.cell("shift-share", head, column, whole(round(row[name]), self.language))
        known = [row["regional"] for row in rows if not self.industries[row["industry_code"]]["unknown"]]
        told = [*(sums[each] for each in ("national", "mix", "regional")), min(known), max(known)]
        told += [abs(sums["change"]), abs(sums["regional"])]
        self.book.say("shift-share", *(whole(round(each), self.language) for each in told), first, last, len(rows))
        breaks = self.of.rows("series_break", series=self.of.series)
        self.book.say("shift-share", *(row["year"] for row in breaks if row["kind"] not in ("start", "end")))

    def accounts(self) -> None:
        county = self.regions[self.of.code]["county_code"] or self.of.code
        rows = self.of.rows("productivity", region_code=county, source="REGIONAL_ACCOUNTS")
        if not rows:
            return
        year = max(row["year"] for row in rows if row["productivity"] is not None)
        self.book.say("productivity", year)
        at = {"source": "REGIONAL_ACCOUNTS", "year": year}
        nation = {row["industry_code"]: row for row in self.of.rows("productivity", region_code="00", **at)}
        paid = self.of.rows("regional_account", region_code=county, measure="wages", year=year)
        wages = {row["industry_code"]: row["value"] for row in paid}
        columns = ["productivity.value_added", "productivity.employed.REGIONAL_ACCOUNTS", "productivity.wages_paid"]
        places = [self.regions[code][f"name_{self.language}"] for code in (county, "00")]
        for row in (each for each in rows if each["year"] == year):
            code = row["industry_code"]
            per = [self.heading("productivity.per_employed", region=place) for place in places]
            shown = dict(
                zip(
                    (self.heading(key) for key in columns),
                    (row["value_added"], row["employed"], wages.get(code)),
                    strict=True,
                )
            )
            shown |= dict(zip(per, (row["productivity"], nation[code]["productivity"]), strict=True))
            for column, value in shown.items():
                if value is not None:
                    self.book.cell(
                        "productivity", row[f"industry_{self.language}"], column, whole(round(value), self.language)
                    )

    def twins(self) -> None:
        rows = self.of.rows("twin", region_code=self.of.code, year=self.of.year, series=self.of.series)
        for row in rows:
            region = self.regions[row["twin_code"]][f"name_{self.language}"]
            head = (str(row["rank"]), region)
            self.book.cell("twins", head, self.heading("twins.similarity"), percent(row["similarity"], self.language))
            self.book.cell(
                "twins", head, self.heading("twins.distance"), fixed(1 - row["similarity"], 3, self.language)
            )
            self.book.say("twins", row["compared"])

    def parts(self) -> None:
        """Of a municipality its part of its county."""
        county = self.regions[self.of.code]["county_code"]
        if not county:
            return
        moment = {"year": self.of.year, "series": self.of.series, "reference": "nation"}
        of_county = {
            row["industry_code"]: row for row in self.of.rows("location_quotient", region_code=county, **moment)
        }
        place = self.regions[county][f"name_{self.language}"]
        facts = {"counted": self.heading("column.employees"), "region": self.name, "county": place}
        for code, row in self.own.items():
            above = of_county[code]
            weight = row["employees_region"] / above["employees_region"]
            shown = {
                "own": whole(row["employees"], self.language),
                "county": whole(above["employees"], self.language),
                "share": percent(row["employees"] / above["employees"], self.language),
                "contribution": fixed(weight * row["lq"], 2, self.language),
                "county_lq": ratio(above["lq"], self.language),
            }
            for key, text in shown.items():
                self.book.cell("contributions", self.named(code)[0], self.heading(f"county_part.{key}", **facts), text)

    def sources(self) -> None:
        rows = self.of.rows("snapshot")
        for row in rows:
            self.book.say("sources", row["part"], row["parts"])
        self.book.say("", *(row["retrieved"][:10] for row in rows))
        self.book.say("sources", *self.reconciled())
        used = {row["table_id"] for row in self.of.rows("employment", region_code=self.of.code)}
        self.book.say("sources", sum(row["table_id"] in used for row in rows))
        self.book.say("sources", *(row["retrieved"][:10] for row in rows), self.of.code)

    def reconciled(self) -> tuple[str, ...]:
        """Of the industry whose LQ over all counties has the mean farthest from 1: that mean, and how many persons the
        counties' sum misses."""
        counties = {code for code, row in self.regions.items() if row["type"] == "county"}
        rows = self.of.rows("location_quotient", year=self.of.year, series=self.of.series, reference="nation")
        rows = [row for row in rows if row["region_code"] in counties]
        if len({row["region_code"] for row in rows}) < len(counties):
            return ()
        everyone = sum({row["region_code"]: row["employees_region"] for row in rows}.values())
        means = {}
        for code in self.own:
            own = [row for row in rows if row["industry_code"] == code]
            mean = fsum(row["employees_region"] / everyone * row["lq"] for row in own)
            means[code] = (mean, abs(sum(row["employees"] for row in own) - own[0]["employees_reference"]))
        mean, missed = max(means.values(), key=lambda pair: abs(pair[0] - 1))
        return fixed(mean, 5, self.language), str(missed)
