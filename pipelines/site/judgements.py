"""Which verdicts the site tells of a region, and how each was reached.
What may be said of them is decided in ``pipelines/claims``."""

from collections.abc import Sequence

from pipelines.profiles.mart import Moment, Record
from pipelines.site.data import VERDICTS, is_told
from pipelines.site.view import View
from pipelines.verdicts.words import name, way

STRENGTH, POSSIBLE, NICHE, NONE, GROUND = VERDICTS
# What may be said aloud; of the rest it may only be said that it is none, or that nothing can be said.
SAYABLE = (STRENGTH, POSSIBLE, NICHE)


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
            VERDICTS.index(row["verdict"]),
            -(row["share_strong"] or 0),
            -(row["lq"] or 0),
            row["series"],
            row["subject_code"],
        ),
    )


def ways(view: View, row: Record) -> str:
    """``7 av 9``: the ways of asking that find a strength among those with an answer."""
    unanswered = row["specifications_open"]
    answered = row["specifications"] - unanswered
    key = "verdicts.of_open" if unanswered else "verdicts.of"
    return view.nation.words(key, strong=row["specifications_strong"], answered=answered, open=unanswered)


def against(view: View, row: Record) -> str:
    """The way of asking that gives the opposite answer, or why the verdict goes no further."""
    words = view.nation.words
    if row["flipping_specification"]:
        return ", ".join(way(row["flipping_specification"], view.language))
    key = f"verdicts.reason.{row['reason']}"
    return words(key) if row["reason"] == "could_be_chance" else words("verdicts.none")


def reason(view: View, row: Record) -> str:
    """Why nothing is claimed."""
    return view.nation.words(f"verdicts.reason.{row['reason']}")


def moments(rows: Sequence[Record]) -> list[tuple[str, int]]:
    """The series and years behind some verdicts, in the order of their first use."""
    return list(dict.fromkeys((row["series"], row["year"]) for row in rows))


def verdict_name(view: View, row: Record) -> str:
    return name(row["verdict"], view.language)
