"""Tables of full size for the fake server: all 312 regions of the declared tables, figures that are made up but add up.
Real figures do not belong here (`bundled`)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pipelines.scb.catalogue import Declaration, Dimension, declaration, declarations
from pipelines.warehouse import classification
from tests.fake_scb.table import Codelist, Table, Value

SEED = 2026
SINGLE_CODE = "00000001"
TOTALS = {"Region": "00", "Kon": "1+2", "Fodelseregion": "tot"}
LABELS = {"1": "män", "2": "kvinnor", "1+2": "totalt", "in": "inrikes född", "ut": "utrikes född", "tot": "totalt"}


def full_size(table_id: str) -> Table:
    """The declared table with every region, sex, industry, content and year; simulated figures, the same every time."""
    declared = declaration(table_id)
    codes = {dimension.name: _codes(dimension) for dimension in declared.dimensions}
    basis = {name: [code for code in found if code not in _totals(declared, name)] for name, found in codes.items()}
    assert list(codes)[-1] == declared.dimension("year").name
    chance = np.random.default_rng([SEED, int(table_id.removeprefix("TAB"))])
    shape = tuple(len(found) for found in basis.values())
    # From year to year a cell changes by a few per cent, as real ones do; otherwise every check would warn of jumps.
    level = chance.lognormal(3.5, 1.2, (*shape[:-1], 1))
    values = np.floor(level * (1 + 0.01 * np.arange(shape[-1])) * chance.uniform(0.98, 1.02, shape))
    for axis, name in enumerate(codes):
        values = np.concatenate([_sums(values, axis, basis[name], code) for code in codes[name]], axis)
    dataset = {
        "label": declared.title_sv,
        "role": {"time": [declared.dimension("year").name], "metric": [declared.dimension("measure").name]},
        "id": list(codes),
        "size": list(values.shape),
        "dimension": {name: _described(declared, name, found) for name, found in codes.items()},
        "value": values.ravel().tolist(),
    }
    return Table(table_id, dataset, codelists=_codelists(codes["Region"]))


def all_full_size() -> list[Table]:
    return [full_size(declared.table_id) for declared in declarations()]


def small(table_id: str = "TAB1") -> Table:
    """Three regions, two sexes without a total, one content, four years: small enough to check by hand.

    The value of a cell is its position, 0 to 23; one cell is "..", one "-".
    """
    regions, years = ["00", "08", "0880"], ["2021", "2022", "2023", "2024"]
    dimension: Mapping[str, Any] = {
        "Region": _category("region", regions, {"00": "Riket", "08": "Kalmar län", "0880": "Kalmar"}, "00"),
        "Kon": _category("kön", ["1", "2"], LABELS, None),
        "ContentsCode": _category("tabellinnehåll", ["X1"], {"X1": "Antal "}, None, elimination=False),
        "Tid": _category("år", years, {}, None, elimination=False),
    }
    dataset = {
        "label": "Antal efter region, kön och år",
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": list(dimension),
        "size": [3, 2, 1, 4],
        "dimension": dimension,
        "value": [None if place in {5, 6} else place for place in range(24)],
        "status": {"5": "..", "6": "-"},
    }
    groups = [Value("S", "Sverige", ["00"]), Value("K", "Kalmar med omnejd", ["08", "0880"])]
    counties = [Value("08", "Kalmar län", ["08"])]
    lists = [
        Codelist("agg_Omrade", "Region", "områden", groups),
        Codelist("vs_Lan", "Region", "län", counties, elimination=False),
    ]
    return Table(table_id, dataset, codelists=lists)


def _codes(dimension: Dimension) -> list[str]:
    return [SINGLE_CODE] if dimension.single is not None else list(dimension.codes)


def _totals(declared: Declaration, name: str) -> set[str]:
    """The codes of a variable whose figures are sums of others'."""
    if name == declared.dimension("region").name:
        return {code for code in declared.dimension("region").codes if len(code) == 2}
    if name == declared.dimension("industry").name:
        return {code for code, level in declared.industry_levels.items() if level == "total"}
    return {"1+2", "tot"}


def _sums(values: Any, axis: int, basis: list[str], code: str) -> Any:
    """The figures of one code: its own, or those of a county's municipalities, or of everything."""
    if code in basis:
        return values.take([basis.index(code)], axis)
    county = len(code) == 2 and code.isdecimal() and code != "00"
    parts = [place for place, each in enumerate(basis) if each.startswith(code) or not county]
    return values.take(parts, axis).sum(axis, keepdims=True)


def _described(declared: Declaration, name: str, codes: list[str]) -> dict[str, Any]:
    industry = declared.dimension("industry").name
    totals = {**TOTALS, industry: "A-U+US"}
    names = {row["region_code"]: row["name_sv"] for row in classification.regions().to_pylist()}
    names |= {
        row["industry_code"]: row["name_sv"] for row in classification.industries(classification.GROUPS).to_pylist()
    }
    labels = {**names, **LABELS}
    total = totals.get(name) if totals.get(name) in codes else None
    fixed = {declared.dimension("measure").name, declared.dimension("year").name}
    return _category(name.lower(), codes, labels, total, elimination=name not in fixed)


def _category(
    label: str, codes: list[str], labels: Mapping[str, str], total: str | None, *, elimination: bool = True
) -> dict[str, Any]:
    extension: dict[str, Any] = {"elimination": elimination}
    if total:
        extension["eliminationValueCode"] = total
    return {
        "label": label,
        "category": {
            "index": {code: place for place, code in enumerate(codes)},
            "label": {code: labels.get(code, code) for code in codes},
        },
        "extension": extension,
    }


def _codelists(regions: list[str]) -> list[Codelist]:
    """As SCB has them for regions: the counties, the municipalities, and SKR's groups of municipalities as sums."""
    rows = [row for row in classification.regions().to_pylist() if row["region_code"] in regions]
    kinds = {"vs_RegionLän07": "county", "vs_RegionKommun07": "municipality"}
    lists = [
        Codelist(
            id_,
            "Region",
            kind,
            [Value(r["region_code"], r["name_sv"], [r["region_code"]]) for r in rows if r["type"] == kind],
        )
        for id_, kind in kinds.items()
    ]
    groups = sorted({(row["skr_group"], row["skr_group_name_sv"]) for row in rows if row["skr_group"]})
    values = [Value(group, name, [r["region_code"] for r in rows if r["skr_group"] == group]) for group, name in groups]
    return [*lists, Codelist("agg_RegionKommungrupp2023-", "Region", "Kommungrupper 2023", values)]
