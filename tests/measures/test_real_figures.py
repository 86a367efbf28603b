"""SCB's own figures through the measures: known quotients, and counties whose weighted mean is 1."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

from pipelines.measures import tables
from pipelines.scb import catalogue
from pipelines.warehouse import classification, engine
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TOTAL = "A-U+US"
UNKNOWN_IN_RAMS = "00"
SERIES = {"TAB3204": "BAS", "TAB3785": "BAS_PREL", "TAB5837": "RAMS", "TAB900": "RAMS"}


def measured(file: str, folder: Path) -> tuple[pa.Table, pa.Table]:
    """``employment`` and ``location_quotient`` of one file of real figures."""
    text = {name: pa.string() for name in ("table_id", "region_code", "sni_code", "sex", "measure")}
    options = pyarrow.csv.ConvertOptions(column_types={**text, "year": pa.int64(), "value": pa.int64()})
    raw = pyarrow.csv.read_csv(SHARED / "scb" / file, convert_options=options)
    industry = pc.if_else(pc.equal(raw["sni_code"], UNKNOWN_IN_RAMS), "US", raw["sni_code"])
    cells = pa.table(
        {
            "table_id": raw["table_id"],
            "series": pa.repeat(SERIES[raw["table_id"][0].as_py()], len(raw)),
            "region_code": raw["region_code"],
            "industry_code": industry,
            "level": pc.if_else(pc.equal(industry, TOTAL), "total", "group"),
            "year": raw["year"],
            "sex": raw["sex"],
            "measure": raw["measure"],
            "employees": raw["value"],
            "workplaces": pa.nulls(len(raw), pa.int64()),
            "status": pa.repeat("observed", len(raw)),
        }
    )
    employment = engine.select("employment", {"cell": cells})
    relations = {
        "employment": employment,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["BAS", "BAS_PREL", "RAMS"], "industry_edition": ["SNI2007-16"] * 3}),
        "table_noise": catalogue.table_noise(),
    }
    target = folder / f"{file}.parquet"
    tables.location_quotient(relations, target, "real")
    return employment, engine.read_table(target)


def quotient(result: pa.Table, region: str, industry: str, year: int) -> float:
    wanted = (pc.field("region_code") == region) & (pc.field("industry_code") == industry) & (pc.field("year") == year)
    (value,) = result.filter(wanted & (pc.field("reference") == "nation"))["lq"].to_pylist()
    return float(value)


def test_kalmar_county_2025(tmp_path: Path) -> None:
    _, result = measured("tab3785_bas_preliminary_2020_2025_counties.csv", tmp_path)
    found = [round(quotient(result, "08", industry, 2025), 3) for industry in ("A", "B+C", "D+E", "J")]
    assert found == [2.366, 1.489, 1.550, 0.321]


def test_orebro_county_2021(tmp_path: Path) -> None:
    _, result = measured("tab5837_rams_2019_2021_orebro.csv", tmp_path)
    asked = (("1861", "H"), ("1883", "B+C"), ("1880", "B+C"))
    assert [round(quotient(result, *each, 2021), 2) for each in asked] == [3.41, 2.71, 0.67]


def test_a_total_of_men_and_women_is_marked_as_derived(tmp_path: Path) -> None:
    employment, _ = measured("tab5837_rams_2019_2021_orebro.csv", tmp_path)
    rows = employment.filter((pc.field("region_code") == "00") & (pc.field("industry_code") == "A")).to_pylist()
    found = {row["sex"]: (row["employees"], row["status"]) for row in rows if row["year"] == 2021}
    assert found["total"] == (found["men"][0] + found["women"][0], "derived")
    assert found["men"] == (71_554, "observed")


def weighted_means(result: pa.Table) -> dict[tuple[int, str], tuple[float, int]]:
    """Employment-weighted mean LQ of the 21 counties, and the nation's persons, by year and industry."""
    weight = pc.divide(pc.cast(result["employees_region"], "float64"), result["employees_reference_total"])
    columns = result.append_column("term", pc.multiply(result["lq"], weight))
    grouped = columns.group_by(["year", "industry_code"]).aggregate(
        [("term", "sum"), ("term", "count"), ("employees_reference", "max")]
    )
    assert set(grouped["term_count"].to_pylist()) == {21}
    return {
        (row["year"], row["industry_code"]): (row["term_sum"], row["employees_reference_max"])
        for row in grouped.to_pylist()
    }


def test_the_counties_weighted_mean_is_one_in_rams_whose_figures_add_up(tmp_path: Path) -> None:
    _, result = measured("tab900_rams_2008_2018_counties.csv", tmp_path)
    means = weighted_means(result)
    assert len(means) == 11 * 16
    assert max(abs(mean - 1) for mean, _ in means.values()) < 1e-12
    assert result["lq_low"].equals(result["lq"])
    assert result["lq_high"].equals(result["lq"])


def test_the_counties_weighted_mean_is_one_within_the_noise_of_bas(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mean is Σ_r e_ir over E_i: 21 noisy cells over one. Each is off by at most the declared bound."""
    _, result = measured("tab3785_bas_preliminary_2020_2025_counties.csv", tmp_path)
    noise = {row["table_id"]: row["noise"] for row in catalogue.table_noise().to_pylist()}["TAB3785"]
    means = weighted_means(result)
    persons = {key: (mean - 1) * nation for key, (mean, nation) in means.items()}
    with capsys.disabled():
        sys.stdout.write("\nTAB3785: where the counties' weighted mean LQ is furthest from 1\n")
        for year in range(2020, 2026):
            code = max((key for key in means if key[0] == year), key=lambda key: abs(means[key][0] - 1))
            sys.stdout.write(f"{year}  {code[1]:8} {means[code][0] - 1:+.2e}  {persons[code]:+6.2f} persons\n")
    assert 0.5 < max(map(abs, persons.values())) <= 22 * noise
    assert pc.all(pc.less_equal(result["lq_low"], result["lq"])).as_py()
    assert pc.all(pc.greater_equal(result["lq_high"], result["lq"])).as_py()
