"""Everything Dagster runs, assembled in one function with overrides, so that tests and the command line share it.
The only module that imports ``assets``; no asset, check or job is written here."""

from collections.abc import Mapping, Sequence

import dagster as dg

from assets import (
    areas,
    changes,
    checks,
    core,
    edition,
    firms,
    jobs,
    measures,
    profiles,
    relatedness,
    site,
    snapshots,
    uncertainty,
    verdicts,
)
from assets import register as registers
from pipelines.orchestration import alerts
from pipelines.orchestration.resources import EditionChoice, MartLock, RegionChoice, RegisterApi, ScbApi
from pipelines.register.config import BASE_URL as REGISTER_URL
from pipelines.scb.config import BASE_URL

RUN = dg.AssetSelection.all() - dg.AssetSelection.assets(snapshots.fetched, snapshots.register_pulled)
REFRESH = dg.AssetSelection.all()

# SCB publishes at 08:00; a quarter of an hour lets the API catch up.
AFTER_PUBLICATION = "15 8 * * 1-5"


def assemble(
    api: str | None = None,
    regions: Sequence[str] = (),
    register: RegisterApi | None = None,
    edition_again: str = "",
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """Definitions with the API to ask (SCB's unless given), the regions to profile (all unless given) and loggers.

    ``register`` says which business register counts and whether the job refresh pulls it; SCB's, and it does, unless
    given. ``edition_again`` is an earlier edition for the job run to build again in place of a new one.
    """
    refresh = dg.define_asset_job(
        "refresh",
        REFRESH,
        hooks={alerts.alert},
        description="Fetch the tables that changed, then build and publish a new edition.",
    )
    run = dg.define_asset_job("run", RUN, description="Build and publish an edition from the newest snapshots.")
    return dg.Definitions(
        assets=[
            *snapshots.ASSETS,
            *core.ASSETS,
            *registers.ASSETS,
            *measures.ASSETS,
            *jobs.ASSETS,
            *relatedness.ASSETS,
            *uncertainty.ASSETS,
            *firms.ASSETS,
            *areas.ASSETS,
            *verdicts.ASSETS,
            *changes.ASSETS,
            *profiles.ASSETS,
            *site.ASSETS,
            *edition.ASSETS,
        ],
        asset_checks=checks.CHECKS,
        jobs=[run, refresh],
        schedules=[
            dg.ScheduleDefinition(
                name="after_publication",
                job=refresh,
                cron_schedule=AFTER_PUBLICATION,
                execution_timezone="Europe/Stockholm",
                description="Weekdays at 08:15: SCB publishes at 08:00.",
            )
        ],
        resources={
            "mart": MartLock(),
            "api": ScbApi(url=api or BASE_URL),
            "register": register or RegisterApi(url=REGISTER_URL, pull=True),
            "choice": RegionChoice(regions=list(regions)),
            "earlier": EditionChoice(edition=edition_again),
        },
        loggers=dict(loggers or {}),
        executor=dg.in_process_executor,
    )


definitions = assemble()
