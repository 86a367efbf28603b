"""Which of the sixteen groups of SCB's open tables the codes of both editions of SNI lie in, or can lie in.
The groups are a classification of SNI 2007; nothing is counted here."""

import pyarrow as pa

from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025

SCHEMA = pa.schema([(name, pa.string()) for name in ("industry_code", "edition", "level", "group_code")])


def candidates(bridge: pa.Table) -> pa.Table:
    """Columns ``industry_code, edition, level, group_code``: a row for each group that a code can lie in.

    A code of SNI 2007 lies in one. A code of SNI 2025 can lie in the groups of all the codes that ``bridge`` (table
    ``industry_bridge``) pairs it with: five digits with what their class is paired with unless paired themselves, the
    levels above with what the codes below them are. A code without known counterpart has no row.
    """
    before = {row["industry_code"]: row for row in classification.industries(SNI2007).to_pylist()}
    after = {row["industry_code"]: row for row in classification.industries(SNI2025).to_pylist()}
    found = {code: {row["group_code"]} for code, row in after.items() if row["unknown"]}
    for row in bridge.to_pylist():
        found.setdefault(row["sni2025_code"], set()).add(before[row["sni2007_code"]]["group_code"])
    for code, row in after.items():
        if row["level"] == "5" and code not in found and row["parent_code"] in found:
            found[code] = found[row["parent_code"]]
    for level in ("4", "3", "2"):
        for code, row in after.items():
            if row["level"] == level and code in found:
                found.setdefault(row["parent_code"], set()).update(found[code])
    rows = [
        *((code, SNI2007, row["level"], row["group_code"]) for code, row in before.items()),
        *((code, SNI2025, after[code]["level"], group) for code in after for group in sorted(found.get(code, ()))),
    ]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
