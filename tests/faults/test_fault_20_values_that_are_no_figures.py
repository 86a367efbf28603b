"""Fault 20: NaN, inf, negative and fractional figures, duplicate keys and zero totals in a user's table or an answer.
A clear line that names the place, or null and a reason; never inf, never a silent drop."""

import gzip
import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines import measures
from pipelines.errors import StyrkaError
from pipelines.scb import cells as scb_cells
from pipelines.scb.catalogue import declaration
from pipelines.scb.refresh import Outcome, refresh
from pipelines.snapshots import extracts
from pipelines.snapshots.store import Store
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.answers import answer, codes
from tests.scb.asking import asking

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


def refreshed(fake: FakeScb, store: Store, *table_ids: str) -> list[Outcome]:
    with asking(fake.url) as client:
        return list(refresh(client, store, [declaration(table_id) for table_id in table_ids]))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (-7, r"\(value -7, sign None\) is negative, and nothing that is counted is fewer than none"),
        (-0.5, r"\(value -0.5, sign None\) is negative"),
        (1e308, r"\(value 1e\+308, sign None\) is more than there can be"),
        (-(2**63), r"is more than there can be"),
        (2**63, r"a value is no number"),
        ("7", r"a value is no number"),
    ],
)
@pytest.mark.parametrize("table_id", ["TAB5837", "TAB5557", "TAB1830"])
def test_a_server_that_answers_what_cannot_be_is_refused_and_the_next_answer_is_taken(
    tmp_path: Path, table_id: str, figure: Any, told: str
) -> None:
    """Persons at work, inhabitants, commuters: the answer is kept for diagnosis and the other tables come."""
    store = Store(tmp_path)
    with FakeScb([generated.full_size(table_id), generated.full_size("TAB3785")], rate_limited=False) as fake:
        fake.inject(faults.Edited(lambda document: document["value"].__setitem__(3, figure)), path=f"{table_id}/data")
        refused, other = refreshed(fake, store, table_id, "TAB3785")
        assert (refused.action, other.action) == ("refused", "fetched")
        if not isinstance(figure, str) and figure < 2**63:
            assert refused.message.startswith(f"{table_id}: cell ")
        (body,) = (tmp_path / "rejected" / table_id).glob("*.body.gz")
        assert json.loads(gzip.decompress(body.read_bytes()))["value"][3] == figure
        assert store.newest(table_id) == ()
        assert [outcome.action for outcome in refreshed(fake, store, table_id)] == ["fetched"]
    assert re.search(told, refused.message)


def test_money_may_be_negative_and_what_is_counted_beside_it_may_not() -> None:
    """A loss-making industry adds less than no value; it has no fewer than no workplaces."""
    declared = declaration("TAB3513")
    found = codes("TAB3513", Tid=["2021"])
    measure = {each.code: each.measure for each in declared.contents}
    place = list(found).index("ContentsCode")
    loss = answer("TAB3513", found, lambda cell: -5 if measure[cell[place]] == "value_added" else 1)
    rows = scb_cells.cells(declared, [loss]).to_pylist()
    assert {row["value"] for row in rows if row["measure"] == "value_added"} == {-5.0}
    fewer = answer("TAB3513", found, lambda cell: -5 if measure[cell[place]] == "establishments" else 1)
    with pytest.raises(StyrkaError, match=r"^TAB3513: cell .* is negative"):
        scb_cells.cells(declared, [fewer])
