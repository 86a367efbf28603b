"""The sections of a profile, each in its own module, and the document that the declared chapters make of them.
What a section says stands in its module; which chapters there are, in ``settings.toml``."""

from collections.abc import Callable, Iterator
from typing import Any

from pipelines.export import labels
from pipelines.profiles.context import Context
from pipelines.profiles.document import Chapter, Document, Gap, Section
from pipelines.profiles.sections import (
    anchors,
    brief,
    changes,
    claims,
    commuting,
    contributions,
    development,
    embeddedness,
    entries,
    gaps,
    imports,
    joint_offer,
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
from pipelines.profiles.settings import settings

SECTIONS: dict[str, Callable[[Context], Section | None]] = {
    "brief": brief.section,
    "verdicts": verdicts.section,
    "size": size.section,
    "specialisation": specialisation.section,
    "strength-areas": strength_areas.section,
    "imports": imports.section,
    "peers": peers.section,
    "map": place.section,
    "development": development.section,
    "shift-share": shift_share.section,
    "entries": entries.section,
    "productivity": productivity.section,
    "embeddedness": embeddedness.section,
    "anchors": anchors.section,
    "contributions": contributions.section,
    "joint-offer": joint_offer.section,
    "twins": twins.section,
    "commuting": commuting.section,
    "slots": slots.section,
    "claims": claims.section,
    "changes": changes.section,
    "gaps": gaps.section,
    "sources": sources.section,
}


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
        chapters=tuple(_chapters(context)),
    )


def _chapters(context: Context) -> Iterator[Chapter]:
    """The declared chapters; one of which nothing can be said here tells what is missing and how to get it."""
    for declared in settings()["chapter"]:
        name: str = declared["id"]
        found = [SECTIONS[each](context) for each in declared["sections"]]
        sections = tuple(section for section in found if section is not None) or (_missing(context, name),)
        yield Chapter(name, context.words(f"chapter.{name}.heading"), sections, _paper(context, declared))


def _missing(context: Context, chapter: str) -> Section:
    words = context.words
    gap = Gap(words(f"chapter.{chapter}.missing_title"), words(f"chapter.{chapter}.missing", region=context.name))
    return Section(f"{chapter}-missing", words(f"chapter.{chapter}.heading"), (gap,))


def _paper(context: Context, declared: dict[str, Any]) -> frozenset[str]:
    return frozenset((*declared["paper"], *declared.get(f"paper_{context.kind}", ())))
