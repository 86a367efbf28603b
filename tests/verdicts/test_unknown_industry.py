"""Unknown industry is a code of the edition of the classification that a series follows."""

import pyarrow as pa

from pipelines.warehouse import engine


def test_each_series_has_the_unknown_codes_of_its_own_edition() -> None:
    industries = [("SNI2007", "A", False), ("SNI2007", "00", True), ("SNI2025", "A", False), ("SNI2025", "99", True)]
    names = ("edition", "industry_code", "unknown")
    relations = {
        "industry": pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in industries]),
        # A series in two parts is one series.
        "snapshot": pa.table({"series": ["OLD", "NEW", "NEW"], "industry_edition": ["SNI2007", "SNI2025", "SNI2025"]}),
    }
    rows = engine.select("unknown_industry", relations).to_pylist()
    assert sorted((row["series"], row["industry_code"]) for row in rows) == [("NEW", "99"), ("OLD", "00")]
