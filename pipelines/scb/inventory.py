"""Which snapshots an edition is computed from: the newest answer of every declared table and import, all of a register.
Reading their cells does not belong here."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines import places, schema
from pipelines.errors import StyrkaError
from pipelines.register import editions
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.scb.catalogue import Declaration, declarations
from pipelines.scb.config import BASE_URL
from pipelines.schema.table import Language
from pipelines.snapshots import extracts
from pipelines.snapshots.sidecar import REGISTERS
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import classification

TABLE = "snapshot"
IMPORTED_TITLE: dict[Language, str] = {"sv": "Inläst tabell {name}", "en": "Imported table {name}"}


def newest(store: Store) -> tuple[Snapshot, ...]:
    """The parts of the newest complete answers, declared tables first, then imports by name, then register editions.

    Every kept edition of a register is history that nobody can fetch again.
    """
    declared = [declaration.table_id for declaration in declarations()]
    others = {*declared, *REGISTERS.values()}
    imported = [table_id for table_id in store.table_ids() if table_id not in others]
    newest_answers = (snapshot for table_id in [*declared, *imported] for snapshot in store.newest(table_id))
    return (*newest_answers, *editions.kept(store))


def store_of(inputs: Mapping[str, Any]) -> Store:
    """The store that an edition's ``inputs`` were chosen from: SCB's answers, or those of the servers it was told."""
    configuration = inputs["configuration"]
    return Store(places.data_raw(), configuration["server"], configuration["register"])


def named(inputs: Mapping[str, Any]) -> Store:
    """The same store with the snapshots alone that an edition's ``inputs`` name, whatever has come since."""
    whole = store_of(inputs)
    return Store(whole.root, whole.server, whole.register, {each["path"] for each in inputs["snapshots"]})


def gone(inputs: Mapping[str, Any]) -> list[str]:
    """The raw answers that an edition's ``inputs`` name and that are no longer in the store, each by table and file."""
    store = Store(places.data_raw())
    kept = {snapshot.body_path: snapshot.sidecar.sha256 for snapshot in store.everything()}
    return [
        f"{each['table_id']} part {each['part']} of {each['parts']} ({each['path']})"
        for each in inputs["snapshots"]
        if kept.get(store.root / each["path"]) != each["sha256"]
    ]


def listed(store: Store, inputs: Mapping[str, Any], table_id: str) -> tuple[Snapshot, ...]:
    """The newest snapshots of one table, which must be those that an edition's ``inputs`` name.

    StyrkaError when they are gone or have been replaced since the edition was begun.
    """
    found = store.newest(table_id)
    _expect(found, inputs, [table_id])
    return found


def registers(store: Store, inputs: Mapping[str, Any]) -> tuple[Snapshot, ...]:
    """The kept editions of the business register, which must be those that an edition's ``inputs`` name."""
    found = editions.kept(store)
    _expect(found, inputs, list(REGISTERS.values()))
    return found


def _expect(found: Sequence[Snapshot], inputs: Mapping[str, Any], table_ids: Sequence[str]) -> None:
    expected = [each["sha256"] for each in inputs["snapshots"] if each["table_id"] in table_ids]
    if [snapshot.sidecar.sha256 for snapshot in found] != expected:
        raise StyrkaError(
            f"{table_ids[0]}: snapshots are gone or replaced since this edition was begun; run 'styrka run' again"
        )


def imported(store: Store, inputs: Mapping[str, Any]) -> tuple[Snapshot, ...]:
    """The newest snapshots of users' own tables, which must be those that an edition's ``inputs`` name."""
    names = sorted({each["table_id"] for each in inputs["snapshots"] if each["origin"] == "import"})
    return tuple(snapshot for name in names for snapshot in listed(store, inputs, name))


def imported_regions(store: Store, inputs: Mapping[str, Any]) -> pa.Table:
    """Columns ``region_code, name`` of all imports, as ``sql/region.sql`` reads them; empty without imports."""
    found = [extracts.regions(snapshot) for snapshot in imported(store, inputs)]
    return pa.concat_tables([_texts("region_code", "name"), *found])


def imported_industries(store: Store, inputs: Mapping[str, Any]) -> pa.Table:
    """Columns ``industry_code, edition, level, name`` of all imports, as ``sql/industry.sql`` reads them."""
    found = [extracts.industries(snapshot) for snapshot in imported(store, inputs)]
    return pa.concat_tables([_texts("industry_code", "edition", "level", "name"), *found])


def spoken_editions(store: Store, inputs: Mapping[str, Any]) -> pa.Table:
    """Columns ``series, edition``: the editions of the classification that each import speaks, for ``industry.sql``."""
    found = [
        {"series": snapshot.sidecar.table_id, "edition": edition}
        for snapshot in imported(store, inputs)
        for edition in classification.spoken(extracts.edition(snapshot))
    ]
    return pa.Table.from_pylist(found, schema=_texts("series", "edition").schema)


def _texts(*columns: str) -> pa.Table:
    return pa.schema([(column, pa.string()) for column in columns]).empty_table()


def checked(store: Store, snapshot: Snapshot) -> Snapshot:
    """The snapshot itself, once its checksum has been found to agree with its sidecar."""
    store.check(snapshot)
    return snapshot


def _origin(snapshot: Snapshot) -> str:
    """As the sidecar says, but what another server than SCB's answered is never taken for SCB's figures."""
    sidecar = snapshot.sidecar
    if sidecar.table_id in REGISTERS.values():
        return editions.origin(snapshot)
    fetched = sidecar.origin == "client"
    return "other_server" if fetched and not (sidecar.url or "").startswith(f"{BASE_URL}/") else sidecar.origin


def _industry_edition(snapshot: Snapshot, declaration: Declaration | None) -> str | None:
    if snapshot.sidecar.table_id in REGISTERS.values():
        return INDUSTRY_EDITION
    return declaration.industry_edition or None if declaration else extracts.edition(snapshot)


def _suppressed_most(snapshot: Snapshot, declaration: Declaration | None) -> int | None:
    return declaration.suppressed_most if declaration else snapshot.sidecar.query.get(extracts.SUPPRESSED_MOST)


def _updated(snapshot: Snapshot) -> str | None:
    if snapshot.sidecar.table_id in REGISTERS.values():
        return editions.date_of(snapshot).isoformat()
    return snapshot.sidecar.updated


def _title(snapshot: Snapshot, declaration: Declaration | None, language: Language) -> str:
    table_id = snapshot.sidecar.table_id
    if table_id in REGISTERS.values():
        return editions.title(snapshot, language)
    if declaration is None:
        return IMPORTED_TITLE[language].format(name=table_id)
    return declaration.title_sv if language == "sv" else declaration.title_en


def table(store: Store, snapshots: Sequence[Snapshot]) -> pa.Table:
    """The snapshots in the schema of table ``snapshot``; ``path`` is relative to the store's folder."""
    known = {declaration.table_id: declaration for declaration in declarations()}
    rows = []
    for snapshot in snapshots:
        sidecar = snapshot.sidecar
        declaration = known.get(sidecar.table_id)
        rows.append(
            {
                "table_id": sidecar.table_id,
                "part": sidecar.part,
                "parts": sidecar.parts,
                "series": declaration.series if declaration else sidecar.table_id,
                "industry_edition": _industry_edition(snapshot, declaration),
                "title_sv": _title(snapshot, declaration, "sv"),
                "title_en": _title(snapshot, declaration, "en"),
                "updated": _updated(snapshot),
                "retrieved": sidecar.retrieved,
                "origin": _origin(snapshot),
                "url": sidecar.url,
                "suppressed_most": _suppressed_most(snapshot, declaration),
                "licence": sidecar.licence,
                "sha256": sidecar.sha256,
                "path": snapshot.body_path.relative_to(store.root).as_posix(),
            }
        )
    return pa.Table.from_pylist(rows, schema=schema.table(TABLE).arrow_schema())
