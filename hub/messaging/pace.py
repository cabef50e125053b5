"""How fast messages go by a way: a token bucket whose places are given out ahead, so that nobody waits in a slot."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

MOST_KEPT = 50_000  # places that are given out; who lost theirs gets another
AT_ONCE = 0.1  # seconds' worth that may go together
TOGETHER = 1.0  # the same of those that are taken many at a time


@dataclass(slots=True)
class Bucket:
    """One way's. ``next``: when the next place is, were there no burst."""

    rate: float
    next: float = 0.0

    def take(self, now: float) -> float:
        """Take the next place: how many seconds until it."""
        step = 1 / self.rate
        burst = max(step, AT_ONCE) - step
        self.next = max(self.next, now - burst) + step
        return max(0.0, self.next - step - now)

    def spare(self, now: float, most: int) -> int:
        """How many of ``most`` may go now, taken at once: what was not used while the last ones went is not lost."""
        step = 1 / self.rate
        first = max(self.next, now - max(step, TOGETHER) + step)
        given = max(0, min(most, int((now - first) / step + 1e-9) + 1)) if first <= now + 1e-9 else 0
        self.next = first + given * step
        return given


@dataclass(slots=True)
class Paces:
    """Every way's of this process."""

    clock: Callable[[], float] = time.monotonic
    _buckets: dict[Hashable, Bucket] = field(default_factory=dict)
    _places: OrderedDict[Hashable, float] = field(default_factory=OrderedDict)

    def bucket(self, way: Hashable, rate: float) -> Bucket:
        """The bucket of a way; another rate holds from now on."""
        found = self._buckets.setdefault(way, Bucket(rate))
        found.rate = rate
        return found

    def wait(self, way: Hashable, rate: float | None, who: Hashable) -> float:
        """Seconds until it is ``who``'s turn; asked again before that, the same place is meant."""
        if rate is None:
            return 0.0
        now = self.clock()
        if (way, who) in self._places:
            turn = self._places[way, who]
        else:
            turn = now + self.bucket(way, rate).take(now)
            self._places[way, who] = turn
            if len(self._places) > MOST_KEPT:
                self._places.popitem(last=False)
        if turn - now > 0.005:
            return turn - now
        del self._places[way, who]
        return 0.0
