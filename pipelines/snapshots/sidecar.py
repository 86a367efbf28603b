"""The sidecar of a snapshot: what was asked, where, when, what came and how, as one small JSON file.
Where sidecars and bodies lie and how they are written does not belong here; `store` does that."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pipelines import files
from pipelines.errors import StyrkaError

Origin = Literal["client", "public_copy", "import", "register", "simulated"]
FOLDERS: dict[str, str] = {
    "client": "fetched",
    "public_copy": "bundled",
    "import": "imported",
    "register": "register",
    "simulated": "simulated",
}
# Registers, whose every pull is history, by origin: the name of their series is the table id of their snapshots.
REGISTERS: dict[Origin, str] = {"register": "REGISTER", "simulated": "SIMULATED"}
JSON = "application/json"
PARQUET = "application/vnd.apache.parquet"
SUFFIXES = {JSON: ".json.gz", PARQUET: ".parquet"}
SIDECAR_SUFFIX = ".meta.json"
UNDATED = "undated"
TABLE_ID = re.compile(r"\w[\w-]{0,63}")
# Far more parts than any selection is split into.
MOST_PARTS = 100_000
HASH = re.compile(r"[0-9a-f]{64}")


class SidecarError(StyrkaError):
    """A sidecar file cannot be read or is not of the declared form; the message names the file and the field."""


@dataclass(frozen=True)
class Sidecar:
    """What one body is. ``part`` of ``parts`` counts from 1; ``selection_hash`` is the same in all parts of an answer.

    ``query`` is the selection as it was posted, or what identifies a user's file; ``updated`` is the source's own
    time stamp (ISO 8601) or None when unknown; ``retrieved`` is ISO 8601 in the precision that is known (a moment, or
    only a year). ``sha256`` and ``size`` (bytes) are of the uncompressed body, ``file_sha256`` of the file as it lies
    in the store, which fills in all three. ``note`` tells in words how the body came.
    """

    table_id: str
    part: int
    parts: int
    origin: Origin
    query: Mapping[str, Any]
    url: str | None
    updated: str | None
    retrieved: str
    selection_hash: str
    licence: str
    note: str
    media_type: str = JSON
    api_config: Mapping[str, Any] | None = None
    sha256: str = ""
    size: int = 0
    file_sha256: str = ""

    # How a stored sidecar is read: other fields and other types are errors.
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    def __post_init__(self) -> None:
        check_table_id(self.table_id)
        if self.origin not in FOLDERS:
            raise StyrkaError(f"{self.table_id}: origin {self.origin!r} is none of {', '.join(FOLDERS)}")
        if self.media_type not in SUFFIXES:
            raise StyrkaError(f"{self.table_id}: media type {self.media_type!r} is none of {', '.join(SUFFIXES)}")
        if not (
            isinstance(self.part, int) and isinstance(self.parts, int) and 1 <= self.part <= self.parts <= MOST_PARTS
        ):
            raise StyrkaError(f"{self.table_id}: part {self.part} of {self.parts} is not a part number")
        if not HASH.fullmatch(self.selection_hash):
            raise StyrkaError(f"{self.table_id}: selection_hash must be the 64 hexadecimal digits of a SHA-256")
        if self.updated is not None:
            moment(self.updated)

    @property
    def stem(self) -> str:
        """Name of the snapshot's files without suffix: the source's time stamp, the answer's hash, the part."""
        stamp = UNDATED if self.updated is None else re.sub(r"[^0-9A-Za-z]", "", self.updated)
        return f"{stamp}-{self.selection_hash[:12]}.part{self.part}"

    @property
    def body_name(self) -> str:
        return self.stem + SUFFIXES[self.media_type]

    @property
    def name(self) -> str:
        return self.stem + SIDECAR_SUFFIX

    def to_json(self) -> bytes:
        """The sidecar file's bytes: the same sidecar always gives the same bytes."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def beside(body: Path) -> Path:
    """The sidecar's path of a body, in whichever form the body is stored."""
    suffix = next((suffix for suffix in SUFFIXES.values() if body.name.endswith(suffix)), "")
    return body.with_name(body.name.removesuffix(suffix) + SIDECAR_SUFFIX)


def read(path: Path) -> Sidecar:
    """The sidecar in a file; SidecarError names the file, and the field that is not as declared."""
    files.check_regular(path)
    try:
        return _parsed(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        reason = f"field {place}: {first['msg']}" if place else first["msg"]
    except OSError as error:
        reason = error.strerror or str(error)
    except StyrkaError as error:
        reason = str(error)
    raise SidecarError(f"{path}: the sidecar cannot be read ({reason}); restore it, or move it and its body away")


def _parsed(content: bytes) -> Sidecar:
    sidecar = _form().validate_json(content)
    stated = json.loads(content)
    for name in (field.name for field in fields(Sidecar) if field.name not in stated):
        raise StyrkaError(f"field {name} is missing")
    for name in ("sha256", "file_sha256"):
        if not HASH.fullmatch(stated[name]):
            raise StyrkaError(f"field {name}: must be the 64 hexadecimal digits of a SHA-256")
    if sidecar.origin == "import" and not isinstance(sidecar.query.get("file"), str):
        raise StyrkaError("field query: must name the user's file as `file`")
    most = sidecar.query.get("suppressed_most", 1)
    if sidecar.origin == "import" and (type(most) is not int or most < 1):
        raise StyrkaError("field query: suppressed_most must be a whole number from 1 up")
    if sidecar.origin in REGISTERS and not isinstance((sidecar.api_config or {}).get("tally"), dict):
        raise StyrkaError("field api_config: must hold `tally`, what was counted beside the cells")
    if sidecar.origin in {"client", "public_copy"} and not _is_posted(sidecar.query.get("selection")):
        raise StyrkaError("field query: must hold `selection`, a list of variableCode with its valueCodes")
    return sidecar


@cache
def _form() -> TypeAdapter[Sidecar]:
    return TypeAdapter(Sidecar)


def _is_posted(selection: Any) -> bool:
    return isinstance(selection, list) and all(
        isinstance(part, dict)
        and isinstance(part.get("variableCode"), str)
        and isinstance(part.get("valueCodes"), list)
        and all(isinstance(code, str) for code in part["valueCodes"])
        for part in selection
    )


def check_table_id(table_id: str) -> None:
    """StyrkaError unless ``table_id`` is letters, digits, _ and -, so that it can name a folder on any machine."""
    if not TABLE_ID.fullmatch(table_id):
        raise StyrkaError(f"{table_id!r} cannot name a table: use at most 64 letters, digits, _ and -")


def selection_hash(queries: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 that identifies an answer: over all its parts' queries, in order, whatever the order of their keys."""
    canonical = json.dumps(list(queries), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def moment(stamp: str) -> datetime:
    """A source's ISO 8601 time stamp as a moment; one without zone is read as UTC. StyrkaError when it is none."""
    try:
        parsed = datetime.fromisoformat(stamp)
    except (TypeError, ValueError) as error:
        raise StyrkaError(f"updated {stamp!r} is not an ISO 8601 time") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
