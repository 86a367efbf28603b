"""Which variables of a table are time and which may be left out, as its metadata say, and whether they say it in form.
What is asked of the variables does not belong here (`planner`), nor which a declared table must have (`expectation`).
"""

from collections.abc import Mapping
from typing import Any

from pipelines.scb import jsonstat
from pipelines.web.errors import MalformedAnswer


def check(metadata: Mapping[str, Any]) -> None:
    """MalformedAnswer unless a table's metadata have the shape in which a selection is resolved."""
    try:
        names = jsonstat.codes(metadata)
    except jsonstat.JsonStatError as error:
        raise MalformedAnswer(str(error)) from error
    if strange := [name for name in times(metadata) if name not in names]:
        raise MalformedAnswer(f"role time names {strange[0]!r}, which is no dimension")
    for name in names:
        eliminable(metadata, name)


def times(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """The variables of time, none where no role is stated."""
    role = metadata.get("role", {})
    names = role.get("time", []) if isinstance(role, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise MalformedAnswer("role is no object whose time lists names of dimensions")
    return tuple(names)


def eliminable(metadata: Mapping[str, Any], name: str) -> bool:
    """Whether a variable may be left out of a selection, which then is of its total."""
    extension = metadata["dimension"][name].get("extension", {})
    stated = extension.get("elimination", False) if isinstance(extension, dict) else None
    if not isinstance(stated, bool):
        raise MalformedAnswer(f"dimension {name!r} has no extension whose elimination is true or false")
    return stated
