"""A page of the site: what it is called, what stands on it, and which scripts it needs.
How it looks belongs to the templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.profiles.document import Section


@dataclass(frozen=True)
class Page:
    """One page in one language, to be written as ``<name>.html`` from ``template``.

    ``content`` is what its template needs besides. ``filtered`` pages have long tables in which one may look for a row.
    """

    name: str
    title: str
    summary: str
    sections: tuple[Section, ...] = ()
    template: str = "plain.html.j2"
    scripts: tuple[str, ...] = ()
    filtered: bool = False
    content: Mapping[str, Any] = field(default_factory=dict)
