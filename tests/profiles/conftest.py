"""Documents and pages of the hand-made mart, built once; tests only read them.
No test belongs here."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipelines import profiles
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import document
from pipelines.schema.table import Language
from tests.profiles import mart

Documents = Callable[[str, Language], Document]


@pytest.fixture(scope="session")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mart.write(tmp_path_factory.mktemp("mart"))


@pytest.fixture(scope="session")
def documents(parquet: Path) -> Documents:
    read = Mart(parquet, mart.EDITION)

    @cache
    def of(code: str, language: Language = "sv") -> Document:
        return document(Context(read, code, language))

    return of


@pytest.fixture(scope="session")
def pages(parquet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("profiles")
    profiles.build(parquet, target, mart.EDITION)
    return target
