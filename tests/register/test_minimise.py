"""A page becomes counts: which shapes a code may have, what is refused, and that nothing else survives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.register import minimise as module
from pipelines.register.minimise import Page, PageError, minimise
from tests.fake_register import register
from tests.fake_register.workplaces import PLANTED

PAGINATION = {"nextCursorId": 7, "limit": 10, "hasMore": True}


def workplace(
    municipality: Any = "0880", industry: Any = "01110", size: Any = "2", status: Any = "1"
) -> dict[str, Any]:
    return {
        "cfarNr": 12345678,
        "peOrgNr": "195013000001",
        "ben": f"{PLANTED} firma",
        "primarNaringsgren": {"rangordning": 1, "naringsgren": industry},
        "belagenhetsadress": {"bGatuAdress": f"{PLANTED} gata 1", "kommun": municipality},
        "aeStat": status,
        "anstKl": size,
    }


def page(*workplaces: Any, **pagination: Any) -> dict[str, Any]:
    return {"arbetsstallen": list(workplaces), "pagination": {**PAGINATION, **pagination}}


def codes(found: Page) -> tuple[str, ...]:
    (row,) = found.cells.to_pylist()
    return tuple(row[name] for name in module.KEPT)


@pytest.mark.parametrize(
    ("given_codes", "kept"),
    [
        (("0880", "01110", "2", "1"), ("0880", "01110", "2", "active")),
        # The same as numbers, which lose their leading zeros.
        ((880, 1110, 2, 1), ("0880", "01110", "2", "active")),
        ((" 0880 ", "01110 ", " 16", "9 "), ("0880", "01110", "16", "closed")),
        (("0880", "01110", 0, 0), ("0880", "01110", "0", "never_active")),
        (("", " ", "", " "), ("", "", "", "unknown")),
        ((None, None, None, None), ("", "", "", "unknown")),
        # Unknown codes of the right form are kept, to be counted by code.
        (("9999", "99999", "17", "7"), ("9999", "99999", "", "unknown")),
        # What has not a code's form is not kept: it could be anything.
        (("88", "1610", "A", "aktiv"), ("", "", "", "unknown")),
        (("195013000001", "195013000001", "195013000001", "195013000001"), ("", "", "", "unknown")),
        ((195013000001, -1, -1, 195013000001), ("", "", "", "unknown")),
        ((True, False, True, True), ("", "", "", "unknown")),
        ((["0880"], {"a": 1}, 2.0, 1.5), ("", "", "", "unknown")),
        (("٠٨٨٠", "０1110", "²", "１"), ("", "", "", "unknown")),
    ],
)
def test_codes_in_all_their_shapes(given_codes: tuple[Any, ...], kept: tuple[str, ...]) -> None:
    assert codes(minimise(page(workplace(*given_codes)))) == kept


def test_what_cells_do_not_tell_is_counted_by_workplace() -> None:
    found = minimise(
        page(workplace(), workplace(880, 1110), workplace("88", "", 3), workplace("", "1610"), workplace(None, None))
    )
    assert found.tally == {"number_codes": 2, "municipality_invalid": 1, "industry_invalid": 1}
    assert found.received == 5


def test_equal_workplaces_are_one_cell() -> None:
    found = minimise(page(workplace(), workplace(), workplace(size="3")))
    assert sorted(row["workplaces"] for row in found.cells.to_pylist()) == [1, 2]
    assert found.cells.column_names == [*module.KEPT, "workplaces"]


def test_a_workplace_without_address_or_industry_is_counted() -> None:
    bare = {"cfarNr": 1, "aeStat": "1", "anstKl": "2"}
    found = minimise(page(workplace(), bare, {**bare, "primarNaringsgren": None, "belagenhetsadress": ""}))
    rows = {(row["municipality_code"], row["industry_code"]): row["workplaces"] for row in found.cells.to_pylist()}
    assert rows == {("0880", "01110"): 1, ("", ""): 2}


@pytest.mark.parametrize(
    ("pagination", "cursor"),
    [
        ({}, 7),
        ({"nextCursorId": "7"}, 7),
        ({"nextCursorId": 0}, 0),
        ({"hasMore": False, "nextCursorId": 0}, None),
        ({"hasMore": False, "nextCursorId": None}, None),
    ],
)
def test_only_has_more_says_that_there_is_a_next_page(pagination: dict[str, Any], cursor: int | None) -> None:
    found = minimise(page(workplace(), **pagination))
    assert (found.limit, found.next_cursor) == (10, cursor)


def without(document: dict[str, Any], *path: str) -> dict[str, Any]:
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return document


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (None, "no list arbetsstallen"),
        ([], "no list arbetsstallen"),
        ({"arbetsstallen": f"{PLANTED}"}, "no list arbetsstallen"),
        (page(workplace(), f"{PLANTED} firma"), "workplace 2 of a page of the register is no object"),
        (page(without(workplace(), "anstKl")), "has anstKl; its form"),
        (page(without(workplace(), "aeStat"), without(workplace(), "aeStat")), "has aeStat; its form"),
        (page(without(workplace(), "belagenhetsadress")), "has belagenhetsadress.kommun; its form"),
        (page(without(workplace(), "primarNaringsgren", "naringsgren")), "has primarNaringsgren.naringsgren; its form"),
        (without(page(workplace()), "pagination"), "has no pagination"),
        (page(workplace(), limit="10"), "no limit or hasMore"),
        (page(workplace(), limit=True), "no limit or hasMore"),
        (page(workplace(), hasMore="true"), "no limit or hasMore"),
        (page(workplace(), nextCursorId=None), "no number nextCursorId"),
        (page(workplace(), nextCursorId=f"{PLANTED}"), "no number nextCursorId"),
        (page(workplace(), nextCursorId=1.5), "no number nextCursorId"),
        (page(workplace(), nextCursorId=-1), "no number nextCursorId"),
        (page(workplace(), nextCursorId=2**70), "no number nextCursorId"),
    ],
)
def test_another_form_is_refused_without_quoting_it(document: Any, named: str) -> None:
    with pytest.raises(PageError) as refused:
        minimise(document)
    line = str(refused.value)
    assert named in line
    assert PLANTED not in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("missing", [{"primarNaringsgren": ""}, {"belagenhetsadress": ""}, {"anstKl": ""}])
def test_a_short_last_page_may_have_a_field_nowhere(missing: dict[str, Any]) -> None:
    found = minimise(page({**workplace(), **missing}, hasMore=False))
    assert (found.received, codes(found).count("")) == (1, 1)
    assert minimise(page(without(workplace(), "aeStat"), hasMore=False)).received == 1


def test_an_empty_page_has_no_fields_to_miss() -> None:
    assert minimise(page(hasMore=False)).received == 0


def test_nothing_of_a_fake_registers_persons_is_left_in_what_is_kept() -> None:
    workplaces = register(500).workplaces
    found = minimise(page(*(each.document(full=True) for each in workplaces), limit=500))
    text = str(found.cells.to_pylist()) + repr(found)
    assert PLANTED not in text
    assert not any(str(each.cfar) in text or each.firm in text for each in workplaces)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.tuples(JSON, JSON, JSON, JSON), min_size=1, max_size=5))
def test_whatever_stands_in_a_code_becomes_a_cell_of_the_declared_form(found: list[tuple[Any, ...]]) -> None:
    rows = minimise(page(*(workplace(*each) for each in found))).cells.to_pylist()
    assert sum(row["workplaces"] for row in rows) == len(found)
    for row in rows:
        assert row["municipality_code"] == "" or (
            len(row["municipality_code"]) == 4 and row["municipality_code"].isdigit()
        )
        assert row["industry_code"] == "" or (len(row["industry_code"]) == 5 and row["industry_code"].isdigit())
        assert row["size_class"] in {"", *map(str, range(17))}
        assert row["status"] in {"active", "never_active", "closed", "unknown"}
