"""The API's own OpenAPI description holds the fake server's answers and the client's requests to account.
The recorded answers of SCB and the open server's goldens pass through the same validators: one bar for all.

The published description has faults, each corrected here by name and each tested to be one:
1. the 200 answer of ``/data`` is typed as a bare string, where a json-stat2 dataset comes;
2. ``VariableSelection`` requires a property ``values`` that does not exist; its name is ``valueCodes``;
3. ``updated`` has the pattern of a bare day, where moments come;
4. links of a dataset may not have a label, and links of a variable may not be related ones; the open server sends both.

Formats (``uri``, ``date-time``) are remarks in JSON Schema and are not checked: the open server's problems are of type
"Parameter error", which is no URI.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests
import yaml

from pipelines.scb.planner import Codelist, plan
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.asking import asking
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
API = SHARED / "pxwebapi"
SELECTION = {"Region": ["*"], "Kon": ["*"], "ContentsCode": ["*"], "Tid": ["*"]}


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    return yaml.safe_load((API / "spec" / "PxAPI-2.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def description(published: dict[str, Any]) -> dict[str, Any]:
    """The description, corrected, in the form that a JSON Schema validator understands."""
    corrected = copy.deepcopy(published)
    schemas = corrected["components"]["schemas"]
    for method in ("get", "post"):
        answer = corrected["paths"]["/tables/{id}/data"][method]["responses"]["200"]["content"]["application/json"]
        answer["schema"] = {"$ref": "#/components/schemas/Dataset"}
    schemas["VariableSelection"]["required"] = ["variableCode", "valueCodes"]
    for holder in (schemas["updated"], schemas["Table"]["properties"]["updated"]):
        del holder["pattern"]
    del schemas["jsonstat-link"]["additionalProperties"]["items"]["additionalProperties"]
    del schemas["jsonstat-extension-link"]["additionalProperties"]
    nullable(corrected)
    return corrected


def nullable(part: Any) -> None:
    """OpenAPI 3.0 says ``nullable: true`` where JSON Schema says that null is one of the types."""
    if isinstance(part, dict):
        if part.pop("nullable", False) is True and isinstance(part.get("type"), str):
            part["type"] = [part["type"], "null"]
        for each in part.values():
            nullable(each)
    elif isinstance(part, list):
        for each in part:
            nullable(each)


def faults_of(description: dict[str, Any], schema: dict[str, Any] | str, document: Any) -> list[str]:
    """What the description finds wrong with a document; draft 4 is the JSON Schema that OpenAPI 3.0 builds on."""
    schema = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    rooted = {**schema, "components": description["components"]}
    found = jsonschema.Draft4Validator(rooted).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def answer_schema(description: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    response = description["paths"][path][method]["responses"][str(status)]
    if "$ref" in response:
        response = description["components"]["responses"][response["$ref"].rsplit("/", 1)[-1]]
    media_type = "application/json" if status == 200 else "application/problem+json"
    schema: dict[str, Any] = response["content"][media_type]["schema"]
    return schema


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeScb]:
    tables = [generated.small(), generated.full_size("TAB5837")]
    with FakeScb(tables, max_cells=30_000, rate_limited=False) as server:
        yield server


ANSWERS = {
    "config": ("/config", "/config"),
    "tables": ("/tables", "/tables?pageSize=1"),
    "search": ("/tables", "/tables?query=kön"),
    "table": ("/tables/{id}", "/tables/TAB5837"),
    "metadata": ("/tables/{id}/metadata", "/tables/TAB5837/metadata"),
    "metadata of the small table": ("/tables/{id}/metadata", "/tables/TAB1/metadata"),
    "data by default selection": ("/tables/{id}/data", "/tables/TAB1/data"),
    "data": (
        "/tables/{id}/data",
        "/tables/TAB1/data?valuecodes[Region]=*&valuecodes[Kon]=*&valuecodes[ContentsCode]=*&valuecodes[Tid]=*",
    ),
    "aggregation": ("/codelists/{id}", "/codelists/agg_RegionKommungrupp2023-"),
    "value set": ("/codelists/{id}", "/codelists/vs_RegionKommun07"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_fakes_answers_are_as_described(fake: FakeScb, description: dict[str, Any], name: str) -> None:
    path, asked = ANSWERS[name]
    response = requests.get(fake.url + asked, timeout=10)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert faults_of(description, answer_schema(description, path, "get", 200), response.json()) == []


PROBLEMS = {
    "no table": ("/tables/{id}", "/tables/TAB0", 404),
    "no table to describe": ("/tables/{id}/metadata", "/tables/TAB0/metadata", 404),
    "no codelist": ("/codelists/{id}", "/codelists/agg_X", 404),
    "no value": ("/tables/{id}/data", "/tables/TAB1/data?valuecodes[ContentsCode]=9&valuecodes[Tid]=*", 400),
    "too many cells": (
        "/tables/{id}/data",
        "/tables/TAB5837/data?"
        + "&".join(f"valuecodes[{name}]=*" for name in ("Region", "SNI2007", "Kon", "ContentsCode", "Tid")),
        400,
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_fakes_problems_are_as_described(description: dict[str, Any], name: str) -> None:
    path, asked, status = PROBLEMS[name]
    with FakeScb([generated.small(), generated.full_size("TAB5837")], max_cells=20_000) as fake:
        response = requests.get(fake.url + asked, timeout=10)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/problem+json")
    assert faults_of(description, answer_schema(description, path, "get", status), response.json()) == []


def test_the_fakes_rate_limit_is_as_described(description: dict[str, Any]) -> None:
    with FakeScb(max_calls=1, window=60) as fake:
        requests.get(f"{fake.url}/config", timeout=10)
        response = requests.get(f"{fake.url}/config", timeout=10)
    assert response.status_code == 429
    assert faults_of(description, answer_schema(description, "/config", "get", 429), response.json()) == []


# ── the client's requests ────────────────────────────────────────────────────────────────────────────────────────────


def parameter_faults(description: dict[str, Any], path: str, sent: dict[str, str]) -> list[str]:
    """What the description finds wrong with a call's parameters: unknown names, values out of an enumeration."""
    known: dict[str, Any] = {}
    shared = description["components"]["parameters"]
    for given in description["paths"][path]["get"].get("parameters", []):
        parameter = shared[given["$ref"].rsplit("/", 1)[-1]] if "$ref" in given else given
        known[parameter["name"].lower()] = parameter
    found = []
    for name, value in sent.items():
        word, bracket, _ = name.partition("[")
        if word not in known or bool(bracket) != (known[word].get("style") == "deepObject"):
            found.append(f"{path}: no parameter {name}")
            continue
        schema = known[word]["schema"]
        if schema.get("type") == "integer":
            found += faults_of(description, schema, int(value))
        elif not bracket:
            found += faults_of(description, schema, value)
    return found


def template(path: str) -> str:
    parts = path.removeprefix("/api/v2").split("/")
    return "/".join("{id}" if place == 2 else part for place, part in enumerate(parts))


def test_the_clients_requests_are_as_described(description: dict[str, Any]) -> None:
    with FakeScb([generated.small()], rate_limited=False) as fake:
        for get_url_characters in (2000, 0):
            with asking(fake.url, patience={"get_url_characters": get_url_characters}) as client:
                client.tables("antal")
                client.select("TAB1", SELECTION)
                client.select("TAB1", SELECTION, {"Region": "agg_Omrade"})
        assert {call.method for call in fake.asked()} == {"GET", "POST"}
        for call in fake.calls:
            path = template(call.path)
            assert parameter_faults(description, path, call.params) == []
            if call.method == "POST":
                assert faults_of(description, "VariablesSelection", call.body) == []


def test_every_planned_request_is_as_described(fake: FakeScb, description: dict[str, Any]) -> None:
    with asking(fake.url) as client:
        metadata = client.metadata("TAB5837")
        groups = Codelist.from_document(client.codelist("agg_RegionKommungrupp2023-"))
    asked = {name: ["*"] for name in metadata["id"]}
    for request in [
        *plan(metadata, asked, max_cells=1_000),
        *plan(metadata, asked, {"Region": groups}, max_cells=1_000),
    ]:
        assert faults_of(description, "VariablesSelection", request.query) == []


def test_the_client_reads_what_is_described_and_refuses_the_bare_string(fake: FakeScb) -> None:
    fake.inject(faults.Html("application/json", b'"dataset"'))
    with asking(fake.url) as client, pytest.raises(Exception, match="JSON but no object"):
        client.select("TAB1", SELECTION)


# ── the same bar for what SCB and the open server really answered ────────────────────────────────────────────────────

RECORDED = {
    "recorded/config.json": "ConfigResponse",
    "recorded/tables.json": "TablesResponse",
    "recorded/search.json": "TablesResponse",
    "recorded/TAB6471_metadata.json": "Dataset",
    "recorded/TAB6471_data.json": "Dataset",
    "recorded/codelist_age10.json": "CodelistResponse",
    "server_goldens/GetApiConfiguration.json": "ConfigResponse",
    "server_goldens/ListAllTables.json": "TablesResponse",
    "server_goldens/TableById_tab004.json": "TableResponse",
    "server_goldens/MetadataById_tab001_js2.json": "Dataset",
    "server_goldens/MetadataById_tab003_js2.json": "Dataset",
    "server_goldens/MetadataById_tab004_js2.json": "Dataset",
}


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8-sig"))


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_answers_pass_the_same_validators(description: dict[str, Any], name: str) -> None:
    assert faults_of(description, RECORDED[name], read(API / name)) == []


def test_every_recorded_answer_is_tried() -> None:
    assert {path.relative_to(API).as_posix() for path in API.glob("*/*.json")} == set(RECORDED)


def test_the_validators_can_fail(fake: FakeScb, description: dict[str, Any]) -> None:
    document = requests.get(f"{fake.url}/tables/TAB1/metadata", timeout=10).json()
    assert faults_of(description, "Dataset", document | {"size": ["3"]}) != []
    assert faults_of(description, "Dataset", document | {"surprise": 1}) != []
    assert faults_of(description, "Dataset", {name: part for name, part in document.items() if name != "id"}) != []
    assert faults_of(description, "VariablesSelection", {"selection": [{"variableCode": "Tid"}]}) != []


# ── the faults of the description itself: were one mended, its correction here would have to go ──────────────────────


def test_fault_1_data_are_typed_as_a_bare_string(published: dict[str, Any]) -> None:
    schema = answer_schema(published, "/tables/{id}/data", "get", 200)
    assert schema == {"type": "string"}
    assert faults_of(published, schema, read(API / "recorded" / "TAB6471_data.json")) != []


def test_fault_2_a_property_is_required_that_does_not_exist(published: dict[str, Any]) -> None:
    schema = published["components"]["schemas"]["VariableSelection"]
    assert "values" in schema["required"]
    assert "values" not in schema["properties"]
    assert faults_of(published, "VariablesSelection", {"selection": [{"variableCode": "Tid", "valueCodes": ["*"]}]})


def test_fault_3_a_moment_does_not_match_the_pattern_of_a_day(published: dict[str, Any]) -> None:
    assert "T" in read(API / "recorded" / "TAB6471_data.json")["updated"]
    found = faults_of(published, "updated", read(API / "recorded" / "TAB6471_data.json")["updated"])
    assert len(found) == 1
    assert "does not match" in found[0]


def test_fault_4_links_may_not_be_what_the_open_server_sends(published: dict[str, Any]) -> None:
    document = read(API / "server_goldens" / "MetadataById_tab001_js2.json")
    found = faults_of(published, "jsonstat-link", document["link"])
    assert found
    assert all("'extension', 'label' were unexpected" in each for each in found)
    (found,) = faults_of(published, "jsonstat-extension-link", document["dimension"]["SEX"]["link"])
    assert "'related' was unexpected" in found
