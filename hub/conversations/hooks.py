"""What modules do for conversations while they are on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Opening(Protocol):
    """Whether it is open, and until when that holds (None: not known)."""

    @property
    def open(self) -> bool:
        """Whether it is."""

    @property
    def until(self) -> datetime | None:
        """Until when."""


@dataclass(frozen=True, slots=True)
class Always:
    """Without opening hours it is always open."""

    open: bool = True
    until: datetime | None = None


def always_open(_line_id: UUID | None, _team_id: UUID | None) -> Opening:
    """Where nobody keeps hours."""
    return Always()


@dataclass
class Hooks:
    """``opens``: whether it is open now on a line, or for a team."""

    opens: Callable[[UUID | None, UUID | None], Opening] = always_open


HOOKS = Hooks()
