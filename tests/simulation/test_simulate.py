"""The one simulated register of a store: replaced by the next, and never lost to one that fails."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines import files, places, schema
from pipelines.errors import StyrkaError
from pipelines.simulation import simulate
from pipelines.snapshots import soundness
from pipelines.snapshots.store import Store
from tests.full_disk import files_of_at_most


def test_the_kept_register_stays_until_the_next_is_whole(tmp_path: Path) -> None:
    (tmp_path / "bundled").symlink_to(places.PROJECT / "data_raw" / "bundled")
    store = Store(tmp_path)
    first = simulate.simulate(1, store)
    before = {path: files.sha256(path) for path in (tmp_path / "simulated").rglob("*") if path.is_file()}

    with files_of_at_most(100_000), pytest.raises(StyrkaError, match=r"cannot be written .* what was there stays"):
        simulate.simulate(2, store)
    after = {path: files.sha256(path) for path in (tmp_path / "simulated").rglob("*") if path.is_file()}
    assert after == before

    second = simulate.simulate(2, store)
    assert [edition for (edition,) in store.editions("SIMULATED")] == [second]
    assert not first.body_path.exists()
    assert soundness.verify(store).damaged == ()
    assert pq.read_metadata(simulate.truth(store)).num_rows == second.sidecar.query["workplaces"]


# The child kills itself when the register is in the store and its truth is about to be put in place.
CHILD = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from pipelines.simulation import simulate
    from pipelines.snapshots.store import Store

    def replace(source, target, *, original=os.replace):
        if str(target).endswith("simulated_workplace.parquet"):
            os.kill(os.getpid(), signal.SIGKILL)
        original(source, target)

    # An audit hook would hear of every page and take minutes.
    os.replace = replace
    simulate.simulate(2, Store(Path(sys.argv[1])))
    """
)


def test_a_truth_of_another_register_than_the_one_kept_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bundled").symlink_to(places.PROJECT / "data_raw" / "bundled")
    store = Store(tmp_path)
    with pytest.raises(StyrkaError, match="'styrka simulate --seed N' makes both anew"):
        simulate.truth(store)
    path = tmp_path / "simulated" / "SIMULATED" / "truth" / "simulated_workplace.parquet"
    earlier = schema.table("simulated_workplace").arrow_schema().empty_table()
    with files.replacing(path) as temporary:
        pq.write_table(earlier, temporary)
    killed = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path)], cwd=places.PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    (kept,) = store.newest("SIMULATED")
    assert pq.read_table(path).equals(earlier)
    with pytest.raises(StyrkaError, match=r"is not the truth .* 'styrka simulate --seed 2' makes both anew"):
        simulate.truth(store)
    (its_own,) = path.parent.glob(f"*{files.LEFTOVER_SUFFIX}")
    its_own.replace(path)
    assert simulate.truth(store) == path
    assert pq.read_metadata(path).num_rows == kept.sidecar.query["workplaces"]
