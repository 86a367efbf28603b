"""What holds for every table of figures, whatever they are."""

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipelines import measures

Rows = list[list[int]]
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def figures(draw: st.DrawFn, largest: int = 1000) -> Rows:
    """2–5 regions × 2–5 industries; every region and every industry employs somebody."""
    regions, industries = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    row = st.lists(st.integers(0, largest), min_size=industries, max_size=industries)
    rows = draw(st.lists(row, min_size=regions, max_size=regions))
    assume(all(any(each) for each in rows))
    assume(all(any(column) for column in zip(*rows, strict=True)))
    return rows


def frame(rows: Rows) -> pd.DataFrame:
    cells = [(f"R{r}", f"I{i}", 2024, value) for r, row in enumerate(rows) for i, value in enumerate(row)]
    return pd.DataFrame(cells, columns=["region", "industry", "year", "value"])


@few
@given(figures())
def test_the_employment_weighted_mean_of_an_industrys_quotients_is_one(rows: Rows) -> None:
    result = measures.location_quotient(frame(rows))
    weighted = result["lq"] * result["employees_region"] / result["employees_reference_total"]
    assert weighted.groupby(result["industry_code"]).sum().to_list() == pytest.approx([1] * len(rows[0]), abs=1e-12)


@few
@given(figures())
def test_a_quotient_is_the_exact_fraction_but_for_three_roundings(rows: Rows) -> None:
    for row in measures.location_quotient(frame(rows)).itertuples():
        exact = Fraction(int(row.employees) * int(row.employees_reference_total))
        exact /= int(row.employees_region) * int(row.employees_reference)
        assert abs(Fraction(row.lq) - exact) <= exact * Fraction(3, 2**53)
        assert row.overrepresented == (exact >= 1)


@few
@given(figures(), st.sampled_from([2, 10, 1000, 0.5, 0.1]))
def test_scaling_every_figure_changes_no_measure(rows: Rows, factor: float) -> None:
    df = frame(rows)
    scaled = df.assign(value=df["value"] * factor)
    for measure, columns in (
        (measures.location_quotient, ["share", "lq", "lq_low", "lq_high", "overrepresented", "rank"]),
        (measures.specialisation, ["krugman", "hachman", "hhi", "hhi_normalised", "equivalent_number", "entropy"]),
        (measures.specialisation, ["krugman_rest", "krugman_mean"]),
        (measures.concentration, ["gini", "theil_t", "theil_l", "regions_with_employment"]),
    ):
        one, other = measure(df)[columns], measure(scaled)[columns]
        pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-12)


@few
@given(figures(), st.integers(0, 2**31))
def test_the_order_of_rows_changes_nothing(rows: Rows, seed: int) -> None:
    df = frame(rows)
    shuffled = df.sample(frac=1, random_state=seed)
    for measure in (measures.location_quotient, measures.specialisation, measures.concentration):
        pd.testing.assert_frame_equal(measure(df), measure(shuffled), check_exact=True)


@few
@given(figures(), st.integers(2, 5))
def test_regions_of_one_structure_may_be_merged(rows: Rows, times: int) -> None:
    """A region beside one that is `times` as large has the measures of the two as one region."""
    apart = frame([*rows, [times * value for value in rows[-1]]])
    merged = frame([*rows[:-1], [(times + 1) * value for value in rows[-1]]])
    last, joint = f"R{len(rows)}", f"R{len(rows) - 1}"
    for measure, columns in (
        (measures.location_quotient, ["share", "lq"]),
        (measures.specialisation, ["krugman", "hachman", "hhi", "entropy"]),
    ):
        one, other = measure(apart), measure(merged)
        pd.testing.assert_frame_equal(
            one.loc[one["region_code"] == last, columns].reset_index(drop=True),
            other.loc[other["region_code"] == joint, columns].reset_index(drop=True),
            check_exact=False,
            rtol=1e-12,
        )


@few
@given(figures(), st.integers(2, 5))
def test_concentration_stays_when_regions_of_one_structure_are_merged(rows: Rows, times: int) -> None:
    apart = frame([*rows, [times * value for value in rows[-1]]])
    merged = frame([*rows[:-1], [(times + 1) * value for value in rows[-1]]])
    columns = ["gini", "theil_t", "theil_l"]
    one, other = measures.concentration(apart)[columns], measures.concentration(merged)[columns]
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-14)


@few
@given(figures(), st.permutations(range(5)))
def test_what_regions_are_called_changes_no_concentration(rows: Rows, order: list[int]) -> None:
    df = frame(rows)
    renamed = df.assign(region=df["region"].map({f"R{n}": f"Q{place}" for n, place in enumerate(order)}))
    columns = ["gini", "theil_t", "theil_l"]
    one, other = measures.concentration(df)[columns], measures.concentration(renamed)[columns]
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@few
@given(figures(largest=10**9))
def test_concentration_stays_in_its_domain(rows: Rows) -> None:
    """Most is all of the industry in the smallest region: Gini 1 - x and T ln(1 / x). Gini <= sqrt(2 T) (Pinsker)."""
    result = measures.concentration(frame(rows))
    smallest = min(sum(row) for row in rows) / sum(map(sum, rows))
    assert result["gini"].between(0, 1 - smallest + 1e-15).all()
    assert result["theil_t"].between(0, -math.log(smallest) * (1 + 1e-12)).all()
    assert (result["theil_l"].dropna() >= 0).all()
    assert (result["theil_l"].isna() == (result["regions_with_employment"] < result["regions"])).all()
    assert (result["gini"] <= (result["theil_t"] * 2) ** 0.5 + 1e-12).all()


@few
@given(figures(largest=10**9))
def test_indices_stay_in_their_domains(rows: Rows) -> None:
    result = measures.specialisation(frame(rows))
    n = len(rows[0])
    for name in ("krugman", "krugman_rest", "krugman_mean"):
        assert result[name].between(0, 2).all()
    assert (result["hachman"] > 0).all()
    assert (result["hachman"] <= 1).all()
    assert result["hhi"].between((1 - 1e-15) / n, 1).all()
    assert result["hhi_normalised"].between(0, 1).all()
    assert result["equivalent_number"].between(1, n * (1 + 1e-15)).all()
    assert (result["entropy"] >= 0).all()


def spans(start: Rows, end: Rows, between: Rows) -> pd.DataFrame:
    return pd.concat([frame(each).assign(year=year) for year, each in ((1, start), (2, between), (3, end))])


@st.composite
def three_years(draw: st.DrawFn, largest: int = 1000) -> tuple[Rows, Rows, Rows]:
    """As ``figures``, three years of the same regions and industries; cells may come and go."""
    first = draw(figures(largest))
    row = st.lists(st.integers(0, largest), min_size=len(first[0]), max_size=len(first[0]))
    table = st.lists(row, min_size=len(first), max_size=len(first))
    return first, draw(table), draw(table)


PARTS = ["national", "mix", "regional"]


@few
@given(three_years(10**9))
def test_the_parts_of_a_shift_add_up_to_the_change(years: tuple[Rows, Rows, Rows]) -> None:
    result = measures.shift_share(spans(*years), 1, 3)
    for parts, total in (
        (PARTS, "change"),
        (["competitive", "allocation"], "regional"),
        ([f"{part}_dynamic" for part in PARTS], "change"),
    ):
        known = result.dropna(subset=parts)
        size = known[parts].abs().sum(axis=1) + known["employees_start"] + known["employees_end"] + 1
        assert ((known[parts].sum(axis=1) - known[total]).abs() <= 1e-15 * size * len(parts)).all()
    assert (
        result.loc[result["employees_start"] > 0, ["mix", "regional", "competitive", "allocation"]]
        .notna()
        .all(axis=None)
    )


@few
@given(three_years())
def test_a_part_is_the_exact_fraction_but_for_six_roundings(years: tuple[Rows, Rows, Rows]) -> None:
    start, end = years[0], years[1]
    total = [sum(map(sum, table)) for table in (start, end)]
    for row in measures.shift_share(spans(*years), 1, 3).itertuples():
        r, i = int(row.region_code[1:]), int(row.industry_code[1:])
        base, industry = Fraction(start[r][i]), [sum(each[i] for each in table) for table in (start, end)]
        growth, own = Fraction(total[1], total[0]), Fraction(industry[1], industry[0])
        exact = {"national": base * (growth - 1), "mix": base * (own - growth), "regional": end[r][i] - base * own}
        if base:
            expected = Fraction(sum(start[r]) * industry[0], total[0])
            exact["competitive"] = expected * (end[r][i] / base - own)
            exact["allocation"] = (base - expected) * (end[r][i] / base - own)
        for part, value in exact.items():
            assert abs(Fraction(getattr(row, part)) - value) <= abs(value) * Fraction(6, 2**53)


@few
@given(three_years(), st.integers(0, 2**31))
def test_the_order_of_rows_changes_no_shift(years: tuple[Rows, Rows, Rows], seed: int) -> None:
    df = spans(*years)
    shuffled = df.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(
        measures.shift_share(df, 1, 3), measures.shift_share(shuffled, 1, 3), check_exact=True
    )


@few
@given(three_years(), st.sampled_from([2, 10, 1000]))
def test_shifts_scale_with_the_figures(years: tuple[Rows, Rows, Rows], factor: int) -> None:
    df = spans(*years)
    columns = ["change", *PARTS, "competitive", "allocation", *(f"{part}_dynamic" for part in PARTS)]
    one = measures.shift_share(df, 1, 3)[columns] * factor
    other = measures.shift_share(df.assign(value=df["value"] * factor), 1, 3)[columns]
    pd.testing.assert_frame_equal(one, other.astype(one.dtypes), check_exact=False, rtol=1e-9, atol=1e-9)


@few
@given(three_years())
def test_what_the_regions_of_a_nation_win_others_lose(years: tuple[Rows, Rows, Rows]) -> None:
    result = measures.shift_share(spans(*years), 1, 3)
    by_industry = result.groupby("industry_code")["regional"].sum()
    assert by_industry.abs().max() <= 1e-9
    assert abs(result["mix"].sum()) <= 1e-9
