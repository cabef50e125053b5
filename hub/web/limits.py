"""Request rates per client, counted in this process within bounded memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from hub.web.problems import Throttled

CLIENTS = 10_000  # beyond it the longest unseen are forgotten


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``count`` requests of one client in ``seconds``."""

    count: int
    seconds: float


class Limiter:
    """Token buckets by (route, client): full at first, refilled evenly."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, capacity: int = CLIENTS) -> None:
        self._clock = clock
        self._capacity = capacity
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, route: str, client: str, rate: Rate) -> None:
        """Count one request. Raises ``Throttled`` with the seconds until the next one may come."""
        now = self._clock()
        key = (route, client)
        tokens, at = self._buckets.pop(key, (float(rate.count), now))
        tokens = min(float(rate.count), tokens + (now - at) * rate.count / rate.seconds)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        if not allowed:
            raise Throttled(int((1 - tokens) * rate.seconds / rate.count) + 1)
