"""The method note: what is measured, the thresholds and conventions, and what the figures do not say, on one page.
Everything in it is read from the declarations that the measures and verdicts themselves follow."""

from pipelines import schema
from pipelines.export.numbers import Numbers
from pipelines.measures.conventions import conventions
from pipelines.measures.presence import settings as relatedness
from pipelines.profiles.document import Cell, Chapter, Column, Document, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.verdicts.tables import settings as verdicts

NAME = "method"
MEASURES = (
    *(
        "location_quotient",
        "specialisation",
        "shift_share",
        "concentration",
        "relatedness",
        "complexity_region",
        "twin",
    ),
    *(
        "workplace_quotient",
        "job_interval",
        "ellison_glaeser",
        "uncertainty",
        "strength_area_quotient",
        "density_backtest",
        "verdict",
    ),
)
CONVENTIONS = ("reference", "unknown", "null", "ties", "growth", "bounds", "sampling", "dartboard", "relatedness")
LIMITS = ("employees", "place", "size", "classification", "cause", "areas")


def document(language: Language, edition: str, mark: tuple[str, str] = ("", "")) -> Document:
    """The note in one language; ``mark`` and its reason as on every page of the edition."""
    words = Words(language)
    return Document(
        language=language,
        region_code="",
        kind=words("method_note.kind"),
        title=words("method_note.title"),
        summary=words("method_note.summary"),
        caveats=(),
        facts=((words("about.edition_term"), edition),),
        edition=edition,
        mark=mark[0],
        warning=mark[1],
        name=NAME,
        chapters=_chapters(
            Section("measured", words("method_note.measured"), (Notes(_measured(language)),)),
            Section(
                "thresholds",
                words("method_note.thresholds"),
                (Paragraph(words("method_note.grid", years=verdicts()["years_back"] + 1)), _thresholds(words)),
            ),
            Section("conventions", words("method_note.conventions"), (Notes(_conventions(words)),)),
            Section("limits", words("method_note.limits"), (Notes(_notes(words, "limit", LIMITS)),)),
        ),
    )


def _chapters(*sections: Section) -> tuple[Chapter, ...]:
    return tuple(Chapter(section.id, section.heading, (section,)) for section in sections)


def _measured(language: Language) -> tuple[tuple[str, str], ...]:
    """The tables that a reader meets first, each with the first sentence of its declared meaning."""
    tables = [schema.table(name) for name in MEASURES]
    return tuple(
        (f"{table.title(language)} ({table.name})", f"{table.description(language).split('. ')[0].removesuffix('.')}.")
        for table in tables
    )


def _thresholds(words: Words) -> Table:
    numbers, language = Numbers(words.language), words.language
    lines = verdicts()["thresholds"].values()
    return Table(
        id="thresholds-table",
        caption=words("method_note.thresholds_caption"),
        columns=(
            Column(words("method_note.threshold")),
            Column(words("method_note.value"), numeric=True),
            Column(words("method_note.source")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(line[language], None),
                    Cell(numbers.compact(line["value"]), line["value"]),
                    Cell(line[f"source_{language}"], None),
                )
            )
            for line in lines
        ),
    )


def _conventions(words: Words) -> tuple[tuple[str, str], ...]:
    numbers, declared, enough = Numbers(words.language), conventions(), relatedness()["enough"]
    return _notes(
        words,
        "convention",
        CONVENTIONS,
        unknown=words(f"method_note.unknown_{'in' if declared.unknown_in_totals else 'out'}"),
        z=numbers.decimal(declared.sampling_z, 2),
        **enough,
    )


def _notes(words: Words, group: str, names: tuple[str, ...], **blanks: object) -> tuple[tuple[str, str], ...]:
    key = f"method_note.{group}"
    return tuple((words(f"{key}.{name}.term"), words(f"{key}.{name}.text", **blanks)) for name in names)
