"""Can a region that is asked for have a profile? Told from declarations and snapshots before anything is computed.
Whether it then has location quotients is for the build to see (``writing``)."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pipelines.errors import StyrkaError
from pipelines.scb.catalogue import declarations
from pipelines.scb.expectation import EMPLOYMENT
from pipelines.snapshots import extracts
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import classification

NATION = "00"
SHOWN = 5


def check(regions: Iterable[str], store: Store) -> None:
    """StyrkaError for the first region that no snapshot of employment has, naming similar ones that some have."""
    declared = classification.regions().select(["region_code", "name_sv"]).to_pylist()
    names: dict[str, str] = {row["region_code"]: row["name_sv"] for row in declared}
    tables = {declaration.table_id for declaration in declarations(EMPLOYMENT)}
    newest = [snapshot for table_id in store.table_ids() for snapshot in store.newest(table_id)]
    figures = {code for snapshot in newest if snapshot.sidecar.table_id in tables for code in _selected(snapshot)}
    for snapshot in newest:
        if snapshot.sidecar.origin == "import":
            store.check(snapshot)
            imported = {row["region_code"]: row["name"] or row["region_code"] for row in _listed(snapshot)}
            names, figures = {**imported, **names}, figures | imported.keys()
    known = {code: names[code] for code in sorted(figures & names.keys() - {NATION})}
    for code in regions if newest else ():
        if code in known:
            continue
        if code in names:
            raise StyrkaError(
                f"region {code} ({names[code]}) has no profile: no snapshot has its industries; "
                f"run 'make refresh' to fetch all municipalities{near(code, known)}"
            )
        raise unknown(code, known)


def unknown(code: str, known: Mapping[str, str]) -> StyrkaError:
    """What is said of a code that stands for no region; ``known`` are names by code."""
    return StyrkaError(
        f"region {code!r} is unknown; give a county's two digits, a municipality's four or a code of an imported "
        f"table{near(code, known)}"
    )


def near(code: str, known: Mapping[str, str]) -> str:
    """Codes and names that resemble ``code``, as the end of a message; empty when none does."""
    codes = {name.casefold(): each for each, name in known.items()}
    found = [codes[name] for name in codes if code.casefold() in name] if len(code) > 2 else []
    found += [codes[name] for name in get_close_matches(code.casefold(), codes, n=3)]
    found += get_close_matches(code, known, n=3, cutoff=0.5)
    listed = ", ".join(f"{each} {known[each]}" for each in list(dict.fromkeys(found))[:SHOWN])
    return f"; near: {listed}" if listed else ""


def _selected(snapshot: Snapshot) -> Iterable[str]:
    """Every code that was asked for; those of other variables are no region's."""
    return (code for part in snapshot.sidecar.query["selection"] for code in part["valueCodes"])


def _listed(snapshot: Snapshot) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = extracts.regions(snapshot).to_pylist()
    return rows
