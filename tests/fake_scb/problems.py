"""The problems of a PxWebApi v2 with the open server's own types and titles, misspellings included.
When each arises does not belong here."""

from dataclasses import dataclass

PARAMETER_ERROR = "Parameter error"


@dataclass(eq=False)
class ProblemError(Exception):
    """An answer that is no data: its HTTP status and what its problem document says."""

    status: int
    title: str
    type: str | None = PARAMETER_ERROR
    detail: str | None = None
    retry_after: int | None = None

    @property
    def document(self) -> dict[str, object]:
        given = {"type": self.type, "title": self.title, "status": self.status, "detail": self.detail}
        return {name: value for name, value in given.items() if value is not None}


NO_TABLE = ProblemError(404, "Non-existent table")
NO_CODELIST = ProblemError(404, "Non-existent codelist")
NO_PAGE = ProblemError(404, "Non-existent page", detail="Non-existent page")
NO_PATH = ProblemError(404, "Not Found", type=None)
UNKNOWN_VARIABLE = ProblemError(400, "Non-existent variable")
UNKNOWN_VALUE = ProblemError(400, "Non-existent value")
UNKNOWN_CODELIST = ProblemError(400, "Non-existent codelist")
ILLEGAL_EXPRESSION = ProblemError(400, "Illegal selection expression")
MISSING_SELECTION = ProblemError(400, "Missing selection for mandantory variable")
UNSUPPORTED_FORMAT = ProblemError(400, "Unsupported output format", detail="Unsupported output format")
BAD_BODY = ProblemError(400, "One or more validation errors occurred.", type=None)
# The open server answers 400, the description says 403: both are in the world.
TOO_MANY_CELLS = ProblemError(400, "Too many cells selected", detail="Too many cells selected")
TOO_MANY_CELLS_403 = ProblemError(
    403, "Forbiden", type=None, detail="The query resulted in cell that exceeds the number of allowed."
)


def too_many_calls(retry_after: int) -> ProblemError:
    return ProblemError(429, "Too many requests", type=None, retry_after=retry_after)
