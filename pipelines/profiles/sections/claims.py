"""What may be said of the region, sentence by sentence, as cards to take along.
Which claims there are, and their words, is decided in ``pipelines/claims``; cards only lay them out."""

import json
from collections.abc import Mapping

from pipelines.claims.sentences import grade_name
from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Card, Cards, Gap, Paragraph, Section
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings


def section(context: Context) -> Section:
    """A card per claim; where the verdicts allow none, that is said."""
    words = context.words
    heading = words("claims.heading")
    found = context.mart.claims.get(context.code, [])
    if not found:
        return Section("claims", heading, (Gap(words("claims.none_title"), words("claims.none", region=context.name)),))
    cards = Cards(tuple(card(context, row) for row in found), _printed(context, found))
    return Section("claims", heading, (Paragraph(words("claims.what")), cards))


def _copied(context: Context, row: Record, told: Mapping[str, str]) -> str:
    """What a reader takes along: the sentence with all that must stand beside it wherever it is used."""
    preliminary = headline.is_preliminary(row["series"])
    return context.words(
        "claims.copied",
        text=told["text"],
        preliminary=context.words("claims.copied_preliminary") if preliminary else "",
        label=told["label"],
        of_series=context.words("claims.copied_series", series=context.series_name(row["series"])),
        of_edition=context.words("claims.copied_edition", edition=context.mart.edition),
    )


def _printed(context: Context, found: list[Record]) -> frozenset[str]:
    """The first of those that stand on paper; what a county's municipalities may say takes the room of its own."""
    declared = settings()["claims"]
    judged = context.kind == "county" and set(context.mart.municipalities(context.code)) & context.mart.verdicts.keys()
    most: int = declared["printed"]["county_with_municipalities" if judged else context.kind]
    wanted = [row["claim_id"] for row in found if row["kind"] not in declared["screen_kinds"]]
    return frozenset(wanted[:most])


def card(context: Context, row: Record) -> Card:
    """One row of table ``claim`` in the page's language."""
    words, language = context.words, context.language
    told = {name: str(row[f"{name}_{language}"]) for name in ("text", "caveat", "label", "may_say", "may_not_say")}
    return Card(
        id=row["claim_id"],
        kind=row["kind"],
        grade=row["grade"],
        grade_name=grade_name(row["grade"], language),
        copied=_copied(context, row, told),
        command=words("claims.command", claim=row["claim_id"]),
        answers=tuple((each["path"], each["sha256"]) for each in json.loads(row["lineage"])["answers"]),
        address=f"claims/{row['claim_id']}.{language}.html",
        **told,
    )
