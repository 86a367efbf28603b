"""A server of our own on a loopback port, with real sockets and faults on demand; the fake APIs are built on it.
What an API answers does not belong here (`fake_scb`, `fake_register`)."""

from tests.loopback import faults
from tests.loopback.server import Call, Loopback

__all__ = ["Call", "Loopback", "faults"]
