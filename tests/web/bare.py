"""A server of bare bytes, also as the far end of a proxy's tunnel, and certificates to trust.
No test belongs here; servers that speak HTTP are `loopback`'s."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme


class Handler(socketserver.StreamRequestHandler):
    """One connection, of which the head of the first request has been read."""

    def tunnelled(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        """The connection as that of a proxy that has let the client through to an https server: ourselves."""
        self.wfile.write(b"HTTP/1.1 200 -\r\n\r\n")
        return context.wrap_socket(self.connection, server_side=True)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are part of the play."""


@contextmanager
def serving(answer: Callable[[Handler], None]) -> Iterator[str]:
    """The URL of a server that answers as it pleases."""

    class Answering(Handler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            answer(self)

    with _Server(("127.0.0.1", 0), Answering) as found:
        threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()


def trusted(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, str]:
    """A server's certificate for ``name``, and the file of those to trust."""
    authority, bundle = trustme.CA(), folder / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context, str(bundle)
