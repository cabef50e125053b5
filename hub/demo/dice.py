"""Chance and time of the demo: the same seed and the same present give the same data."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

T = TypeVar("T")
SEED: Final = 4821
OPENS, CLOSES = 8, 18  # office hours
WEEKENDS: Final = {"fa": frozenset({4}), "en": frozenset({5, 6})}  # Monday is 0


class Dice:
    """Seeded chance, with ``now`` as the present (aware UTC)."""

    def __init__(self, now: datetime, seed: int = SEED) -> None:
        self.now = now
        self._random = random.Random(seed)  # noqa: S311 - repeatable demo data, nothing secret

    def pick(self, choices: Sequence[T]) -> T:
        """One of ``choices``."""
        return self._random.choice(choices)

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """``count`` different ones."""
        return self._random.sample(choices, count)

    def chance(self, share: float) -> bool:
        """True in ``share`` of all cases."""
        return self._random.random() < share

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""
        return self._random.uniform(low, high)

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)

    def id(self, at: datetime) -> UUID:
        """A UUIDv7 made at ``at``."""
        value = int(at.timestamp() * 1000) << 80 | self._random.getrandbits(80)
        value = value & ~(0xF << 76) | 7 << 76
        return UUID(int=value & ~(0b11 << 62) | 0b10 << 62)

    def age(self, days: float) -> datetime:
        """A time in the last ``days``, more likely a recent one."""
        return self.now - timedelta(days=days * self._random.random() ** 1.8)

    def at_work(self, at: datetime, zone: str, language: str) -> datetime:
        """``at``, or the next time after it at which an office in ``zone`` is open."""
        local = at.astimezone(ZoneInfo(zone))
        if local.hour >= CLOSES:
            local = self._morning(local + timedelta(days=1))
        elif local.hour < OPENS:
            local = self._morning(local)
        while local.weekday() in WEEKENDS[language]:
            local = self._morning(local + timedelta(days=1))
        return local.astimezone(self.now.tzinfo)

    def _morning(self, day: datetime) -> datetime:
        opened = day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        return opened + timedelta(seconds=self._random.randint(0, (CLOSES - OPENS - 1) * 3600))
