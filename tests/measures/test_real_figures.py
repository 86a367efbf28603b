"""SCB's own figures through the measures: known quotients, counties whose weighted mean is 1, shifts that add up."""

import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

from pipelines import measures
from pipelines.errors import StyrkaError
from pipelines.measures import tables
from pipelines.scb import catalogue
from pipelines.warehouse import classification, engine
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TOTAL = "A-U+US"
UNKNOWN_IN_RAMS = "00"
SERIES = {"TAB3204": "BAS", "TAB3785": "BAS_PREL", "TAB5837": "RAMS", "TAB900": "RAMS"}


def published(*files: str) -> dict[str, pa.Table]:
    """The relations of the measures, of files of real figures."""
    employment = engine.select("employment", {"cell": pa.concat_tables([cells(file) for file in files])})
    breaks = {"employment": employment, "series_break": classification.series_breaks()}
    return {
        "employment": employment,
        "series_segment": engine.select("series_segment", breaks),
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["BAS", "BAS_PREL", "RAMS"], "industry_edition": ["SNI2007-16"] * 3}),
        "table_noise": catalogue.table_noise(),
    }


def cells(file: str) -> pa.Table:
    text = {name: pa.string() for name in ("table_id", "region_code", "sni_code", "sex", "measure")}
    options = pyarrow.csv.ConvertOptions(column_types={**text, "year": pa.int64(), "value": pa.int64()})
    raw = pyarrow.csv.read_csv(SHARED / "scb" / file, convert_options=options)
    industry = pc.if_else(pc.equal(raw["sni_code"], UNKNOWN_IN_RAMS), "US", raw["sni_code"])
    return pa.table(
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


def measured(file: str, folder: Path) -> tuple[pa.Table, pa.Table]:
    """``employment`` and ``location_quotient`` of one file of real figures."""
    relations, target = published(file), folder / f"{file}.parquet"
    tables.location_quotient(relations, target, "real")
    return relations["employment"], engine.read_table(target)


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


RAMS = ("tab900_rams_2008_2018_counties.csv",)
OREBRO = ("tab5837_rams_2019_2021_orebro.csv", "tab3204_bas_register_2020_2024_orebro.csv")


def shifted(relations: dict[str, pa.Table], folder: Path) -> pa.Table:
    tables.shift_share(relations, folder / "shift_share.parquet", "real")
    return engine.read_table(folder / "shift_share.parquet")


def spans(result: pa.Table) -> set[tuple[str, int, int]]:
    return {tuple(row.values()) for row in result.select(["series", "start_year", "end_year"]).to_pylist()}


def test_no_shift_of_rams_or_bas_spans_a_break(tmp_path: Path) -> None:
    rams, orebro = shifted(published(*RAMS), tmp_path), shifted(published(*OREBRO), tmp_path)
    assert spans(rams) == {("RAMS", 2008, 2010), ("RAMS", 2011, 2015), ("RAMS", 2016, 2018)}
    assert spans(orebro) == {("RAMS", 2019, 2021), ("BAS", 2020, 2023)}
    for series, start, end in spans(rams) | spans(orebro):
        for each in classification.series_breaks().to_pylist():
            inside = each["series"] == series and start < each["year"] <= end
            assert not inside or each["kind"] in {"start", "end"}


def test_the_counties_regional_parts_cancel_in_rams_whose_figures_add_up(tmp_path: Path) -> None:
    """Counties make up the nation: per industry their changes are the nation's, and what they win others lose."""
    result = shifted(published(*RAMS), tmp_path)
    by = ["start_year", "industry_code"]
    found = result.group_by(by).aggregate([(part, "sum") for part in ("regional", "regional_dynamic", "mix", "change")])
    assert len(found) == 3 * 16
    for row in found.to_pylist():
        assert abs(row["regional_sum"]) < 1e-8
        assert abs(row["regional_dynamic_sum"]) < 1e-8
    # Nor does the nation as a whole gain from the mix of its industries.
    mix = found.group_by("start_year").aggregate([("mix_sum", "sum")])
    assert max(abs(each) for each in mix["mix_sum_sum"].to_pylist()) < 1e-7


def test_a_notebooks_shift_is_the_marts(tmp_path: Path) -> None:
    relations = published(*RAMS)
    chosen = (pc.field("sex") == "total") & (pc.field("level") == "group")
    frame = relations["employment"].filter(chosen).select(["region_code", "industry_code", "year", "employees"])
    df = frame.rename_columns(["region", "industry", "year", "value"]).to_pandas()
    mart = shifted(relations, tmp_path).filter(pc.field("start_year") == 2011).drop_columns(["series", "level"])
    pd.testing.assert_frame_equal(measures.shift_share(df, 2011, 2015, series="RAMS"), mart.to_pandas())
    with pytest.raises(StyrkaError, match=r"RAMS is broken between 2010 and 2012: 2011 source \(SCB states a break"):
        measures.shift_share(df, 2010, 2012, series="RAMS")


def test_bas_is_within_two_per_cent_of_rams_in_fourteen_of_the_nations_sixteen_groups(tmp_path: Path) -> None:
    relations = published(*OREBRO)
    tables.series_link(relations, tmp_path / "series_link.parquet", "real")
    rows = engine.read_table(tmp_path / "series_link.parquet").to_pylist()
    assert {(row["start_year"], row["end_year"]) for row in rows} == {(2020, 2021)}
    nation = {row["industry_code"]: row for row in rows if row["region_code"] == "00"}
    assert len(nation) == 16
    # Farmers and persons of unknown industry are those that the two series count most differently.
    off = {code for code, row in nation.items() if abs(row["factor"] - 1) > 0.02}
    assert off == {"A", "US"}
    assert all(row["factor_low"] <= row["factor"] <= row["factor_high"] for row in rows if row["note"] is None)
