"""Fault 16: a table is gone. The refresh names it and guesses no successor; what was fetched of it stays in use."""

from pathlib import Path

from pipelines.scb.catalogue import declaration
from pipelines.scb.refresh import refresh
from pipelines.snapshots.store import Store
from tests.fake_scb import FakeScb, generated
from tests.scb.asking import asking


def test_it_is_named_and_what_was_fetched_of_it_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    declared = [declaration("TAB5837")]
    with FakeScb([generated.full_size("TAB5837")]) as fake, asking(fake.url) as client:
        assert refresh(client, store, declared)[0].action == "fetched"
        before = store.newest("TAB5837")
        # Moved elsewhere: same figures, another id.
        fake.tables = {"TAB9999": fake.tables["TAB5837"]}
        (outcome,) = refresh(client, store, declared)
        assert outcome.action == "failed"
        assert "tables/TAB5837/metadata" in outcome.message
        assert "404 (Non-existent table)" in outcome.message
        assert store.newest("TAB5837") == before
        assert len(fake.asked("TAB9999")) == 0
