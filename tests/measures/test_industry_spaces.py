"""The industry space in memory: to the last bit the figures of the functions that give tables, and what it refuses."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from pipelines import measures
from pipelines.errors import StyrkaError
from pipelines.measures.industry_spaces import IndustrySpace
from tests.published.tables import drawn

REGIONS = ["a", "b", "c", "d"]
INDUSTRIES = ["1", "2", "3", "US", "00"]


def matrix(rows: pd.DataFrame, space: IndustrySpace, column: str) -> np.ndarray:
    """A column of one year's rows as regions × industries of the space; NaN where there is no row."""
    wide = rows[rows["year"] == space.year].pivot(index="region_code", columns="industry_code", values=column)
    wide = wide.reindex(index=space.presence.regions.to_pylist(), columns=space.presence.industries.to_pylist())
    return wide.astype("float64").to_numpy()


def same_as_the_tables(df: pd.DataFrame) -> None:
    quotients, densities, pairs = measures.location_quotient(df), measures.density(df), measures.proximity(df)
    quotients = quotients[~quotients["industry_code"].isin(["US", "00"])]
    regions, industries = measures.complexity(df)
    for space in measures.industry_space(df):
        listed = matrix(quotients.assign(listed=1), space, "listed") == 1
        np.testing.assert_array_equal(space.lq[listed], matrix(quotients, space, "lq")[listed])
        present = matrix(densities, space, "present")
        np.testing.assert_array_equal(space.presence.known[listed], ~np.isnan(present)[listed])
        np.testing.assert_array_equal(space.presence.present, present == 1)
        np.testing.assert_array_equal(space.density, matrix(densities, space, "density"))
        own = pairs[pairs["year"] == space.year].pivot(index="industry_a", columns="industry_b", values="proximity")
        apart = ~np.eye(len(own), dtype=bool)
        np.testing.assert_array_equal(space.proximity[apart], own.to_numpy(dtype="float64")[apart])
        for rows, name, found in ((regions, "eci", space.complexity.eci), (industries, "pci", space.complexity.pci)):
            np.testing.assert_array_equal(found, rows[rows["year"] == space.year][name].to_numpy(dtype="float64"))


@pytest.mark.parametrize("seed", range(3))
def test_it_holds_the_figures_of_the_tables_to_the_last_bit(seed: int) -> None:
    df = pd.concat([drawn(seed).assign(year=year) for year in (2020, 2021)]).reset_index(drop=True)
    df["value"] = df["value"].where(np.random.default_rng(seed).random(len(df)) > 0.001)
    same_as_the_tables(df)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["00", *REGIONS]), st.sampled_from(INDUSTRIES), st.sampled_from([0, 1, 2, 5, None])),
        min_size=1,
        unique_by=lambda cell: cell[:2],
    )
)
def test_small_tables_too_with_gaps_zeros_unknown_cells_and_a_nation_of_their_own(
    cells: list[tuple[str, str, int | None]],
) -> None:
    df = pd.DataFrame(cells, columns=["region", "industry", "value"]).assign(year=2020)
    if set(df["region"]) == {"00"}:
        return
    same_as_the_tables(df.astype({"value": "float64"}))


def test_what_is_exactly_the_nations_share_is_present() -> None:
    """1/3 of three employed against 1/3 of nine: the quotient of floats is not the judge."""
    rows = [("a", 1, 2), ("b", 2, 4), ("c", 1, 2)]
    df = pd.DataFrame([(r, i, 2020, v) for r, *vs in rows for i, v in enumerate(vs)])
    (space,) = measures.industry_space(df.set_axis(["region", "industry", "year", "value"], axis=1))
    assert space.presence.present.all()


@pytest.mark.parametrize("kind", ["int64", "float64"])
def test_a_parquet_file_gives_the_bytes_of_its_frame_whatever_order_and_threads(tmp_path: Path, kind: str) -> None:
    df = drawn(1).astype({"value": kind})
    path = tmp_path / "cells.parquet"
    pq.write_table(pa.Table.from_pandas(df.sample(frac=1, random_state=3), preserve_index=False), path)
    (one,) = measures.industry_space(df)
    with threadpool_limits(1):
        (other,) = measures.industry_space(path)
    for name in ("lq", "proximity", "density"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
    assert one.complexity.eci.tobytes() == other.complexity.eci.tobytes()
    assert one.presence.regions == other.presence.regions


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"value": [1, -1]}, "value -1 is negative"),
        ({"value": [5 * 10**18, 5 * 10**18]}, "more than 1e\\+15 can be counted"),
        ({"region": ["a", None]}, "region is empty"),
        ({"industry": ["1", "1"], "region": ["a", "a"]}, "stand"),
        ({"region": ["08", "0880"]}, r"more than one kind \(county and municipality\)"),
    ],
)
def test_what_is_wrong_is_one_line_from_a_file_as_from_a_frame(
    tmp_path: Path, change: dict[str, list[object]], line: str
) -> None:
    df = pd.DataFrame({"region": ["a", "b"], "industry": ["1", "2"], "year": [2020, 2020], "value": [1, 2], **change})
    pq.write_table(pa.Table.from_pandas(df), tmp_path / "cells.parquet")
    for source in (df, tmp_path / "cells.parquet"):
        with pytest.raises(StyrkaError, match=line):
            measures.industry_space(source)


def test_an_empty_frame_has_no_space_no_pair_and_no_twin() -> None:
    df = pd.DataFrame({"region": [], "industry": [], "year": [], "value": []})
    assert measures.industry_space(df) == []
    for measure in (measures.proximity, measures.density, measures.twins):
        assert len(measure(df)) == 0
        assert "year" in measure(df).columns


def test_a_file_that_is_not_such_a_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cells.parquet"
    with pytest.raises(StyrkaError, match=f"{path} is not a Parquet file that can be read"):
        measures.industry_space(path)
    path.write_text("region;industry")
    with pytest.raises(StyrkaError, match=f"{path} is not a Parquet file that can be read"):
        measures.industry_space(path)
    pq.write_table(pa.table({"region": ["a"]}), path)
    with pytest.raises(StyrkaError, match=f"{path} has no column industry, year, value"):
        measures.industry_space(path)
