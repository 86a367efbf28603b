"""Serves the published edition's site on this machine only: files as they are, and nothing that a browser may write.
Which port is the command line's matter."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipelines.errors import StyrkaError
from pipelines.places import LOOPBACK

# Only what the site leads to; the editions' folders and the lock beside them are nobody's business.
SERVED = ("site", "profiles", "csv", "parquet", "datapackage.json", "edition.json")


class Handler(SimpleHTTPRequestHandler):
    """Answers for the folders of ``SERVED``; the bare address leads to the start page."""

    def send_head(self):  # type: ignore[no-untyped-def]
        # On the path as it will be read, not as it was written: "..", doubled slashes and escapes are resolved.
        parts = Path(self.translate_path(self.path)).relative_to(self.directory).parts
        if not parts:
            self.send_response(302)
            self.send_header("Location", "/site/index.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if parts[0] not in SERVED:
            self.send_error(404)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        # The next edition has the same addresses.
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path):  # type: ignore[no-untyped-def] # noqa: ARG002 - folders are not listed
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """A person reading needs no list of every file."""


def server(mart: Path, port: int) -> ThreadingHTTPServer:
    """A server of the edition published in ``mart``, not yet serving; StyrkaError where there is no site or the port is
    taken."""
    if not (mart / "site" / "index.html").is_file():
        raise StyrkaError(f"{mart / 'site'}: no site has been published here yet; run 'styrka run' first")
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(Handler, directory=str(mart)))
    except OSError as error:
        raise StyrkaError(
            f"port {port} on {LOOPBACK} cannot be used ({error.strerror}); choose another --port"
        ) from error
