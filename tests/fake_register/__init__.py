"""A business register of our own on loopback, with the real one's paging, order, limits, errors and quirks, for tests
and developers. The client that it is held against does not belong here, and it shares no code with it.

Run it alone with ``python -m tests.fake_register --port 8020``; it prints the command to try.
"""

from tests.fake_register.server import KEY, FakeRegister
from tests.fake_register.workplaces import Register, Truth, register
from tests.loopback import Call, faults

__all__ = ["KEY", "Call", "FakeRegister", "Register", "Truth", "faults", "register"]
