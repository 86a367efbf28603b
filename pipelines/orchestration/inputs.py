"""What an edition is computed from: chosen anew, or as the record of an earlier edition names it.
How snapshots are stored and found is the matter of ``snapshots`` and ``scb.inventory``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pyarrow as pa

from pipelines import places, schema
from pipelines.areas import sources
from pipelines.differences import predecessors
from pipelines.errors import StyrkaError, listed
from pipelines.measures import skill_file
from pipelines.scb import inventory
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import code_version, edition
from pipelines.warehouse.classification import bridge


@dataclass(frozen=True)
class Inputs:
    """What stands in an edition's manifest beside its files, and its snapshots as table ``snapshot``."""

    content: Mapping[str, Any]
    snapshots: pa.Table

    @property
    def edition(self) -> str:
        return str(self.content["edition"])


def anew(regions: Sequence[str], server: str, register: str) -> Inputs:
    """The newest snapshots of SCB's ``server`` and ``register``, with profiles of ``regions`` (all without any)."""
    store = Store(places.data_raw(), server, register)
    store.remove_leftovers()
    chosen = inventory.newest(store)
    if not chosen:
        raise StyrkaError(
            f"{store.root}: there are no snapshots of {server}; run 'styrka refresh', or see STYRKA_DATA_RAW"
        )
    content = _content(store, chosen, _configuration(regions, server, register))
    return _named(content, predecessors.choose(places.data_mart(), content))


def again(recorded: Mapping[str, Any]) -> Inputs:
    """What the ``recorded`` edition was computed from.

    StyrkaError when the code, the user's own declarations or a snapshot is not what it was.
    """
    identity, then = recorded["edition"], recorded["configuration"]
    _check_code(recorded)
    now = _configuration(then["regions"], then["server"], then["register"])
    if other := [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]:
        raise StyrkaError(
            f"edition {identity} was computed with other files of the user's in {places.data_raw()}: "
            f"{listed([_told(name, then.get(name), now.get(name)) for name in other])}; put them back as they were"
        )
    if gone := inventory.gone(recorded):
        raise StyrkaError(
            f"edition {identity} rests on {listed(gone)}, gone from {places.data_raw()} or replaced since; "
            "restore it from a backup and try again"
        )
    store = inventory.named(recorded)
    chosen = [inventory.checked(store, each) for each in inventory.newest(store)]
    found = _named(_content(store, chosen, now), recorded.get("predecessor"))
    if predecessors.earlier(places.data_mart(), found.content) is None:
        predecessors.find(places.data_mart(), found.content)
    if found.edition != identity:
        raise StyrkaError(
            f"edition {identity}: what it was computed from does not lead to its id; its record is damaged"
        )
    return found


def _content(store: Store, chosen: Sequence[Snapshot], configuration: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": {"styrka": version("styrka"), "sha256": code_version.fingerprint()},
        "configuration": configuration,
        "snapshots": inventory.table(store, chosen).to_pylist(),
    }


def _named(content: Mapping[str, Any], predecessor: str | None) -> Inputs:
    """The content with the edition that it is compared with, and the id that follows from all of it."""
    described = edition.described(content["snapshots"])
    identity = edition.identify(described, content["configuration"], predecessor)
    listing = pa.Table.from_pylist(content["snapshots"], schema=schema.table(inventory.TABLE).arrow_schema())
    return Inputs({**content, "edition": identity, "predecessor": predecessor}, listing)


def _configuration(regions: Sequence[str], server: str, register: str) -> dict[str, Any]:
    return {
        "regions": sorted(set(regions)),
        "server": server,
        "register": register,
        "areas": sources.users_checksums(),
        "industry_key": bridge.key_checksum(),
        "skill_relatedness": skill_file.checksum(),
    }


def _check_code(recorded: Mapping[str, Any]) -> None:
    """StyrkaError when other code computed an edition: its figures would be other ones under the same id."""
    code = recorded.get("code")
    own = code_version.fingerprint()
    if code is None:
        raise StyrkaError(f"edition {recorded['edition']} was published before editions told which code computed them")
    if code["sha256"] != own:
        raise StyrkaError(
            f"edition {recorded['edition']} was computed by code {code['sha256'][:12]} (Styrka {code['styrka']}), and "
            f"this is code {own[:12]} (Styrka {version('styrka')}); run the same command in a checkout of that "
            "version, with its locked packages"
        )


def _told(name: str, then: Any, now: Any) -> str:
    """Which of the user's files differ, as far as the configuration tells."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        return listed(sorted(each for each in {*then, *now} if then.get(each) != now.get(each)))
    return name
