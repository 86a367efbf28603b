"""The errors a user can meet: each is one line that names the file, table, code or column and what to do.
Faults of our own making do not belong here; they keep their traceback."""


class StyrkaError(Exception):
    """An expected failure; the command line prints it as one line and exits with ``exit_code``."""

    exit_code = 1

    def __str__(self) -> str:
        return " ".join(super().__str__().split())
