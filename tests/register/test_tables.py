"""The tables of the register on cells that can be added up by hand."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.warehouse import engine
from tests.register.hand import EDITION, JANUARY, LEAVES, MARCH, MAY, cells, counted, relations

Key = tuple[str, str, str]


def by_cell(content: pa.Table) -> dict[Key, int]:
    rows = counted(content).to_pylist()
    return {(row["region_code"], row["industry_code"], row["size_class"]): row["workplaces"] for row in rows}


def test_a_workplace_counts_in_three_regions_and_on_five_levels() -> None:
    found = counted(cells((JANUARY, "0880", "01110", "2", "active", 1))).to_pylist()
    assert {(row["region_code"], row["industry_code"], row["level"]) for row in found} == {
        (region, code, level)
        for region in ("0880", "08", "00")
        for code, level in [("01110", "5"), ("0111", "4"), ("011", "3"), ("01", "2"), ("A", "section")]
    }
    assert {(row["series"], row["register_date"], row["size_class"], row["workplaces"]) for row in found} == {
        ("REGISTER", JANUARY, "2", 1)
    }


def test_sums_over_municipalities_and_industries() -> None:
    found = by_cell(
        cells(
            (JANUARY, "0880", "01110", "2", "active", 3),
            (JANUARY, "0880", "01120", "2", "active", 4),
            (JANUARY, "0881", "01110", "2", "active", 5),
            (JANUARY, "0180", "02100", "2", "active", 7),
            (JANUARY, "0180", "02100", "3", "active", 1),
        )
    )
    assert found["0880", "A", "2"] == 3 + 4
    assert found["08", "01110", "2"] == 3 + 5
    assert found["08", "A", "2"] == 3 + 4 + 5
    assert found["00", "A", "2"] == 3 + 4 + 5 + 7
    assert found["00", "A", "3"] == 1
    assert ("08", "02100", "2") not in found, "zero cells are left out"


def test_only_active_workplaces_of_known_municipalities_count() -> None:
    found = by_cell(
        cells(
            (JANUARY, "0880", "01110", "2", "active", 1),
            (JANUARY, "0880", "01110", "2", "closed", 10),
            (JANUARY, "0880", "01110", "2", "never_active", 100),
            (JANUARY, "0880", "01110", "2", "unknown", 1_000),
            (JANUARY, "", "01110", "2", "active", 10_000),
            (JANUARY, "9999", "01110", "2", "active", 100_000),
            # A county's code in the place of a municipality's is no municipality.
            (JANUARY, "08", "01110", "2", "active", 1_000_000),
        )
    )
    assert found["00", "A", "2"] == 1


def test_unknown_industries_stand_under_the_unknown_codes_and_unknown_classes_under_0() -> None:
    found = by_cell(
        cells(
            (JANUARY, "0880", "", "2", "active", 1),
            (JANUARY, "0880", "98765", "2", "active", 2),
            (JANUARY, "0880", "00000", "2", "active", 4),
            (JANUARY, "0880", "16101", "", "active", 8),
            (JANUARY, "0880", "16101", "0", "active", 16),
        )
    )
    for code in ("US", "00", "000", "0000", "00000"):
        assert found["0880", code, "2"] == 1 + 2 + 4
    assert found["0880", "C", "0"] == 8 + 16


def test_editions_and_series_stay_apart() -> None:
    content = pa.concat_tables(
        [
            cells((JANUARY, "0880", "01110", "2", "active", 1), (MARCH, "0880", "01110", "2", "active", 2)),
            cells((MARCH, "0880", "01110", "2", "active", 9), series="SIMULATED"),
        ]
    )
    found = {
        (row["series"], row["register_date"]): row["workplaces"]
        for row in counted(content).to_pylist()
        if (row["region_code"], row["level"]) == ("00", "section")
    }
    assert found == {("REGISTER", JANUARY): 1, ("REGISTER", MARCH): 2, ("SIMULATED", MARCH): 9}
    assert faults(content, counted(content)) == []


def changes(content: pa.Table) -> dict[tuple[Any, ...], tuple[int, ...]]:
    rows = engine.select("workplace_change", relations(content), EDITION).to_pylist()
    return {
        (row["register_date"], row["previous_date"], row["region_code"], row["industry_code"]): (
            row["workplaces_before"],
            row["workplaces"],
            row["change"],
            row["entries_at_least"],
            row["exits_at_least"],
        )
        for row in rows
    }


def test_entries_and_exits_are_sums_over_municipalities_and_5_digit_industries() -> None:
    found = changes(
        cells(
            (JANUARY, "0880", "01110", "2", "active", 5),
            (JANUARY, "0880", "01120", "2", "active", 5),
            (JANUARY, "0881", "01110", "2", "active", 5),
            (MARCH, "0880", "01110", "2", "active", 4),
            # One workplace changed its size class: it neither entered nor left.
            (MARCH, "0880", "01110", "3", "active", 4),
            (MARCH, "0880", "01120", "3", "active", 1),
            # 0881 lost all it had; the industry 16101 is new in 0880.
            (MARCH, "0880", "16101", "2", "active", 2),
        )
    )
    assert found[MARCH, JANUARY, "0880", "01110"] == (5, 8, 3, 3, 0)
    assert found[MARCH, JANUARY, "0880", "01120"] == (5, 1, -4, 0, 4)
    assert found[MARCH, JANUARY, "0880", "A"] == (10, 9, -1, 3, 4)
    assert found[MARCH, JANUARY, "0881", "01110"] == (5, 0, -5, 0, 5)
    assert found[MARCH, JANUARY, "08", "A"] == (15, 9, -6, 3, 9)
    assert found[MARCH, JANUARY, "0880", "C"] == (0, 2, 2, 2, 0)
    assert not any(date == JANUARY for date, *_ in found), "the first edition has none before it"


def test_each_edition_is_held_against_the_one_before_it_in_its_series() -> None:
    register = cells(
        (JANUARY, "0880", "01110", "2", "active", 1),
        (MARCH, "0880", "01110", "2", "closed", 1),
        (MAY, "0880", "01110", "2", "active", 3),
    )
    simulated = cells((MARCH, "0880", "01110", "2", "active", 9), series="SIMULATED")
    found = changes(pa.concat_tables([register, simulated]))
    section = {key[:2]: value for key, value in found.items() if key[2:] == ("00", "A")}
    # March holds no active workplace at all, and is an edition all the same.
    assert section == {(MARCH, JANUARY): (1, 0, -1, 0, 1), (MAY, MARCH): (0, 3, 3, 3, 0)}


def tally(**counts: int) -> pa.Table:
    row = {"series": "REGISTER", "register_date": JANUARY, "number_codes": 0, "municipality_invalid": 0}
    return pa.Table.from_pylist([{**row, "industry_invalid": 0, **counts}])


def test_quality_counts_what_is_absent_and_unknown_over_all_that_was_received() -> None:
    content = cells(
        (JANUARY, "0880", "01110", "2", "active", 1),
        (JANUARY, "0880", "98765", "0", "active", 2),
        (JANUARY, "9999", "00000", "", "active", 4),
        (JANUARY, "", "", "2", "closed", 8),
        (JANUARY, "", "01110", "2", "never_active", 16),
        (JANUARY, "08", "01110", "2", "unknown", 32),
    )
    given_tally = tally(number_codes=3, municipality_invalid=5, industry_invalid=8)
    found = engine.select("register_quality", {**relations(content), "register_tally": given_tally}, EDITION)
    assert {(row["kind"], row["code"]): row["workplaces"] for row in found.to_pylist()} == {
        ("received", ""): 63,
        ("active", ""): 1 + 2 + 4,
        ("never_active", ""): 16,
        ("closed", ""): 8,
        ("status_unknown", ""): 32,
        ("municipality_blank", ""): 24 - 5,
        ("municipality_invalid", ""): 5,
        ("municipality_unknown", "9999"): 4,
        ("municipality_unknown", "08"): 32,
        ("industry_blank", ""): 0,
        ("industry_invalid", ""): 8,
        ("industry_unknown", "98765"): 2,
        ("industry_unknown", "00000"): 4,
        ("size_unknown", ""): 2,
        ("size_invalid", ""): 4,
        ("text_codes", ""): 60,
        ("number_codes", ""): 3,
        ("in_no_region", ""): 4,
    }


@pytest.mark.parametrize("name", ["workplace_count", "workplace_change", "register_quality"])
def test_without_a_register_the_tables_are_there_and_empty(name: str) -> None:
    nothing = {**relations(cells()), "register_tally": tally().slice(0, 0)}
    read = {each: nothing[each] for each in nothing if each != "register_tally" or name == "register_quality"}
    assert engine.select(name, read, EDITION).num_rows == 0


def faults(content: pa.Table, published: pa.Table) -> list[str]:
    read = {**relations(content), "workplace_count": published}
    return sorted(row["kind"] for row in engine.select("check_workplace_sums", read, EDITION).to_pylist())


CODES = st.sampled_from(["0180", "0880", "0881", "08", "9999", ""])
ROWS = st.tuples(
    st.sampled_from([JANUARY, MARCH]),
    CODES,
    st.sampled_from([*LEAVES, "98765", ""]),
    st.sampled_from(["", "0", "1", "2", "16"]),
    st.sampled_from(["active", "closed"]),
    st.integers(1, 1_000_000),
)


@settings(deadline=None, max_examples=30)
@given(st.lists(ROWS, max_size=12, unique_by=lambda row: row[:5]))
def test_whatever_is_counted_adds_up_exactly(rows: list[tuple[Any, ...]]) -> None:
    content = cells(*rows)
    assert faults(content, counted(content)) == []
    for before, after, change, entries, exits in changes(content).values():
        assert change == after - before == entries - exits
        assert 0 <= entries <= after
        assert 0 <= exits <= before


@pytest.mark.parametrize(
    ("lost", "named"),
    [
        (("00", "A"), {"counties", "industries", "municipalities", "workplaces on level section"}),
        (("08", "A"), {"counties", "industries"}),
        (("0880", "01110"), {"municipalities", "industries"}),
        (None, {f"workplaces on level {level}" for level in ("2", "3", "4", "5", "section")}),
    ],
)
def test_a_sum_that_is_off_is_found(lost: tuple[str, str] | None, named: set[str]) -> None:
    content = cells((JANUARY, "0880", "01110", "2", "active", 3))
    rows = counted(content).to_pylist()
    kept = [row for row in rows if lost and (row["region_code"], row["industry_code"]) != lost]
    published = pa.Table.from_pylist(kept, schema=counted(content).schema)
    assert faults(content, published) == sorted(named)


def test_a_level_that_nothing_was_counted_on_has_none_of_what_was_received() -> None:
    # What bears a county's code in the place of a municipality's is in no region.
    content = cells((JANUARY, "0880", "01110", "2", "active", 1), (JANUARY, "08", "01110", "2", "active", 2))
    read = {**relations(content), "workplace_count": counted(content).slice(0, 0)}
    rows = engine.select("check_workplace_sums", read, EDITION).to_pylist()
    assert {(row["parts"], row["total"]) for row in rows} == {(0, 1)}
