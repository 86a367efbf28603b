"""From a seed to a simulated register in the store, by the way of a real pull, with the truth beside it.
What is drawn is ``workplaces``' matter, what becomes of a register afterwards the pipeline's."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import files
from pipelines.errors import StyrkaError
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
    in ``truth(store)`` (schema of table ``simulated_workplace``), and the register's sidecar holds the checksum of that
    file. The same seed on the same figures gives the same bytes. StyrkaError when the store lacks the figures that the
    jobs add up to.
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
    with files.replacing(_place(store)) as temporary:
        pq.write_table(drawn, temporary, compression="zstd")
        source = _source(seed, real, drawn.num_rows, files.sha256(temporary))
        snapshot = take_in(_told(drawn, tell), source, store)
    # A simulated register can be made again from its seed; two of them would only be mistaken for each other.
    store.retain(snapshot)
    return snapshot


def truth(store: Store) -> Path:
    """Where the true workplaces of the simulated register lie; StyrkaError when those there are another register's.

    A process that is killed when the register is kept and its truth not yet in place leaves such a pair.
    """
    path = _place(store)
    kept = store.newest(SERIES)
    if not kept or not path.is_file() or kept[0].sidecar.query.get("truth") != files.sha256(path):
        seed = kept[0].sidecar.query.get("seed", "N") if kept else "N"
        raise StyrkaError(
            f"{path}: this is not the truth of the simulated register that is kept, or there is none; "
            f"'styrka simulate --seed {seed}' makes both anew"
        )
    return path


def _place(store: Store) -> Path:
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


def _source(seed: int, real: Totals, count: int, truth: str) -> Source:
    # The figures' year is the only date that a simulated register has; the clock would change its bytes.
    stamp = f"{real.year}-12-31"
    return Source(
        origin=ORIGIN,
        stamp=stamp,
        retrieved=f"{stamp}T00:00:00+00:00",
        query={"seed": seed, "table": real.table_id, "year": real.year, "workplaces": count, "truth": truth},
        licence=LICENCE,
        note=NOTE.format(seed=seed, table=real.table_id, year=real.year),
        counts=(count,),
    )
