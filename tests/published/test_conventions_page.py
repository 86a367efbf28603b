"""The page of conventions says what is declared: every value that it quotes, every value there is, every file it names.
What the conventions do to figures is tested with the measures."""

import re
import tomllib
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from pipelines import measures, places

FOLDER = Path(measures.__file__).parent
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
DECLARED = {
    name: tomllib.loads((FOLDER / name).read_text("utf-8")) for name in ("conventions.toml", "relatedness.toml")
}
QUOTED = re.findall(r"`(\w+\.toml)`: `([\w.]+) = ([^`]+)`", PAGE)
# Tables that are one convention as a whole.
WHOLE = {"variety.within"}


def values(content: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in content.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and name not in WHOLE:
            yield from values(value, f"{name}.")
        else:
            yield name


@pytest.mark.parametrize(("file", "name", "value"), QUOTED, ids=lambda part: part[:30])
def test_a_quoted_value_is_the_declared_one(file: str, name: str, value: str) -> None:
    declared = reduce(lambda table, key: table[key], name.split("."), DECLARED[file])
    assert tomllib.loads(f"value = {value}")["value"] == declared


def test_every_declared_value_is_on_the_page() -> None:
    declared = {(file, name) for file, content in DECLARED.items() for name in values(content)}
    assert {(file, name) for file, name, _ in QUOTED} == declared


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w/]+\.(?:sql|py|toml))`", PAGE))))
def test_a_file_that_the_page_names_is_there(name: str) -> None:
    home = places.SQL if name.endswith(".sql") else places.PROJECT if "/" in name else FOLDER
    assert (home / name).is_file()
