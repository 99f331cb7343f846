"""Rate limits: a bucket for each method, and one message a second for each channel."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

CHANNEL_BURST = 4  # Slack lets short bursts through without saying how short
CHANNEL_RATE = 1.0  # messages a second


@dataclass
class _Bucket:
    size: float
    rate: float
    level: float
    at: float


@dataclass
class Limits:
    """`wait(...)` is 0 and takes one, or says how many whole seconds to wait."""

    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def method(self, name: str, per_minute: int) -> int:
        return self._take(name, per_minute, per_minute / 60)

    def channel(self, channel: str) -> int:
        return self._take(f"channel {channel}", CHANNEL_BURST, CHANNEL_RATE)

    def _take(self, key: str, size: float, rate: float) -> int:
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(size, rate, size, now))
        bucket.level = min(bucket.size, bucket.level + (now - bucket.at) * bucket.rate)
        bucket.at = now
        if bucket.level >= 1:
            bucket.level -= 1
            return 0
        return math.ceil((1 - bucket.level) / bucket.rate)
