"""What changed since the edition before, as tables that profiles tell from.
Which edition that is, and what differs, is decided in ``pipelines/differences``."""

from collections.abc import Callable

import dagster as dg
import pyarrow as pa

from pipelines.differences import changes, claims, predecessors
from pipelines.differences.editions import Edition
from pipelines.orchestration.table_asset import table_asset
from pipelines.warehouse.edition import Build


@table_asset(changes.SOURCES, reads=["snapshot"])
def source_change(build: Build) -> pa.Table:
    return _told(build, changes.SOURCES, changes.source_change)


@table_asset(changes.CHANGES, reads=["employment", "verdict", "claim", *claims.FIGURES], after=[dg.AssetKey("region")])
def change(build: Build) -> pa.Table:
    return _told(build, changes.CHANGES, changes.change)


def _told(build: Build, name: str, compute: Callable[[Edition | None, Edition], pa.Table]) -> pa.Table:
    """As it was told when the same figures were first published, else by comparing them with the edition before."""
    earlier = predecessors.earlier(build.mart, build.inputs)
    if earlier is not None:
        return changes.again(earlier, name)
    now = Edition(build.folder, build.edition, build.inputs["snapshots"])
    return compute(predecessors.find(build.mart, build.inputs), now)


ASSETS: list[dg.AssetsDefinition] = [source_change, change]
