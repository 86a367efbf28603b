"""The planner: what expressions stand for, and the fewest requests that keep the cell limit.
The fake server reads expressions with code of its own; both must agree on every one."""

import itertools
from math import prod
from time import monotonic
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pxweb._internal.functions import split_value_codes

from pipelines.scb.errors import SelectionError
from pipelines.scb.planner import Codelist, Request, plan, resolve, shrinking, split
from tests.fake_scb import documents, generated
from tests.fake_scb.problems import TOO_MANY_CELLS, ProblemError
from tests.fake_scb.selection import Asked, choose
from tests.fake_scb.table import Table


def metadata(**codes: list[str]) -> dict[str, Any]:
    """Metadata of a table whose last variable is time; all must be selected."""
    return {
        "version": "2.0",
        "class": "dataset",
        "role": {"time": [list(codes)[-1]]},
        "id": list(codes),
        "size": [len(each) for each in codes.values()],
        "dimension": {
            name: {
                "label": name,
                "category": {"index": {code: place for place, code in enumerate(each)}},
                "extension": {"elimination": False},
            }
            for name, each in codes.items()
        },
        "value": [],
    }


REGIONS = ["00", "08", "0821", "0880", "18", "1814", "1880"]
YEARS = ["2020", "2021", "2022", "2023", "2024"]
TABLE = metadata(Region=REGIONS, Tid=YEARS)


@pytest.mark.parametrize(
    ("variable", "expressions", "codes"),
    [
        ("Region", ["*"], REGIONS),
        ("Region", ["18*"], ["18", "1814", "1880"]),
        ("Region", ["*80"], ["0880", "1880"]),
        ("Region", ["*8*"], ["08", "0821", "0880", "18", "1814", "1880"]),
        ("Region", ["??"], ["00", "08", "18"]),
        ("Region", ["08??"], ["0821", "0880"]),
        ("Region", ["TOP(2)"], ["00", "08"]),
        ("Region", ["TOP(2,3)"], ["0880", "18"]),
        ("Region", ["BOTTOM(2)"], ["1814", "1880"]),
        ("Region", ["BOTTOM(2,5)"], ["00", "08"]),
        ("Region", ["TOP(99)"], REGIONS),
        ("Region", ["from(1814)"], ["1814", "1880"]),
        ("Region", ["TO(08)"], ["00", "08"]),
        ("Region", ["RANGE(0821,18)"], ["0821", "0880", "18"]),
        ("Region", ["Range(18,0821)"], ["0821", "0880", "18"]),
        ("Region", ["1880", "00", "0880", "00"], ["00", "0880", "1880"]),
        ("Region", ["00", "18*"], ["00", "18", "1814", "1880"]),
        ("Tid", ["TOP(1)"], ["2024"]),
        ("Tid", ["TOP(2,1)"], ["2022", "2023"]),
        ("Tid", ["bottom(2)"], ["2020", "2021"]),
        ("Tid", ["BOTTOM(2,1)"], ["2021", "2022"]),
        ("Tid", ["TOP(99)"], YEARS),
    ],
)
def test_what_an_expression_stands_for(variable: str, expressions: list[str], codes: list[str]) -> None:
    other = "Tid" if variable == "Region" else "Region"
    assert list(resolve(TABLE, {variable: expressions, other: ["*"]}).values[variable]) == codes


def test_a_code_that_looks_like_an_expression_is_itself() -> None:
    table = metadata(Alder=["*", "TOP(1)", "0-4"], Tid=["2024"])
    assert resolve(table, {"Alder": ["*"], "Tid": ["*"]}).values["Alder"] == ("*",)
    assert resolve(table, {"Alder": ["top(1)"], "Tid": ["*"]}).values["Alder"] == ("TOP(1)",)


def test_names_match_in_any_case_and_time_is_the_time_variable() -> None:
    table = metadata(SNI2007=["A", "B+C"], Tid=YEARS)
    assert resolve(table, {"sni2007": ["b+c"], "TIME": ["top(1)"]}).values == {"SNI2007": ("B+C",), "Tid": ("2024",)}


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ({"Region": ["0881"], "Tid": ["*"]}, "variable Region has no code '0881'; close to it are 0880"),
        ({"Region": ["FROM(99)"], "Tid": ["*"]}, "variable Region has no code '99'"),
        ({"Region": ["*"], "Tid": ["TOP(0)"]}, r"variable Tid has no code 'TOP\(0\)'"),
        ({"Region": ["*"], "Tid": ["1999*"]}, r"'1999\*' selects nothing of variable Tid"),
        ({"Region": ["*"], "Tid": ["TOP(1,9)"]}, r"'TOP\(1,9\)' selects nothing of variable Tid"),
        ({"Region": ["1*8*"], "Tid": ["*"]}, "at the start and at the end only"),
        ({"Region": [], "Tid": ["*"]}, "nothing of variable Region is selected"),
        ({"Region": "00", "Tid": ["*"]}, "must be a list of codes, not the text '00'"),
        ({"Region": ["*"]}, "variable Tid must be selected"),
        ({"Region": ["*"], "Tid": ["*"], "Ort": ["*"]}, "the table has no variable 'Ort'; it has Region, Tid"),
        ({"Region": ["*"], "Tid": ["*"], "tid": ["*"]}, "variable Tid is selected twice"),
    ],
)
def test_a_selection_that_the_table_cannot_satisfy_is_refused_by_name(
    selection: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(SelectionError, match=message):
        resolve(TABLE, selection)


def test_a_table_without_a_time_variable_has_none_by_the_name_of_time() -> None:
    timeless = metadata(Region=REGIONS) | {"role": {}}
    with pytest.raises(SelectionError, match="the table has no variable 'time'; it has Region"):
        resolve(timeless, {"Region": ["*"], "time": ["*"]})


def test_a_codelist_brings_its_own_codes() -> None:
    table = documents.metadata(generated.small(), "", "sv")
    groups = Codelist.from_document({"id": "agg_Omrade", "values": [{"code": "S"}, {"code": "K"}]})
    rest = {"ContentsCode": ["*"], "Tid": ["2024"]}
    request = resolve(table, {"Region": ["*"], **rest}, {"Region": groups})
    assert request.values["Region"] == ("S", "K")
    assert request.query["selection"][0] == {
        "variableCode": "Region",
        "valueCodes": ["S", "K"],
        "codelist": "agg_Omrade",
    }
    with pytest.raises(SelectionError, match="no code '0880'"):
        resolve(table, {"Region": ["0880"], **rest}, {"Region": groups})
    with pytest.raises(SelectionError, match="has a codelist but no selection"):
        resolve(table, rest, {"Region": groups})


def test_variables_that_can_be_left_out_may_be_left_out() -> None:
    table = documents.metadata(generated.small(), "", "sv")
    assert resolve(table, {"ContentsCode": ["*"], "Tid": ["*"]}).cells == 4


# ── expressions against the fake server ──────────────────────────────────────────────────────────────────────────────

letters = st.text("aBc1?*", min_size=1, max_size=3)
code = st.sampled_from(["00", "08", "a", "A1", "b+c", "Å", "0880"])
number = st.integers(0, 6).map(str)
expression = st.one_of(
    code,
    letters,
    st.builds("{}({})".format, st.sampled_from(["TOP", "bottom", "Top"]), number),
    st.builds("{}({},{})".format, st.sampled_from(["TOP", "BOTTOM"]), number, number),
    st.builds("{}({})".format, st.sampled_from(["FROM", "to"]), code),
    st.builds("RANGE({},{})".format, code, code),
)


@given(
    codes=st.lists(code, unique_by=str.lower, min_size=1, max_size=6),
    expressions=st.lists(expression, min_size=1, max_size=4),
    is_time=st.booleans(),
)
def test_planner_and_server_read_every_expression_alike(
    codes: list[str], expressions: list[str], is_time: bool
) -> None:
    document = metadata(V=codes) | {"role": {"time": ["V"] if is_time else []}}
    table = Table("TAB1", document | {"value": list(range(len(codes)))})
    try:
        ours: set[str] | None = set(resolve(document, {"V": expressions}).values["V"])
    except SelectionError:
        ours = None
    try:
        theirs: set[str] | None = set(choose(table, [Asked("V", expressions)], 100, TOO_MANY_CELLS)[0].groups)
    except ProblemError:
        theirs = None
    # The server is content when one of several expressions selects nothing; we name it.
    if ours is None and theirs is not None:
        assert any(nothing(document, each) for each in expressions)
    else:
        assert ours == theirs


def nothing(document: dict[str, Any], single: str) -> bool:
    try:
        resolve(document, {"V": [single]})
    except SelectionError as error:
        return "selects nothing" in str(error)
    return False


# ── splitting ────────────────────────────────────────────────────────────────────────────────────────────────────────

sizes = st.lists(st.integers(1, 9), min_size=1, max_size=4)


def request(lengths: list[int]) -> Request:
    return Request({f"v{place}": tuple(map(str, range(length))) for place, length in enumerate(lengths)})


def cells(part: Request) -> set[tuple[str, ...]]:
    return set(itertools.product(*part.values.values()))


@given(sizes, st.integers(1, 400))
def test_parts_are_a_partition_each_within_the_limit(lengths: list[int], limit: int) -> None:
    whole = request(lengths)
    assume(whole.cells <= 600)
    parts = split(whole, limit)
    assert all(1 <= part.cells <= limit for part in parts)
    assert all(tuple(part.values) == tuple(whole.values) for part in parts)
    assert sum(part.cells for part in parts) == whole.cells
    assert set().union(*(cells(part) for part in parts)) == cells(whole)


@given(sizes, st.integers(1, 400))
def test_no_grid_needs_fewer_parts(lengths: list[int], limit: int) -> None:
    feasible = [
        prod(counts)
        for counts in itertools.product(*(range(1, length + 1) for length in lengths))
        if prod(-(-length // count) for length, count in zip(lengths, counts, strict=True)) <= limit
    ]
    assert len(split(request(lengths), limit)) == min(feasible)


@given(sizes, st.integers(1, 400))
def test_never_more_parts_than_pxwebpy_makes(lengths: list[int], limit: int) -> None:
    whole = request(lengths)
    assume(whole.cells <= 600)
    theirs = split_value_codes({name: list(codes) for name, codes in whole.values.items()}, limit)
    assert len(split(whole, limit)) <= len(theirs)


@given(sizes, st.integers(1, 400))
def test_the_same_selection_is_split_the_same_way(lengths: list[int], limit: int) -> None:
    assert split(request(lengths), limit) == split(request(lengths), limit)


def test_blocks_are_evened_out() -> None:
    assert [part.cells for part in split(request([10]), 4)] == [4, 3, 3]


def test_the_main_table_is_two_requests() -> None:
    table = documents.metadata(generated.full_size("TAB3204"), "", "sv")
    asked = {name: ["*"] for name in table["id"]} | {"Fodelseregion": ["tot"]}
    assert resolve(table, asked).cells == 312 * 3 * 17 * 1 * 2 * 5
    for limit in (100_000, 150_000):
        assert [part.cells for part in plan(table, asked, max_cells=limit)] == [79_560, 79_560]
    assert len(plan(table, asked, max_cells=159_120)) == 1
    assert len(plan(table, asked, max_cells=30_000)) == 6


def test_a_huge_table_is_planned_at_once() -> None:
    started = monotonic()
    assert len(split(request([290, 800, 15]), 100_000)) == 36  # 3,480,000 cells: 35 would need every part full
    # Ways of cutting that cannot be the fewest are not gone through; there are millions of them.
    assert len(split(request([50] * 7), 10**8)) == 2 * 2 * 2 * 2 * 10 * 50
    assert monotonic() - started < 5


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_under_one_cell_is_refused(limit: int) -> None:
    with pytest.raises(SelectionError, match="not even one cell fits"):
        split(request([2, 2]), limit)


def test_limits_shrink_by_half_and_not_for_ever() -> None:
    assert list(shrinking(10)) == [10, 5, 2, 1]
    assert list(shrinking(100_000))[-1] == 97
    assert len(list(shrinking(10**9))) == 11
