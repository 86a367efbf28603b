"""The bridge between SNI 2007 and SNI 2025: its pairs and unions, and what is carried across it without a guess."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import StyrkaError
from pipelines.schema import table
from pipelines.warehouse import classification, conformity, engine
from pipelines.warehouse.classification import bridge, unions
from tests.shared import SHARED, needs_shared

Row = dict[str, Any]
EDITIONS = ("SNI2007", "SNI2025")
# Of each kind one union, and pairs that are no part of them.
PAIRS = [
    ("0111", "0111"),
    *[("0112", "0112"), ("0113", "0112")],
    *[("0114", "0114"), ("0114", "0115")],
    *[("0116", "0116"), ("0116", "0119"), ("0119", "0119")],
]
SMALL = unions.closed({("4", *pair): "ssb_2919" for pair in PAIRS})


def pairs(level: str) -> list[tuple[str, str]]:
    rows = classification.industry_bridge().to_pylist()
    return [(row["sni2007_code"], row["sni2025_code"]) for row in rows if row["level"] == level]


def names(edition: str, level: str) -> dict[str, str]:
    rows = classification.industries(edition).to_pylist()
    return {row["industry_code"]: row["name_sv"] for row in rows if row["level"] == level and not row["unknown"]}


def figures(values: dict[str, Any], region: str = "0880", year: int = 2024) -> pd.DataFrame:
    rows = [{"region": region, "industry": code, "year": year, "value": value} for code, value in values.items()]
    return pd.DataFrame(rows, columns=["region", "industry", "year", "value"])


def by(rows: pd.DataFrame, *columns: str) -> dict[Any, Any]:
    return {row[0] if len(row) == 2 else row[:-1]: row[-1] for row in rows[list(columns)].itertuples(index=False)}


def test_every_class_but_one_has_a_counterpart_and_342_have_one_only() -> None:
    before, after = ({pair[side] for pair in pairs("4")} for side in (0, 1))
    assert len(pairs("4")) == 987
    assert before == set(names("SNI2007", "4"))
    # NACE 2.1 class 46.89 (other specialised wholesale n.e.c.) is the successor of nothing in the Norwegian table.
    assert set(names("SNI2025", "4")) - after == {"4689"}
    assert after < set(names("SNI2025", "4"))
    single = [row for row in classification.industry_bridge().to_pylist() if row["kind"] == "one_to_one"]
    assert Counter(row["level"] for row in single) == {"4": 342, "5": 288}


def test_the_unions_are_closed_disjoint_and_of_the_kind_that_their_codes_make() -> None:
    for level in ("4", "5"):
        members: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        kinds: dict[str, str] = {}
        for row in classification.industry_bridge().to_pylist():
            if row["level"] == level:
                members[row["union_id"]][0].add(row["sni2007_code"])
                members[row["union_id"]][1].add(row["sni2025_code"])
                kinds[row["union_id"]] = row["kind"]
        for side in (0, 1):
            codes = [code for union in members.values() for code in union[side]]
            assert len(codes) == len(set(codes))
        for union_id, (before, after) in members.items():
            sizes = (len(before) > 1, len(after) > 1)
            assert union_id == f"{level}-{min(before)}"
            assert (
                kinds[union_id]
                == {
                    (False, False): "one_to_one",
                    (False, True): "split",
                    (True, False): "merge",
                    (True, True): "many_to_many",
                }[sizes]
            )


@given(st.lists(st.tuples(*[st.sampled_from("abcdefgh")] * 2), max_size=12), st.randoms())
def test_a_union_is_what_can_be_reached_and_does_not_depend_on_the_order_of_the_pairs(
    drawn: list[tuple[str, str]], random: Any
) -> None:
    shuffled = random.sample(drawn, len(drawn))
    found = unions.closed({("4", *pair): "ssb_2919" for pair in drawn})
    assert unions.closed({("4", *pair): "ssb_2919" for pair in shuffled}).equals(found)
    union_of = {(row["sni2007_code"], row["sni2025_code"]): row["union_id"] for row in found.to_pylist()}
    for (one, its_union), (other, other_union) in combinations(union_of.items(), 2):
        assert its_union == other_union or (one[0] != other[0] and one[1] != other[1])


@needs_shared
def test_the_classes_are_paired_as_the_source_has_them_and_no_other_way() -> None:
    with (SHARED / "classification" / "nace2_to_nace21_class_pairs.csv").open(encoding="utf-8", newline="") as stream:
        listed = [(row["nace2_class"], row["nace21_class"]) for row in csv.DictReader(stream)]
    assert sorted((one.replace(".", ""), other.replace(".", "")) for one, other in listed) == sorted(pairs("4"))


@needs_shared
def test_five_digits_are_paired_only_where_nothing_speaks_of_a_change() -> None:
    with (SHARED / "classification" / "sn2007_sn2025_changed_5digit_no.csv").open(encoding="utf-8") as stream:
        changed = {row[column].replace(".", "") for row in csv.DictReader(stream) for column in row if "code" in column}
    before, after = names("SNI2007", "5"), names("SNI2025", "5")
    classes = pairs("4")
    successors, predecessors = (Counter(pair[side] for pair in classes) for side in (0, 1))
    for code, successor in pairs("5"):
        parent = code[:4]
        assert code == successor
        assert code not in changed
        assert (parent, parent) in classes
        assert successors[parent] == predecessors[parent] == 1
        siblings = {each for each in before if each[:4] == parent}
        assert siblings == {each for each in after if each[:4] == parent}
        assert len(siblings) == 1 or all(before[each] == after[each] for each in siblings)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("17129", "the class has other codes beside it now: 17121 took in what 17122 was"),
        ("55102", "conference hotels now need beds: the borders inside the class moved"),
        ("69201", "took in 69203 under its old number"),
        ("64992", "the number means something else in SNI 2025"),
        ("10910", "the class is unchanged in Europe, but listed as changed"),
    ],
)
def test_a_number_that_both_editions_have_is_no_reason_to_pair_it(code: str, why: str) -> None:
    assert code in names("SNI2007", "5").keys() & names("SNI2025", "5").keys(), why
    assert code not in {before for before, _ in pairs("5")}, why


def test_the_table_keeps_its_declaration() -> None:
    written = engine.select("industry_bridge", {"bridge": classification.industry_bridge()})
    assert written.num_rows == 987 + 288
    declared = {"industry": classification.industries()}
    assert conformity.faults(table("industry_bridge"), written, declared.__getitem__) == []


def test_small_unions_are_carried_by_hand() -> None:
    given = figures({"0111": 1, "0112": 2, "0113": 4, "0114": 8, "0116": 16, "0119": 32})
    forward = bridge.carry(given, 4, "SNI2007", "SNI2025", SMALL)
    assert by(forward.exact, "industry", "value") == {"0111": 1, "0112": 6}
    assert by(forward.exact, "industry", "sources") == {"0111": "0111", "0112": "0112 0113"}
    assert by(forward.ambiguous, "industry", "value") == {"0114": 8, "0116": 16, "0119": 32}
    assert by(forward.ambiguous, "industry", "candidates") == {"0114": "0114 0115", "0116": "0116 0119", "0119": "0119"}
    assert by(forward.ambiguous, "industry", "reason") == {
        "0114": "split",
        "0116": "many_to_many",
        "0119": "many_to_many",
    }
    assert by(forward.totals, "union_id", "value") == {"4-0111": 1, "4-0112": 6, "4-0114": 8, "4-0116": 48}
    assert by(forward.totals, "union_id", "sni2025_code")["4-0116"] == "0116 0119"

    given = figures({"0111": 1, "0112": 6, "0114": 3, "0115": 5, "0116": 20, "0119": 28})
    back = bridge.carry(given, 4, "SNI2025", "SNI2007", SMALL)
    assert by(back.exact, "industry", "value") == {"0111": 1, "0114": 8}
    assert by(back.ambiguous, "industry", "candidates") == {"0112": "0112 0113", "0116": "0116", "0119": "0116 0119"}
    assert by(back.totals, "union_id", "value") == by(forward.totals, "union_id", "value")


def test_a_missing_figure_makes_its_sums_missing_and_an_absent_code_is_named() -> None:
    given = pd.concat([figures({"0112": 2, "0113": None, "0111": None}), figures({"0112": 3}, region="0840")])
    found = bridge.carry(given, 4, "SNI2007", "SNI2025", SMALL)
    assert by(found.exact[found.exact["region"] == "0880"], "industry", "value") == pytest.approx(
        {"0111": float("nan"), "0112": float("nan")}, nan_ok=True
    )
    assert by(found.exact, "region", "industry", "value")["0840", "0112"] == 3
    assert set(found.exact["absent"]) == {""}
    alone = bridge.carry(figures({"0112": 2}), 4, "SNI2007", "SNI2025", SMALL)
    assert by(alone.exact, "industry", "absent") == {"0112": "0113"}
    assert by(alone.totals, "union_id", "value") == {"4-0112": 2}


def test_a_class_without_known_predecessor_stays_where_it_is() -> None:
    found = bridge.carry(figures({"4689": 7, "0111": 1}), 4, "SNI2025", "SNI2007")
    assert by(found.exact, "industry", "value") == {"0111": 1}
    (left,) = found.ambiguous.to_dict("records")
    assert (left["industry"], left["value"], left["reason"]) == ("4689", 7, "no_pair")
    assert pd.isna(left["candidates"])
    assert "4689" not in " ".join(found.totals["sni2025_code"])
    below = bridge.carry(figures({"46890": 7}), 5, "SNI2025", "SNI2007")
    assert list(below.ambiguous["reason"]) == ["no_pair"]


def test_codes_of_another_level_or_edition_are_left_over_and_unknown_industry_stays_unknown() -> None:
    found = bridge.carry(figures({"16101": 1, "B+C": 2, "1611": 3, "0000": 4, "US": 5}), 4, "SNI2007", "SNI2025")
    assert by(found.ambiguous, "industry", "reason") == dict.fromkeys(["16101", "1611", "B+C"], "no_code")
    assert by(found.exact, "industry", "value") == {"0000": 4, "US": 5}
    assert set(found.exact["kind"]) == {"unknown"}


def test_five_digits_follow_their_classes_where_the_bridge_does_not_list_them() -> None:
    given = figures({"01110": 1, "17111": 2, "17112": 4, "17113": 8, "64992": 16, "25991": 32, "25992": 64})
    found = bridge.carry(given, "5", "SNI2007", "SNI2025")
    # Pulp, class 17.11, is one to one: its three old codes are the one new code, whichever was which.
    assert by(found.exact, "industry", "value") == {"01110": 1, "17110": 14}
    assert by(found.exact, "industry", "sources")["17110"] == "17111 17112 17113"
    ambiguous = by(found.ambiguous, "industry", "candidates")
    assert ambiguous["64992"] == "64991 64992 64993 64994 64999"
    assert by(found.totals, "union_id", "value")["5-64991"] == 16


def flows(level: str, seed: int) -> pd.DataFrame:
    """What nobody knows: persons by region and year, and under which code of either edition they are."""
    generator = np.random.default_rng(seed)
    below = {edition: defaultdict(list) for edition in EDITIONS}
    for edition in EDITIONS:
        for code in names(edition, "5"):
            below[edition][code[:4]].append(code)
    classes, unchanged = pairs("4"), {code for code, _ in pairs("5")}
    rows = []
    for number in generator.choice(len(classes), 150, replace=False):
        before, after = classes[number]
        if level == "5":
            before = str(generator.choice(below["SNI2007"][before]))
            after = before if before in unchanged else str(generator.choice(below["SNI2025"][after]))
        region, year = str(generator.choice(["0880", "0840"])), int(generator.choice([2024, 2025]))
        rows.append((region, before, after, year, int(generator.integers(1, 1000))))
    return pd.DataFrame(rows, columns=["region", "SNI2007", "SNI2025", "year", "value"])


def seen(known: pd.DataFrame, edition: str) -> pd.DataFrame:
    summed = known.groupby(["region", edition, "year"], as_index=False)["value"].sum()
    return summed.rename(columns={edition: "industry"})[["region", "industry", "year", "value"]]


@settings(max_examples=25, deadline=None)
@given(level=st.sampled_from(["4", "5"]), seed=st.integers(0, 2**32 - 1), source=st.sampled_from(EDITIONS))
def test_what_is_carried_is_true_however_the_codes_were_divided(level: str, seed: int, source: str) -> None:
    (target,) = set(EDITIONS) - {source}
    truth = flows(level, seed)
    given_table, wanted = seen(truth, source), seen(truth, target)
    found = bridge.carry(given_table, level, source, target)

    # Every person is either carried or left over, and stands in one union.
    assert found.exact["value"].sum() + found.ambiguous["value"].sum() == given_table["value"].sum()
    assert found.totals["value"].sum() == given_table["value"].sum()
    # What is called exact is what the other edition has counted.
    actual = by(wanted, "region", "industry", "year", "value")
    for key, value in by(found.exact, "region", "industry", "year", "value").items():
        assert actual[key] == value
    # Sums over unions are the same from both sides.
    opposite = bridge.carry(wanted, level, target, source)
    keys = ("region", "union_id", "year", "value")
    assert by(found.totals, *keys) == by(opposite.totals, *keys)
    # What nobody divided or joined comes back as it was.
    single = found.exact[found.exact["kind"] == "one_to_one"]
    returned = bridge.carry(single, level, target, source)
    assert len(returned.ambiguous) == 0
    original = by(given_table, "region", "industry", "year", "value")
    assert by(returned.exact, *("region", "industry", "year", "value")).items() <= original.items()
    assert len(returned.exact) == len(single)


@given(st.permutations(range(40)))
@settings(max_examples=20, deadline=None)
def test_sums_of_broken_numbers_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    codes = [before for before, _ in pairs("4")]
    rows = pd.DataFrame(
        {"region": "0880", "industry": codes[:400:10], "year": 2024, "value": [0.1, 1e15, -1e15, 0.7] * 10}
    )
    wanted = bridge.carry(rows, 4, "SNI2007", "SNI2025")
    found = bridge.carry(rows.iloc[list(order)], 4, "SNI2007", "SNI2025")
    for name in ("exact", "ambiguous", "totals"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(wanted, name), check_exact=True)


def test_arrow_goes_in_and_comes_out_with_whole_numbers_and_gaps() -> None:
    given = pa.table(
        {
            "region": pa.array(["0880"] * 3).dictionary_encode(),
            "industry": ["0111", "0112", "0113"],
            "year": pa.array([2024] * 3, pa.int32()),
            "value": pa.array([9_007_199_254_740_993, 2, None], pa.int64()),
        }
    )
    found = bridge.carry(given, 4, "SNI2007", "SNI2025", SMALL)
    assert found.exact.schema.field("value").type == pa.int64()
    assert found.exact.schema.field("sources").type == pa.string()
    assert found.exact.select(["industry", "value"]).to_pylist() == [
        {"industry": "0111", "value": 9_007_199_254_740_993},
        {"industry": "0112", "value": None},
    ]
    assert found.ambiguous.num_rows == 0


def wrong(rows: Iterable[Row]) -> pd.DataFrame:
    usual = {"region": "0880", "industry": "0111", "year": 2024, "value": 1}
    return pd.DataFrame([{**usual, **row} for row in rows])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{}, {}], r"row 1 \(region 0880, industry 0111, year 2024\): the same .* stand on an earlier row"),
        ([{"industry": None}], "industry is empty"),
        ([{"value": "many"}], "value many is not a number"),
        ([{"value": float("inf")}], "value inf is not finite"),
        ([{"year": 2024.5}], "year is not a whole number"),
        ([{"year": 1e300}], r"^row 0 .*: year is beyond every calendar$"),
        ([{"year": 10**400}], r"^row 0 .*: year is not a whole number$"),
        ([{"value": 10**400}], r"^row 0 .*: value inf is not finite$"),
        ([{"value": 2**62}, {"industry": "0112", "value": 2**62}], r"^the values sum to 9\.22e\+18, more than 64 bits"),
        ([{}, {"region": "0840", "value": 2**63}], r"^row 1 .*: value 9223372036854775808 is more than 64 bits hold$"),
    ],
)
def test_a_table_that_cannot_be_carried_is_refused_in_one_line(rows: list[Row], message: str) -> None:
    with pytest.raises(StyrkaError, match=message):
        bridge.carry(wrong(rows), 4, "SNI2007", "SNI2025")


@pytest.mark.parametrize(
    ("level", "source", "target", "message"),
    [
        (3, "SNI2007", "SNI2025", "4 and 5 digits, not level 3"),
        (4, "SNI2007", "SNI2007", "cannot carry from SNI2007 to SNI2007"),
        (4, "SNI2007-16", "SNI2025", "cannot carry from SNI2007-16"),
    ],
)
def test_what_the_bridge_does_not_lead_to_is_said(level: int, source: str, target: str, message: str) -> None:
    with pytest.raises(StyrkaError, match=message):
        bridge.carry(figures({"0111": 1}), level, source, target)
    with pytest.raises(StyrkaError, match="no column value"):
        bridge.carry(figures({"0111": 1}).drop(columns="value"), 4, "SNI2007", "SNI2025")


def test_a_code_of_sni_2025_can_lie_in_more_than_one_of_the_sixteen_groups() -> None:
    relations = {"industry": classification.industries(), "industry_bridge": classification.industry_bridge()}
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in engine.select("industry_group", relations, {"industry_edition": "SNI2025"}).to_pylist():
        found[row["industry_code"]].append((row["group_code"], row["bridged"]))
    assert found["16111"] == [("B+C", True)]
    # Preschools: education and childcare in SNI 2007 lie in P and Q.
    assert sorted(found["85100"]) == [("P", True), ("Q", True)]
    assert found["00000"] == [("US", True)]
    # Its class has no predecessor in the bridge: it can lie in any group, and says so.
    assert len(found["46890"]) == 16
    assert not any(bridged for _, bridged in found["46890"])
