"""A PxWebApi v2 server of our own on loopback, with real behaviour and faults on demand, for tests and developers.
The client that it is held against does not belong here, and it shares no code with it.

Run it alone with ``python -m tests.fake_scb --port 8010``; it prints the command to try.
"""

from tests.fake_scb import generated
from tests.fake_scb.bundled import bundled
from tests.fake_scb.server import FakeScb
from tests.fake_scb.table import Codelist, Table, Value
from tests.loopback import Call, faults

__all__ = ["Call", "Codelist", "FakeScb", "Table", "Value", "bundled", "faults", "generated"]
