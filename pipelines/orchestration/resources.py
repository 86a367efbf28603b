"""What a Dagster run holds while it runs: the mart's lock, and the addresses that refresh asks.
Resources are entered once per run because the executor is in-process."""

from contextlib import ExitStack

import dagster as dg
from pydantic import PrivateAttr

from pipelines import places
from pipelines.snapshots.store import SIMULATED
from pipelines.warehouse import edition
from pipelines.web.transport import base_address


class MartLock(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Holds ``data_mart/.lock`` for the whole run, so that a run from the UI and one from the shell never mix."""

    _held: ExitStack = PrivateAttr(default_factory=ExitStack)

    def setup_for_execution(self, _: dg.InitResourceContext) -> None:
        self._held.enter_context(edition.writing(places.data_mart()))

    def teardown_after_execution(self, _: dg.InitResourceContext) -> None:
        self._held.close()

    @property
    def build(self) -> edition.Build:
        return edition.Build(places.data_mart())


class ScbApi(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where refresh asks for statistics: the base URL of a PxWebApi v2."""

    url: str

    @property
    def base_url(self) -> str:
        """As the client records it, however it was typed."""
        return base_address(self.url)


class RegisterApi(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The business register: where it is asked (or which stands for it), and whether this run is to pull it.

    Its key is no part of this: Dagster stores what configures a run.
    """

    url: str
    pull: bool

    @property
    def base_url(self) -> str:
        """As the client records it, however it was typed; or what stands for a register."""
        return self.url if self.url == SIMULATED else base_address(self.url)


class EditionChoice(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The earlier edition that is built again, by its id or a folder; empty for a new one of the newest snapshots."""

    edition: str


class RegionChoice(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The regions whose profiles are built; empty means all."""

    regions: list[str]
