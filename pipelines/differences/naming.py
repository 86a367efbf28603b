"""What codes of two editions are called in a report of their differences.
What differs is found by ``comparison``; how an edition names its industries is ``export.reading``'s."""

from pipelines.differences.comparison import Comparison
from pipelines.export.reading import Industries, Row, columns
from pipelines.schema.table import Language


class Names:
    """What codes are called, in the newer edition or, where it does not have them, the older."""

    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.language = language
        self.regions: dict[str, str] = {}
        self.areas: dict[str, str] = {}
        self.industries: list[Industries] = []
        for edition in (comparison.before, comparison.now):
            for key, table, names in (
                ("region_code", "region", self.regions),
                ("area_id", "strength_area", self.areas),
            ):
                found = columns(edition.parquet, table, [key, "name_sv", "name_en"]).to_pylist()
                names.update({row[key]: row[f"name_{language}"] or row["name_sv"] for row in found})
            listed = columns(edition.parquet, "snapshot").to_pylist()
            self.industries.insert(0, Industries.read(edition.parquet, listed))

    def region(self, code: str) -> str:
        return f"{self.regions.get(code, code)} ({code})"

    def industry(self, code: str, series: str) -> str:
        found = next((row for each in self.industries if (row := each.get(code, series))), None)
        return f"{code} {found[f'short_{self.language}'].removeprefix(code).strip()}".strip() if found else code

    def subject(self, row: Row) -> str:
        if row["subject_type"] == "area":
            code = str(row["subject_code"])
            return self.areas.get(code, code)
        return self.industry(row["subject_code"], row["series"])
