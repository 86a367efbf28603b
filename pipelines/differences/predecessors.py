"""Which edition a new one is compared with: the last that readers had with other figures behind it, chosen so that the
same snapshots always give the same bytes. What differs is the matter of ``comparison``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.differences import editions
from pipelines.differences.editions import Edition
from pipelines.errors import StyrkaError
from pipelines.warehouse import edition, manifest, record

# What the comparison reads of an edition.
READS = ("employment", "verdict", "claim", "region", "snapshot")


def choose(mart: Path, content: Mapping[str, Any]) -> str | None:
    """The id of the edition that the one with this manifest ``content`` is compared with, None without any.

    Figures that have been published before keep the predecessor that they had then: built again, they tell the same.
    Otherwise it is the newest kept edition with other figures from the same servers; only profiles of other regions are
    no other figures. An edition whose tables cannot be read by this version of Styrka is passed over.
    """
    for recorded in record.newest_first(mart):
        if _figures(recorded) == _figures(content) and record.told(mart, recorded) is not None:
            return _predecessor(recorded)
    return next((each.id for each in _others(mart, content) if _is_comparable(each)), None)


def find(mart: Path, content: Mapping[str, Any]) -> Edition | None:
    """The kept predecessor of the edition with this ``content``; None when it has none, StyrkaError when it is gone."""
    identity = _predecessor(content)
    return None if identity is None else editions.find(mart, identity)


def earlier(mart: Path, content: Mapping[str, Any]) -> dict[str, Path] | None:
    """What the same figures told when they were first published, by table; None when they are published now."""
    for recorded in record.newest_first(mart):
        if _figures(recorded) == _figures(content) and _predecessor(recorded) == _predecessor(content):
            return record.told(mart, recorded)
    return None


def _predecessor(content: Mapping[str, Any]) -> str | None:
    found = content.get("predecessor")
    return None if found is None else str(found)


def _figures(content: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an edition's figures come from."""
    configuration = {name: each for name, each in content.get("configuration", {}).items() if name != "regions"}
    return (
        edition.described(content["snapshots"]),
        configuration,
        content.get("code", {}).get("sha256"),
    )


def _others(mart: Path, content: Mapping[str, Any]) -> Iterator[Edition]:
    servers = [content["configuration"][name] for name in ("server", "register")]
    for each in editions.newest_first(mart):
        found = manifest.read(each.folder)
        before = found.get("configuration", {})
        if [before.get(name) for name in ("server", "register")] == servers and _figures(found) != _figures(content):
            yield each


def _is_comparable(found: Edition) -> bool:
    try:
        for name in READS:
            found.table(name)
    except StyrkaError:
        return False
    return True
