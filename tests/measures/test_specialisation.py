"""Indices of specialisation of tables small enough to check by hand."""

from pathlib import Path

import pytest

from tests.measures.written import Figure, Key, employment, specialisations


def table(**rows: tuple[Figure, ...]) -> dict[Key, Figure]:
    return {(region, f"I{n}"): figure for region, row in rows.items() for n, figure in enumerate(row)}


def test_the_three_krugman_indices_differ_where_regions_are_of_different_size(tmp_path: Path) -> None:
    """R1 8:2. Nation 18:22 = .45:.55, so .35 + .35. Rest 10:20, so (.8 - 1/3) twice. Others .5:.5 and .25:.75 have the
    mean .375:.625, so .425 twice."""
    row = specialisations(tmp_path, employment(table(R1=(8, 2), R2=(5, 5), R3=(5, 15))))["R1"]
    found = [row[name] for name in ("krugman", "krugman_rest", "krugman_mean")]
    assert found == pytest.approx([0.7, 14 / 15, 0.85], abs=1e-15)


def test_the_mean_of_the_others_is_of_regions_of_the_same_kind(tmp_path: Path) -> None:
    """Kalmar county's peer is Kronoberg, not its own municipality; a county without employment is nobody's peer."""
    figures = {"08": (3, 1), "0880": (0, 1), "07": (1, 3), "09": (0, 0)}
    cells = {(region, f"I{n}"): count for region, row in figures.items() for n, count in enumerate(row)}
    rows = specialisations(tmp_path, employment(cells))
    assert (rows["08"]["krugman_mean"], rows["0880"]["krugman_mean"]) == (1.0, None)
    assert rows["09"]["krugman_mean"] is None


def test_a_nation_that_has_less_than_the_region_has_no_rest(tmp_path: Path) -> None:
    rows = specialisations(tmp_path, employment(table(R=(5, 2)) | {("00", "I0"): 4, ("00", "I1"): 9}))
    assert (rows["R"]["krugman_rest"], rows["R"]["note"]) == (None, "no_other_regions")


def test_a_region_with_a_suppressed_cell_is_compared_where_it_is_known_and_is_nobodys_peer(tmp_path: Path) -> None:
    """R1 is 3:1 where it is known; its peers are both 3:1:4, and 3:1 over the industries that R1 tells of."""
    rows = specialisations(tmp_path, employment(table(R1=(3, 1, "suppressed"), R2=(3, 1, 4), R3=(6, 2, 8))))
    assert rows["R1"]["krugman_mean"] == pytest.approx(0, abs=1e-15)
    assert rows["R2"]["krugman_mean"] == 0


def test_entropy_of_powers_of_two_in_bits(tmp_path: Path) -> None:
    rows = specialisations(tmp_path, employment(table(R1=(4, 2, 1, 1), R2=(8, 0, 0, 0), R3=(1, 1, 1, 1))))
    assert [rows[region]["entropy"] for region in ("R1", "R2", "R3")] == pytest.approx([1.75, 0, 2], abs=1e-15)


def test_single_persons_are_figures_like_any_other(tmp_path: Path) -> None:
    """One person in each of two regions and industries: half of the nation, all of the rest is the other."""
    row = specialisations(tmp_path, employment(table(R1=(1, 0), R2=(0, 1))))["R1"]
    assert (row["krugman"], row["krugman_rest"], row["krugman_mean"], row["hachman"]) == (1.0, 2.0, 2.0, 0.5)
    indices = ("hhi", "hhi_normalised", "equivalent_number", "entropy")
    assert [row[name] for name in indices] == [1.0, 1.0, 1.0, 0.0]


def test_a_region_without_employment_has_no_index(tmp_path: Path) -> None:
    row = specialisations(tmp_path, employment(table(R1=(1, 2), R2=(0, 0))))["R2"]
    indices = ("krugman", "hachman", "hhi", "hhi_normalised", "equivalent_number", "entropy")
    assert [row[name] for name in indices] == [None] * 6
    assert row["note"] == "no_employment_in_region"


def test_one_industry_has_no_normalised_index(tmp_path: Path) -> None:
    row = specialisations(tmp_path, employment(table(R1=(7,), R2=(3,))))["R1"]
    assert (row["hhi"], row["hhi_normalised"], row["krugman"]) == (1.0, None, 0.0)


def test_a_suppressed_cell_is_left_out_on_both_sides(tmp_path: Path) -> None:
    """R1's known structure 30:10 is the nation's, 60:20, when the suppressed industry is left out of both."""
    figures = table(R1=(30, 10, "suppressed"), R2=(30, 10, 500))
    row = specialisations(tmp_path, employment(figures))["R1"]
    assert (row["krugman"], row["hachman"], row["note"]) == (0.0, 1.0, "incomplete_total")
    assert row["hhi"] == (30**2 + 10**2) / 40**2


def test_an_industry_that_is_not_listed_for_a_region_counts_as_none(tmp_path: Path) -> None:
    listed = specialisations(tmp_path, employment(table(R1=(5, 0), R2=(5, 5))))["R1"]
    absent = table(R1=(5, 0), R2=(5, 5))
    del absent["R1", "I1"]
    assert specialisations(tmp_path, employment(absent))["R1"] == listed


def test_the_nation_itself_is_not_specialised(tmp_path: Path) -> None:
    row = specialisations(tmp_path, employment(table(R=(1, 2)) | {("00", "I0"): 3, ("00", "I1"): 5}))["00"]
    assert (row["krugman"], row["hachman"], row["hhi"]) == (0.0, 1.0, 34 / 64)
