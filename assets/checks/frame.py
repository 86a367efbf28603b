"""What every check is: findings that fail it, the first of them as its reason; and the check that all tables have.
What is looked for does not belong here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg

from pipelines.orchestration.resources import MartLock
from pipelines.schema import Table
from pipelines.warehouse import checks, conformity, engine
from pipelines.warehouse.edition import Build

Finder = Callable[[Build], list[str]]
Measurer = Callable[[Build], Mapping[str, Any]]


def check(
    asset: str,
    name: str,
    description: str,
    find: Finder,
    reads: Sequence[str] = (),
    *,
    blocking: bool = True,
    measure: Measurer = lambda _: {},
) -> dg.AssetChecksDefinition:
    """A check that passes when ``find`` finds nothing; its reason is the first findings. It waits for ``reads``.

    What ``measure`` gives is shown beside the findings, whether there are any or none. A check that is not ``blocking``
    and cannot be made is a warning like any other: the edition does not wait for it, so it must not fail the run that
    publishes one."""

    @dg.asset_check(asset=asset, name=name, description=description, blocking=blocking, additional_deps=reads)
    def found_nothing(context: dg.AssetCheckExecutionContext, mart: MartLock) -> dg.AssetCheckResult:
        try:
            lines = find(mart.build)
        except Exception as error:
            if blocking:
                raise
            context.log.exception("the check could not be made")
            lines = [f"could not be checked ({error})"]
        return dg.AssetCheckResult(
            passed=not lines,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            metadata={"reason": checks.summary(lines), "findings": len(lines), **measure(mart.build)},
        )

    return found_nothing


def as_declared(declared: Table) -> dg.AssetChecksDefinition:
    def find(build: Build) -> list[str]:
        content = engine.read_table(build.table(declared.name))
        return conformity.faults(declared, content, lambda name: engine.read_table(build.table(name)))

    referenced = {column.references.split(".")[0] for column in declared.columns if column.references}
    reads = sorted(referenced - {declared.name})
    return check(declared.name, "as_declared", "Keys, domains and references are as declared.", find, reads)
