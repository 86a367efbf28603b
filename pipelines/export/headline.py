"""Which series speaks first where several have the same year, and which year and series are the newest.
What is shown of them does not belong here."""

from collections.abc import Iterable

from pipelines.export.wording import wording
from pipelines.snapshots.sidecar import REGISTERS


def precedence(series: str) -> tuple[int, str]:
    """Sort key of a series: the declared ones in their order, imported ones after them by name."""
    declared = wording()["headline"]["series"]
    return (declared.index(series) if series in declared else len(declared), series)


def is_declared(series: str) -> bool:
    """Whether a series is one of SCB's own, of which the newest speaks; others speak for themselves."""
    return series in wording()["headline"]["series"]


def is_preliminary(series: str) -> bool:
    """Whether all figures of a series are preliminary."""
    return series in wording()["headline"]["preliminary"]


def area_precedence(series: str) -> tuple[bool, bool, tuple[int, str]]:
    """The same where strength areas are told: the register, imported tables, SCB's coarse series, a simulation last."""
    return (series == REGISTERS["simulated"], series != REGISTERS["register"], precedence(series))


def newest(available: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    """Of (year, series) pairs the newest year, and of its series the one that speaks first; None when there is none.

    An imported series speaks only where no declared one does, whatever its year: it is no newer edition of theirs.
    """
    pairs = list(available)
    declared = [pair for pair in pairs if is_declared(pair[1])]
    return min(declared or pairs, key=lambda pair: (-pair[0], precedence(pair[1])), default=None)
