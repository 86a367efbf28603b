"""The command that rechecks what is stored and published, and tells all that is wrong with it.
What is wrong is found elsewhere: of snapshots in ``snapshots.soundness``, of editions in ``warehouse.record``."""

from contextlib import suppress
from pathlib import Path

import click

from pipelines import places
from pipelines.cli.endings import printable
from pipelines.errors import StyrkaError, listed


@click.command()
def verify() -> None:
    """Recheck every checksum of raw snapshots, of the published edition, and of those kept or built again beside it."""
    from pipelines.snapshots import soundness
    from pipelines.snapshots.store import Store
    from pipelines.warehouse import edition

    report = soundness.verify(Store(places.data_raw()))
    if unfinished := edition.unfinished(places.data_mart()):
        click.echo(f"note: {unfinished} holds an edition that was not finished; the next run clears it", err=True)
    for orphan in report.orphans:
        click.echo(f"note: {orphan} has no sidecar and is ignored", err=True)
    wrong = [*report.damaged, *report.incomplete]
    if not report.sound and not wrong:
        raise StyrkaError(f"{places.data_raw()}: there are no snapshots here; STYRKA_DATA_RAW names the folder")
    click.echo(f"{report.sound} snapshots agree with their sidecars.")
    try:
        wrong += damage(places.data_mart())
    except StyrkaError:
        # That nothing is published is the less urgent of two things.
        if not wrong:
            raise
    if len(wrong) > 1:
        for line in wrong:
            click.echo(f"damage: {printable(line)}", err=True)
        raise StyrkaError(f"{len(wrong)} things are not as they were stored or published")
    if wrong:
        raise StyrkaError(wrong[0])


def damage(mart: Path) -> list[str]:
    """What is wrong with what was published; editions that are as they were published are told at once."""
    from pipelines.scb import inventory
    from pipelines.warehouse import manifest, record

    wrong = []
    # A damaged manifest is told by the record, with what else is wrong.
    with suppress(manifest.DamagedError):
        published = manifest.current(mart)
        # An answer that cannot be read is told already.
        with suppress(StyrkaError):
            if gone := inventory.gone(published):
                wrong.append(
                    f"edition {published['edition']} rests on {listed(gone)}, gone from {places.data_raw()}, without "
                    "its sidecar or replaced; restore it, or run 'styrka run' for an edition of what there is"
                )
    for path, files, told in record.verify(mart):
        if told:
            wrong.append(told)
        elif path.is_dir():
            click.echo(f"{files} files in {path} agree with their manifest.")
            if path.parent.name == "editions" and path != manifest.home(mart):
                _note_of_kept(path)
    return wrong


def _note_of_kept(folder: Path) -> None:
    """That a kept edition's answers are gone is no damage: whoever took an import back may have meant it."""
    from pipelines.scb import inventory
    from pipelines.warehouse import manifest

    with suppress(StyrkaError):
        if gone := inventory.gone(manifest.read(folder)):
            click.echo(
                f"note: {printable(str(folder))} rests on {printable(listed(gone))}, gone from {places.data_raw()}: "
                "it can be read and compared, but not built again",
                err=True,
            )
