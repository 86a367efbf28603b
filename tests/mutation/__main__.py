"""``make mutants``: every small fault in a statement or in the client that no test notices, unless it is declared.
The faults are put into a copy of the project, never into the checkout."""

import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click

from tests.mutation import copies, faults, owners, survivors
from tests.mutation.mutant import Mutant
from tests.mutation.tallies import PROJECT, Tally, tally

COLUMNS = ("killed", "hung", "crashed", "survived", "declared")


def chosen(project: Path, only: Sequence[str], sample: int | None, seed: int) -> dict[str, list[Mutant]]:
    """The mutants to try, by file: of all files or those named by path or stem, and of these a random part."""
    files = owners.files(project)
    unknown = set(only) - {name for file in files for name in (file, Path(file).stem)}
    if unknown:
        raise click.ClickException(f"nothing that is mutated is called {', '.join(sorted(unknown))}")
    wanted = [file for file in files if not only or {file, Path(file).stem} & set(only)]
    every = [mutant for file in wanted for mutant in faults.mutants(project, file)]
    if sample is not None and sample < len(every):
        places = sorted(random.Random(seed).sample(range(len(every)), sample))
        every = [every[place] for place in places]
    by_file: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in every:
        by_file[mutant.file].append(mutant)
    return by_file


def _tell(found: Tally) -> None:
    click.echo(f"{found.file}: " + ", ".join(f"{found.outcomes[each]} {each}" for each in COLUMNS))
    for name in found.noticed:
        click.echo(f"  declared to survive, but killed now: {name}")
    if found.error:
        click.echo(f"  {found.error}")


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="A statement or module, by path or stem; again for more.")
@click.option("--sample", type=click.IntRange(1), help="Try so many mutants, chosen at random.")
@click.option("--seed", default=1, show_default=True, help="Of the random choice.")
def main(only: tuple[str, ...], sample: int | None, seed: int) -> None:
    """Put small faults into statements and client one at a time; exit code 1 if one survives undeclared or crashes."""
    reasons = survivors.declared()
    for file in reasons:
        names = {each.name for each in faults.mutants(PROJECT, file)} if (PROJECT / file).is_file() else set()
        for name in sorted(reasons[file].keys() - names):
            click.echo(f"{file}: declared to survive, but no mutant any more: {name}")
    tallies = []
    with copies.copied(PROJECT) as root:
        for file, mutants in chosen(PROJECT, only, sample, seed).items():
            found = tally(root, file, owners.modules(PROJECT, file), mutants, reasons.get(file, {}), click.echo)
            _tell(found)
            tallies.append(found)
    counts = (f"{sum(each.outcomes[column] for each in tallies)} {column}" for column in COLUMNS)
    click.echo(f"{len(tallies)} files: {', '.join(counts)}")
    sys.exit(0 if all(each.sound for each in tallies) else 1)


if __name__ == "__main__":
    main()
