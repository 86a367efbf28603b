"""Which regions make up a reference area, by the rules of ``sql/reference_area.sql``, on rows of the mart.
Their figures are not summed here."""

from collections.abc import Mapping, Set

from pipelines.export.reading import Row


def members(row: Row, regions: Mapping[str, Row], present: Set[str]) -> list[str]:
    """The regions whose cells make up the reference area of ``row`` (of a table of quotients); none if incomplete.

    ``regions`` are the mart's by code, ``present`` the codes that the series has.
    """
    reference, code = row["reference"], row["reference_code"]
    if reference == "nation":
        nation = [each for each in present if regions[each]["type"] == "nation"]
        return nation or [each for each in present if regions[each]["county_code"] not in present - {each}]
    if reference == "county" and code in present:
        return [code]
    column = "county_code" if reference == "county" else "skr_group"
    parts = [
        each for each, region in regions.items() if region[column] == code and _is_municipality(region, row["year"])
    ]
    return parts if present >= set(parts) else []


def _is_municipality(region: Row, year: int) -> bool:
    return region["type"] == "municipality" and (region["valid_from"] or year) <= year <= (region["valid_to"] or year)
