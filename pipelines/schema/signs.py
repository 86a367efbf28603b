"""The signs that stand where a figure would, in SCB's tables, in json-stat2 and in users' files, and what each means.
How a cell is read belongs to whoever reads it."""

from typing import Literal

Status = Literal["observed", "zero", "suppressed", "missing", "not_applicable"]

# "-" nothing, ".." not available or too uncertain to publish, "." not applicable.
SIGNS: dict[str, Status] = {"-": "zero", "..": "suppressed", ".": "not_applicable"}
