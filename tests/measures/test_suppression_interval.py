"""Table ``suppression_interval`` by hand, and against every filling of the cells that are not known."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures import tables
from pipelines.warehouse import engine
from tests.measures import written
from tests.measures.written import Figure, Key

# Two counties; what 08 has of A is not published.
FIGURES: dict[Key, Figure] = {("07", "A"): 40, ("07", "B"): 60, ("08", "A"): "suppressed", ("08", "B"): 96}


def rows(
    figures: Mapping[Key, Figure],
    most: int | None = None,
    noise: Mapping[str, int] | None = None,
    beside: pa.Table | None = None,
) -> dict[Key, dict[str, Any]]:
    """Of another table, of another series, is stated that it suppresses up to 9; ``beside`` are more cells."""
    names = ["HAND", "OTHER"]
    stated = {"series": names, "industry_edition": ["SNI2007"] * 2, "table_id": names}
    snapshot = pa.table({**stated, "suppressed_most": pa.array([most, 9], pa.int64())})
    content = written.employment(figures, level="5")
    content = content if beside is None else pa.concat_tables([content, beside])
    relations = written.relations(content, noise) | {"snapshot": snapshot}
    with engine.connect(1) as connection:
        found = [
            row for part in tables.measured("suppression_interval", relations, connection) for row in part.to_pylist()
        ]
    found = [row for row in found if (row["series"], row["year"], row["level"]) == ("HAND", 2024, "5")]
    by_key = {(row["region_code"], row["industry_code"]): row for row in found}
    assert len(by_key) == len(found), "one quotient told more than once"
    return by_key


def test_the_nation_as_a_sum_has_exact_ends() -> None:
    """08 A holds 0–4 beside 96, 40 elsewhere, 60 else: LQ(4) = 4·200/(100·44). 07 A is 40 of 100, against 0–4 more."""
    found = rows(FIGURES, most=4)
    row = found["08", "A"]
    assert (row["lq_low"], row["bounds"], row["note"]) == (0, "exact", None)
    assert row["lq_high"] == pytest.approx(800 / 4400, rel=1e-15)
    assert (row["unknown_cells_region"], row["unknown_cells_reference"], row["suppressed_most"]) == (1, 1, 4)
    row = found["07", "A"]
    assert row["lq_low"] == pytest.approx(40 * 200 / (100 * 44), rel=1e-15)
    assert row["lq_high"] == pytest.approx(40 * 196 / (100 * 40), rel=1e-15)
    assert (row["unknown_cells_region"], row["unknown_cells_reference"]) == (0, 1)


def test_without_a_stated_most_only_what_needs_it_has_no_end() -> None:
    """However much 08 has of A: more of it in 08 leaves 07 a smaller quotient, and less cannot be than none."""
    row = rows(FIGURES)["07", "A"]
    assert row["lq_high"] == pytest.approx(40 * 196 / (100 * 40), rel=1e-15)
    assert (row["lq_low"], row["suppressed_most"]) == (None, None)
    # B of 07 is the larger a share the more of A there is elsewhere.
    row = rows(FIGURES)["07", "B"]
    assert (row["lq_high"], row["note"]) == (None, "unbounded")
    assert row["lq_low"] == pytest.approx(60 * 196 / (100 * 156), rel=1e-15)


def test_without_a_stated_most_what_an_unknown_cell_leaves_elsewhere_is_still_bounded() -> None:
    """08 A from 0 without end beside 96, 40 elsewhere, 60 else: x* = (3840 + √(3840² + 3840·60·196))/60 = 193.0."""
    row = rows(FIGURES)["08", "A"]
    turn = (3840 + np.sqrt(3840**2 + 3840 * 60 * 196)) / 60
    assert row["lq_high"] == pytest.approx(turn * (turn + 196) / ((turn + 96) * (turn + 40)), rel=1e-14)
    assert row["lq_low"] == 0
    # With one elsewhere there can be none here; with none elsewhere the quotient falls towards 1 without an end.
    assert rows({**FIGURES, ("07", "A"): 1})["08", "A"]["lq_low"] == 0
    row = rows({**FIGURES, ("07", "A"): 0})["08", "A"]
    assert (row["lq_low"], row["note"]) == (None, "unbounded")
    assert row["lq_high"] == pytest.approx(157 / 97, rel=1e-15)


def test_an_industry_that_is_known_nowhere_leaves_the_others_bounded() -> None:
    """Of one in 08, and none elsewhere, 1·157/(97·1)."""
    assert rows({**FIGURES, ("07", "A"): "suppressed"})["08", "A"]["lq_high"] == pytest.approx(157 / 97, rel=1e-15)


def test_in_a_table_of_one_industry_or_one_region_no_quotient_can_be_of_none() -> None:
    for elsewhere in ({("07", "A"): 40}, {("08", "B"): 96}):
        row = rows({**elsewhere, ("08", "A"): "suppressed"})["08", "A"]
        assert (row["lq_low"], row["note"]) == (None, "unbounded")


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
def test_a_published_nation_bounds_what_is_not_known(status: str) -> None:
    """42 of A in the nation, 40 of them in 07: 08 has 2 at most, whatever the reason; of 4 stated 2 are left."""
    published: dict[Key, Figure] = {**FIGURES, ("00", "A"): 42, ("00", "B"): 160, ("08", "A"): status}
    for most in (None, 4):
        found = rows(published, most)
        row = found["08", "A"]
        assert (row["lq_low"], row["bounds"], row["note"]) == (0, "outer", None)
        assert row["lq_high"] == pytest.approx((2 / 98) / (42 / 202), rel=1e-15)
        # B of the same region: 96 of 96 to 98. The other county touches no cell that is not known.
        row = found["08", "B"]
        assert row["lq_low"] == pytest.approx((96 / 98) / (160 / 202), rel=1e-15)
        assert row["lq_high"] == pytest.approx(1 / (160 / 202), rel=1e-15)
        assert set(found) == {("08", "A"), ("08", "B")}


def test_nobody_of_the_industry_is_none_of_it_however_little_there_is_elsewhere() -> None:
    """06 has none of A; of A the nation of three surely has none, 08 up to 4. Of 06 the quotient is 0 if it exists."""
    figures: dict[Key, Figure] = {("06", "A"): 0, ("06", "B"): 50, ("07", "A"): 0, ("07", "B"): 60}
    figures |= {("08", "A"): "suppressed", ("08", "B"): 96, ("00", "A"): "suppressed", ("00", "B"): 206}
    row = rows(figures, most=4)["06", "A"]
    assert (row["lq_low"], row["lq_high"], row["note"]) == (0, 0, None)


def test_a_region_of_nothing_but_an_unknown_cell_says_that_its_quotient_has_no_end() -> None:
    """All of 08 is A, of which nobody knows how much: the more, the nearer its quotient is to 1, without an end."""
    row = rows({**FIGURES, ("08", "B"): 0})["08", "A"]
    assert (row["lq_low"], row["note"]) == (None, "unbounded")


def test_a_quotient_that_nothing_is_behind_says_what_is_lacking() -> None:
    """Beside what 08 has of A, of which nobody knows: 06 with nobody, 09 with one and 10 with five of A and five of B;
    nobody of C anywhere, one of D and three of F here and there. Of E there is at most what nobody knows 08 has."""
    figures = FIGURES | {(region, industry): 0 for region in ("06", "07", "08", "09", "10") for industry in "CDEF"}
    figures |= {("06", "A"): 0, ("06", "B"): 0, ("09", "A"): 1, ("09", "B"): 0, ("10", "A"): 5, ("10", "B"): 5}
    figures |= {("07", "D"): 1, ("08", "E"): "suppressed", ("07", "F"): 3, ("09", "F"): 3}
    found = rows(figures, most=4)
    nobody, none_of_it = "no_employment_in_region", "no_industry_in_reference"
    notes = {key: row["note"] for key, row in found.items() if row["note"] is not None}
    assert notes == {("06", code): nobody for code in "ABCDEF"} | {
        (region, "C"): none_of_it for region in ("07", "08", "09", "10")
    }
    assert {(row["lq_low"], row["lq_high"]) for key, row in found.items() if key in notes} == {(None, None)}
    assert None not in {row["lq_low"] for key, row in found.items() if key not in notes}


def test_against_a_published_nation_it_says_so_too() -> None:
    """None of C in the nation, though 08 has three of it; one of D there and none in 08; none of E anywhere."""
    nation: dict[Key, Figure] = {("00", "A"): 60, ("00", "B"): 160, ("00", "C"): 0, ("00", "D"): 1, ("00", "E"): 0}
    found = rows({**FIGURES, **nation, ("08", "C"): 3, ("08", "D"): 0, ("08", "E"): 0}, most=4)
    told = {code: tuple(found["08", code][name] for name in ("lq_low", "lq_high", "note")) for code in "CDE"}
    lacking = (None, None, "no_industry_in_reference")
    assert told == {"C": lacking, "D": (0, 0, None), "E": lacking}


def test_a_share_of_the_nation_that_nothing_bounds_is_from_none_to_all() -> None:
    """A of the nation is not known: in 07 it is 0.4 of all, which is no less than 0.4 of it whatever the nation has."""
    row = rows({("07", "A"): 40, ("07", "B"): 60, ("00", "A"): "suppressed", ("00", "B"): 160})["07", "A"]
    assert (row["lq_low"], row["bounds"]) == (0.4, "outer")
    # A nation that surely has none of it, and one of nothing but it: no quotient is too large.
    for others in (60, 0):
        figures: dict[Key, Figure] = {("07", "A"): "missing", ("07", "B"): others}
        row = rows({**figures, ("00", "A"): "missing", ("00", "B"): others})["07", "A"]
        assert (row["lq_high"], row["note"]) == (None, "unbounded")


def test_what_is_stated_bounds_suppressed_cells_alone() -> None:
    published: dict[Key, Figure] = {**FIGURES, ("00", "A"): 60, ("00", "B"): 160}
    assert rows(published, most=4)["08", "A"]["lq_high"] == pytest.approx((4 / 100) / (60 / 220), rel=1e-15)
    missing: dict[Key, Figure] = {**published, ("08", "A"): "missing"}
    assert rows(missing, most=4)["08", "A"]["lq_high"] == pytest.approx((20 / 116) / (60 / 220), rel=1e-15)


@pytest.mark.parametrize("other", [{"series": "OTHER"}, {"year": 2023}, {"level": "2"}], ids=str)
def test_what_is_suppressed_elsewhere_is_not_so_here(other: dict[str, Any]) -> None:
    """Here the cell is missing, or suppressed as there."""
    beside = written.employment({("08", "A"): "suppressed", ("07", "A"): 1}, **{"level": "5", **other})
    missing: dict[Key, Figure] = {**FIGURES, ("08", "A"): "missing"}
    assert rows(missing, most=4, beside=beside)["07", "A"]["lq_low"] is None
    assert rows(FIGURES, most=4, beside=beside) == rows(FIGURES, most=4)


def of_one_sex(*keys: Key, **section: Any) -> pa.Table:
    """Cells of men that are not known."""
    cells = written.employment(dict.fromkeys(keys, "suppressed"), **{"level": "5", **section})
    place = cells.schema.get_field_index("sex")
    return cells.set_column(place, cells.schema.field(place), pa.array(["men"] * len(cells)))


def test_of_a_total_that_is_summed_from_the_sexes_nothing_is_stated() -> None:
    """Another industry, region, year, level or series that has them is another matter."""
    assert rows(FIGURES, most=4, beside=of_one_sex(("08", "A")))["07", "A"]["lq_low"] is None
    stated = rows(FIGURES, most=4)["07", "A"]["lq_low"]
    assert stated == pytest.approx(40 * 200 / (100 * 44), rel=1e-15)
    for other in (
        of_one_sex(("08", "B")),
        of_one_sex(("07", "A")),
        of_one_sex(("08", "A"), year=2023),
        of_one_sex(("08", "A"), level="2"),
        of_one_sex(("08", "A"), series="OTHER"),
    ):
        assert rows(FIGURES, most=4, beside=other)["07", "A"]["lq_low"] == stated


def test_regions_of_an_import_are_bounded_as_counties_are() -> None:
    own = {("X" + region, industry): figure for (region, industry), figure in FIGURES.items()}
    found = {(region[1:], industry): row for (region, industry), row in rows(own, most=4).items()}
    ends = ("lq_low", "lq_high", "bounds", "note")
    assert {key: [row[name] for name in ends] for key, row in found.items()} == {
        key: [row[name] for name in ends] for key, row in rows(FIGURES, most=4).items()
    }


def test_regions_of_an_import_are_neither_bounded_by_the_nation_nor_by_counties() -> None:
    """Of a nation with 42 of A an import's X7 can have 40 and its X8 still 4. Nor has X8 what counties have of A."""
    published: dict[Key, Figure] = {("00", "A"): 42, ("00", "B"): 160, ("X7", "A"): 40, ("X7", "B"): 60}
    own: dict[Key, Figure] = {("X8", "A"): "suppressed", ("X8", "B"): 96}
    assert rows(published | own, most=4)["X8", "A"]["lq_high"] == pytest.approx((4 / 100) / (42 / 202), rel=1e-15)
    counties: dict[Key, Figure] = {("07", "A"): 40, ("07", "B"): 60, ("08", "A"): 10, ("08", "B"): 90}
    assert rows(counties | own, most=60)["X8", "A"]["lq_low"] == 0


def test_noise_counts_in_the_ends() -> None:
    """±1: the nation's A is at most 43, 07 has 39 of it at least, so 08 at most 4 beside 95 at least."""
    published: dict[Key, Figure] = {**FIGURES, ("00", "A"): 42, ("00", "B"): 160}
    row = rows(published, noise={"HAND": 1})["08", "A"]
    assert row["lq_high"] == pytest.approx((4 / 99) / (41 / (41 + 161)), rel=1e-15)


def test_a_nation_below_the_sum_of_what_is_known_bounds_nothing() -> None:
    contradicted: dict[Key, Figure] = {**FIGURES, ("00", "A"): 30, ("00", "B"): 160}
    # Nothing is known of what 08 has of A, so its share is at most the whole: 1/(30/190).
    assert rows(contradicted)["08", "A"]["lq_high"] == pytest.approx(190 / 30, rel=1e-15)
    assert rows(contradicted, most=4)["08", "A"]["lq_high"] == pytest.approx((4 / 100) / (30 / 190), rel=1e-15)


def test_a_nation_that_is_itself_suppressed_has_what_its_regions_surely_have() -> None:
    """A of the nation is 40 (those of 07) to 50; 07 A: 0.4 over 40/200 to 50/210."""
    figures: dict[Key, Figure] = {**FIGURES, ("00", "A"): "suppressed", ("00", "B"): 160}
    row = rows(figures, most=50)["07", "A"]
    assert row["lq_low"] == pytest.approx(0.4 / (50 / 210), rel=1e-15)
    assert row["lq_high"] == pytest.approx(0.4 / (40 / 200), rel=1e-15)


def test_what_others_surely_have_may_be_all_there_is() -> None:
    """Of 40 in the nation 07 has all, so 08 has none; of at most 40 in it those of 07 are all."""
    published: dict[Key, Figure] = {**FIGURES, ("00", "A"): 40, ("00", "B"): 160}
    row = rows(published)["08", "A"]
    assert (row["lq_low"], row["lq_high"]) == (0, 0)
    row = rows({**published, ("00", "A"): "suppressed"}, most=40)["07", "A"]
    assert row["lq_low"] == row["lq_high"] == pytest.approx(0.4 / (40 / 200), rel=1e-15)


def test_municipalities_beside_their_counties_are_bounded_from_outside() -> None:
    """The nation is the sum of counties: what a municipality lacks is no part of that sum."""
    figures: dict[Key, Figure] = {
        ("07", "A"): 40,
        ("07", "B"): 60,
        ("08", "A"): 10,
        ("08", "B"): 90,
        ("0880", "A"): "suppressed",
        ("0880", "B"): 20,
    }
    found = rows(figures, most=5)
    assert set(found) == {("0880", "A"), ("0880", "B")}
    assert found["0880", "A"]["bounds"] == "outer"
    assert found["0880", "A"]["lq_high"] == pytest.approx((5 / 25) / (50 / 200), rel=1e-15)


def test_a_table_without_unknown_cells_has_no_rows() -> None:
    assert rows({**FIGURES, ("08", "A"): 3}, most=4) == {}


MOST = 3
REGIONS, INDUSTRIES = ("07", "08", "10"), ("A", "B")
KEYS = list(product(REGIONS, INDUSTRIES))
# Every cell known, or suppressed with what it holds in truth.
CELLS = st.lists(
    st.one_of(st.integers(0, 12), st.tuples(st.integers(0, MOST))), min_size=len(KEYS), max_size=len(KEYS)
).filter(lambda cells: any(isinstance(cell, tuple) for cell in cells))


def quotient(filling: Any, region: int, industry: int, nation: Any) -> Any:
    """LQ of filled tables (the last two axes region, industry) against ``nation`` (the last axis industry)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        own = filling[..., region, industry] / filling[..., region, :].sum(-1)
        return own / (nation[..., industry] / nation.sum(-1))


def filled(cells: list[Any], choices: Mapping[int, Any]) -> Any:
    """Every table in which the cells that are not known hold one of ``choices`` (by place)."""
    each = [np.atleast_1d(choices[at] if isinstance(cell, tuple) else cell) for at, cell in enumerate(cells)]
    grid = np.meshgrid(*[values.astype(float) for values in each], indexing="ij")
    return np.stack([axis.ravel() for axis in grid], -1).reshape(-1, len(REGIONS), len(INDUSTRIES))


def figures_of(cells: list[Any]) -> dict[Key, Figure]:
    return {key: "suppressed" if isinstance(cell, tuple) else cell for key, cell in zip(KEYS, cells, strict=True)}


@settings(max_examples=40, deadline=None)
@given(CELLS)
def test_every_filling_lies_inside_and_the_ends_of_a_sum_are_reached(cells: list[Any]) -> None:
    found = rows(figures_of(cells), most=MOST)
    assert set(found) == set(KEYS)
    whole = np.arange(MOST + 1)
    tables_of = filled(cells, dict.fromkeys(range(len(cells)), whole))
    for at, (region, industry) in enumerate(product(range(len(REGIONS)), range(len(INDUSTRIES)))):
        row = found[KEYS[at]]
        values = quotient(tables_of, region, industry, tables_of.sum(-2))
        values = values[np.isfinite(values)]
        if not len(values):
            assert row["lq_low"] is row["lq_high"] is None
            continue
        assert row["lq_low"] == pytest.approx(values.min(), rel=1e-12)
        assert values.max() <= row["lq_high"] * (1 + 1e-12)
        # The turn of the quotient may lie between two whole numbers: there the end is reached on the real line.
        real = {other: np.array([0, 1, MOST]) for other in range(len(cells))}
        real[at] = np.array([0, *np.linspace(1, MOST, 801)])
        finest = filled(cells, real)
        reached = quotient(finest, region, industry, finest.sum(-2))
        assert row["lq_high"] <= reached[np.isfinite(reached)].max() * (1 + 1e-5)


@settings(max_examples=40, deadline=None)
@given(CELLS, st.tuples(st.integers(0, 5), st.integers(0, 5)), st.booleans())
def test_every_filling_that_fits_a_published_nation_lies_inside(
    cells: list[Any], elsewhere: tuple[int, int], stated: bool
) -> None:
    truth = np.array([cell[0] if isinstance(cell, tuple) else cell for cell in cells]).reshape(len(REGIONS), -1)
    nation = truth.sum(0) + np.array(elsewhere)
    published: dict[Key, Figure] = {("00", code): int(number) for code, number in zip(INDUSTRIES, nation, strict=True)}
    found = rows({**figures_of(cells), **published}, MOST if stated else None)
    whole = np.arange(MOST + 1) if stated else np.arange(MOST * len(REGIONS) + 6)
    sample = whole if stated or len([c for c in cells if isinstance(c, tuple)]) <= 3 else whole[:5]
    tables_of = filled(cells, dict.fromkeys(range(len(cells)), sample))
    fitting = tables_of[(tables_of.sum(-2) <= nation).all(-1)]
    assert len(fitting)
    for (region, industry), row in found.items():
        at = REGIONS.index(region), INDUSTRIES.index(industry)
        values = quotient(fitting, *at, nation.astype(float))
        values = values[np.isfinite(values)]
        if len(values):
            assert row["lq_low"] <= values.min() * (1 + 1e-12)
            assert values.max() <= row["lq_high"] * (1 + 1e-12)
