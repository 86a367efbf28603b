"""Bringing the snapshots up to date: what changed at the source is fetched, checked against the catalogue and stored.
How calls are made does not belong here (`client`), nor how snapshots lie on disk (`snapshots.store`)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from pipelines.scb import cells, jsonstat
from pipelines.scb.catalogue import Declaration, MisfitError, label_changes
from pipelines.scb.client import Answer, Client
from pipelines.scb.config import LICENCE, NOTE, ApiConfig
from pipelines.scb.planner import Request, resolve, split
from pipelines.scb.settling import settled
from pipelines.snapshots.store import Sidecar, Snapshot, Store, selection_hash
from pipelines.web.errors import DeadlineExceeded, MalformedAnswer, RateLimited, Refused, ServerFailure, WebError

Action = Literal["fetched", "unchanged", "planned", "refused", "failed"]
Progress = Callable[[str, int, int], None]
# With these the next table would fare no better; a 500 may be a fault of the one table.
HOPELESS = (RateLimited, Refused, DeadlineExceeded, ServerFailure)


@dataclass(frozen=True)
class Outcome:
    """What was done about one table.

    ``fetched``, or ``unchanged`` (nothing to fetch), or ``planned`` (dry run), or ``refused`` (an answer does not fit
    and is kept below ``rejected/``), or ``failed`` (no answer). ``calls`` for data that were made, or would be;
    ``updated`` is the source's time stamp as far as known; ``message`` says why, ``remarks`` what is worth knowing.
    """

    table_id: str
    action: Action
    calls: int = 0
    updated: str | None = None
    message: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.action not in {"refused", "failed"}

    def __str__(self) -> str:
        stamp = f" (updated {self.updated})" if self.updated else ""
        reason = f": {self.message}" if self.message else ""
        calls = "1 call" if self.calls == 1 else f"{self.calls} calls"
        return f"{self.table_id}{stamp} {self.action}, {calls} for data{reason}"


def refresh(
    client: Client,
    store: Store,
    declarations: Sequence[Declaration],
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> tuple[Outcome, ...]:
    """Bring every declared table up to date and say what was done about each, in the order given.

    A table whose ``updated`` and selection are stored is not fetched again, nor are the parts that an interrupted
    refresh left. A table that fails or does not fit leaves what is stored as it is and does not stop the others; when
    the server itself fails, the remaining tables are not tried. A stored snapshot that was tampered with stops all:
    StyrkaError names it. ``progress`` is called with a table's id, the parts
    done and all its parts. ``dry_run`` asks for metadata only and tells how many calls for data there would be.
    """
    outcomes: list[Outcome] = []
    hopeless = ""
    for declaration in declarations:
        if hopeless:
            outcomes.append(Outcome(declaration.table_id, "failed", message=hopeless))
            continue
        table = _Table(client, store, declaration, progress)
        try:
            outcomes.append(table.forecast() if dry_run else table.refresh())
        except (MisfitError, MalformedAnswer, jsonstat.JsonStatError, cells.CellError) as error:
            outcomes.append(table.outcome("refused", str(error)))
        except WebError as error:
            outcomes.append(table.outcome("failed", str(error)))
            if isinstance(error, HOPELESS) and error.status != HTTPStatus.INTERNAL_SERVER_ERROR:
                hopeless = str(error)
    return tuple(outcomes)


class _Table:
    """The refresh of one table, with what is known of it so far."""

    def __init__(self, client: Client, store: Store, declaration: Declaration, progress: Progress | None) -> None:
        self._client = client
        self._store = store
        self._declaration = declaration
        self._progress: Progress = progress or (lambda _table, _done, _all: None)
        self._id = declaration.table_id
        self._calls = 0
        self._updated: str | None = None
        self._remarks: tuple[str, ...] = ()

    def outcome(self, action: Action, message: str = "") -> Outcome:
        return Outcome(self._id, action, self._calls, self._updated, message, self._remarks)

    def forecast(self) -> Outcome:
        whole = self._wanted()
        if self._is_stored(whole):
            return self.outcome("unchanged")
        requests = split(whole, self._client.config().max_data_cells)
        self._calls = len(requests) - len(self._stored(requests))
        return self.outcome("planned")

    def refresh(self) -> Outcome:
        whole = self._wanted()
        if self._is_stored(whole):
            return self.outcome("unchanged")
        config = self._client.config()
        parts = self._client.fewest(lambda limit: self._parts(split(whole, limit), config))
        if not self._is_stored(whole):
            return self.outcome("failed", self._passed_over(parts))
        return self.outcome("fetched")

    def _passed_over(self, parts: Sequence[Snapshot]) -> str:
        """Why an edition would not be computed from what was just fetched, and what to do about it."""
        stored = self._store.newest(self._id)
        here = f"its snapshot {parts[0].body_path}"
        if stored and all(snapshot not in parts for snapshot in stored):
            newer = stored[0]
            return f"{here} is not the newest, {newer.body_path.name} is; move the one away that is wrong"
        return (
            f"{here} is not found again as an answer of {self._client.base_url}, its sidecar names "
            f"{parts[0].sidecar.url}; move the snapshot and its sidecar away and refresh again"
        )

    def _wanted(self) -> Request:
        """The whole declared selection, from metadata that fit the declaration."""
        metadata = self._kept(self._client.metadata, self._id)
        body = json.dumps(metadata, ensure_ascii=False).encode()
        self._declaration = self._fitting(lambda: settled(self._declaration, [metadata]), body, None)
        self._remarks = self._fitting(lambda: self._declaration.check_metadata(metadata), body, None)
        self._updated = metadata.get("updated")
        if not isinstance(self._updated, str):
            raise MalformedAnswer(f"{self._id}: its metadata do not say when it was updated; nothing was fetched")
        self._remarks += self._label_changes(metadata)
        return resolve(metadata, self._declaration.selection)

    def _label_changes(self, metadata: jsonstat.Document) -> tuple[str, ...]:
        fetched = [each for each in self._store.newest(self._id) if each.sidecar.origin == "client"]
        documents = [jsonstat.load(self._store.read(snapshot)) for snapshot in fetched]
        return tuple(dict.fromkeys(remark for each in documents for remark in label_changes(each, metadata)))

    def _is_stored(self, whole: Request) -> bool:
        """Whether the newest answer is this selection as of this ``updated``, however it was split."""
        stored = self._store.newest(self._id)
        if not stored or any(snapshot.sidecar.updated != self._updated for snapshot in stored):
            return False
        queries = [snapshot.sidecar.query for snapshot in stored]
        asked: dict[str, set[str]] = {}
        for query in queries:
            for part in query["selection"]:
                asked.setdefault(part["variableCode"], set()).update(part["valueCodes"])
        return asked == {name: set(codes) for name, codes in whole.values.items()}

    def _stored(self, requests: Sequence[Request]) -> Mapping[int, Snapshot]:
        return self._store.parts(self._id, self._updated or "", self._plan(requests))

    def _plan(self, requests: Sequence[Request]) -> str:
        """Identifies the answer: the server asked and all its parts' queries."""
        return selection_hash([{"server": self._client.base_url}, *(request.query for request in requests)])

    def _parts(self, requests: Sequence[Request], config: ApiConfig) -> list[Snapshot]:
        stored = dict(self._stored(requests))
        self._progress(self._id, len(stored), len(requests))
        for part, request in enumerate(requests, start=1):
            if part not in stored:
                answer = self._fetched(request)
                stored[part] = self._store.write(answer.body, self._sidecar(answer, part, requests, config))
                self._progress(self._id, len(stored), len(requests))
        return [stored[part] for part in sorted(stored)]

    def _fetched(self, request: Request) -> Answer:
        self._calls += 1
        answer: Answer = self._kept(self._client.data, self._id, request)
        self._fitting(lambda: self._check(answer), answer.body, answer.url)
        return answer

    def _check(self, answer: Answer) -> None:
        document = jsonstat.load(answer.body)
        if document.get("updated") != self._updated:
            raise MisfitError(
                f"{self._id}: it was updated from {self._updated} to {document.get('updated')} during the refresh; "
                f"parts of both would not belong together: refresh again"
            )
        self._declaration.check_answer(document, answer.query)
        cells.cells(self._declaration, [document])

    def _kept(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        """The answer to a call; what came in place of one is kept for diagnosis."""
        try:
            return ask(*arguments)
        except MalformedAnswer as error:
            self._store.keep_rejected(self._id, error.body, reason=str(error), url=error.url)
            raise

    def _fitting(self, check: Callable[[], Any], body: bytes, url: str | None) -> Any:
        """What ``check`` gives; an answer that it refuses is kept for diagnosis."""
        try:
            return check()
        except (MisfitError, jsonstat.JsonStatError, cells.CellError) as error:
            self._store.keep_rejected(self._id, body, reason=str(error), url=url)
            raise

    def _sidecar(self, answer: Answer, part: int, requests: Sequence[Request], config: ApiConfig) -> Sidecar:
        return Sidecar(
            table_id=self._id,
            part=part,
            parts=len(requests),
            origin="client",
            query=answer.query,
            url=answer.url,
            updated=self._updated,
            retrieved=answer.retrieved.isoformat(timespec="milliseconds"),
            selection_hash=self._plan(requests),
            licence=LICENCE,
            note=NOTE,
            api_config=config.raw,
        )
