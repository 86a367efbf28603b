"""What a reader could expect to find and will not, each with its reason and what can be done.
Gaps that belong beside a figure are repeated there."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Command, Gap, Section


def section(context: Context) -> Section:
    words = context.words
    blocks: list[Block] = [Gap(words("gaps.verdicts_title"), words("gaps.verdicts"))]
    if context.moment.level == "group":
        blocks.append(Gap(words("gaps.industries_title"), words("gaps.industries")))
    if not context.mart.has_workplaces:
        blocks.append(Gap(words("gaps.workplaces_title"), words("gaps.workplaces")))
    blocks += _municipalities(context)
    if context.preliminary:
        blocks.append(
            Gap(
                words("gaps.preliminary_title", year=context.moment.year),
                words("gaps.preliminary", year=context.moment.year),
            )
        )
    return Section("gaps", words("gaps.heading"), tuple(blocks))


def _municipalities(context: Context) -> list[Block]:
    words, numbers = context.words, context.numbers
    county = context.code if context.kind == "county" else None
    listed = [
        code
        for code, region in context.mart.regions.items()
        if region["type"] == "municipality" and region["valid_to"] is None and county in (None, region["county_code"])
    ]
    present = sum(code in context.mart.moments for code in listed)
    if present == len(listed):
        return []
    key = "none" if present == 0 else "some"
    text = words(
        f"gaps.municipalities_{key}",
        area=context.name if county else words("size.nation"),
        present=numbers.integer(present),
        all=numbers.integer(len(listed)),
    )
    return [Gap(words("gaps.municipalities_title"), text), Command("make refresh")]
