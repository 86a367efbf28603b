"""Fault 2: a process is killed between the snapshot and its sidecar. The orphan is ignored and reported."""

import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipelines import files, places
from pipelines.snapshots import soundness
from pipelines.snapshots.soundness import Report
from pipelines.snapshots.store import Store
from tests.conftest import Workplace
from tests.fake_scb import FakeScb
from tests.snapshots.test_store import sidecar

# The child kills itself at the very moment the interpreter is about to create or rename the named file.
CHILD = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from pipelines.snapshots.store import Store
    from tests.snapshots.test_store import sidecar

    moment, position, fragment, root = sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])

    def kill(event, arguments):
        if event == moment and fragment in str(arguments[position]):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    Store(root).write(b"{}", sidecar())
    """
)
BEFORE_BODY = ("os.rename", "1", ".json.gz")
BEFORE_SIDECAR = ("tempfile.mkstemp", "0", ".meta.json.")
BEFORE_SIDECAR_IS_IN_PLACE = ("os.rename", "1", ".meta.json")


def killed(moment: tuple[str, str, str], root: Path) -> None:
    child = subprocess.run([sys.executable, "-c", CHILD, *moment, str(root)], cwd=places.PROJECT, check=False)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.parametrize("moment", [BEFORE_SIDECAR, BEFORE_SIDECAR_IS_IN_PLACE])
def test_the_body_is_an_orphan_that_nothing_reads_and_verify_reports(
    tmp_path: Path, moment: tuple[str, str, str]
) -> None:
    killed(moment, tmp_path)
    store = Store(tmp_path)
    (orphan,) = soundness.verify(store).orphans
    assert orphan == tmp_path / "fetched" / "TAB1" / sidecar().body_name
    assert orphan.exists()
    assert store.newest("TAB1") == ()
    assert store.table_ids() == ()
    assert store.parts("TAB1", sidecar().updated or "", sidecar().selection_hash) == {}


def test_before_the_body_is_in_place_there_is_nothing_but_a_leftover(tmp_path: Path) -> None:
    killed(BEFORE_BODY, tmp_path)
    assert soundness.verify(Store(tmp_path)) == Report(sound=0, damaged=(), orphans=())
    assert len(leftovers(tmp_path)) == 1


TABLE = "region_code;industry_code;year;employees\n0880;A;2023;120\n"


def leftovers(raw: Path) -> list[Path]:
    return list(raw.rglob(f"*{files.LEFTOVER_SUFFIX}"))


def test_the_next_import_removes_a_leftover_but_not_what_another_process_is_writing(
    workplace: Workplace, tmp_path: Path
) -> None:
    killed(BEFORE_BODY, workplace.raw)
    assert len(leftovers(workplace.raw)) == 1
    writing = (
        "import sys\nfrom pathlib import Path\nfrom pipelines import files\n"
        "with files.replacing(Path(sys.argv[1])):\n    print('here', flush=True)\n    sys.stdin.readline()\n"
    )
    target = workplace.raw / "fetched" / "TAB2" / "slow.json.gz"
    with subprocess.Popen(
        [sys.executable, "-c", writing, str(target)], cwd=places.PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"here\n"
        (tmp_path / "own.csv").write_text(TABLE)
        done = workplace.styrka("import", str(tmp_path / "own.csv"), "--source", "OWN")
        assert done.returncode == 0, done.stderr
        assert [path.parent.name for path in leftovers(workplace.raw)] == ["TAB2"]
        other.stdin.write(b"\n")
        other.stdin.close()
    assert other.returncode == 0
    assert target.exists()
    assert leftovers(workplace.raw) == []


def test_the_next_refresh_removes_a_leftover(workplace: Workplace) -> None:
    killed(BEFORE_BODY, workplace.raw)
    with FakeScb() as without_tables:
        done = workplace.styrka("refresh", "--api", without_tables.url)
    assert done.returncode == 1
    assert "404" in done.stderr
    assert leftovers(workplace.raw) == []


@pytest.mark.parametrize("moment", [BEFORE_BODY, BEFORE_SIDECAR, BEFORE_SIDECAR_IS_IN_PLACE])
@pytest.mark.parametrize("body", [b"{}", b'{"another": "answer"}'])
def test_fetching_again_completes_the_snapshot_whatever_the_orphan_held(
    tmp_path: Path, moment: tuple[str, str, str], body: bytes
) -> None:
    killed(moment, tmp_path)
    store = Store(tmp_path)
    snapshot = store.write(body, sidecar())
    assert store.newest("TAB1") == (snapshot,)
    assert store.read(snapshot) == body
    assert soundness.verify(store) == Report(sound=1, damaged=(), orphans=())


def test_an_answer_that_lacks_a_part_is_not_used(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = store.write(b"old", sidecar(updated="2026-05-29T06:00:00Z"))
    store.write(b"first of two", sidecar(part=1, parts=2))
    assert store.newest("TAB1") == (old,)


def test_a_run_says_which_body_it_ignores_and_which_table_is_gone_since(
    published_kalmar: Workplace, tmp_path: Path
) -> None:
    raw, mart = tmp_path / "raw", tmp_path / "mart"
    shutil.copytree(places.PROJECT / "data_raw" / "bundled", raw / "bundled")
    shutil.copytree(published_kalmar.mart, mart, symlinks=True)
    (lost,) = (raw / "bundled" / "TAB5837").glob("*.meta.json")
    lost.unlink()
    (body,) = (raw / "bundled" / "TAB5837").iterdir()

    killed(BEFORE_BODY, raw)
    done = Workplace(raw, mart, tmp_path / "home").styrka("run", "--region", "08")

    assert leftovers(raw) == []
    assert done.returncode == 0, done.stderr
    warnings = [line for line in done.stdout.splitlines() if line.startswith("warning: ")]
    (gone,) = [line for line in warnings if "gone_tables" in line]
    assert "series RAMS has no figures from table TAB5837 any more" in gone
    assert "'styrka verify'" in gone
    (orphan,) = [line for line in warnings if "orphans" in line]
    assert f"{body} has no sidecar and is ignored; restore the sidecar" in orphan


def without(raw: Path, table_id: str, part: int) -> None:
    """The bundled edition copied to ``raw``, but for one part of one table."""
    shutil.copytree(places.PROJECT / "data_raw" / "bundled", raw / "bundled")
    gone = list((raw / "bundled" / table_id).glob(f"*.part{part}.*"))
    assert len(gone) == 2
    for path in gone:
        path.unlink()


def test_a_table_of_which_a_part_is_gone_is_named_by_run_and_verify(tmp_path: Path) -> None:
    place = Workplace(tmp_path / "raw", tmp_path / "mart", tmp_path / "home")
    without(place.raw, "TAB900", 2)
    told = f"TAB900: part 2 of 2 missing beside {place.raw / 'bundled' / 'TAB900'}"

    done = place.styrka("run", "--region", "08")
    assert done.returncode == 0, done.stderr
    assert f"warning: missing_parts: {told}" in done.stdout
    assert "nothing of the table is used; restore its files, or run 'styrka refresh'" in done.stdout

    done = place.styrka("verify")
    assert done.returncode == 1
    assert done.stderr.startswith(f"styrka: {told}")


def test_verify_names_a_snapshot_that_the_published_edition_rests_on_and_that_is_gone(
    published_kalmar: Workplace, tmp_path: Path
) -> None:
    place = Workplace(tmp_path / "raw", published_kalmar.mart, tmp_path / "home")
    without(place.raw, "TAB5837", 1)
    done = place.styrka("verify")
    assert done.returncode == 1
    assert " rests on TAB5837 part 1 of 1 (bundled/TAB5837/undated-" in done.stderr
    assert "run 'styrka run' for an edition of what there is" in done.stderr


def test_an_interrupted_answer_that_is_older_than_a_whole_one_is_no_loss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(b"first of three", sidecar(part=1, parts=3))
    store.write(b"third of three", sidecar(part=3, parts=3))
    place = tmp_path / "fetched" / "TAB1" / sidecar(part=1).body_name
    (line,) = soundness.verify(store).incomplete
    assert line.startswith(f"TAB1: part 2 of 3 missing beside {place}, and nothing of the table is used; restore")
    store.write(b"new", sidecar(updated="2026-07-01T06:00:00Z", selection_hash="b" * 64))
    assert soundness.verify(store).incomplete == ()
