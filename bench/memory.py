"""What a process holds, where the system tells."""

from pathlib import Path
from typing import NamedTuple


class Resident(NamedTuple):
    """MB (of 1,000,000 bytes); not-a-number where the system doesn't tell."""

    now: float
    most: float  # so far
    own: float  # of `now`, without files of the system's cache


def resident(process: int | str = "self") -> Resident:
    """What a process has in memory: this one, or another by its number."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return Resident(*[float("nan")] * 3)
    told = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
    names = ("VmRSS", "VmHWM", "RssAnon")
    return Resident(*(int(told[name].split()[0]) * 1024 / 1e6 for name in names))
