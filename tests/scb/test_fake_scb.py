"""The fake server by itself: it must behave as the open server does, or what is tested against it proves nothing.
It is asked with plain `requests`, and with `pxwebpy`, another's client of the same API."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pxweb import PxApi

from tests.fake_scb import FakeScb, bundled, documents, generated

DATA = "/tables/TAB1/data"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeScb]:
    with FakeScb([generated.small()], rate_limited=False) as server:
        yield server


def get(fake: FakeScb, path: str, **params: str) -> requests.Response:
    return requests.get(f"{fake.url}{path}", params=params, timeout=10)


def post(fake: FakeScb, selection: Any) -> requests.Response:
    return requests.post(f"{fake.url}{DATA}", json={"selection": selection}, timeout=10)


def chosen(*parts: tuple[str, list[str]]) -> list[dict[str, Any]]:
    rest = {"ContentsCode": ["X1"], "Tid": ["2024"]}
    asked = rest | dict(parts)
    return [{"variableCode": name, "valueCodes": codes} for name, codes in asked.items()]


def is_problem(response: requests.Response, status: int, title: str) -> None:
    assert (response.status_code, response.json()["status"], response.json()["title"]) == (status, status, title)
    assert response.headers["content-type"].startswith("application/problem+json")


def test_values_lie_where_their_codes_say(fake: FakeScb) -> None:
    asked = chosen(("Region", ["0880", "00"]), ("Kon", ["2"]), ("Tid", ["2024", "2021"]))
    # Position = ((region · 2 + sex) · 1 + 0) · 4 + year; the order is the table's, whatever the query's.
    assert documents.cells(post(fake, asked).json()) == {
        ("00", "2", "X1", "2021"): 4,
        ("00", "2", "X1", "2024"): 7,
        ("0880", "2", "X1", "2021"): 20,
        ("0880", "2", "X1", "2024"): 23,
    }


def test_signs_move_with_their_cells(fake: FakeScb) -> None:
    document = post(fake, chosen(("Region", ["00"]), ("Kon", ["2"]), ("Tid", ["2022", "2023"]))).json()
    assert document["value"] == [None, None]
    assert document["status"] == {"0": "..", "1": "-"}


def test_get_and_post_answer_alike(fake: FakeScb) -> None:
    by_get = get(
        fake,
        DATA,
        **{
            "valueCodes[region]": "08,range(0880,0880)",
            "valuecodes[KON]": "*",
            "valuecodes[ContentsCode]": "X1",
            "valuecodes[time]": "TOP(2)",
            "outputFormat": "json-stat2",
        },
    )
    by_post = post(fake, chosen(("Region", ["08", "0880"]), ("Kon", ["1", "2"]), ("Tid", ["2023", "2024"])))
    assert by_get.content == by_post.content
    assert by_get.json()["size"] == [2, 2, 1, 2]


def test_what_is_left_out_is_eliminated_by_its_total_or_by_its_sum(fake: FakeScb) -> None:
    document = post(fake, chosen()).json()
    # Region has a total (00), sex has none: 3 + 7.
    assert (document["id"], document["value"]) == (["ContentsCode", "Tid"], [10])
    with_missing = post(fake, chosen(("Tid", ["2022"]))).json()
    assert (with_missing["value"], with_missing["status"]) == ([None], {"0": ".."})


def test_what_cannot_be_eliminated_must_be_selected(fake: FakeScb) -> None:
    only_time = [{"variableCode": "Tid", "valueCodes": ["*"]}]
    is_problem(post(fake, only_time), 400, "Missing selection for mandantory variable")


def test_without_a_selection_the_server_chooses(fake: FakeScb) -> None:
    assert get(fake, DATA).json()["value"] == [10]
    assert post(fake, []).json()["value"] == [10]


def test_a_codelist_sums_or_chooses_and_takes_its_own_codes_only(fake: FakeScb) -> None:
    def listed(code: str, codelist: str) -> requests.Response:
        asked = chosen(("Kon", ["1"]))
        return post(fake, [*asked, {"variableCode": "Region", "valueCodes": [code], "codelist": codelist}])

    assert listed("K", "agg_Omrade").json()["value"] == [11 + 19]
    assert listed("*", "vs_Lan").json()["value"] == [11]
    is_problem(listed("0880", "agg_Omrade"), 400, "Non-existent value")
    is_problem(listed("00", "vs_Lan"), 400, "Non-existent value")
    is_problem(listed("00", "vs_Nothing"), 400, "Non-existent codelist")


@pytest.mark.parametrize(
    ("variable", "codes", "title"),
    [
        ("Region", ["9999"], "Non-existent value"),
        ("Region", ["FROM(9999)"], "Non-existent value"),
        ("Tid", ["TOP(0)"], "Illegal selection expression"),
        ("Tid", ["TOP(x)"], "Illegal selection expression"),
        ("Tid", ["RANGE(2021)"], "Illegal selection expression"),
        ("Region", ["0*8*"], "Illegal selection expression"),
        ("Tid", ["1999*"], "Missing selection for mandantory variable"),
        ("Ort", ["*"], "Non-existent variable"),
    ],
)
def test_bad_selections_meet_the_open_servers_problems(
    fake: FakeScb, variable: str, codes: list[str], title: str
) -> None:
    is_problem(post(fake, chosen((variable, codes))), 400, title)


def test_what_is_not_there(fake: FakeScb) -> None:
    for path in ("/tables/TAB0", "/tables/TAB0/metadata", "/tables/TAB0/data"):
        is_problem(get(fake, path), 404, "Non-existent table")
    is_problem(get(fake, "/codelists/agg_X"), 404, "Non-existent codelist")
    is_problem(get(fake, "/tables", pageNumber="7"), 404, "Non-existent page")
    assert get(fake, "/nothing").status_code == 404
    is_problem(get(fake, DATA, outputFormat="px"), 400, "Unsupported output format")
    assert requests.post(f"{fake.url}{DATA}", data=b"{", timeout=10).status_code == 400


def test_more_cells_than_the_limit_are_refused() -> None:
    everything = chosen(("Region", ["*"]), ("Kon", ["*"]), ("Tid", ["*"]))
    with FakeScb([generated.small()], max_cells=23) as tight:
        is_problem(post(tight, everything), 400, "Too many cells selected")
        assert post(tight, chosen(("Region", ["*"]), ("Kon", ["*"]), ("Tid", ["TOP(3)"]))).status_code == 200


def test_more_calls_than_the_window_are_refused_and_told_when_to_come_back() -> None:
    with FakeScb(max_calls=3, window=1) as strict:
        answers = [get(strict, "/config") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        is_problem(answers[3], 429, "Too many requests")
        wait = int(answers[3].headers["retry-after"])
        assert wait == 1
        time.sleep(wait)
        assert get(strict, "/config").status_code == 200


def test_tables_are_listed_by_pages_and_found_by_words() -> None:
    tables = [generated.small(f"TAB{number}") for number in range(23)]
    tables[5].discontinued = True
    tables[7].bump("2019-01-01T07:00:00Z")
    with FakeScb(tables) as fake:
        first = get(fake, "/tables", pageSize="10").json()
        assert first["page"]["totalElements"] == 22
        assert first["page"]["totalPages"] == 3
        assert [table["id"] for table in first["tables"]][:3] == ["TAB0", "TAB1", "TAB2"]
        assert len(get(fake, "/tables", pageSize="10", pageNumber="3").json()["tables"]) == 2
        assert get(fake, "/tables", includeDiscontinued="true").json()["page"]["totalElements"] == 23
        assert [table["id"] for table in get(fake, "/tables", query="TAB22 kön").json()["tables"]] == ["TAB22"]
        assert get(fake, "/tables", query="kön tab7", pastDays="30").json()["tables"] == []


def test_a_table_can_change_between_two_calls() -> None:
    table = generated.small()
    with FakeScb([table]) as fake:
        table.bump("2026-11-23T07:00:00Z")
        table.revise({("08", "1", "X1", "2024"): 99, ("08", "2", "X1", "2024"): None}, sign="..")
        table.rename_variable("Kon", "Sex")
        table.drop("Region", ["0880"])
        table.add("Tid", "2025", "2025", 7)
        table.relabel("Region", "08", "Kalmar")
        metadata = get(fake, "/tables/TAB1/metadata").json()
        assert metadata["updated"] == "2026-11-23T07:00:00Z"
        assert metadata["id"] == ["Region", "Sex", "ContentsCode", "Tid"]
        assert metadata["size"] == [2, 2, 1, 5]
        assert metadata["dimension"]["Region"]["category"]["label"] == {"00": "Riket", "08": "Kalmar"}
        document = post(fake, chosen(("Region", ["08"]), ("Sex", ["*"]), ("Tid", ["TOP(2)"]))).json()
        assert document["value"] == [99, 7, None, 7]


# ── full size ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_full_size_table_has_all_regions_and_adds_up() -> None:
    table = generated.full_size("TAB3204")
    assert table.values.shape == (312, 3, 17, 3, 2, 5)
    assert table.values.size == 477_360
    assert [len(code) for code in table.variable("Region").codes].count(4) == 290
    region = {code: place for place, code in enumerate(table.variable("Region").codes)}
    kalmar = [place for code, place in region.items() if len(code) == 4 and code.startswith("08")]
    assert len(kalmar) == 12
    assert (table.values[kalmar].sum(0) == table.values[region["08"]]).all()
    counties = [place for code, place in region.items() if len(code) == 2 and code != "00"]
    assert (table.values[counties].sum(0) == table.values[region["00"]]).all()
    sex = {code: place for place, code in enumerate(table.variable("Kon").codes)}
    assert (table.values[:, [sex["1"], sex["2"]]].sum(1) == table.values[:, sex["1+2"]]).all()
    industry = table.variable("SNI2007").codes
    groups = [place for place, code in enumerate(industry) if code != "A-U+US"]
    assert (table.values[:, :, groups].sum(2) == table.values[:, :, industry.index("A-U+US")]).all()
    assert (table.values == generated.full_size("TAB3204").values).all()


def test_the_bundled_real_figures_are_served() -> None:
    tables = bundled()
    assert {table.id for table in tables} >= {"TAB3204", "TAB3785", "TAB5837", "TAB900"}
    with FakeScb(tables) as fake:
        asked = {"Region": "1861", "Kon": "1+2", "SNI2007": "H", "Fodelseregion": "tot", "ContentsCode": "000002XH"}
        asked |= {"Tid": "2024"}
        params = {f"valuecodes[{name}]": code for name, code in asked.items()}
        document = get(fake, "/tables/TAB3204/data", **params).json()
        assert document["dimension"]["Region"]["category"]["label"] == {"1861": "Hallsberg"}
        assert isinstance(document["value"][0], int)


# ── another's client, and the server alone ───────────────────────────────────────────────────────────────────────────


def test_pxwebpy_reads_the_same_values() -> None:
    table = generated.small()
    with FakeScb([table], rate_limited=False) as fake:
        api = PxApi(fake.url, disable_cache=True)
        asked = {"Region": ["*"], "Kon": ["*"], "ContentsCode": ["X1"], "Tid": ["*"]}
        rows = api.get_table_data("TAB1", value_codes=asked, show="code")
    axes = itertools.product(["00", "08", "0880"], ["1", "2"], ["X1"], ["2021", "2022", "2023", "2024"])
    expected = [
        {"region": region, "kön": sex, "tabellinnehåll": content, "år": year, "value": value}
        for (region, sex, content, year), value in zip(
            axes, [None if place in {5, 6} else place for place in range(24)], strict=True
        )
    ]
    assert rows == expected


def test_it_runs_alone_for_a_developer() -> None:
    command = [sys.executable, "-m", "tests.fake_scb", "--port", "0", "--real", "--updated", "2026-11-23T07:00:00Z"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            found = re.search(r"TAB3204.* at (http://127\.0\.0\.1:\d+/api/v2) until Ctrl\+C", line)
            assert found, line
            listed = requests.get(f"{found[1]}/tables", timeout=10).json()["tables"]
            assert {table["updated"] for table in listed} == {"2026-11-23T07:00:00Z"}
        finally:
            server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)
        assert server.returncode == 0
