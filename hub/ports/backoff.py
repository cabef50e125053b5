"""Pauses between attempts: doubling, with jitter so that many do not come at once."""

from __future__ import annotations

import random


class Backoff:
    """Each pause lies between half of its step and the whole; a step doubles from ``first`` to ``longest`` seconds."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._step = first

    def next(self) -> float:
        """Seconds to wait now."""
        step = min(self._step, self._longest)
        self._step = min(self._step * 2, self._longest)
        return step * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret

    def reset(self) -> None:
        """Begin anew after a success."""
        self._step = self._first
