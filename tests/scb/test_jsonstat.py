"""json-stat2 to Arrow against recorded answers, the open server's `.px` files, pxwebpy and hand-made documents."""

import contextlib
import itertools
import json
from math import prod
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pxweb._internal.functions import unpack_table_data

from pipelines.scb import jsonstat
from tests.scb import px
from tests.shared import SHARED, needs_shared

RECORDED = SHARED / "pxwebapi" / "recorded"
GOLDENS = SHARED / "pxwebapi" / "server_goldens"


def document(**changes: Any) -> dict[str, Any]:
    """Two regions × two years, and whatever a test changes in it."""
    return {
        "version": "2.0",
        "class": "dataset",
        "id": ["Region", "Tid"],
        "size": [2, 2],
        "dimension": {
            "Region": {"label": "region", "category": {"index": {"18": 1, "08": 0}, "label": {"08": "K", "18": "T"}}},
            "Tid": {"label": "år", "category": {"index": ["2024", "2025"]}},
        },
        "value": [1, 2, 3, 4],
        **changes,
    }


def dimension(category: dict[str, Any]) -> dict[str, Any]:
    return document(dimension={"Region": {"category": category}, "Tid": document()["dimension"]["Tid"]})


def cells(parsed: pa.Table) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
    names = parsed.column_names[:-2]
    return {tuple(row[name] for name in names): (row["value"], row["status"]) for row in parsed.to_pylist()}


def test_codes_stand_in_the_order_of_their_index_and_the_last_dimension_runs_fastest() -> None:
    parsed = jsonstat.parse(document())
    assert parsed.to_pylist() == [
        {"Region": "08", "Tid": "2024", "value": 1, "status": None},
        {"Region": "08", "Tid": "2025", "value": 2, "status": None},
        {"Region": "18", "Tid": "2024", "value": 3, "status": None},
        {"Region": "18", "Tid": "2025", "value": 4, "status": None},
    ]
    assert parsed.schema.types == [
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int32(), pa.string()),
        pa.int64(),
        pa.string(),
    ]


def test_labels_come_apart_and_missing_ones_are_null() -> None:
    assert jsonstat.labels(document()).to_pylist() == [
        {"dimension": "Region", "code": "", "label": "region"},
        {"dimension": "Region", "code": "08", "label": "K"},
        {"dimension": "Region", "code": "18", "label": "T"},
        {"dimension": "Tid", "code": "", "label": "år"},
        {"dimension": "Tid", "code": "2024", "label": None},
        {"dimension": "Tid", "code": "2025", "label": None},
    ]


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        ([1, None, 3, 0], [1, None, 3, 0], pa.int64()),
        ([1, 2.5, None, 0], [1.0, 2.5, None, 0.0], pa.float64()),
        ([None] * 4, [None] * 4, pa.float64()),
        ({"0": 7, "3": 0}, [7, None, None, 0], pa.int64()),
        ({}, [None] * 4, pa.float64()),
    ],
)
def test_values_may_be_dense_or_sparse_whole_or_not(value: Any, expected: list[Any], kind: pa.DataType) -> None:
    column = jsonstat.parse(document(value=value))["value"]
    assert column.to_pylist() == expected
    assert column.type == kind


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"0": "..", "3": "-"}, ["..", None, None, "-"]),
        (["..", None, None, "."], ["..", None, None, "."]),
        ("p", ["p"] * 4),
        (["p"], ["p"] * 4),
        ({}, [None] * 4),
        (None, [None] * 4),
    ],
)
def test_status_may_be_an_object_a_list_or_one_text_for_all(status: Any, expected: list[str | None]) -> None:
    assert jsonstat.parse(document(status=status))["status"].to_pylist() == expected


def test_a_dimension_of_one_category_may_lack_its_index() -> None:
    single = {"category": {"label": {"00": "Riket"}}}
    parsed = jsonstat.parse(
        document(dimension={"Region": single, "Tid": document()["dimension"]["Tid"]}, size=[1, 2], value=[5, 6])
    )
    assert parsed["Region"].to_pylist() == ["00", "00"]


def test_an_answer_without_cells_is_an_empty_table() -> None:
    empty = {"category": {"index": {}, "label": {}}}
    parsed = jsonstat.parse(
        document(dimension={"Region": empty, "Tid": document()["dimension"]["Tid"]}, size=[0, 2], value=[])
    )
    assert parsed.num_rows == 0
    assert parsed.column_names == ["Region", "Tid", "value", "status"]


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (document(value=[1, 2, 3]), "3 values where its dimensions make 4 cells"),
        (document(value=None), "no value"),
        (document(value=[1, "2", 3, 4]), "no number"),
        (document(value=["1", "2", "3", "4"]), "not numbers"),
        (document(value=[True, False, True, True]), "not numbers"),
        (document(value=[1, 2**70, 3, 4]), "no number"),
        (document(value=[1, "\ud800", 3, 4]), "no number"),
        (document(value={"4": 1}), "outside 0 to 3"),
        (document(value={"a": 1}), "no cell number"),
        *(
            (document(value={key: 1}), "no cell number")
            for key in ("1_0", "01", " 1 ", "+1", "-1", "\u0661", "1\n", "")
        ),
        (document(value={"1" * 5_000: 1}), r"no cell number \('1{39}…'\)"),
        (document(status={"1": "..", "01": "."}), r"status has a key that is no cell number \('01'\)"),
        (document(size=[2, 3]), "'Tid' has 2 codes, size says 3"),
        (dimension({"index": ["08"]}) | {"size": [True, 2], "value": [1, 2]}, "'Region' has 1 codes, size says True"),
        (document(size=[2]), "id names 2 dimensions, size 1"),
        (document(id=["Region", "Region"]), "named twice"),
        (document(id=["Region", "Kon"]), "'Kon' has no category"),
        (document(id=None), "lacks a proper id"),
        (dimension({"index": {"08": 0, "18": 2}}), "not 0 to 1"),
        (dimension({"index": {"08": 0, "18": 0}}), "not 0 to 1"),
        (dimension({"index": {"08": 0, "18": True}}), "not 0 to 1"),
        (dimension({"index": ["08", "08"]}), "distinct"),
        (dimension({"label": {"08": "K", "18": "T"}}), "no index though it has 2"),
        (document(status=["a", "b"]), "2 statuses for 4 cells"),
        (document(status={"0": 1}), "no text"),
        (document(status={"9": ".."}), "outside 0 to 3"),
        (document(status=[".."] * 3 + [["."]]), "no text"),
        (document(status="\ud800"), "no text"),
        (document(status=["\ud800", None, None, None]), "no text"),
        (document(status=7), "neither text"),
        (document(id=["Region", "\ud800"]), "lacks a proper id"),
        (dimension({"index": ["08", "\ud800"]}), "no list of distinct codes"),
        (dimension({"index": {"08": 0, "\ud800": 1}}), "a code that is no text"),
        (dimension({"index": ["08", "18"], "label": {"08": "\ud800"}}), "a label that is no text"),
        (dimension({"label": {"\ud800": "K"}}) | {"size": [1, 2]}, "a code that is no text"),
    ],
)
def test_a_malformed_document_is_refused_by_name(broken: dict[str, Any], named: str) -> None:
    with pytest.raises(jsonstat.JsonStatError, match=named):
        jsonstat.parse(broken)


def test_a_dimension_named_like_a_column_is_refused() -> None:
    clash = document(
        id=["value", "Tid"],
        dimension={"value": document()["dimension"]["Region"], "Tid": document()["dimension"]["Tid"]},
    )
    with pytest.raises(jsonstat.JsonStatError, match="'value'"):
        jsonstat.parse(clash)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"<html>Service unavailable</html>", "not JSON"),
        (b"", "not JSON"),
        (b'{"version": "2.0", "class": "dataset", "value": [1, 2', "not JSON"),
        (b'{"version": "2.0", "class": "dataset", "value": [NaN]}', "NaN"),
        (b"[1, 2]", "not a json-stat2 dataset"),
        (b'{"class": "collection", "version": "2.0"}', "not a json-stat2 dataset"),
        (b'{"class": "dataset", "version": "1.0"}', "version '1.0'"),
        (b'{"class": "dataset", "version": "2.0", "value": {"1": 5, "0": 3, "1": 6}}', "names '1' twice in one object"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_body_that_is_no_dataset_is_refused(body: bytes, named: str) -> None:
    with pytest.raises(jsonstat.JsonStatError, match=named):
        jsonstat.load(body)


def test_a_small_sparse_document_cannot_ask_for_any_amount_of_memory() -> None:
    many = {"category": {"index": [str(number) for number in range(500)]}}
    names = ["A", "B", "C", "D"]
    greedy = document(id=names, size=[500] * 4, dimension=dict.fromkeys(names, many), value={"0": 1})
    with pytest.raises(jsonstat.JsonStatError, match="62,500,000,000 cells"):
        jsonstat.parse(greedy)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    data=st.data(),
)
def test_every_cell_has_the_value_and_status_of_its_place(sizes: list[int], data: st.DataObject) -> None:
    names = [f"D{number}" for number in range(len(sizes))]
    found = {name: [f"{name}c{place}" for place in range(size)] for name, size in zip(names, sizes, strict=True)}
    shuffled = {name: data.draw(st.permutations(list(enumerate(given)))) for name, given in found.items()}
    count = prod(sizes)
    values = data.draw(st.lists(st.none() | st.integers(-(2**53), 2**53), min_size=count, max_size=count))
    statuses = data.draw(st.dictionaries(st.integers(0, count - 1), st.sampled_from(["-", "..", ".", "p"])))
    parsed = jsonstat.parse(
        document(
            id=names,
            size=sizes,
            dimension={name: {"category": {"index": {c: p for p, c in pairs}}} for name, pairs in shuffled.items()},
            value=values,
            status={str(place): symbol for place, symbol in statuses.items()},
        )
    )
    places = enumerate(itertools.product(*found.values()))
    assert cells(parsed) == {place: (values[number], statuses.get(number)) for number, place in places}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "0", "08", "Tid", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["0", "08", "index", "label"]), inner),
    max_leaves=6,
)
PLACES = [
    ("id",),
    ("size",),
    ("size", 0),
    ("value",),
    ("value", 1),
    ("status",),
    ("dimension",),
    ("dimension", "Region"),
    ("dimension", "Region", "label"),
    ("dimension", "Region", "category"),
    ("dimension", "Region", "category", "index"),
    ("dimension", "Region", "category", "index", "08"),
    ("dimension", "Region", "category", "label"),
    ("dimension", "Region", "category", "label", "08"),
    ("extension",),
]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), anything=JSON)
def test_whatever_stands_anywhere_in_a_document_it_is_read_or_refused(
    place: tuple[str | int, ...], anything: Any
) -> None:
    twisted: Any = document()
    inner = twisted
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = anything
    for reading in (jsonstat.parse, jsonstat.labels, jsonstat.codes, jsonstat.table_id):
        with contextlib.suppress(jsonstat.JsonStatError):
            reading(twisted)


@needs_shared
def test_the_recorded_answer_of_the_live_api_is_read_cell_by_cell() -> None:
    answer = jsonstat.load((RECORDED / "TAB6471_data.json").read_bytes())
    parsed = jsonstat.parse(answer)
    assert parsed.num_rows == 21 * 11 * 3 * 1 * 4
    found = cells(parsed)
    assert found["01", "0-9", "TotSa", "000007SF", "2026M01"] == (245284, None)
    assert found["25", "100+10", "2", "000007SF", "2026M04"] == (answer["value"][-1], None)
    assert jsonstat.table_id(answer) == "TAB6471"


@needs_shared
@pytest.mark.parametrize("name", ["TAB6471_data.json"])
def test_pxwebpy_gives_the_same_values_for_the_same_labels(name: str) -> None:
    answer = json.loads((RECORDED / name).read_text("utf-8"))
    label = {(row["dimension"], row["code"]): row["label"] for row in jsonstat.labels(answer).to_pylist()}
    ours = [
        {label[name, ""]: label[name, row[name]] for name in answer["id"]} | {"value": row["value"]}
        for row in jsonstat.parse(answer).to_pylist()
    ]
    assert ours == unpack_table_data(answer, show="value")


@needs_shared
def test_metadata_is_read_for_its_codes_and_refused_as_an_answer() -> None:
    metadata = jsonstat.load((RECORDED / "TAB6471_metadata.json").read_bytes())
    found = jsonstat.codes(metadata)
    assert [len(codes) for codes in found.values()] == metadata["size"]
    with pytest.raises(jsonstat.JsonStatError, match="0 values where its dimensions make"):
        jsonstat.parse(metadata)


@needs_shared
@pytest.mark.parametrize("table", ["TAB001", "TAB003", "TAB004"])
def test_golden_metadata_with_the_px_files_figures_gives_the_px_files_cells(table: str) -> None:
    outside = px.read(GOLDENS / f"{table}.px")
    metadata = jsonstat.load((GOLDENS / f"MetadataById_{table.lower()}_js2.json").read_bytes())
    figures = list(outside.cells.values())
    answer = {
        **metadata,
        "value": [None if isinstance(figure, str) else figure for figure in figures],
        "status": {str(place): figure for place, figure in enumerate(figures) if isinstance(figure, str)},
    }
    assert jsonstat.codes(metadata) == outside.codes
    assert cells(jsonstat.parse(answer)) == {
        place: (None, figure) if isinstance(figure, str) else (figure, None) for place, figure in outside.cells.items()
    }


@needs_shared
def test_the_golden_answer_is_the_cell_of_the_whole_table() -> None:
    few, whole = px.read(GOLDENS / "tab4_fewcells.px"), px.read(GOLDENS / "TAB004.px")
    assert few.cells == {("7.0", "CO2", "Emission", "2017"): 445}
    assert few.cells.items() <= whole.cells.items()


def test_the_parser_takes_nothing_from_labels() -> None:
    relabelled = document()
    relabelled["dimension"]["Region"]["category"]["label"] = {"08": "Samma", "18": "Samma"}
    assert jsonstat.parse(relabelled).equals(jsonstat.parse(document()))
