"""A user's matrix of skill relatedness: normalised by hand, bridged where one to one, refused with file and line."""

from pathlib import Path

import pytest

from pipelines import files
from pipelines.errors import StyrkaError
from pipelines.measures import skill_file, skills
from pipelines.warehouse import classification

BRIDGE = classification.industry_bridge()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path))
    folder = tmp_path / "skill_relatedness"
    folder.mkdir()
    return folder


def read(folder: Path, text: str) -> skill_file.Pairs:
    path = folder / "matrix.csv"
    path.write_text(text, encoding="utf-8")
    return skill_file.read(path)


def test_flows_by_hand(folder: Path) -> None:
    """Out 30, 20, 10; in 20, 30, 10; all 60. 011 to 012: 20·60/(30·30) = 4/3, back 20·60/(20·20) = 3.

    Normalised 1/7 and 1/2, mean 9/28. 011 to 014: 10·60/(30·10) = 2 and nothing back: (1/3 − 1)/2. 012 and 014: none
    there, 10·60/(10·30) = 2 back: (−1 + 1/3)/2. Who stays in 011 does not count.
    """
    found = read(folder, "i,j,flow\n011,012,20\n012,011,20\n011,014,10\n014,012,10\n011,011,999\n")
    assert found["011", "012"] == found["012", "011"] == pytest.approx(9 / 28, rel=1e-12)
    assert found["011", "014"] == pytest.approx(-1 / 3, rel=1e-12)
    assert found["012", "014"] == pytest.approx(-1 / 3, rel=1e-12)
    assert ("011", "011") not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("i,j,flow\n011,012,1_0\n", "matrix.csv line 2, pair 011 012: flow '1_0' is not a finite number"),
        ("i,j,flow,flow\n011,012,1,2\n", "the header has column flow twice"),
        ("i,j,flow\n", "no pair below the header"),
    ],
)
def test_what_a_reader_of_areas_refuses_is_refused_here_too(folder: Path, text: str, said: str) -> None:
    with pytest.raises(StyrkaError, match=said):
        read(folder, text)


def test_equal_flows_are_above_1_as_nobody_moves_within_an_industry() -> None:
    """Four industries, 1 of 12 from each to each, 3 out and 3 in: SR = 12/9 for every pair, (1/3)/(7/3)."""
    flows = {(i, j): 1.0 for i in "abcd" for j in "abcd" if i != j}
    found = skill_file.normalised(flows)
    assert len(found) == 12
    assert list(found.values()) == pytest.approx([1 / 7] * 12, rel=1e-12)


def test_relatedness_is_taken_as_given_with_a_decimal_comma_and_in_both_orders(folder: Path) -> None:
    found = read(folder, "i;j;relatedness\n011;012;0,25\n014;011;-1\n")
    assert found == {("011", "012"): 0.25, ("012", "011"): 0.25, ("011", "014"): -1.0, ("014", "011"): -1.0}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("i,j,value\n011,012,1\n", "either flow or relatedness"),
        ("i,j,flow,relatedness\n011,012,1,1\n", "either flow or relatedness"),
        ("i,j,flow\n011,012,1\n11,012,1\n", r"matrix.csv line 3, pair 11 012: '11' is no three-digit code"),
        ("i,j,flow\n011,012,1\n011,012,2\n", r"line 3, pair 011 012: the pair stands on an earlier line"),
        ("i,j,flow\n011,012,inf\n", r"line 2, pair 011 012: flow 'inf' is not a finite number"),
        ("i,j,flow\n011,012,\n", "is not a finite number"),
        ("i,j,flow\n011,012,-3\n", "flow -3 is negative"),
        ("i,j,flow\n011,012,1\n012,011,1e200\n", r"line 3, pair 012 011: flow '1e200' is more than there are people"),
        ("i,j,flow\n011,012,10000000001\n", r"line 2, pair 011 012: flow '10000000001' is more than there are people"),
        ("i,j,relatedness\n011,012,1.5\n", "not from -1 to 1"),
        ("i,j,relatedness\n011,012,0.5\n012,011,0.4\n", "011 012 is 0.5 but 012 011 is 0.4"),
    ],
)
def test_a_fault_is_one_line_that_names_where(folder: Path, text: str, fault: str) -> None:
    with pytest.raises(StyrkaError, match=fault) as raised:
        read(folder, text)
    assert "\n" not in str(raised.value)


def test_no_file_is_no_matrix_two_are_refused_and_one_counts_in_the_edition(folder: Path) -> None:
    assert skill_file.checksum() is None
    assert skill_file.in_force(None) == {}
    assert skills.skill_relatedness({}, BRIDGE).num_rows == skills.skill_bridge({}, BRIDGE).num_rows == 0
    read(folder, "i,j,flow\n011,012,1\n")
    begun_with = skill_file.checksum()
    assert begun_with == files.sha256(folder / "matrix.csv")
    assert skill_file.in_force(begun_with)
    with pytest.raises(StyrkaError, match="since this edition was begun"):
        skill_file.in_force(None)
    (folder / "other.csv").write_text("i,j,flow\n", encoding="utf-8")
    with pytest.raises(StyrkaError, match=r"matrix\.csv, other\.csv; keep one"):
        skill_file.checksum()


def test_the_largest_flows_that_are_taken_give_finite_relatedness(folder: Path) -> None:
    """In units of 1e10: 011 to 012 is 1·4/(1·1) = 4, back 1·4/(2·2) = 1; normalised 3/5 and 0."""
    found = read(folder, "i,j,flow\n011,012,1e10\n012,014,1E10\n014,011,1e10\n012,011,1e10\n")
    assert found["011", "012"] == pytest.approx(3 / 10, rel=1e-12)


def test_the_suffix_of_a_matrix_may_be_written_in_capitals(folder: Path) -> None:
    path = folder / "Matrix.CSV"
    path.write_text("i,j,relatedness\n011,012,0.5\n", encoding="utf-8")
    assert skill_file.in_force(files.sha256(path)) == {("011", "012"): 0.5, ("012", "011"): 0.5}
    (folder / "other.csv").write_text("i,j,flow\n", encoding="utf-8")
    with pytest.raises(StyrkaError, match=r"Matrix\.CSV, other\.csv; keep one"):
        skill_file.checksum()


def test_only_codes_that_are_one_to_one_come_into_sni_2025(folder: Path) -> None:
    known = [
        row["industry_code"]
        for row in classification.industries(classification.SNI2007).to_pylist()
        if row["level"] == "3" and not row["unknown"]
    ]
    pairs = {(a, b): 0.5 for a in known for b in known if a != b}
    codes = {row["sni2007_code"]: row for row in skills.skill_bridge(pairs, BRIDGE).to_pylist()}
    assert set(codes) == set(known)
    classes = [(row["sni2007_code"][:3], row["sni2025_code"][:3]) for row in BRIDGE.to_pylist() if row["level"] == "4"]
    for code, row in codes.items():
        after = sorted({new for old, new in classes if old == code})
        alone = len(after) == 1 and {old for old, new in classes if new == after[0]} == {code}
        assert (row["kind"] == "one_to_one") == alone
        assert (row["sni2025_code"], row["candidates"]) == ((after[0], None) if alone else (None, " ".join(after)))
    kinds = {row["kind"] for row in codes.values()}
    assert "one_to_one" in kinds
    assert len(kinds) > 1
    new = {row["sni2025_code"] for row in codes.values() if row["sni2025_code"]}
    carried = [row for row in skills.skill_relatedness(pairs, BRIDGE).to_pylist() if row["edition"] == "SNI2025"]
    assert {row["industry_a"] for row in carried} == new
    assert len(carried) == len(new) * (len(new) - 1)
