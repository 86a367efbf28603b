"""The one simulated register of a store: replaced by the next, and never lost to one that fails."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines import files, places
from pipelines.errors import StyrkaError
from pipelines.register.config import PAGE_LIMIT
from pipelines.register.intake import Source, take_in
from pipelines.simulation import simulate
from pipelines.simulation.pages import pages
from pipelines.snapshots.store import Store


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a full disk: no file of this process can become larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_kept_register_stays_until_the_next_is_whole(tmp_path: Path) -> None:
    (tmp_path / "bundled").symlink_to(places.PROJECT / "data_raw" / "bundled")
    store = Store(tmp_path)
    first = simulate.simulate(1, store)
    before = {path: files.sha256(path) for path in (tmp_path / "simulated").rglob("*") if path.is_file()}

    with files_of_at_most(100_000), pytest.raises(StyrkaError, match=r"cannot be written .* what was there stays"):
        simulate.simulate(2, store)
    after = {path: files.sha256(path) for path in (tmp_path / "simulated").rglob("*") if path.is_file()}
    assert after == before

    few = pq.read_table(simulate.truth(store)).slice(0, 10)
    source = Source("simulated", "2025-12-31", {"workplaces": 10}, "", "", (10,))
    second = take_in(pages(few, PAGE_LIMIT), source, store)
    store.retain(second)
    assert [edition for (edition,) in store.editions("SIMULATED")] == [second]
    assert not first.body_path.exists()
    assert store.verify().damaged == ()
