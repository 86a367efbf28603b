"""What verdicts and ways of asking are called in Swedish and English; every word is declared in ``wording.toml``.
Why a verdict was given is told by each output in its own sentences."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipelines.schema.table import Language

DECLARED = Path(__file__).with_name("wording.toml")


@cache
def _wording() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    with DECLARED.open("rb") as stream:
        return tomllib.load(stream)


# The verdicts, the surest first; of the first two a strength may be claimed, the third is one employer's.
ORDER: tuple[str, ...] = tuple(_wording()["name"])
SURE = ORDER[:2]
STRENGTHS = ORDER[:3]
GROUND = ORDER[-1]


def name(verdict: str, language: Language) -> str:
    """A value of column ``verdict`` in words."""
    return _wording()["name"][verdict][language]


def counted(measured: str, language: Language) -> str:
    """What is counted: the employed, workplaces or jobs, with or without the largest."""
    return _wording()["counted"][measured][language]


def way(specification: str, language: Language) -> tuple[str, str, str]:
    """A way of asking, as column ``specification`` has it: reference area, year, what is counted."""
    reference, year, *measured = specification.split(" ")
    return _wording()["reference"][reference][language], year, ", ".join(counted(each, language) for each in measured)
