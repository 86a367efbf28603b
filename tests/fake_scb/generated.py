"""Tables of full size for the fake server: the declared shape with all regions, figures made up but adding up.
Real figures do not belong here (`bundled`)."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np

from pipelines.scb.catalogue import Declaration, Dimension, asked, declaration
from pipelines.warehouse import classification
from tests.fake_scb.table import Codelist, Table, Value

SEED = 2026
SINGLE_CODE = "00000001"
# A code of variables that are declared in part: the table has it, and a refresh must not ask for it.
UNASKED = "ELSE"
SUMS = {"1+2", "TotSa", "tot"}
LABELS = {"1": "män", "2": "kvinnor", "1+2": "totalt", "in": "inrikes född", "ut": "utrikes född", "tot": "totalt"}
LABELS |= {"9900": "ofördelat", "TotSa": "totalt", "SC": "samtliga civilstånd", "TotSA": "samtliga åldrar"}
# What a variable amounts to when it is not selected.
ELIMINATED = {"Region": ["00"], "SNI2007": ["A-U+US"], "Kon": ["1+2", "TotSa"], "Fodelseregion": ["tot"]}
# Of the employed of a municipality so many live there; the others come from so many municipalities before it.
AT_HOME, NEIGHBOURS = 0.7, 5


def full_size(table_id: str) -> Table:
    """The declared table with every code of every variable; simulated figures, the same every time."""
    declared = declaration(table_id)
    codes = {dimension.name: list(_labels(declared, dimension)) for dimension in declared.dimensions}
    basis = {name: [code for code in found if code not in _totals(declared, name)] for name, found in codes.items()}
    assert list(codes)[-1] == declared.dimension("year").name
    values = _flows(declared, basis) if declared.role == "commuting" else _figures(table_id, basis)
    for axis, name in enumerate(codes):
        values = np.concatenate([_sums(values, axis, basis[name], code) for code in codes[name]], axis)
    dataset = {
        "label": declared.title_sv,
        "role": {"time": [declared.dimension("year").name], "metric": [declared.dimension("measure").name]},
        "id": list(codes),
        "size": list(values.shape),
        "dimension": {each.name: _described(declared, each) for each in declared.dimensions},
        "value": values.ravel().tolist(),
    }
    table = Table(table_id, dataset, codelists=_codelists(codes["Region"]) if "Region" in codes else ())
    for dimension in declared.dimensions:
        if dimension.partial:
            table.add(dimension.name, UNASKED, "annat", 7.5)
    return table


def all_full_size() -> list[Table]:
    return [full_size(declared.table_id) for declared in asked()]


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


def _figures(table_id: str, basis: Mapping[str, list[str]]) -> Any:
    """From year to year a cell changes by a few per cent, as real ones do; else every check would warn of jumps."""
    number = table_id.removeprefix("TAB")
    chance = np.random.default_rng([SEED, int(number) if number.isdecimal() else crc32(number.encode())])
    shape = tuple(len(found) for found in basis.values())
    level = chance.lognormal(3.5, 1.2, (*shape[:-1], 1))
    return np.floor(level * (1 + 0.01 * np.arange(shape[-1])) * chance.uniform(0.98, 1.02, shape))


def _flows(declared: Declaration, basis: Mapping[str, list[str]]) -> Any:
    """Commuters whose sums by workplace are the employed by workplace of TAB3204, men and women, in every year."""
    jobs = _employed_by_workplace(basis)
    places = len(basis[declared.dimension("workplace").name])
    flows = np.zeros((jobs.shape[0], places, places, 1, jobs.shape[2]))
    here = np.arange(places)
    away = np.floor(jobs * (1 - AT_HOME) / NEIGHBOURS)
    for step in range(1, NEIGHBOURS + 1):
        flows[:, (here - step) % places, here, 0, :] = away
    flows[:, here, here, 0, :] = jobs - NEIGHBOURS * away
    return flows


def _employed_by_workplace(basis: Mapping[str, list[str]]) -> Any:
    """Axes sex, municipality, year."""
    bas = full_size("TAB3204")
    wanted = {"Region": basis["Bostadskommun"], "Kon": basis["Kon"], "Tid": basis["Tid"], "SNI2007": ["A-U+US"]}
    wanted |= {"Fodelseregion": ["tot"], "ContentsCode": ["000002XH"]}
    values = bas.values
    for axis, variable in enumerate(bas.variables):
        values = values.take([variable.codes.index(code) for code in wanted[variable.code]], axis)
    order = [bas.axis(name) for name in ("Kon", "Region", "Tid", "SNI2007", "Fodelseregion", "ContentsCode")]
    return values.transpose(order)[..., 0, 0, 0]


def _labels(declared: Declaration, dimension: Dimension) -> dict[str, str]:
    """Every code of a variable but the unasked, with its label; made-up codes where none is known."""
    if dimension.single is not None:
        return {SINGLE_CODE: SINGLE_CODE}
    names = {row["region_code"]: row["name_sv"] for row in classification.regions().to_pylist()}
    groups = classification.industries(classification.GROUPS).to_pylist()
    names |= {row["industry_code"]: row["name_sv"] for row in groups}
    names |= {each.source_code: each.name_sv for each in declared.categories if each.source_code} | LABELS
    known = {code: names.get(code, code) for code in sorted({**dimension.codes, **dimension.welcome})}
    if not dimension.welcome:
        known = {code: known[code] for code in dimension.codes}
    # SCB's labels may end in a blank.
    return known | {f"{place:08X}": f"{label} " for place, label in enumerate(dimension.labels, start=0x2A0)}


def _totals(declared: Declaration, name: str) -> set[str]:
    """The codes of a variable whose figures are sums of others'."""
    dimension = next(each for each in declared.dimensions if each.name == name)
    if dimension.meaning == "region":
        codes = {**dimension.codes, **dimension.welcome}
        finest = max(len(code) for code in codes)
        return {code for code in codes if code == "00" or len(code) < finest}
    if dimension.meaning == "industry":
        totals = {code for code, level in declared.industry_levels.items() if level == "total"}
        borne = {label for label, ours in dimension.labels.items() if ours in totals}
        return {
            code
            for code, label in _labels(declared, dimension).items()
            if dimension.codes.get(code) in totals or label.strip() in borne
        }
    return SUMS


def _sums(values: Any, axis: int, basis: list[str], code: str) -> Any:
    """The figures of one code: its own, or those of a county's municipalities, or of everything."""
    if code in basis:
        return values.take([basis.index(code)], axis)
    county = len(code) == 2 and code.isdecimal() and code != "00"
    parts = [place for place, each in enumerate(basis) if each.startswith(code) or not county]
    return values.take(parts, axis).sum(axis, keepdims=True)


def _described(declared: Declaration, dimension: Dimension) -> dict[str, Any]:
    labels = _labels(declared, dimension)
    total = next((code for code in ELIMINATED.get(dimension.name, ()) if code in labels), None)
    eliminable = dimension.meaning not in {"measure", "year"}
    return _category(dimension.name.lower(), list(labels), labels, total, elimination=eliminable)


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
