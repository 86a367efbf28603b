"""The conventions that the measures follow, read from ``conventions.toml`` where each is explained.
Formulas do not belong here; they are in ``sql/``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DECLARED = Path(__file__).with_name("conventions.toml")


@dataclass(frozen=True)
class Conventions:
    """``levels`` are measured one by one; ``unknown_in_totals`` keeps unknown industries in every total.

    ``links`` are pairs of series of which the second replaced the first.
    ``variety_within`` names the coarser level by which a level's entropy is split, where there is one;
    ``catchment_share`` is the smallest share of a municipality's jobs with which another belongs to its catchment.
    ``sampling_z`` standard errors to either side make a sampling interval; ``standardised`` are the limits of
    standardised quotients. A region has so many ``twins``.
    """

    levels: tuple[str, ...]
    unknown_in_totals: bool
    largest_total: int
    variety_within: Mapping[str, str]
    catchment_share: float
    sampling_z: float
    standardised: Mapping[str, float]
    links: tuple[tuple[str, str], ...]
    twins: int


@cache
def conventions() -> Conventions:
    """The declared conventions."""
    with DECLARED.open("rb") as stream:
        content = tomllib.load(stream)
    return Conventions(
        levels=tuple(content["levels"]),
        unknown_in_totals=content["totals"]["unknown_industry"],
        largest_total=content["figures"]["largest_total"],
        variety_within=content["variety"]["within"],
        catchment_share=content["catchment"]["smallest_share"],
        sampling_z=content["uncertainty"]["sampling_z"],
        standardised=content["standardised"],
        links=tuple((link["series_from"], link["series_to"]) for link in content["links"]),
        twins=content["twins"]["count"],
    )
