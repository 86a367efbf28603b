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
from pipelines.warehouse.classification import NATION

SHOWN = 5


def check(regions: Iterable[str], store: Store) -> None:
    """StyrkaError for the first region that no snapshot of employment has, naming similar ones that some have."""
    imported = _imported(store)
    names = {**imported, **_declared()}
    asked = {each.table_id: each.dimension("region").name for each in declarations(EMPLOYMENT)}
    newest = _newest(store)
    figures = {code for each in newest for code in _selected(each, asked.get(each.sidecar.table_id))} | imported.keys()
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


def check_names(regions: Iterable[str], store: Store) -> None:
    """StyrkaError for the first code that stands for no region, declared or imported: what a fetch brings is not known
    yet, but it brings nothing of that."""
    names = {**_imported(store), **_declared()}
    for code in regions:
        if code not in names:
            raise unknown(code, {each: name for each, name in names.items() if each != NATION})


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


def _declared() -> dict[str, str]:
    listed = classification.regions().select(["region_code", "name_sv"]).to_pylist()
    return {row["region_code"]: row["name_sv"] for row in listed}


def _imported(store: Store) -> dict[str, str]:
    """The regions of users' own tables by code; StyrkaError names one that is damaged."""
    found: dict[str, str] = {}
    for snapshot in _newest(store):
        if snapshot.sidecar.origin == "import":
            store.check(snapshot)
            listed = extracts.regions(snapshot).to_pylist()
            found |= {row["region_code"]: row["name"] or row["region_code"] for row in listed}
    return found


def _newest(store: Store) -> list[Snapshot]:
    return [snapshot for table_id in store.table_ids() for snapshot in store.newest(table_id)]


def _selected(snapshot: Snapshot, variable: str | None) -> Iterable[str]:
    """Every code of a variable that was asked for."""
    parts = snapshot.sidecar.query["selection"] if variable else ()
    return (code for part in parts if part["variableCode"] == variable for code in part["valueCodes"])
