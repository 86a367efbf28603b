"""Every way of asking the employed, each answer reckoned from the row it is asked of."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine

SERIES, REGIONS, YEARS, REFERENCES = ("S", "T"), ("07", "08"), (2022, 2023, 2024), ("nation", "county")
# An industry and the unknown one on each of two levels.
LEVELS = {"A": "group", "US": "group", "16": "2", "00": "2"}
# What is unknown in the edition that the one series follows is an industry like others in that of the other one.
UNKNOWN = {"S": ("US", "00"), "T": ("A", "16")}
# Series, region, industry, newest year, year compared, reference area, and whether the unknown are counted.
Asked = tuple[str, str, str, int, int, str, str]


def asked(rows: Sequence[dict[str, Any]]) -> dict[Asked, tuple[Any, Any, Any]]:
    """Quotient and its bounds by what is asked, of this year and the one before it."""
    quotients = pa.Table.from_pylist(list(rows), schema=schema.table("location_quotient").arrow_schema())
    industries = [
        {"edition": f"of {series}", "industry_code": code, "unknown": code in UNKNOWN[series]}
        for series, code in product(SERIES, LEVELS)
    ]
    relations = {
        "location_quotient": quotients,
        "series_break": schema.table("series_break").arrow_schema().empty_table(),
        "industry": pa.Table.from_pylist(industries),
        "snapshot": pa.table({"series": SERIES, "industry_edition": [f"of {series}" for series in SERIES]}),
    }
    found = engine.select("specification_employed", relations, {"years_back": 1}).to_pylist()
    assert {(row["subject_type"], row["measured"]) for row in found} <= {("industry", "employed")}
    key = ("series", "region_code", "subject_code", "year", "compared_year", "reference", "unknown_industry")
    by_key = {tuple(row[name] for name in key): (row["lq"], row["lq_low"], row["lq_high"]) for row in found}
    assert len(by_key) == len(found), "one question asked more than once"
    return by_key


def quotient(
    counts: tuple[int, int, int, int], code: str = "A", reference: str = "nation", **other: Any
) -> dict[str, Any]:
    """``counts``: own, the region's, the industry's and everybody in the reference area."""
    names = ("employees", "employees_region", "employees_reference", "employees_reference_total")
    row = {"series": "S", "region_code": "08", "industry_code": code, "year": 2024, "level": LEVELS[code], "lq": 1.0}
    return row | dict(zip(names, counts, strict=True)) | {"reference": reference} | other


def lq(own: int, region: int, industry: int, everybody: int) -> Any:
    return pytest.approx(own / region / (industry / everybody), rel=1e-14), None, None


def test_an_industry_is_asked_in_each_year_against_each_area_and_the_rest_with_and_without_the_unknown() -> None:
    """Row k: 10 + k of the region's 200 + k and of the industry's 400 + k of 3,000 + k; of an unknown industry it is
    20 + k and 50 + k. Of county 07 T has no quotient against the nation in the newest year."""
    counts, rows, given = {}, [], {}
    for k, key in enumerate(product(SERIES, REGIONS, LEVELS, YEARS, REFERENCES)):
        series, region, code, year, reference = key
        unknown = code in UNKNOWN[series]
        counts[key] = (20 + k if unknown else 10 + k, 200 + k, 50 + k if unknown else 400 + k, 3000 + k)
        known = (series, region, year, reference) != ("T", "07", 2024, "nation")
        given[key] = (1.0 + k, 0.5 + k, 2.0 + k) if known else None
        ends = dict(zip(("lq", "lq_low", "lq_high"), given[key] or (None, None, None), strict=True))
        place = {"series": series, "region_code": region, "year": year}
        rows.append(quotient(counts[key], code, reference, **place, **ends))
    expected: dict[Asked, Any] = {}
    for key, answer in given.items():
        series, region, code, year, reference = key
        newest = 2023 if (series, region) == ("T", "07") else 2024
        if answer is None or not newest - 1 <= year <= newest:
            continue
        own, all_of_region, industry, everybody = counts[key]
        (nobody,) = (each for each in UNKNOWN[series] if LEVELS[each] == LEVELS[code])
        left, _, left_reference, _ = counts[series, region, nobody, year, reference]
        about = (series, region, code, newest, year)
        some, all_known = all_of_region - left, everybody - left_reference
        expected[*about, reference, "with"] = answer
        expected[*about, reference, "without"] = lq(own, some, industry, all_known)
        if reference == "nation":
            expected[*about, "rest_of_nation", "with"] = lq(
                own, all_of_region, industry - own, everybody - all_of_region
            )
            expected[*about, "rest_of_nation", "without"] = lq(own, some, industry - own, all_known - some)
    assert asked(rows) == expected


@pytest.mark.parametrize(
    ("counts", "unknown", "without", "rest", "rest_without"),
    [
        ((2, 10, 5, 50), (1, 10, 4, 50), (2 / 9) / (5 / 46), (2 / 10) / (3 / 40), (2 / 9) / (3 / 37)),
        # Nobody is known in the region, in the industry, elsewhere in it, or elsewhere at all.
        ((0, 1, 5, 50), (1, 1, 4, 50), None, 0, None),
        ((0, 10, 0, 50), (1, 10, 4, 50), None, None, None),
        ((2, 10, 2, 50), (1, 10, 4, 50), (2 / 9) / (2 / 46), None, None),
        ((2, 50, 5, 50), (4, 50, 4, 50), (2 / 46) / (5 / 46), None, None),
        ((2, 10, 5, 11), (1, 10, 1, 11), (2 / 9) / (5 / 10), (2 / 10) / (3 / 1), (2 / 9) / (3 / 1)),
        ((1, 2, 1, 50), (1, 2, 4, 50), 1 / (1 / 46), None, None),
    ],
)
def test_what_nothing_is_left_of_is_no_answer(
    counts: tuple[int, int, int, int],
    unknown: tuple[int, int, int, int],
    without: float | None,
    rest: float | None,
    rest_without: float | None,
) -> None:
    found = asked([quotient(counts), quotient(unknown, "US")])
    told = {key[5:]: answer[0] for key, answer in found.items() if key[2] == "A"}
    assert told == {
        ("nation", "with"): 1.0,
        ("nation", "without"): pytest.approx(without),
        ("rest_of_nation", "with"): pytest.approx(rest),
        ("rest_of_nation", "without"): pytest.approx(rest_without),
    }


def test_without_anybody_unknown_there_is_no_second_question() -> None:
    for rows in ([quotient((2, 10, 5, 50))], [quotient((2, 10, 5, 50)), quotient((0, 10, 4, 50), "US")]):
        assert {key[6] for key in asked(rows)} == {"with"}
    assert {key[6] for key in asked([quotient((2, 10, 5, 50)), quotient((1, 10, 4, 50), "US")])} == {"with", "without"}


def test_neither_what_has_no_quotient_nor_what_is_of_a_total_that_lacks_a_cell_is_asked() -> None:
    counts = (2, 10, 5, 50)
    told = [quotient(counts), quotient(counts, "16", note="unknown_industry")]
    rows = [quotient(counts, "00", lq=None), quotient(counts, "US", note="incomplete_total")]
    assert {key[2] for key in asked(told + rows)} == {"A", "16"}
