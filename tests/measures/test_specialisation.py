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
    # The quotients .8/.45 and .2/.55, weighted by .8 and .2.
    assert row["hachman"] == pytest.approx(1 / (0.8**2 / 0.45 + 0.2**2 / 0.55), rel=1e-15)


def test_concentration_over_four_industries_by_hand(tmp_path: Path) -> None:
    """.04 + .25 + .04 + .01 = .34; (.34 - 1/4)/(1 - 1/4) = .12; 1/.34 = 2.94."""
    row = specialisations(tmp_path, employment(table(R=(20, 50, 20, 10))))["R"]
    found = [row[name] for name in ("hhi", "hhi_normalised", "equivalent_number")]
    assert found == pytest.approx([0.34, 0.12, 1 / 0.34], rel=1e-15)


def test_a_structure_that_is_the_nations_has_a_hachman_index_of_one(tmp_path: Path) -> None:
    """Three and four sevenths add up to a last digit less than 1."""
    assert specialisations(tmp_path, employment(table(R=(3, 4))))["R"]["hachman"] == 1


def test_of_several_reasons_the_first_is_given(tmp_path: Path) -> None:
    def note(**rows: tuple[Figure, ...]) -> str | None:
        figures = {("00" if region == "N" else region, code): each for (region, code), each in table(**rows).items()}
        found: str | None = specialisations(tmp_path, employment(figures))["R"]["note"]
        return found

    assert note(R=(5, 2), S=(1, 1)) is None
    # Nothing known, or nobody known, of the region.
    assert note(R=("suppressed", "suppressed"), S=(1, 1)) == "incomplete_total"
    assert note(R=(0, "suppressed"), S=(1, 1)) == "incomplete_total"
    # The nation has nobody of what the region has; of the nation nothing is known.
    assert note(R=(1, 2), S=(1, 1), N=(0, 9)) == "no_reference"
    assert note(R=(5, 2), S=(1, 1), N=("suppressed", "suppressed")) == "no_reference"
    # One cell of the region, or one of the others that the nation is the sum of.
    assert note(R=(5, 2, "suppressed"), S=(1, 1, 1), N=(9, 9, 9)) == "incomplete_total"
    assert note(R=(5, 2), S=(1, 1), T=(1, "suppressed")) == "incomplete_total"
    # Without a rest of the nation, or without a peer.
    assert note(R=(5, 2), S=(1, 1), N=(4, 9)) == "no_other_regions"
    assert note(R=(5, 2), N=(9, 9)) == "no_other_regions"


def test_where_every_region_lacks_a_cell_none_has_a_peer(tmp_path: Path) -> None:
    rows = specialisations(tmp_path, employment(table(R1=(3, "suppressed"), R2=("suppressed", 2))))
    assert {region: row["krugman_mean"] for region, row in rows.items()} == {"R1": None, "R2": None}


def test_each_region_has_a_variety_of_its_own(tmp_path: Path) -> None:
    """161 and 162 lie in 16, and 463 in 46: R1 has halves of one, R2 halves of two."""
    figures: dict[Key, Figure] = {("R1", "161"): 1, ("R1", "162"): 1, ("R1", "463"): 0}
    figures |= {("R2", "161"): 1, ("R2", "162"): 0, ("R2", "463"): 1}
    rows = specialisations(tmp_path, employment(figures, level="3"))
    found = {region: (row["related_variety"], row["unrelated_variety"]) for region, row in rows.items()}
    assert found == {"R1": (1, 0), "R2": (0, 1)}


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
    alone = specialisations(tmp_path, employment(table(R1=(1, 0))))["R1"]
    assert (alone["krugman"], alone["hachman"]) == (0.0, 1.0)


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
