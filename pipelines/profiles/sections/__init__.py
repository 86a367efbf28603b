"""The sections of a profile in their order, and the document that they make.
What a section says stands in its own module; how it looks belongs to the renderers."""

from pipelines.export import labels
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document
from pipelines.profiles.sections import (
    anchors,
    brief,
    commuting,
    contributions,
    development,
    embeddedness,
    entries,
    gaps,
    imports,
    peers,
    place,
    productivity,
    shift_share,
    size,
    slots,
    sources,
    specialisation,
    strength_areas,
    twins,
    verdicts,
)

SECTIONS = (
    brief.section,
    size.section,
    specialisation.section,
    verdicts.section,
    strength_areas.section,
    imports.section,
    peers.section,
    place.section,
    development.section,
    shift_share.section,
    entries.section,
    productivity.section,
    embeddedness.section,
    anchors.section,
    contributions.section,
    twins.section,
    commuting.section,
    slots.section,
    gaps.section,
    sources.section,
)


def document(context: Context) -> Document:
    """The whole profile of one region in one language."""
    mark, warning = labels.mark(context.mart.snapshots, context.language)
    return Document(
        language=context.language,
        region_code=context.code,
        kind=context.words(f"kind.{context.kind}.profile"),
        title=context.name,
        summary=brief.summary(context),
        caveats=brief.caveats(context),
        facts=brief.facts(context),
        edition=context.mart.edition,
        mark=mark,
        warning=warning,
        sections=tuple(made for section in SECTIONS if (made := section(context)) is not None),
    )
