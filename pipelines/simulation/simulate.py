"""From a seed to a simulated register in the store, by the way of a real pull, with the truth beside it.
What is drawn is ``workplaces``' matter, what becomes of a register afterwards the pipeline's."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import files
from pipelines.register.config import INDUSTRY_EDITION, PAGE_LIMIT
from pipelines.register.intake import Source, take_in
from pipelines.simulation.pages import pages
from pipelines.simulation.settings import Settings, settings
from pipelines.simulation.totals import Totals, totals
from pipelines.simulation.workplaces import workplaces
from pipelines.snapshots.sidecar import FOLDERS, REGISTERS, Origin
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import classification, engine

ORIGIN: Origin = "simulated"
SERIES = REGISTERS[ORIGIN]
TRUTH = "truth"
LICENCE = "Made by Styrka; no workplace in it exists."
NOTE = (
    "Simulated by styrka simulate, seed {seed}: no workplace in it exists. Its employees add up to the figures of "
    "{table} for {year}, per county and industry group; everything finer is drawn."
)


def simulate(
    seed: int, store: Store, tell: Callable[[str], None] = lambda _: None, declared: Settings | None = None
) -> Snapshot:
    """Draw a register of workplaces in all municipalities and keep it as the one simulated register of ``store``.

    Each workplace passes as a page of the interface through the very steps of a real pull; its true employees are kept
    in ``truth(store)`` (schema of table ``simulated_workplace``). The same seed on the same figures gives the same
    bytes. StyrkaError when the store lacks the figures that the jobs add up to.
    """
    declared = declared or settings()
    real = totals(store, declared.totals.table_id)
    drawn = workplaces(
        real.jobs,
        industries_of_groups(),
        declared,
        seed,
        lambda done, whole: tell(f"municipality {done} of {whole}"),
    )
    with files.replacing(truth(store)) as temporary:
        pq.write_table(drawn, temporary, compression="zstd")
        snapshot = take_in(_told(drawn, tell), _source(seed, real, drawn.num_rows), store)
    # A simulated register can be made again from its seed; two of them would only be mistaken for each other.
    store.retain(snapshot)
    return snapshot


def truth(store: Store) -> Path:
    """Where the true workplaces of the simulated register lie."""
    return store.root / FOLDERS[ORIGIN] / SERIES / TRUTH / "simulated_workplace.parquet"


def industries_of_groups() -> dict[str, Sequence[str]]:
    """The 5-digit industries of SNI 2025 in each of the sixteen groups; one that the bridge splits is in several."""
    relations = {"industry": classification.industries(), "industry_bridge": classification.industry_bridge()}
    found: dict[str, list[str]] = {}
    for row in engine.select("industry_group", relations, {"industry_edition": INDUSTRY_EDITION}).to_pylist():
        found.setdefault(row["group_code"], []).append(row["industry_code"])
    return {group: sorted(codes) for group, codes in sorted(found.items())}


def _told(drawn: pa.Table, tell: Callable[[str], None]) -> Any:
    whole = -(-drawn.num_rows // PAGE_LIMIT)
    for number, page in enumerate(pages(drawn, PAGE_LIMIT), start=1):
        yield page
        tell(f"page {number} of {whole}")


def _source(seed: int, real: Totals, count: int) -> Source:
    # The figures' year is the only date that a simulated register has; the clock would change its bytes.
    stamp = f"{real.year}-12-31"
    return Source(
        origin=ORIGIN,
        stamp=stamp,
        retrieved=f"{stamp}T00:00:00+00:00",
        query={"seed": seed, "table": real.table_id, "year": real.year, "workplaces": count},
        licence=LICENCE,
        note=NOTE.format(seed=seed, table=real.table_id, year=real.year),
        counts=(count,),
    )
