"""Density against later entries, on imported figures of two years: where it predicts by construction and where not."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import measures, schema
from pipelines.errors import StyrkaError
from pipelines.measures import backtests, matrices, tables
from pipelines.measures.discrimination import Discrimination
from pipelines.measures.presence import Presence
from pipelines.warehouse import engine
from tests.measures.written import declared, employment, relations

REGIONS, INDUSTRIES = 40, 60
NO_BREAKS = schema.table("series_break").arrow_schema().empty_table()
Cells = npt.NDArray[np.int64]
NAMED = {"series": "HAND", "level": "3", "region_type": "imported", "basis": "cooccurrence"} | {
    "start_year": 2020,
    "end_year": 2021,
}


def world(related: bool) -> tuple[Cells, Cells]:
    """Employed at the start and at the end: regions and industries of two kinds that go together.

    A tenth of what is absent is entered, by those of the industry's kind when ``related``, else by any region.
    """
    random = np.random.default_rng(1)
    kin = (np.arange(REGIONS) % 2)[:, None] == (np.arange(INDUSTRIES) % 2)[None, :]
    before = random.random((REGIONS, INDUSTRIES)) < np.where(kin, 0.5, 0.1)
    entered = ~before & (random.random(before.shape) < (np.where(kin, 0.3, 0.0) if related else 0.1))
    return 100 * before.astype(np.int64), 100 * (before | entered).astype(np.int64)


def imported(*years: Cells, level: str = "3") -> pa.Table:
    return pa.concat_tables(
        [
            employment(
                {(f"R{row:02}", f"{column + 100}"): int(value) for (row, column), value in np.ndenumerate(cells)},
                year=2020 + number,
                level=level,
            )
            for number, cells in enumerate(years)
        ]
    )


def read(folder: Path, content: pa.Table, breaks: pa.Table = NO_BREAKS) -> dict[str, Any]:
    of = relations(content)
    tables.location_quotient(of, folder / "location_quotient.parquet", "hand")
    none = schema.table("workplace_quotient").arrow_schema().empty_table()
    found = {**of, "location_quotient": folder / "location_quotient.parquet", "workplace_quotient": none}
    skill = schema.table("skill_relatedness").arrow_schema().empty_table()
    return {**found, "series_break": breaks, "skill_relatedness": skill}


def outcomes(folder: Path, content: pa.Table, breaks: pa.Table = NO_BREAKS) -> list[dict[str, Any]]:
    backtests.write(read(folder, content, breaks), folder / "density_backtest.parquet", "hand")
    found: list[dict[str, Any]] = pq.ParquetFile(folder / "density_backtest.parquet").read().to_pylist()
    return found


def test_where_regions_enter_what_is_related_density_predicts_and_advice_is_given(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, imported(*world(related=True)))
    assert found["auc"] > found["auc_low"] > 0.7
    assert (found["withheld"], found["reason"]) == (False, None)
    assert (found["start_year"], found["end_year"], found["level"]) == (2020, 2021, "3")
    assert 0 < found["entries"] < found["absent"] < REGIONS * INDUSTRIES


def test_where_they_enter_anything_it_is_chance_and_advice_is_withheld(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, imported(*world(related=False)))
    assert found["auc_low"] < 0.5 < found["auc_high"]
    assert found["auc"] < found["smallest_auc"] == 0.6
    assert (found["withheld"], found["reason"]) == (True, "below_threshold")


def of_one_region(entered: list[int], absent: list[int]) -> dict[str, Any]:
    """The test of one region, which has industry K; the densities of the industries that it lacks are given in tenths.

    Density is the share of an industry's closeness that lies on K; the rest of it lies on Z, which is never tested.
    """
    tenths = [*entered, *absent]
    names = ["K", "Z", *(f"{place:02}" for place in range(len(tenths)))]
    close = np.full((len(names), len(names)), np.nan)
    for place, each in enumerate(tenths, start=2):
        close[:2, place] = close[place, :2] = (each / 10, 1 - each / 10)
    present = np.array([[name == "K" for name in names]])
    found = Presence(pa.array(["R"]), pa.array(names), present, np.ones_like(present))
    words = ["entry"] * len(entered) + ["absent"] * len(absent)
    changed = pa.table({"region_code": ["R"] * len(tenths), "industry_code": names[2:], "change": words})
    return backtests.tested(found, changed, close)


# Twenty of each, half of the entries above all that stayed absent and half among them: 3/4, with a small error.
MANY = ([9] * 10 + [5] * 10, [5] * 20)


@pytest.mark.parametrize(
    ("entered", "absent", "auc", "reason"),
    [
        (*MANY, 0.75, None),
        # The same shares of two each: 3/4 again, with an error of a quarter. Chance is within.
        ([9, 5], [5, 5], 0.75, "could_be_chance"),
        ([5, 5, 5, 5, 9], [5] * 5, 0.6, "could_be_chance"),
        ([5, 5, 5, 9], [5] * 5, 0.625, "could_be_chance"),
        ([5] * 9 + [9], [5] * 5, 0.55, "below_threshold"),
        # Wholly apart, and a single entry: nobody can say how far.
        ([9, 9], [1, 1, 1], 1.0, "no_interval"),
        ([9], [1, 1, 1], 1.0, "no_interval"),
        ([], [1, 2], None, "no_entries"),
        ([1, 2], [], None, "no_absence"),
    ],
)
def test_advice_needs_an_area_at_the_threshold_and_an_interval_above_chance(
    entered: list[int], absent: list[int], auc: float | None, reason: str | None
) -> None:
    found = of_one_region(entered, absent)
    assert (found["auc"], found["reason"]) == (auc, reason)
    assert (found["absent"], found["entries"]) == (len(entered) + len(absent), len(entered))
    row = engine.select("density_backtest", {"discrimination": backtests.result(found)}, NAMED).to_pylist()
    assert [each["withheld"] for each in row] == [reason is not None]


def test_by_hand_the_interval_of_two_and_two_reaches_below_chance() -> None:
    """Placements of the entries 1 and 1/2, variance 1/8, of the others 3/4 and 3/4, variance 0: SE² = 1/16."""
    found = of_one_region([9, 5], [5, 5])
    assert found["standard_error"] == pytest.approx(0.25, rel=1e-12)
    assert found["auc_low"] == pytest.approx(0.75 - 1.96 * 0.25, rel=1e-3)
    assert found["auc_low"] < 0.5


@pytest.mark.parametrize(
    ("auc", "low", "reason"),
    [
        (0.6, 0.5000001, None),
        (0.6, 0.5, "could_be_chance"),
        (0.9, 0.4999999, "could_be_chance"),
        (0.5999999, 0.58, "below_threshold"),
    ],
)
def test_the_threshold_itself_is_enough_and_chance_itself_is_not(auc: float, low: float, reason: str | None) -> None:
    assert backtests.withheld(Discrimination(auc, 0.05, low, 1.0), 7) == reason


@pytest.mark.parametrize(("table", "column"), [("density_backtest", "reason"), ("relatedness", "withheld")])
def test_every_reason_of_a_test_is_declared_where_it_is_shown(table: str, column: str) -> None:
    (shown,) = (each for each in schema.table(table).columns if each.name == column)
    areas = [(None, None), (0.5, 0.4), (0.7, None), (0.7, 0.4)]
    found = {backtests.withheld(Discrimination(auc, None, low, None), count) for auc, low in areas for count in (0, 9)}
    assert found <= set(shown.domain)
    assert len(found) == 5


@pytest.mark.parametrize("related", [True, False])
def test_the_outcome_stands_beside_the_opportunity_of_every_absent_industry(tmp_path: Path, related: bool) -> None:
    of = read(tmp_path, imported(*world(related)))
    backtests.write(of, tmp_path / "density_backtest.parquet", "hand")
    of["density_backtest"] = tmp_path / "density_backtest.parquet"
    matrices.write("relatedness", of, tmp_path / "relatedness.parquet", "hand")
    (tested,) = pq.ParquetFile(tmp_path / "density_backtest.parquet").read().to_pylist()
    rows = pq.ParquetFile(tmp_path / "relatedness.parquet").read().to_pylist()
    assert {(row["auc"], row["withheld"]) for row in rows if not row["present"]} == {(tested["auc"], tested["reason"])}
    assert {(row["auc"], row["withheld"]) for row in rows if row["present"]} == {(None, None)}


def test_one_year_cannot_be_tested_and_says_so(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, imported(world(related=True)[0]))
    assert (found["auc"], found["withheld"], found["reason"]) == (None, True, "no_later_year")
    assert found["start_year"] == found["end_year"] == 2020


def test_two_years_on_either_side_of_a_break_are_two_single_years(tmp_path: Path) -> None:
    found = outcomes(tmp_path, imported(*world(related=True)), declared(("HAND", 2021, "classification")))
    assert [(row["start_year"], row["end_year"], row["reason"]) for row in found] == [
        (2020, 2020, "no_later_year"),
        (2021, 2021, "no_later_year"),
    ]


def test_groups_are_refused_though_their_entries_are_counted(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, imported(*(cells[:, :16] for cells in world(related=True)), level="group"))
    assert (found["auc"], found["withheld"], found["reason"]) == (None, True, "level_too_coarse")
    assert (found["start_year"], found["end_year"]) == (2020, 2021)


def test_where_nobody_enters_there_is_nothing_to_predict(tmp_path: Path) -> None:
    before, _ = world(related=True)
    (found,) = outcomes(tmp_path, imported(before, before))
    assert (found["entries"], found["auc"], found["reason"]) == (0, None, "no_entries")


def test_skill_is_a_second_basis_where_the_users_matrix_speaks_of_the_series(tmp_path: Path) -> None:
    """Two industries of a kind are related by skill, of different kinds unrelated: regions enter what is related."""
    of = read(tmp_path, imported(*world(related=True)))
    codes = [str(number + 100) for number in range(INDUSTRIES)]
    kin = {(a, b): 0.5 if (int(a) - int(b)) % 2 == 0 else -0.5 for a in codes for b in codes if a != b}
    rows = [
        {"edition": "SNI2007", "industry_a": a, "industry_b": b, "relatedness": each} for (a, b), each in kin.items()
    ]
    of["skill_relatedness"] = pa.Table.from_pylist(rows, schema=schema.table("skill_relatedness").arrow_schema())
    backtests.write(of, tmp_path / "density_backtest.parquet", "hand")
    by_basis = {row["basis"]: row for row in pq.ParquetFile(tmp_path / "density_backtest.parquet").read().to_pylist()}
    assert set(by_basis) == {"cooccurrence", "skill"}
    assert by_basis["skill"]["auc"] > 0.7
    assert by_basis["skill"]["auc"] != by_basis["cooccurrence"]["auc"]
    of["density_backtest"] = tmp_path / "density_backtest.parquet"
    matrices.write("relatedness", of, tmp_path / "relatedness.parquet", "hand")
    found = pq.ParquetFile(tmp_path / "relatedness.parquet").read().to_pylist()
    own = [each for each in found if each["region_code"] == "R03" and each["year"] == 2020]
    row = next(each for each in own if each["industry_code"] == "107")
    present = {each["industry_code"] for each in own if each["present"]}
    others = [code for code in codes if int(code) % 2 == 1 and code != "107"]
    assert row["density_skill"] == sum(code in present for code in others) / len(others)


def test_a_notebook_has_the_same_test(tmp_path: Path) -> None:
    content = imported(*world(related=True)).to_pandas()
    names = {"region_code": "region", "industry_code": "industry", "employees": "value"}
    (found,) = outcomes(tmp_path, imported(*world(related=True)))
    shown = measures.density_backtest(content.rename(columns=names), 2020, 2021)
    assert list(shown.columns) == [name for name in found if name not in ("series", "level", "region_type", "basis")]
    assert [None if pd.isna(value) else value for value in shown.iloc[0]] == [found[name] for name in shown.columns]
    with pytest.raises(StyrkaError, match="no figures of 2022"):
        measures.density_backtest(content.rename(columns=names), 2020, 2022)
