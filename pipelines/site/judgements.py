"""Which verdicts the site tells of a region, and in which order.
How one is worded is the profiles' matter, what may be said of it that of ``pipelines/claims``."""

from collections.abc import Sequence

from pipelines.profiles.mart import Moment, Record
from pipelines.site.data import is_told
from pipelines.site.view import View
from pipelines.verdicts.words import ORDER


def moment(view: View, code: str) -> Moment:
    """The moment that the site tells of: the profile's own, else that of the series that speaks first."""
    return view.mart.moments.get(code) or next(iter(view.material.quotients.newest[code].values()))


def told(view: View, code: str) -> list[Record]:
    """Verdicts of the region's moment, and of areas in every series that measures them; the surest first."""
    own = moment(view, code)
    rows = [
        row
        for row in view.mart.verdicts.get(code, ())
        if is_told(row, own) or (row["subject_type"] == "area" and row["specifications"])
    ]
    return sorted(
        rows,
        key=lambda row: (
            ORDER.index(row["verdict"]),
            -(row["share_strong"] or 0),
            -(row["lq"] or 0),
            row["series"],
            row["subject_code"],
        ),
    )


def moments(rows: Sequence[Record]) -> list[tuple[str, int]]:
    """The series and years behind some verdicts, in the order of their first use."""
    return list(dict.fromkeys((row["series"], row["year"]) for row in rows))
