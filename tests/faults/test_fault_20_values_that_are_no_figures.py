"""Fault 20: NaN, inf, negative and fractional figures, duplicate keys and zero totals in a user's table.
A clear line that names the place, or null and a reason; never inf, never a silent drop."""

import math
from pathlib import Path

import pytest

from pipelines import measures
from pipelines.errors import StyrkaError
from pipelines.snapshots import extracts
from pipelines.snapshots.store import Store

HEADER = "region_code;industry_code;year;employees"


def take_in(folder: Path, *rows: str, header: str = HEADER):
    file = folder / "kalmar.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return extracts.take_in(file, "KALMAR", Store(folder / "raw"))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("NaN", "'NaN' is not a number"),
        ("inf", "'inf' is not a number"),
        ("-inf", "'-inf' is not a number"),
        ("1e3", "'1e3' is not a number"),
        ("-5", "'-5' is negative"),
        ("\u22125", "'\u22125' is negative"),
        ("12,5", "'12,5' is not a whole number"),
        ("1,234", "'1,234' can be read in two ways"),
        ("1.000", "'1.000' can be read in two ways"),
        ("99999999999", "'99999999999' is more than a cell can hold"),
        ("", "empty, and no status says why"),
        ("...", "'...' is not a number"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_line(tmp_path: Path, figure: str, told: str) -> None:
    with pytest.raises(StyrkaError) as refused:
        take_in(tmp_path, "0880;A;2023;120", f"0880;F;2023;{figure}", "0880;G;2023;7")
    assert str(refused.value).startswith(f"kalmar.csv line 3, column employees: {told}")
    assert not (tmp_path / "raw").exists()


def test_the_first_of_many_faults_is_named_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(
        StyrkaError, match=r"^kalmar.csv line 3, column year: '23' is not .* \(the first of 3 faults\)$"
    ):
        take_in(tmp_path, "0880;A;2023;1", "0880;A;23;2", "0880;F;2023;x", ";G;2023;4")


def test_a_repeated_key_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError) as refused:
        take_in(tmp_path, "0880;A;2023;1", "0840;A;2023;2", " 0880 ;A;2023;3")
    assert str(refused.value) == (
        "kalmar.csv line 4: region 0880, industry A, year 2023 stands already on line 2; keep one"
    )


def test_a_repeated_key_is_found_among_sparse_keys(tmp_path: Path) -> None:
    rows = [f"R{n};I{n};{1900 + n % 200};1" for n in range(2000)]
    with pytest.raises(StyrkaError, match=r"line 2002: region R77, .* stands already on line 79; keep one$"):
        take_in(tmp_path, *rows, "R77;I77;1977;1")


def test_a_figure_with_a_status_that_denies_it_is_refused(tmp_path: Path) -> None:
    header = f"{HEADER};status"
    with pytest.raises(StyrkaError, match=r"line 3, .* there is a figure, but column status says suppressed"):
        take_in(tmp_path, "0880;A;2023;1;", "0880;F;2023;5;suppressed", header=header)
    with pytest.raises(StyrkaError, match=r"the sign in column employees says zero, column status says missing"):
        take_in(tmp_path, "0880;A;2023;-;missing", header=header)


def test_an_industry_has_one_level(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match=r"line 3, column level: industry 25 has another level on line 2; keep one"):
        take_in(tmp_path, "0880;25;2023;1;2", "0840;25;2023;1;group", header=f"{HEADER};level")


def test_zero_totals_and_one_firm_industries_give_null_and_a_reason_never_inf(tmp_path: Path) -> None:
    """0880 has one person in A and nobody in F; 0840 has nobody at all, so nobody anywhere is in F."""
    snapshot = take_in(tmp_path, "0880;A;2023;1", "0880;F;2023;0", "0840;A;2023;0", "0840;F;2023;0")
    cells = extracts.cells(snapshot).to_pandas()
    columns = {"region_code": "region", "industry_code": "industry", "employees": "value"}
    result = measures.location_quotient(cells.rename(columns=columns)[["region", "industry", "year", "value"]])
    rows = {
        (row["region_code"], row["industry_code"]): row
        for row in result.to_dict("records")
        if row["reference"] == "nation"
    }
    assert rows["0880", "A"]["lq"] == 1.0
    for key in (("0880", "F"), ("0840", "A"), ("0840", "F")):
        assert rows[key]["lq"] is None or math.isnan(rows[key]["lq"])
        assert rows[key]["note"] in ("no_employment_in_region", "no_industry_in_reference")
