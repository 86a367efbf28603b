"""The difference between two editions as a document in one language, of the same parts as a profile.
What differs is found by ``comparison``; a page is drawn by ``profiles.html``, plain text by ``plain_text``."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import pyarrow.compute as pc

from pipelines.differences.comparison import Comparison, settings
from pipelines.differences.naming import Names
from pipelines.differences.telling import WORDING, reason
from pipelines.differences.turning import Turning
from pipelines.export import labels
from pipelines.export.numbers import Numbers
from pipelines.export.reading import Row
from pipelines.profiles import document as parts
from pipelines.profiles.document import Cell, Chapter, Column, Document, Paragraph, Section, Table
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.verdicts import words as verdicts

NAME = "diff"
CELLS_FILE, CLAIMS_FILE = f"{NAME}.cells.csv", f"{NAME}.claims.csv"
RANKS_FILE, NAMES_FILE, VERDICTS_FILE = f"{NAME}.ranks.csv", f"{NAME}.names.csv", f"{NAME}.verdicts.csv"
STANDING = ("holds", "changed", "gone", "new")


def document(comparison: Comparison, language: Language) -> Document:
    """The report, with the largest differences of each kind; marked when one of the editions is no statistics."""
    return _Report(comparison, language).document()


class _Report:
    """One comparison in one language."""

    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.comparison, self.language = comparison, language
        self.words, self.numbers = Words(language, WORDING), Numbers(language)
        self.names = Names(comparison, language)
        self.shown = int(settings()["shown"])

    def document(self) -> Document:
        both = self.comparison
        sections = (self.claims(), self.verdicts(), self.ranks(), self.cells(), self.codes())
        mark = labels.mark([*both.before.snapshots, *both.now.snapshots], self.language)
        return Document(
            language=self.language,
            region_code="",
            kind=self.words("report.kind"),
            title=self.words("report.title", before=both.before.id, now=both.now.id),
            summary=self.summary(),
            caveats=(),
            facts=tuple(
                (
                    self.words(f"report.{name}"),
                    self.words("report.built_from", id=edition.id, snapshots=len(edition.snapshots)),
                )
                for name, edition in (("before", both.before), ("now", both.now))
            ),
            edition=both.now.id,
            chapters=tuple(Chapter(section.id, section.heading, (section,)) for section in sections),
            mark=mark[0],
            warning=mark[1],
            name=NAME,
        )

    def summary(self) -> str:
        both = self.comparison
        outcomes = Counter(row["outcome"] for row in both.claims)
        changed = outcomes["changed"] + outcomes["gone"]
        told = (both.cells.num_rows, both.names, both.ranks, both.verdicts, both.uncompared, both.covered)
        if not (any(told) or changed or outcomes["new"]):
            return self.words("report.summary_same")
        return self.words(
            "report.summary",
            cells=self.numbers.integer(both.cells.num_rows),
            verdicts=self.numbers.integer(len(both.verdicts)),
            new=self.numbers.integer(sum(row["new"] for row in both.covered)),
            gone=self.numbers.integer(sum(row["gone"] for row in both.covered)),
            claims=self.numbers.integer(changed),
            of=self.numbers.integer(len(both.claims) - outcomes["new"]),
        )

    def claims(self) -> Section:
        outcomes = Counter(row["outcome"] for row in self.comparison.claims)
        standing = [(self.words(f"claims.{outcome}"), outcomes[outcome]) for outcome in STANDING]
        sums = self.table("claims", "sums", ("claims.outcome", "#claims.number"), standing)
        # What no longer holds first: most of what changed is another year.
        broken = [row for outcome in ("gone", "changed") for row in self.comparison.claims if row["outcome"] == outcome]
        lines = [
            (
                row["claim_id"],
                row[f"text_{self.language}_before"],
                row[f"text_{self.language}"] or "",
                reason(row, self.words),
            )
            for row in broken
        ]
        headings = ("claims.claim", "claims.before", "claims.now", "claims.why")
        return self.section("claims", sums, *self.listing("claims", "list", headings, lines, CLAIMS_FILE))

    def verdicts(self) -> Section:
        turned = Turning(self.words)
        lines = [
            (
                self.names.region(row["region_code"]),
                self.names.subject(row),
                f"{row['series']} {row['year']}",
                verdicts.name(row["verdict_before"], self.language),
                verdicts.name(row["verdict"], self.language),
                turned(row),
            )
            for row in sorted(self.comparison.verdicts, key=_moved)
        ]
        headings = (
            "cells.region",
            "cells.industry",
            "cells.series",
            "verdicts.before",
            "verdicts.now",
            "verdicts.ways",
        )
        flipped = self.listing("verdicts", "caption", headings, lines, VERDICTS_FILE)
        return self.section("verdicts", *flipped, *self.covered())

    def covered(self) -> Iterator[parts.Block]:
        """By series how many verdicts only one of the editions has."""
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.comparison.covered:
            counted[row["series"]].update(new=row["new"], gone=row["gone"])
        lines = [(series, counted[series]["new"], counted[series]["gone"]) for series in sorted(counted)]
        if lines:
            headings = ("cells.series", "#verdicts.new", "#verdicts.gone")
            yield self.table("verdicts", "covered", headings, lines)

    def ranks(self) -> Section:
        lines = [
            (
                self.names.region(row["region_code"]),
                self.names.industry(row["industry_code"], row["series"]),
                f"{row['series']} {row['year']}",
                row["rank_before"],
                row["rank"],
                row["rank_of"],
                f"{self.numbers.ratio(row['lq_before'])} → {self.numbers.ratio(row['lq'])}",
            )
            for row in self.comparison.ranks
        ]
        headings = ("cells.region", "cells.industry", "cells.series", "#ranks.before", "#ranks.now", "#ranks.of")
        found = self.listing(
            "ranks", "caption", (*headings, "ranks.lq"), lines, RANKS_FILE, places=settings()["places"]
        )
        return self.section("ranks", *found, *self.uncompared())

    def uncompared(self) -> Iterator[parts.Block]:
        """How many ranks were left out, since they are among another number of regions than before."""
        lines = [
            (row["series"], *(self.of(row[name]) for name in ("rank_of_before", "rank_of")), row["ranks"])
            for row in self.comparison.uncompared
        ]
        if lines:
            headings = ("cells.series", "#ranks.of_before", "#ranks.of_now", "#ranks.left_out")
            yield self.table("ranks", "uncompared", headings, lines)

    def of(self, regions: int | None) -> object:
        return self.words("ranks.unranked") if regions is None else regions

    def cells(self) -> Section:
        cells = self.comparison.cells
        counted = cells.group_by(["series", "year", "change", "within_noise"]).aggregate([([], "count_all")])
        sums: dict[tuple[str, int], Counter[str]] = {}
        for row in counted.to_pylist():
            found = sums.setdefault((row["series"], row["year"]), Counter())
            found[row["change"]] += row["count_all"]
            if row["change"] == "revised" and row["within_noise"]:
                found["noise"] += row["count_all"]
        names = ("new", "gone", "revised", "noise")
        lines = [(key[0], str(key[1]), *(sums[key][name] for name in names)) for key in sorted(sums)]
        headings = ("cells.series", "cells.year", *(f"#cells.{name}" for name in names))
        blocks: list[parts.Block] = [Paragraph(self.words("cells.none"))]
        if lines:
            blocks = [self.table("cells", "sums", headings, lines), Paragraph(self.words("cells.what"))]
        revised = cells.filter(pc.equal(cells["change"], "revised"))
        largest = [self.cell(row) for row in revised.slice(0, self.shown).to_pylist()]
        headings = ("cells.region", "cells.industry", "cells.series", "#cells.before", "#cells.now")
        headings = (*headings, "#cells.difference", "cells.kind")
        if largest:
            blocks += self.listing("cells", "largest", headings, largest, CELLS_FILE, every=revised.num_rows)
        return self.section("cells", *blocks)

    def cell(self, row: Row) -> tuple[object, ...]:
        before, now = (
            row[f"employees{end}"]
            if row[f"employees{end}"] is not None
            else self.words(f"status.{row[f'status{end}']}")
            for end in ("_before", "")
        )
        kind = "status" if row["within_noise"] is None else "within" if row["within_noise"] else "beyond"
        sex = "" if row["sex"] == "total" else f" ({self.words('sex.' + row['sex'])})"
        return (
            self.names.region(row["region_code"]),
            self.names.industry(row["industry_code"], row["series"]),
            f"{row['series']} {row['year']}{sex}",
            before,
            now,
            row["difference"],
            self.words(f"cells.{kind}"),
        )

    def codes(self) -> Section:
        lines = [
            (
                self.words(f"names.{row['kind']}"),
                f"{row['code']} {row['edition']}".strip(),
                self.words(f"names.{row['change']}"),
                row[f"name_{self.language}_before"] or row["name_sv_before"] or "",
                row[f"name_{self.language}"] or row["name_sv"] or "",
            )
            for row in self.comparison.names
        ]
        headings = ("names.kind", "names.code", "names.change", "names.before", "names.now")
        return self.section("names", *self.listing("names", "caption", headings, lines, NAMES_FILE))

    def section(self, name: str, *blocks: parts.Block) -> Section:
        return Section(name, self.words(f"{name}.heading"), blocks)

    def listing(
        self,
        name: str,
        caption: str,
        headings: Sequence[str],
        lines: Sequence[Sequence[object]],
        file: str,
        *,
        every: int | None = None,
        **blanks: object,
    ) -> Iterator[parts.Block]:
        """The first lines as a table, and where the others are; that there are none in words."""
        total = len(lines) if every is None else every
        if not lines:
            yield Paragraph(self.words(f"{name}.none", **blanks))
            return
        yield self.table(name, caption, headings, lines[: self.shown], **blanks)
        if total > self.shown:
            shown, whole = (self.numbers.integer(number) for number in (self.shown, total))
            yield Paragraph(self.words("report.more", shown=shown, all=whole, file=file))

    def table(
        self, name: str, caption: str, headings: Sequence[str], lines: Sequence[Sequence[object]], **blanks: object
    ) -> Table:
        """Headings that begin with # are of numbers."""
        columns_ = tuple(Column(self.words(each.lstrip("#")), numeric=each.startswith("#")) for each in headings)
        rows = tuple(parts.Row(tuple(self.shown_value(value) for value in line)) for line in lines)
        return Table(f"{name}-{caption}", self.words(f"{name}.{caption}", **blanks), columns_, rows)

    def shown_value(self, value: object) -> Cell:
        if isinstance(value, int):
            return Cell(self.numbers.integer(value), value)
        return Cell("" if value is None else str(value), None)


def _moved(row: Row) -> tuple[bool, int]:
    """By how far a verdict moved, the farthest first; from or to no data is no distance and comes last."""
    before, now = row["verdict_before"], row["verdict"]
    return verdicts.GROUND in (before, now), -abs(verdicts.ORDER.index(before) - verdicts.ORDER.index(now))
