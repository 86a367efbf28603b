"""Checks on the assets: blocking ones stop an edition before it is published, warnings only speak.
What a check looks for is written in ``pipelines/warehouse`` and ``sql/check_….sql``."""

from assets.checks import employment, firms, register, relatedness
from assets.checks.frame import as_declared
from pipelines.schema import tables

CHECKS = [
    *(as_declared(declared) for declared in tables() if declared.layer != "raw"),
    *employment.CHECKS,
    *register.CHECKS,
    *firms.CHECKS,
    *relatedness.CHECKS,
]
