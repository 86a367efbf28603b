"""The script that wrote ``tables/local_units.csv``, the industries of SCB's tables on local units, from SNI and NACE:
``python -m pipelines.scb.local_units FOLDER``. Codes and labels are declared here; names come from FOLDER.

Sources in FOLDER: ``sni2007_sv.csv`` (SCB, SNI 2007, Swedish names), ``nace_rev2_en.csv`` (EU, NACE Rev. 2, English).
TAB3513 lists divisions and groups of divisions by code; TAB6329 lists sections, of which public clients show the labels
only. Neither has sections K, O, T and U.
"""

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines import files

TARGET = Path(__file__).with_name("tables") / "local_units.csv"
COLUMNS = ("table_id", "code", "label", "ours", "level", "sv", "en")
TOTAL = ("A-S", "total", "Samtliga näringsgrenar utom K, O, T och U", "All industries but K, O, T and U")
TOTAL_CODE, TOTAL_LABEL = "Total_A-SexklK-O", "A-SexklK-O samtliga näringsgrenar (exkl. K+O+T+U)"
# Lists what adds up to the total once: 16 and 17, which the table also gives as 16-17, are left out here as a pair.
DIVISIONS = """01-03 05-09 10-12 13-15 16 17 18 19-21 22 23 24-25 26-27 28 29-30 31 32 33 35 36-39 41 42 43 45 46 47
    49-51 52 53 55 56 58 59 60 61 62 63 68 69 70 71+72 73 74 75 77 78 79 80 81 82 85 86 87 88 90 91 92 93 94 95 96"""
SECTIONS = {
    "A": "A-01-03 jordbruk, skogsbruk och fiske",
    "B": "B-05-09 utvinning av mineral",
    "C": "C-10-33 tillverkning",
    "D": "D-35 försörjning av el, gas, värme och kyla",
    "E": "E-36-39 vattenförsörjning; avloppsrening, avfallshantering och sanering",
    "F": "F-41-43 byggverksamhet",
    "G": "G-45-47 handel; reparation av motorfordon och motorcyklar",
    "H": "H-49-53 transport och magasinering",
    "I": "I-55-56 hotell- och restaurangverksamhet",
    "J": "J-58-63 informations- och kommunikationsverksamhet",
    "L": "L-68 fastighetsverksamhet",
    "M": "M-69-75 verksamhet inom juridik, ekonomi, vetenskap och teknik",
    "N": "N-77-82 uthyrning, fastighetsservice, resetjänster och andra stödtjänster",
    "P": "P-85 utbildning",
    "Q": "Q-86-88 vård och omsorg; sociala tjänster",
    "R": "R-90-93 kultur, nöje och fritid",
    "S": "S-94-96 annan serviceverksamhet",
}


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of the file: both tables' totals, the sections of TAB6329, the divisions of TAB3513."""
    swedish = {row["vardekod"]: row["vardebenamning"] for row in _read(folder / "sni2007_sv.csv")}
    english = {row["Section"] or row["Division"]: row["Activity"] for row in _read(folder / "nace_rev2_en.csv")}
    ours, level, sv, en = TOTAL
    yield _row("TAB3513", code=TOTAL_CODE, ours=ours, level=level, sv=sv, en=en)
    for code in DIVISIONS.split():
        parts = _parts(code, swedish)
        names = {"sv": "; ".join(swedish[each] for each in parts), "en": "; ".join(english[each] for each in parts)}
        yield _row("TAB3513", code=code, ours=code, level="division", **names)
    yield _row("TAB6329", label=TOTAL_LABEL, ours=ours, level=level, sv=sv, en=en)
    for section, label in SECTIONS.items():
        names = {"sv": swedish[section], "en": english[section].capitalize()}
        yield _row("TAB6329", label=label, ours=section, level="section", **names)


def main(arguments: list[str]) -> None:
    """Write the file from the sources in the folder that is the only argument."""
    (folder,) = map(Path, arguments)
    files.write_text(TARGET, text(folder))


def text(folder: Path) -> str:
    """The file's text; the same sources give the same text."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(folder))
    return stream.getvalue()


def _row(table_id: str, **given: str) -> dict[str, str]:
    return {"table_id": table_id, **given}


def _parts(code: str, known: dict[str, str]) -> list[str]:
    """The divisions that a code stands for: ``10-12`` is 10, 11 and 12, ``71+72`` is 71 and 72."""
    if "-" not in code:
        return code.split("+")
    first, last = map(int, re.findall(r"\d+", code))
    return [division for number in range(first, last + 1) if (division := f"{number:02d}") in known]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main(sys.argv[1:])
