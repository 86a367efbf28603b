"""The register's own code tables held against the codes that this project knows.
Codes in workplaces do not belong here: `sql/register_quality.sql` counts those."""

import re
from collections.abc import Callable, Collection, Iterator

from pipelines.register.config import CODE_TABLES, FIELDS, INDUSTRY_EDITION, STATUSES, size_classes
from pipelines.warehouse import classification

SHOWN = 3
# Only what has the form of a code is repeated: a server could put anything there.
CODE = re.compile(r"[0-9]{1,5}", re.ASCII)


def known() -> dict[str, set[str]]:
    """The codes this project knows, by the name of the field in which a workplace has them."""
    regions, industries = classification.regions().to_pylist(), classification.industries().to_pylist()
    return {
        "municipality": {row["region_code"] for row in regions if row["type"] == "municipality"},
        "industry": {
            row["industry_code"] for row in industries if (row["edition"], row["level"]) == (INDUSTRY_EDITION, "5")
        },
        "size": {each.code for each in size_classes()},
        "status": set(STATUSES),
    }


def differences(code_table: Callable[[str], Collection[str]]) -> Iterator[str]:
    """One line per code table that has codes unknown to us; ``code_table`` gives a table's codes by its name."""
    for field, codes in known().items():
        name, digits = CODE_TABLES[field], FIELDS[field].digits
        # The tables of industries and regions may hold the levels above too.
        found = {code for code in code_table(name) if not digits or len(code) == digits}
        strange = sorted(found - codes)
        if strange:
            shown = [code for code in strange if CODE.fullmatch(code)][:SHOWN]
            such_as = f", such as {', '.join(shown)}" if shown else ""
            yield f"{name} has {len(strange)} codes that Styrka does not know{such_as}"
