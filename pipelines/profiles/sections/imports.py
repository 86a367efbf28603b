"""What users' own tables say of the region beside the page's series: the highest location quotients of each.
They are never mixed with the page's own series, and what they leave out is in the workbook."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Heading, Paragraph, Section
from pipelines.profiles.sections import carried, reference_areas, specialisation


def section(context: Context) -> Section | None:
    """Heading, chart and table of each imported series and level; None where the region has none but the page's own."""
    words = context.words
    others = [moment for moment in context.mart.extracts.get(context.code, ()) if moment != context.moment]
    if not others:
        return None
    blocks: list[Block] = [Paragraph(words("imports.what"))]
    for number, own in enumerate(map(context.at, others), start=1):
        year, series, level = own.moment
        facts = {"series": series, "year": year, "region": own.name}
        blocks.append(Heading(words("imports.heading_of", **facts, level=words(f"level.{level}"))))
        blocks += reference_areas.absent_nation(own)
        file_name = f"{own.code}-{series}-{level}-{year}.csv"
        blocks += specialisation.figure(own, f"imports-{number}", words("imports.title", **facts), file_name)
        blocks += carried.blocks(own, number)
    return Section("imports", words("imports.heading"), tuple(blocks))
