"""What this process holds, where the system tells."""

from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident() -> tuple[float, float]:
    """MB resident now, and at most so far; not-a-number where the system doesn't tell."""
    if not _STATUS.exists():
        return float("nan"), float("nan")
    told = dict(line.split(":", 1) for line in _STATUS.read_text("utf-8").splitlines())
    now, most = (int(told[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))
    return now, most
