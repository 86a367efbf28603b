"""Which edition a new one is compared with, from manifests written by hand."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines import schema
from pipelines.differences import editions, predecessors
from pipelines.errors import StyrkaError
from pipelines.warehouse import edition, engine, manifest, publication, record

SCB = "https://api.example.org"


def content(*answers: str, code: str = "one", regions: Sequence[str] = (), server: str = SCB) -> dict[str, Any]:
    return {
        "code": {"sha256": code, "styrka": "1"},
        "configuration": {"regions": list(regions), "server": server, "register": SCB},
        "snapshots": [{"sha256": answer} for answer in answers],
    }


def publish(mart: Path, identity: str, made_of: dict[str, Any]) -> None:
    """Publish an edition of empty tables, compared with whatever is chosen for it."""
    predecessor = predecessors.choose(mart, made_of)
    build = edition.Build(mart)
    build.begin({**made_of, "edition": identity, "predecessor": predecessor})
    for name in (*predecessors.READS, *record.TOLD):
        engine.write_table(name, schema.table(name).arrow_schema().empty_table(), build.path(name), identity)
    publication.publish(build)
    record.keep(mart)


def test_the_first_edition_is_compared_with_none(tmp_path: Path) -> None:
    assert predecessors.choose(tmp_path, content("a")) is None


def test_other_answers_are_compared_with_the_newest_edition(tmp_path: Path) -> None:
    publish(tmp_path, "first", content("a"))
    publish(tmp_path, "second", content("b"))
    assert predecessors.choose(tmp_path, content("c")) == "second"


def test_other_code_or_files_of_the_users_are_other_figures_too(tmp_path: Path) -> None:
    publish(tmp_path, "first", content("a"))
    assert predecessors.choose(tmp_path, content("a", code="two")) == "first"


def test_the_same_figures_keep_their_predecessor_however_often_they_are_built(tmp_path: Path) -> None:
    publish(tmp_path, "first", content("a"))
    publish(tmp_path, "second", content("b"))
    publish(tmp_path, "kalmar", content("b", regions=["08"]))
    assert predecessors.choose(tmp_path, content("b")) == "first"
    assert predecessors.choose(tmp_path, content("b", regions=["08"])) == "first"
    assert predecessors.choose(tmp_path, content("a")) is None, "back to the first answers"


def test_figures_of_another_server_are_never_compared(tmp_path: Path) -> None:
    publish(tmp_path, "made-up".replace("-", ""), content("a", server="http://127.0.0.1:1"))
    assert predecessors.choose(tmp_path, content("b")) is None


@pytest.mark.parametrize("gone", ["employment", "claim"])
def test_an_edition_that_cannot_be_read_is_passed_over(tmp_path: Path, gone: str) -> None:
    publish(tmp_path, "first", content("a"))
    publish(tmp_path, "second", content("b"))
    (tmp_path / "parquet" / f"{gone}.parquet").unlink()
    assert predecessors.choose(tmp_path, content("c")) == "first"


@pytest.mark.parametrize("harmed", ["first", "second"])
@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(path.read_bytes()[:50]), Path.unlink])
def test_an_edition_whose_manifest_is_damaged_or_gone_stops_no_other(
    tmp_path: Path, harm: Callable[[Path], Any], harmed: str
) -> None:
    publish(tmp_path, "first", content("a"))
    publish(tmp_path, "second", content("b"))
    harm(tmp_path / "editions" / harmed / manifest.FILE)
    whole = ({"first", "second"} - {harmed}).pop()
    assert predecessors.choose(tmp_path, content("c")) == whole
    (tmp_path / record.REBUILT / "abc").mkdir(parents=True)
    (tmp_path / record.REBUILT / "abc" / manifest.FILE).write_text("{}")
    assert editions.find(tmp_path, whole).id == whole


def test_a_copy_of_the_current_edition_is_none_before_it(tmp_path: Path) -> None:
    publish(tmp_path, "first", content("a"))
    publish(tmp_path, "second", content("b"))
    shutil.copytree(tmp_path / "editions" / "second", tmp_path / "editions" / "second-backup")
    assert editions.find(tmp_path, "previous").id == "first"


def test_where_nothing_was_published_no_edition_is_found(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match="'abc': no such edition is kept"):
        editions.find(tmp_path, "abc")
    with pytest.raises(StyrkaError, match="nothing has been published here yet"):
        editions.find(tmp_path, "current")
