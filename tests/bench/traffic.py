"""Play a day's calls on a PBX, so many a second, and say what was played."""

from __future__ import annotations

import heapq
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench import world
from tests.bench.pbx import Pbx
from tests.bench.shapes import Mix


@dataclass(slots=True)
class Played:
    """One stretch of calls: when it began, when it ended, and what was in it."""

    began: float
    ended: float
    events: int = 0
    numbers: set[str] = field(default_factory=set)

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / (self.ended - self.began)


class Traffic:
    """Calls of known and unknown numbers to (and from) the phones of a staff; no number comes twice."""

    def __init__(self, pbx: Pbx, customers: int, phones: list[str]) -> None:
        self._pbx = pbx
        self._customers = customers
        self._phones = phones
        self._mix = Mix()
        self._dice = random.Random(5)
        self._calls = itertools.count(1)
        self._due: list[tuple[float, int, Iterator[list[bytes]]]] = []

    def play(self, rate: float, seconds: float) -> Played:
        """So many calls a second for so long; what is not over then goes on in the next stretch. Blocks."""
        played = Played(time.perf_counter(), time.perf_counter() + seconds)
        for place in range(int(rate * seconds)):
            begins = played.began + place / rate
            self._until(begins, played)
            call = next(self._calls)
            heapq.heappush(self._due, (begins, call, self._call(call, played)))
        self._until(played.ended, played)
        return played

    def finish(self) -> None:
        """Play what is left of the calls."""
        self._until(float("inf"), Played(0, 0))

    def _call(self, call: int, played: Played) -> Iterator[list[bytes]]:
        known = call * 7919 % self._customers
        number = world.number(known) if call % 2 and call < self._customers else f"0935{call:07d}"
        played.numbers.add(number)
        first, second = self._dice.sample(self._phones, 2)
        return self._mix.next().played(call, number, (first, second))

    def _until(self, end: float, played: Played) -> None:
        while self._due and self._due[0][0] <= end:
            at, call, parts = heapq.heappop(self._due)
            time.sleep(max(0.0, at - time.perf_counter()))
            packets = next(parts, None)
            if packets is not None:
                self._pbx.write(packets)
                played.events += len(packets)
                heapq.heappush(self._due, (at + self._mix.pause(), call, parts))
        if end < float("inf"):
            time.sleep(max(0.0, end - time.perf_counter()))
