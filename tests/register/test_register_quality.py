"""What every register edition lacks is counted by itself, of its own records and its own tally."""

from datetime import date
from itertools import product

import pyarrow as pa

from pipelines.warehouse import classification, engine

EDITIONS = list(product(("SIMULATED", "OTHER"), (date(2025, 2, 1), date(2026, 2, 1))))


def test_every_edition_has_its_own_tally() -> None:
    """Edition k of 1 to 4: 100 k records, 10 k of them without a municipality, k of these malformed rather than blank;
    and 20 k codes that came as numbers."""
    cells, tallies = [], []
    for k, (series, day) in enumerate(EDITIONS, 1):
        edition = {"series": series, "register_date": day}
        cell = edition | {"industry_code": "16111", "size_class": "2", "status": "active"}
        cells += [cell | {"municipality_code": "0880", "workplaces": 90 * k}]
        cells += [cell | {"municipality_code": "", "workplaces": 10 * k}]
        tallies.append(edition | {"municipality_invalid": k, "industry_invalid": 0, "number_codes": 20 * k})
    relations = {
        "register_cell": pa.Table.from_pylist(cells),
        "register_tally": pa.Table.from_pylist(tallies),
        "region": classification.regions(),
        "industry": classification.industries(),
    }
    rows = engine.select("register_quality", relations, {"industry_edition": "SNI2025"}).to_pylist()
    told = {(row["series"], row["register_date"], row["kind"]): row["workplaces"] for row in rows}
    assert len(told) == len(rows)
    for k, (series, day) in enumerate(EDITIONS, 1):
        of_edition = {key[2]: workplaces for key, workplaces in told.items() if key[:2] == (series, day) and workplaces}
        assert of_edition == {
            "received": 100 * k,
            "active": 100 * k,
            "municipality_blank": 9 * k,
            "municipality_invalid": k,
            "text_codes": 80 * k,
            "number_codes": 20 * k,
            "in_no_region": 10 * k,
        }
