"""Which signal asked this process to end, whoever handles it: Dagster puts its own handlers in the place of ours.
What is said then is the command line's matter."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

# The last of them comes when the terminal is closed.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def listening() -> Iterator[Callable[[], signal.Signals | None]]:
    """Make all ENDINGS end the work as Ctrl-C does; the function tells which has come, None while none has."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    here, there = socket.socketpair()
    for end in (here, there):
        end.setblocking(False)
    # What is ignored (nohup, a job in the background) stays so.
    before = {ending: signal.getsignal(ending) for ending in ENDINGS}
    for ending, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(ending, signal.default_int_handler)
    earlier = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)

    def received() -> signal.Signals | None:
        with suppress(BlockingIOError):
            return next((ending for number in here.recv(1 << 10) for ending in ENDINGS if ending == number), None)
        return None

    try:
        yield received
    finally:
        signal.set_wakeup_fd(earlier)
        for ending, handler in before.items():
            signal.signal(ending, handler)
        here.close()
        there.close()
