"""The largest resident memory of a process so far.
No benchmark belongs here."""

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak() -> int:
    """Kilobytes; on Linux of this program alone, for getrusage counts what the parent held when it started us."""
    if STATUS.is_file():
        (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
