"""Made-up workplaces in the register's order, as documents with all that a real one says, and what is true of them.
Every name, address and number is planted: none belongs to anybody, and each can be searched for afterwards.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from pipelines.warehouse import classification

PLANTED = "Planterad"
# Chances of what a field holds instead of a code of its table; None stands for a proper code.
MUNICIPALITIES = {None: 0.970, "": 0.010, " ": 0.005, "9999": 0.005, "0000": 0.005, "88": 0.005}
INDUSTRIES = {None: 0.960, "": 0.010, " ": 0.010, "00000": 0.010, "99999": 0.005, "1610": 0.005}
SIZES = {
    "0": 0.10,
    "1": 0.55,
    "2": 0.22,
    "3": 0.06,
    "4": 0.03,
    "5": 0.02,
    "6": 0.01,
    "16": 0.001,
    "17": 0.004,
    "": 0.005,
}
STATUSES = {"1": 0.78, "9": 0.12, "0": 0.08, "7": 0.01, " ": 0.01}
DIGITS = {"municipality": 4, "industry": 5}
AS_NUMBERS = 0.02
SOLE_TRADERS = 0.4


@dataclass(frozen=True)
class Truth:
    """The codes of a workplace as the register has them: absent ones are ``""``."""

    municipality: str
    industry: str
    size: str
    status: str


@dataclass(frozen=True)
class Workplace:
    """One workplace; ``shown`` are its codes as a list answers them, blanks included."""

    cfar: int
    firm: str
    shown: Truth
    as_numbers: bool

    def document(self, full: bool = False) -> dict[str, Any]:
        """As the list answers it, or as ``/full`` does: there the same codes are numbers."""
        numbers = full or self.as_numbers
        codes = {name: _number(name, code) if numbers else code for name, code in vars(self.shown).items()}
        listed = {
            "cfarNr": self.cfar,
            "peOrgNr": self.firm,
            "ben": ["", " ", f"{PLANTED} firma {self.cfar}"][self.cfar % 3],
            "primarNaringsgren": {
                "rangordning": 1,
                "naringsgren": codes["industry"],
                "andelProcent": 100,
                "avdelningsKod": "A",
            },
            "belagenhetsadress": {
                "bGatuAdress": f"{PLANTED} gata {self.cfar}",
                "bPostNr": "38001",
                "bPostOrt": f"{PLANTED} ort",
                "lan": self.shown.municipality[:2],
                "kommun": codes["municipality"],
            },
            "postAdress": {"gatuAdress": f"{PLANTED} box {self.cfar}", "coAdress": " ", "postNr": "38002"},
            "geografiskInformation": {"nKoordinat": 6_280_000 + self.cfar, "eKoordinat": 580_000 + self.cfar},
            "aeStat": codes["status"],
            "anstKl": codes["size"],
            "reklamSparrTyp": 1,
            "telefonSparrTyp": 1,
        }
        return {**listed, "tel": "0480-000000", "epost": f"{PLANTED}.{self.cfar}@example.org"} if full else listed


@dataclass
class Register:
    """Workplaces in the register's order, by firm id and then workplace number, and the date of the load."""

    workplaces: list[Workplace]
    stamp: str = "2026-11-24T23:00:00.000Z"
    by_number: dict[int, Workplace] = field(init=False)

    def __post_init__(self) -> None:
        self.by_number = {workplace.cfar: workplace for workplace in self.workplaces}

    def truths(self) -> Counter[Truth]:
        """How many workplaces have the same codes, as they are shown but for the blanks."""
        shown = Counter(workplace.shown for workplace in self.workplaces)
        stripped: Counter[Truth] = Counter()
        for truth, count in shown.items():
            stripped[Truth(*(code.strip() for code in vars(truth).values()))] += count
        return stripped

    def later(self, stamp: str, gone: int = 0, changed: int = 0) -> "Register":
        """The register at a later load: the first ``gone`` workplaces are closed, the next ``changed`` grew a class."""
        closed = [replace(each, shown=replace(each.shown, status="9")) for each in self.workplaces[:gone]]
        grown = [replace(each, shown=replace(each.shown, size="3")) for each in self.workplaces[gone : gone + changed]]
        return Register([*closed, *grown, *self.workplaces[gone + changed :]], stamp)


def register(size: int, seed: int = 2026, **options: Any) -> Register:
    """``size`` workplaces, the same every time."""
    return Register(sorted(_workplaces(size, seed), key=lambda each: (each.firm, each.cfar)), **options)


def _workplaces(size: int, seed: int) -> Iterator[Workplace]:
    chance = np.random.default_rng(seed)
    regions, industries = classification.regions().to_pylist(), classification.industries("SNI2025").to_pylist()
    municipalities = [row["region_code"] for row in regions if row["type"] == "municipality"]
    leaves = [row["industry_code"] for row in industries if row["level"] == "5" and not row["unknown"]]
    columns = {
        "municipality": _drawn(chance, size, MUNICIPALITIES, municipalities),
        "industry": _drawn(chance, size, INDUSTRIES, leaves),
        "size": _drawn(chance, size, SIZES, []),
        "status": _drawn(chance, size, STATUSES, []),
    }
    numbers = (chance.random(size) < AS_NUMBERS).tolist()
    sole = (chance.random(size) < SOLE_TRADERS).tolist()
    # A few workplaces per firm; the thirteenth month makes personal numbers that nobody can have.
    firms = chance.integers(0, max(size * 2 // 3, 1), size).tolist()
    cfars = (10_000_000 + chance.permutation(size)).tolist()
    for place, codes in enumerate(zip(*columns.values(), strict=True)):
        firm = (
            f"19{50 + firms[place] % 50:02}13{firms[place] % 1_000_000:06}" if sole[place] else f"165{firms[place]:09}"
        )
        yield Workplace(cfars[place], firm, Truth(*codes), numbers[place])


def _drawn(chance: np.random.Generator, size: int, shares: dict[Any, float], proper: list[str]) -> list[str]:
    weights = np.array(list(shares.values()))
    kinds = chance.choice(len(shares), size, p=weights / weights.sum()).tolist()
    # Lumpy, as real ones are: few municipalities and industries have most workplaces.
    places = np.minimum(chance.pareto(0.8, size) * len(proper) / 20, len(proper) - 1).astype(int).tolist()
    values = list(shares)
    return [proper[place] if values[kind] is None else values[kind] for kind, place in zip(kinds, places, strict=True)]


def _number(name: str, code: str) -> int | str:
    """The code as a number, which has no leading zeros; one that is malformed stays the text that it is."""
    return int(code) if code.isdigit() and len(code) == DIGITS.get(name, len(code)) else code
