"""Commuting balance and catchments of four municipalities, small enough to add up by hand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.conventions import conventions
from pipelines.schema import table
from pipelines.warehouse import engine
from tests.firms.written import Rows, arrow, pair

# Where 0880's 1,000 jobs are filled from; 0881's residents all work in 0880 or at home; nobody works in 0834.
PAIRS = [
    pair("0880", "0880", 700),
    pair("0881", "0880", 290),
    pair("0834", "0880", 10),
    pair("0881", "0881", 110),
    pair("0880", "0881", 50),
]


def balance(rows: Rows) -> dict[str, dict[str, Any]]:
    found = engine.select("commuting_balance", {"commuting": arrow("commuting", rows)}).to_pylist()
    return {row["region_code"]: row for row in found}


def catchment(rows: Rows, share: float = 0.01) -> dict[tuple[str, str], dict[str, Any]]:
    found = engine.select("catchment", {"commuting": arrow("commuting", rows)}, {"smallest_share": share})
    return {(row["workplace_code"], row["residence_code"]): row for row in found.to_pylist()}


def test_the_balance_of_three_municipalities() -> None:
    found = balance(PAIRS)
    names = ("employed_residents", "jobs", "live_and_work", "commuters_in", "commuters_out", "net_commuting", "note")
    assert {code: tuple(row[name] for name in names) for code, row in found.items()} == {
        "0834": (10, 0, 0, 0, 10, -10, None),
        "0880": (750, 1000, 700, 300, 50, 250, None),
        "0881": (400, 160, 110, 50, 290, -240, None),
    }
    assert found["0880"]["self_sufficiency"] == pytest.approx(4 / 3)
    assert found["0880"]["share_at_home"] == pytest.approx(14 / 15)
    assert (found["0834"]["self_sufficiency"], found["0834"]["share_at_home"]) == (0.0, 0.0)


def test_jobs_without_employed_residents_have_no_self_sufficiency_and_say_so() -> None:
    found = balance([pair("0880", "0834", 5)])["0834"]
    assert (found["employed_residents"], found["jobs"]) == (0, 5)
    assert (found["live_and_work"], found["commuters_in"], found["commuters_out"]) == (0, 5, 0)
    assert (found["self_sufficiency"], found["share_at_home"]) == (None, None)
    assert found["note"] == "no_employed_residents"


@pytest.mark.parametrize("reason", ["suppressed", "missing", "not_applicable"])
def test_a_sum_with_an_empty_pair_is_empty_and_the_other_side_stays(reason: str) -> None:
    found = balance([*PAIRS, pair("0834", "0881", None, reason)])
    assert (found["0881"]["jobs"], found["0881"]["commuters_in"], found["0881"]["self_sufficiency"]) == (None,) * 3
    assert (found["0881"]["employed_residents"], found["0881"]["live_and_work"]) == (400, 110)
    assert found["0881"]["share_at_home"] == pytest.approx(110 / 400)
    assert (found["0834"]["employed_residents"], found["0834"]["jobs"]) == (None, 0)
    assert {code: row["note"] for code, row in found.items()} == {"0834": reason, "0880": None, "0881": reason}


def test_of_several_reasons_the_stronger_is_told() -> None:
    rows = [*PAIRS, pair("0834", "0881", None, "missing"), pair("0882", "0881", None, "suppressed")]
    assert balance(rows)["0881"]["note"] == "suppressed"
    assert balance(rows)["0834"]["note"] == "missing"


def test_a_suppressed_home_pair_empties_everything_that_needs_it() -> None:
    rows = [each | {"commuters": None, "status": "suppressed"} if each == PAIRS[0] else each for each in PAIRS]
    found = balance(rows)["0880"]
    names = [name for name in table("commuting_balance").column_names if name not in {"region_code", "year", "note"}]
    assert {found[name] for name in names if name != "table_id"} == {None}
    assert found["note"] == "suppressed"


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["0834", "0880", "0881"]), st.sampled_from(["0834", "0880", "0881"])),
        st.integers(1, 10_000),
        min_size=1,
    )
)
def test_commuters_in_and_out_cancel_over_the_whole_country(flows: dict[tuple[str, str], int]) -> None:
    found = balance([pair(*places, count) for places, count in flows.items()]).values()
    assert sum(row["net_commuting"] for row in found) == 0
    assert sum(row["jobs"] for row in found) == sum(row["employed_residents"] for row in found) == sum(flows.values())
    for row in found:
        assert row["commuters_in"] - row["commuters_out"] == row["net_commuting"]


def test_the_catchment_holds_those_at_or_over_the_share_and_ranks_them() -> None:
    found = catchment(PAIRS)
    assert {places: (row["commuters"], row["share"], row["rank"]) for places, row in found.items()} == {
        ("0880", "0880"): (700, 0.7, 1),
        ("0880", "0881"): (290, 0.29, 2),
        ("0880", "0834"): (10, 0.01, 3),
        ("0881", "0881"): (110, 0.6875, 1),
        ("0881", "0880"): (50, 0.3125, 2),
    }
    assert set(catchment(PAIRS, 0.05)) == set(found) - {("0880", "0834")}


def test_municipalities_of_equal_weight_share_a_rank() -> None:
    found = catchment([pair("0880", "0834", 7), pair("0881", "0834", 7), pair("0882", "0834", 6)])
    assert [row["rank"] for row in found.values()] == [1, 1, 3]


def test_with_a_suppressed_pair_no_share_is_known_and_what_could_reach_it_is_listed() -> None:
    small = pair("0882", "0880", 9)
    found = catchment([*PAIRS, small, pair("0860", "0880", None, "suppressed")])
    told = {
        places[1]: (row["commuters"], row["share"], row["note"]) for places, row in found.items() if places[0] == "0880"
    }
    # Of 1,009 known jobs 10 and 9 are below one per cent, however many the suppressed pair hides.
    assert told == {
        "0880": (700, None, "suppressed"),
        "0881": (290, None, "suppressed"),
        "0860": (None, None, "suppressed"),
    }
    assert {(row["jobs"], row["rank"]) for places, row in found.items() if places[0] == "0880"} == {(None, None)}
    assert found["0881", "0881"]["note"] is None


def test_each_year_is_added_up_by_itself() -> None:
    """The year after, 0882 has taken the place of 0834, half as many work at home, and one pair is suppressed."""
    after = [
        pair(*(("0882" if code == "0834" else code) for code in (row["residence_code"], row["workplace_code"])), count)
        | {"year": 2025}
        for row, count in zip(PAIRS, (350, 290, 10, 55, 50), strict=True)
    ]
    after[-1] |= {"commuters": None, "status": "suppressed"}
    for name, parameters in (
        ("commuting_side", {}),
        ("commuting_balance", {}),
        ("catchment", {"smallest_share": 0.01}),
    ):
        together, before, later = (
            engine.select(name, {"commuting": arrow("commuting", rows)}, parameters).to_pylist()
            for rows in ([*PAIRS, *after], PAIRS, after)
        )
        assert sorted(map(repr, together)) == sorted(map(repr, [*before, *later])), name


def test_the_text_of_the_table_names_the_declared_share() -> None:
    assert conventions().catchment_share == 0.01
    assert "minst en procent" in table("catchment").description_sv
    assert "at least one per cent" in table("catchment").description_en
