"""Strength areas by regions as a table for a terminal: each quotient with the interval of its jobs.
What the figures mean is said by the mart's tables; how one came about, by ``explain``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.errors import StyrkaError
from pipelines.export import headline
from pipelines.export.numbers import EN_DASH, Numbers
from pipelines.export.reading import Row, columns, rows
from pipelines.export.wording import wording
from pipelines.schema.table import Language
from pipelines.snapshots.sidecar import REGISTERS
from pipelines.warehouse.classification import NATION

TABLE = "strength_area_quotient"
GAP = "  "
# An unexplained null would be worse than none; a caveat that leaves a value needs no line below the table.
CAVEATS = ("incomplete_total", "members_not_listed")
Shown = Literal["lq", "size"]


@dataclass(frozen=True)
class Matrix:
    """One series and year: ``areas`` (rows of strength_area) by ``regions`` (rows of region), and the rows between."""

    region: Row
    series: str
    areas: Sequence[Row]
    regions: Sequence[Row]
    cells: dict[tuple[str, str], Row]

    @property
    def first(self) -> Row:
        return next(iter(self.cells.values()))


def read(folder: Path, region: str, series: str | None = None) -> Matrix:
    """A region's areas, those declared for it first, by the regions in it: municipalities of a county, else counties.

    ``folder`` holds the mart's Parquet files. Without ``series`` the first that measures an area there, in its newest
    year: the register's, else an imported one's, a simulated one's last. StyrkaError says what exists otherwise.
    """
    known = {each["region_code"]: each for each in rows(folder, "region")}
    if region not in known:
        raise StyrkaError(
            f"there is no region {region!r}; counties have two digits, municipalities four, the nation 00"
        )
    own = known[region]
    county = own["county_code"] or NATION
    inside = [each for each in known.values() if _lies_in(each, own)]
    shown = [own, *inside] if region != NATION else inside
    codes = [each["region_code"] for each in shown]
    found = [row for code in codes for row in rows(folder, TABLE, region_code=code, reference="nation")]
    found = [row for row in found if series in (None, row["series"])]
    if not found and series is not None:
        existing = sorted(
            columns(folder, TABLE, ["series"])["series"].unique().to_pylist(), key=headline.area_precedence
        )
        raise StyrkaError(
            f"no strength areas of series {series} in region {region}; series: {', '.join(existing) or 'none'}"
        )
    if not any(row["level"] for row in found):
        raise unmeasured(f"any strength area in region {region}", sorted({row["series"] for row in found}))
    chosen = min(
        {row["series"] for row in found}, key=lambda each: (not _measures(found, each), headline.area_precedence(each))
    )
    found = [row for row in found if row["series"] == chosen]
    newest = max(row["year"] for row in found)
    cells = {(row["area_id"], row["region_code"]): row for row in found if row["year"] == newest}
    areas = [each for each in rows(folder, "strength_area") if _declared_for(each, region, county)]
    areas.sort(key=lambda each: not each["region_codes"])
    return Matrix(own, chosen, areas, shown, cells)


def unmeasured(what: str, coarse: Sequence[str] = ()) -> StyrkaError:
    """That no series measures ``what``, which series are there but cannot, and what would."""
    there = f" ({', '.join(coarse)}: too coarse or of another edition of SNI)" if coarse else ""
    return StyrkaError(
        f"nothing in this edition is fine enough to measure {what}{there}; pull the business register (styrka refresh "
        "--register), take in a finer table (styrka import), or try a made-up register (styrka simulate --seed 1)"
    )


def render(matrix: Matrix, shown: Shown, language: Language, csv: Path, width: int | None = None) -> str:
    """The table in blocks of as many regions as ``width`` holds (all in one without), and what the dashes mean."""
    return "\n".join(_Table(matrix, shown, language).lines(csv, width)) + "\n"


class _Table:
    """One matrix in one language."""

    def __init__(self, matrix: Matrix, shown: Shown, language: Language) -> None:
        self.matrix, self.shown, self.language, self.numbers = matrix, shown, language, Numbers(language)
        self.register = matrix.first["register_date"] is not None

    def lines(self, csv: Path, width: int | None) -> Iterator[str]:
        matrix = self.matrix
        if matrix.series == REGISTERS["simulated"]:
            yield self.say("simulated")
        moment = matrix.first["register_date"] or matrix.first["year"]
        yield self.say("heading", region=matrix.region[f"name_{self.language}"], series=matrix.series, moment=moment)
        yield self.say(f"{self.shown}_{'register' if self.register else 'extract'}")
        for block in self.blocks(width):
            yield ""
            yield from block
        yield ""
        yield from self.notes()
        yield self.say("file", path=csv)
        yield self.say("explain", series=matrix.series)

    def blocks(self, width: int | None) -> Iterator[Iterator[str]]:
        labels = [self.say("area"), *(text for area in self.matrix.areas for text in self.label(area))]
        label_width = max(map(len, labels))
        columns = [self.column(region) for region in self.matrix.regions]
        while columns:
            used = label_width
            block: list[list[str]] = []
            while columns and (not block or width is None or used + len(GAP) + len(columns[0][0]) <= width):
                used += len(GAP) + len(columns[0][0])
                block.append(columns.pop(0))
            yield (
                GAP.join([label.ljust(label_width), *cells]).rstrip()
                for label, *cells in zip(labels, *block, strict=True)
            )

    def label(self, area: Row) -> list[str]:
        return [area[f"name_{self.language}"], f"  {area['area_id']}"]

    def column(self, region: Row) -> list[str]:
        """A region's name over its cells, all as wide as the widest of them."""
        texts = [region[f"name_{self.language}"]]
        for area in self.matrix.areas:
            texts += self.cell(self.matrix.cells.get((area["area_id"], region["region_code"])))
        width = max(map(len, texts))
        return [text.rjust(width) for text in texts]

    def cell(self, row: Row | None) -> list[str]:
        if row is None:
            return [EN_DASH, ""]
        value = row["lq"] if self.shown == "lq" else row["workplaces" if self.register else "employees"]
        low, high = (row[f"{'lq_jobs' if self.shown == 'lq' else 'jobs'}_{end}"] for end in ("low", "high"))
        if self.shown == "lq":
            above = EN_DASH if value is None else self.numbers.ratio(value)
            below = EN_DASH if low is None or high is None else self.numbers.interval(low, high)
        else:
            above = EN_DASH if value is None else self.numbers.compact(value)
            below = EN_DASH if low is None else self.numbers.whole_interval(low, high)
        if row["workplaces_unknown_size"]:
            below += f" [{self.numbers.compact(row['workplaces_unknown_size'])}]"
        return [above, below if self.register else ""]

    def notes(self) -> Iterator[str]:
        areas = {area["area_id"] for area in self.matrix.areas}
        shown = [row for (area, _), row in self.matrix.cells.items() if area in areas]
        if any(row["workplaces_unknown_size"] for row in shown):
            yield self.say("unknown_size")
        yield from self.listing(shown)
        found = {(row["note"], row["needed_level"] or "") for row in shown if not _whole(row)}
        texts = sorted(
            {str(wording()["area_matrix"]["note"][note][self.language]).format(level=level) for note, level in found}
        )
        for text in texts:
            yield self.say("empty", note=text)

    def listing(self, shown: Sequence[Row]) -> Iterator[str]:
        """The areas of which the series lacks industries, which count as none, with how many it has."""
        found = {row["area_id"]: row for row in shown if row["note"] == "members_not_listed"}
        areas = [
            f"{area[f'name_{self.language}']} {row['members_listed']}/{row['members']}"
            for area in self.matrix.areas
            for row in (found.get(area["area_id"]),)
            if row is not None
        ]
        if areas:
            yield self.say("listing", areas="; ".join(areas))

    def say(self, sentence: str, **facts: object) -> str:
        return str(wording()["area_matrix"][sentence][self.language].format(**facts))


def _whole(row: Row) -> bool:
    """Whether nothing of the row is empty for the reason that its note gives."""
    if row["note"] == "size_unknown":
        return all(row[name] is not None for name in ("jobs_high", "lq_jobs_low", "lq_jobs_high"))
    return row["note"] in (None, *CAVEATS)


def _measures(found: Sequence[Row], series: str) -> bool:
    return any(row["level"] for row in found if row["series"] == series)


def _lies_in(region: Row, whole: Row) -> bool:
    if whole["type"] == "nation":
        return bool(region["type"] == "county")
    return bool(
        whole["type"] == "county" and region["type"] == "municipality" and region["county_code"] == whole["region_code"]
    )


def _declared_for(area: Row, region: str, county: str) -> bool:
    codes = (area["region_codes"] or "").split()
    return not codes or region in codes or county in codes
