"""The JSON documents that the fake server answers with: configuration, lists of tables, metadata, codelists, data.
HTTP does not belong here."""

from collections.abc import Sequence
from itertools import product
from math import ceil, isnan
from typing import Any

import numpy as np

from tests.fake_scb import problems
from tests.fake_scb.selection import Chosen
from tests.fake_scb.table import Codelist, Table, Variable

PAGE_SIZE = 20
TIME_UNITS = {4: "Annual", 6: "Quarterly", 7: "Monthly"}


def config(max_cells: int, max_calls: int, window: int) -> dict[str, Any]:
    return {
        "apiVersion": "2.2.0",
        "appVersion": "1.0.0",
        "languages": [{"id": "en", "label": "English"}, {"id": "sv", "label": "Svenska"}],
        "defaultLanguage": "sv",
        "maxDataCells": max_cells,
        "maxCallsPerTimeWindow": max_calls,
        "timeWindow": window,
        "license": "https://creativecommons.org/share-your-work/public-domain/cc0/",
        "sourceReferences": [
            {"language": "en", "text": "Source: Statistics Sweden"},
            {"language": "sv", "text": "Källa: SCB"},
        ],
        "defaultDataFormat": "json-stat2",
        "dataFormats": ["json-stat2"],
        "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]}],
    }


def tables(found: Sequence[Table], base: str, lang: str, page: tuple[int, int], query: str | None) -> dict[str, Any]:
    number, size = page
    pages = max(ceil(len(found) / size), 1)
    if not 1 <= number <= pages:
        raise problems.NO_PAGE
    asked = f"&query={query}" if query else ""
    links = [_link("self", lang, f"{base}/tables/?lang={lang}{asked}&pagesize={size}&pageNumber={number}")]
    return {
        "language": lang,
        "tables": [_listed(table, base, lang) for table in found[(number - 1) * size : number * size]],
        "page": {
            "pageNumber": number,
            "pageSize": size,
            "totalElements": len(found),
            "totalPages": pages,
            "links": links,
        },
        "links": links,
    }


def table(found: Table, base: str, lang: str) -> dict[str, Any]:
    return {"language": lang, **_listed(found, base, lang)}


def metadata(found: Table, base: str, lang: str) -> dict[str, Any]:
    dimension = {}
    for variable in found.variables:
        described = _dimension(variable, variable.codes, variable.labels)
        described["extension"] |= {"elimination": variable.elimination}
        if variable.elimination_code:
            described["extension"]["eliminationValueCode"] = variable.elimination_code
        described["extension"]["codelists"] = [
            {
                "id": each.id,
                "label": each.label,
                "type": each.type,
                "links": [_link("metadata", lang, f"{base}/codeLists/{each.id}?lang={lang}")],
            }
            for each in found.codelists.values()
            if each.variable == variable.code
        ]
        dimension[variable.code] = described
    return {**_dataset(found, lang, list(dimension), dimension), "value": []}


def codelist(found: Codelist, base: str, lang: str) -> dict[str, Any]:
    return {
        "id": found.id,
        "label": found.label,
        "language": lang,
        "languages": ["sv", "en"],
        "elimination": found.elimination,
        "type": found.type,
        "values": [{"code": each.code, "label": each.label, "valueMap": each.value_map} for each in found.values],
        "links": [_link("self", lang, f"{base}/codeLists/{found.id}?lang={lang}")],
    }


def data(found: Table, chosen: Sequence[Chosen], lang: str) -> dict[str, Any]:
    """The dataset of the chosen cells; where several are summed and one is missing, the sum is "..": not available."""
    values, signs = found.values, found.signs
    for axis, each in enumerate(chosen):
        places = [[each.variable.codes.index(code) for code in codes] for codes in each.groups.values()]
        if all(len(group) == 1 for group in places):
            only = [group[0] for group in places]
            values, signs = values.take(only, axis), signs.take(only, axis)
        else:
            values = np.stack([values.take(group, axis).sum(axis) for group in places], axis)
            signs = np.full(values.shape, None, object)
            signs[np.isnan(values)] = ".."
    shown = [each for each in chosen if not each.eliminated]
    dimension = {}
    for each in shown:
        described = _dimension(each.variable, list(each.groups), each.labels)
        described["extension"] |= {"elimination": each.variable.elimination}
        dimension[each.variable.code] = described
    document = {**_dataset(found, lang, list(dimension), dimension), "value": _numbers(values)}
    status = {str(place): sign for place, sign in enumerate(signs.ravel().tolist()) if sign is not None}
    return {**document, "status": status} if status else document


def cells(document: dict[str, Any]) -> dict[tuple[str, ...], float | None]:
    """The cells of a dataset by their codes, the slow and plain way, for tests."""
    axes = [
        sorted(index, key=index.get)
        for index in (document["dimension"][n]["category"]["index"] for n in document["id"])
    ]
    return dict(zip(product(*axes), document["value"], strict=True))


def _numbers(values: Any) -> list[float | None]:
    return [None if isnan(each) else int(each) if each.is_integer() else each for each in values.ravel().tolist()]


def _dataset(found: Table, lang: str, names: list[str], dimension: dict[str, Any]) -> dict[str, Any]:
    role = {"time": [name for name in found.times if name in names]}
    role["metric"] = [name for name in found.metrics if name in names]
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": found.label,
        "source": found.source,
        "updated": found.updated,
        "role": role,
        "id": names,
        "size": [len(dimension[name]["category"]["index"]) for name in names],
        "dimension": dimension,
        "extension": {"px": {"tableid": found.id, "decimals": 0, "language": lang, "matrix": found.id}},
    }
    return {**document, "note": found.notes} if found.notes else document


def _dimension(variable: Variable, codes: list[str], labels: Any) -> dict[str, Any]:
    return {
        "label": variable.label,
        "category": {
            "index": {code: place for place, code in enumerate(codes)},
            "label": {code: labels.get(code, code) for code in codes},
        },
        "extension": dict(variable.extension),
    }


def _listed(found: Table, base: str, lang: str) -> dict[str, Any]:
    periods = found.variable(found.times[0]).codes if found.times else [None]
    here = f"{base}/tables/{found.id}"
    listed = {
        "id": found.id,
        "label": found.label,
        "description": "",
        "sortCode": found.id,
        "updated": found.updated,
        "firstPeriod": periods[0],
        "lastPeriod": periods[-1],
        "category": "public",
        "variableNames": [variable.label for variable in found.variables],
        "source": found.source,
        "timeUnit": TIME_UNITS.get(len(periods[0] or ""), "Other"),
        "paths": [],
        "links": [
            _link("self", lang, f"{here}?lang={lang}"),
            _link("metadata", lang, f"{here}/metadata?lang={lang}"),
            _link("data", lang, f"{here}/data?lang={lang}&outputFormat=json-stat2"),
        ],
    }
    return {**listed, "discontinued": True} if found.discontinued else listed


def _link(rel: str, lang: str, href: str) -> dict[str, str]:
    return {"rel": rel, "hreflang": lang, "href": href}
