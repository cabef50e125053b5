"""Figures as the parts print them: what was measured, what was promised, and how busy the machine was meanwhile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and what was promised of it; None: nothing."""

    name: str
    figure: float
    promise: float | None = None
    unit: str = "ms"

    @property
    def kept(self) -> bool:
        """True unless a promise is broken."""
        return self.promise is None or self.figure <= self.promise


def quantile(times: Sequence[float], share: float) -> float:
    """What ``share`` of the times stay below."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def load() -> float:
    """Programs that wanted a processor in the last minute; more than there are makes the slowest times slower."""
    return os.getloadavg()[0]


def report(rows: Sequence[Row]) -> int:
    """Print a table; 1 when a promise is broken."""
    print(f"{os.cpu_count()} processors")
    for row in rows:
        told = "" if row.promise is None else f"{row.promise:>8g} {'kept' if row.kept else 'BROKEN'}"
        print(f"{row.name:<80}{row.figure:>9.2f} {row.unit:<3}{told}")
    return 0 if all(row.kept for row in rows) else 1
