"""The checks on what is learnt from relatedness and structure: each runs one ``sql/check_….sql`` under declared lines.
Whether a finding stops an edition is decided where the checks are attached to assets."""

from pathlib import Path

from pipelines.measures.conventions import conventions
from pipelines.measures.presence import settings
from pipelines.warehouse import engine
from pipelines.warehouse.checks import lines


def twins(twin: Path) -> list[str]:
    """Ranks with gaps, similarities that are none or out of order, and pairs that are not equally alike both ways."""
    found = engine.select("check_twins", {"twin": twin}, {"twins": conventions().twins})
    return lines(found, "{series} {year} level {level}, region {region_code}, rank {rank}: {fault}")


def changes(entry_exit: Path) -> list[str]:
    """Entries and exits that presence at both ends does not bear out, or that are empty without a reason."""
    found = engine.select("check_changes", {"entry_exit": entry_exit})
    line = "{series} {start_year}–{end_year} {region_code} {industry_code}: {change}, where presence says {found}"
    return lines(found, line)


def unbroken(span: Path, series_segment: Path, series_break: Path) -> list[str]:
    """Years of ``span`` (table ``entry_exit`` or ``density_backtest``) that lie in no unbroken segment."""
    relations = {"span": span, "series_segment": series_segment, "series_break": series_break}
    found = engine.select("check_unbroken", relations)
    return lines(found, "{series} level {level}: {start_year}–{end_year} is no unbroken segment, nor part of one")


def backtest(density_backtest: Path) -> list[str]:
    """Tests of density with impossible pairs or intervals, and advice given though the declared lines are missed."""
    parameters = {"chance_auc": settings()["backtest"]["chance_auc"]}
    found = engine.select("check_backtest", {"density_backtest": density_backtest}, parameters)
    return lines(found, "{series} level {level} {region_type} {basis} {start_year}–{end_year}: {fault} cannot be so")
