"""The proxy that the environment sends a request through: whether its address is one, and how a line names it.
No login in it is ever told. What is sent through it does not belong here."""

from urllib.parse import urlsplit

import requests

from pipelines.web.errors import Refused


def check(url: str, named: str) -> None:
    """Refused when the address of the proxy for ``url`` is none; of it nothing is repeated, it may hold a password."""
    found = _chosen(url)
    try:
        parts = urlsplit(found if "://" in found else f"http://{found}")
        if not found or (parts.hostname and parts.port != 0):
            return
    except ValueError:
        pass
    raise Refused(
        f"{named}: the proxy that the environment names is no address; write http://HOST:PORT, "
        "and a login before it with % for signs such as / and #",
        url=named,
    )


def named(url: str) -> str:
    """The proxy for ``url`` in words, without the login in its address."""
    return f"the proxy {_chosen(url).rpartition('@')[2].rpartition('://')[2].rstrip('/')} that the environment names"


def _chosen(url: str) -> str:
    return requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""
