"""Every notebook runs from the first cell to the last on a freshly built mart, says nothing on stderr and ends in a
picture; it is committed without outputs, so that no stale figure lies in it."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipelines import places
from tests.conftest import Workplace

# What must hold of what a notebook shows, by its own names, before the last cell.
HOLDS = {
    "explore_the_mart": [
        "len(kalmar) == 15",
        "kalmar['industry'].is_unique",
        "round(kalmar['lq'].max(), 2) == 2.37",
        "len(both) == 21 * 16",
    ],
    "from_raw_cell_to_claim": [
        "abs(float(exact) - quotient['lq']) < 1e-15",
        "(verdict['verdict'], verdict['specifications_strong']) == ('styrka', 12)",
        "way['answers'][0]['sha256'] == source['sha256']",
        "claims['kind'].tolist() == ['share', 'among_country', 'amount'] and claims.iloc[0]['value'] == quotient['lq']",
        "(refused.verdict['verdict'], refused.verdict['reason']) == ('otillräckligt underlag', 'too_few_jobs')",
    ],
    "make_your_own_strength_area": [
        "len(counties) == 21 and abs(mean - 1) < 1e-3",
        # (4,995 + 18,126 / 2) of 114,665 in the county, (97,112 + 559,813 / 2) of 5,273,735 in the nation.
        "round(counties.set_index('region_code').loc['08', 'lq'], 6) == 1.714938",
        "spread.loc['Kalmar county', 'sure'] and not spread['sure'].all()",
        "set(own['edition']) == {'SNI2007', 'SNI2025'} and len(own) == 6",
    ],
}
NOTEBOOKS = sorted((places.PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_ends_in_a_picture(
    path: Path, published: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRKA_DATA_MART", str(published.mart))
    notebook = nbformat.read(path, as_version=4)
    checked = [f"assert {claim}" for claim in HOLDS[path.stem]]
    notebook.cells.insert(-1, nbformat.v4.new_code_cell("\n".join(checked)))
    folder = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=folder).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert "image/png" in outputs[-1].data
