"""What a store's newest answers of SCB's tables say, as one table of cells, for tests that compare stores.
No test belongs here."""

import pyarrow as pa

from pipelines import schema
from pipelines.scb import cells
from pipelines.scb.catalogue import declarations
from pipelines.scb.expectation import EMPLOYMENT
from pipelines.snapshots.store import Store


def newest_cells(store: Store) -> pa.Table:
    """The cells of the newest complete answer of every employment table, sorted by key."""
    found = [cells.read(store, declared, store.newest(declared.table_id)) for declared in declarations(EMPLOYMENT)]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in schema.table("cell").key]).combine_chunks()
