"""A limit on the total time of an HTTP exchange: the connection is cut when it passes, however slowly bytes trickle.
Timeouts of a single connect or read do not belong here; the HTTP library has those."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any

import requests
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

_here = threading.local()


class Watchdog:
    """Within ``with``, the connection that this thread reads from is shut down after ``seconds``; ``fired`` tells."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> "Watchdog":
        _here.watchdog = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._socket = None
        _here.watchdog = None

    def watch(self, connection: Any) -> None:
        """Cut ``connection`` when the time comes; ConnectionAbortedError when it has come."""
        with self._lock:
            if self.fired:
                raise ConnectionAbortedError("the total time is over")
            self._socket = connection if isinstance(connection, socket.socket) else None

    def _fire(self) -> None:
        with self._lock:
            self.fired = True
            if self._socket is not None:
                # As of a plain socket: a TLS socket's own shutdown takes the keys from the thread that still reads.
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _watch(connection: Any) -> None:
    watchdog: Watchdog | None = getattr(_here, "watchdog", None)
    if watchdog is not None:
        watchdog.watch(connection)


class _Http(HTTPConnection):
    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _Https(HTTPSConnection):
    def _tunnel(self) -> None:
        # A proxy's answer to CONNECT can trickle as well; one that was cut looks like one that has ended.
        _watch(self.sock)
        super()._tunnel()
        _watch(self.sock)

    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Https


class WatchedAdapter(requests.adapters.HTTPAdapter):
    """The transport adapter of ``requests``, whose connections a `Watchdog` can cut, direct and through proxies."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager
