"""The measures beside those of package ``ecomplexity`` (Harvard Growth Lab), on random tables.
What it is known to do otherwise, and which way is ours, is on the page of conventions."""

import warnings
from typing import Any

import ecomplexity
import numpy as np
import pandas as pd
import pytest

from pipelines import measures
from tests.published.tables import drawn


def theirs(function: Any, df: pd.DataFrame, **options: Any) -> pd.DataFrame:
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
    with warnings.catch_warnings():
        # The package calls pandas in ways that pandas deprecates.
        warnings.simplefilter("ignore")
        found: pd.DataFrame = function(df, columns, **options)
    return found


def their_indices(df: pd.DataFrame) -> pd.DataFrame:
    return theirs(ecomplexity.ecomplexity, df, verbose=False, check_logsupermodularity=False)


@pytest.mark.parametrize("seed", range(3))
def test_location_quotients_and_presence_are_those_of_the_package(seed: int) -> None:
    df = drawn(seed)
    ours = measures.location_quotient(df)
    both = ours.merge(
        their_indices(df), left_on=["region_code", "industry_code"], right_on=["region", "industry"], validate="1:1"
    )
    assert len(both) == len(ours) == 40 * 60
    assert (both["lq"] - both["rca"]).abs().max() < 1e-9
    assert (both["overrepresented"] == both["mcp"].astype(bool)).all()


@pytest.mark.parametrize("seed", range(3))
def test_proximity_is_that_of_the_package(seed: int) -> None:
    df = drawn(seed)
    ours = measures.proximity(df)
    other = theirs(ecomplexity.proximity, df).astype({"industry_1": str, "industry_2": str})
    both = ours.merge(other, left_on=["industry_a", "industry_b"], right_on=["industry_1", "industry_2"])
    assert len(both) == len(ours) == 60 * 59
    assert (both["proximity_x"] - both["proximity_y"]).abs().max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_eci_is_that_of_the_package_but_for_the_sign_and_pci_but_for_its_scale(seed: int) -> None:
    """The package standardises the PCI by the regions' moments, ours by the industries' own."""
    df = drawn(seed)
    regions, industries = measures.complexity(df)
    other = their_indices(df)
    eci = other.drop_duplicates("region").set_index("region")["eci"].sort_index().to_numpy()
    ours = regions.set_index("region_code")["eci"].sort_index().to_numpy()
    assert np.abs(np.abs(eci) - np.abs(ours)).max() < 1e-9
    pci = other.drop_duplicates("industry").set_index("industry")["pci"].sort_index()
    mine = industries.set_index("industry_code")["pci"].sort_index()
    assert abs(np.corrcoef(pci, mine)[0, 1]) == pytest.approx(1, abs=1e-9)
