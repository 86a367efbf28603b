"""The page of conventions says what is declared, and every file that it names is there."""

import re
import tomllib

from pipelines import places
from pipelines.measures import conventions, presence

PAGE = places.PROJECT / "pipelines" / "measures" / "README.md"


def test_its_values_are_the_declared_ones() -> None:
    page = PAGE.read_text(encoding="utf-8")
    declared = tomllib.loads(conventions.DECLARED.read_text(encoding="utf-8"))
    relatedness = presence.settings()
    assert f"`totals.unknown_industry = {str(declared['totals']['unknown_industry']).lower()}`" in page
    assert f"`sampling_z = {declared['uncertainty']['sampling_z']}`" in page
    assert f"`ddof = {relatedness['complexity']['ddof']}`" in page
    for name in ("industries", "regions"):
        assert f"`enough.{name} = {relatedness['enough'][name]}`" in page


def test_every_file_that_it_names_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = set(re.findall(r"`([a-z_/]+\.(?:sql|py))`", page))
    assert len(names) > 15
    places_of = [places.PROJECT / "sql", PAGE.parent, PAGE.parents[1], PAGE.parents[1] / "warehouse"]
    missing = [name for name in names if not any((folder / name).is_file() for folder in places_of)]
    assert missing == []
