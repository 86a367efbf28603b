"""Measures that compare finished measures: regions with each other, years with each other, advice with what came.
What they compare is in the mart already; no figure of a source is read here."""

from collections.abc import Mapping

import pyarrow as pa

from pipelines.measures import presence
from pipelines.measures.conventions import conventions
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation


def twin(relations: Mapping[str, Relation]) -> pa.Table:
    """Table ``twin``: of every region the nearest by structure; ``relations`` are ``location_quotient`` and ``region``.

    Similarity is 1 - Krugman's index between the two / 2 (Krugman 1991), in the newest year of a series and level.
    """
    return engine.select("twin", relations, {"nearest": conventions().twins})


def entry_exit(relations: Mapping[str, Relation]) -> pa.Table:
    """Table ``entry_exit``: presence (LQ >= 1) gained or lost between the ends of each unbroken segment.

    ``relations`` are ``location_quotient`` and ``series_segment``.
    """
    return engine.select("entry_exit", relations)


def backtest(relations: Mapping[str, Relation]) -> pa.Table:
    """Table ``backtest``: AUC of density for later entries; ``relations`` are ``relatedness`` and ``series_segment``.

    Source: Hanley & McNeil (1982), Radiology 143(1), for the area's standard error.
    """
    parameters = {"auc": presence.settings()["backtest"]["auc"], "z": conventions().sampling_z}
    return engine.select("backtest", relations, parameters)
