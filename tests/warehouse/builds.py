"""Builds of editions with a single file, for the tests of how editions are sealed, published and recorded.
What an edition of figures holds does not belong here."""

from pathlib import Path

from pipelines.warehouse import edition


def build_with(mart: Path, identity: str, content: str) -> edition.Build:
    build = edition.Build(mart)
    build.begin({"edition": identity, "snapshots": []})
    (build.folder / "csv").mkdir()
    (build.folder / "csv" / "region.csv").write_text(content)
    return build
