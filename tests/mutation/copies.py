"""A copy of a project in which files may be faulty, so that the checkout never is.
What is done in it does not belong here."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# What tests of statements and modules read of the project; data are linked, since nothing writes there.
COPIED = ("pipelines", "assets", "sql", "tests", "pyproject.toml", "README.md", "requirements.lock")
LINKED = ("data_raw",)
SHARED = "shared"


@contextmanager
def copied(project: Path) -> Iterator[Path]:
    """A copy of ``project`` while the block runs, with what stands beside it beside the copy."""
    with TemporaryDirectory(prefix="styrka-mutants-") as name:
        root = Path(name) / "project"
        root.mkdir()
        for each in COPIED:
            source = project / each
            if source.is_dir():
                shutil.copytree(source, root / each, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.is_file():
                shutil.copy(source, root / each)
        for target, source in ((root / each, project / each) for each in LINKED):
            if source.exists():
                target.symlink_to(source)
        beside = project.parent / SHARED
        if beside.is_dir():
            (root.parent / SHARED).symlink_to(beside.resolve())
        yield root
