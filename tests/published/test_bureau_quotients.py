"""The location quotients that the US Bureau of Labor Statistics published of New Jersey's counties, by our function.
Source: Quarterly Census of Employment and Wages, first quarter 2016 (US federal public domain)."""

import pandas as pd
import pytest

from pipelines import measures
from tests.published.tables import COLUMNS
from tests.shared import SHARED, needs_shared

ALL, PRIVATE = 0, 5
# What the nation that is put beside the counties employs; its size is of no account, only its shares are.
NATION = 10**12


def published(figure: str) -> pd.DataFrame:
    """Disclosed cells of private industries: ``region, industry, level, value, total``, and the quotient."""
    codes = {"area_fips": str, "industry_code": str}
    rows = pd.read_csv(SHARED / "independent" / "qcew_nj_2016q1.csv", dtype=codes)
    everything = rows[rows["own_code"] == ALL].set_index("area_fips")[figure]
    rows = rows.assign(total=rows["area_fips"].map(everything), lq=rows[f"lq_{figure}"])
    disclosed = (
        rows["disclosure_code"].isna() & rows["lq_disclosure_code"].isna() & (rows[[figure, "lq"]] > 0).all(axis=1)
    )
    rows = rows[disclosed & (rows["own_code"] == PRIVATE)]
    names = {"area_fips": "region", "industry_code": "industry", "agglvl_code": "level", figure: "value"}
    return rows.rename(columns=names)[["region", "industry", "level", "value", "total", "lq"]]


@needs_shared
@pytest.mark.parametrize("figure", ["month3_emplvl", "qtrly_estabs_count"])
def test_one_nation_gives_every_quotient_that_the_bureau_published(figure: str) -> None:
    """The file has no national figures, so a quotient cannot be recomputed from it alone. But each quotient bounds the
    industry's share in the nation, by its rounding, and all counties have to agree on one share. With that share our
    function gives back every quotient of every county, to the two decimals that the bureau printed.
    """
    cells = published(figure)
    share, by_industry = cells["value"] / cells["total"], cells["industry"]
    smallest = (share / (cells["lq"] + 0.005)).groupby(by_industry).max()
    largest = (share / (cells["lq"] - 0.005)).groupby(by_industry).min()
    compared = by_industry.groupby(by_industry).size() > 1
    assert (smallest <= largest)[compared].all()
    assert compared.sum() == 360

    # A level's industries are measured together, beside all that is not disclosed among them; each level as a year.
    cells = cells[by_industry.map(compared)].rename(columns={"level": "year"})
    nation = cells.drop_duplicates("industry").assign(region="00", total=NATION)
    nation["value"] = (nation["industry"].map((smallest + largest) / 2) * NATION).round()
    every = pd.concat([nation, cells])
    places = every.groupby(["region", "year"], as_index=False).agg(value=("value", "sum"), total=("total", "first"))
    rest = places.assign(industry="rest", value=places["total"] - places["value"])
    result = measures.location_quotient(pd.concat([every, rest])[COLUMNS])
    both = cells.merge(
        result, left_on=["region", "industry", "year"], right_on=["region_code", "industry_code", "year"]
    )
    assert len(both) == len(cells) > 5000
    assert (both["lq_x"] - both["lq_y"]).abs().max() <= 0.005 + 1e-6
