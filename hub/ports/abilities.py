"""What a connector can do beyond what every one does, by the options of an account."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from hub.ports.connector import Options


@runtime_checkable
class HoldsCalls(Protocol):
    """A connector whose accounts may be asked to ``Hold`` and ``Resume``."""

    def can_hold(self, options: Options) -> bool:
        """Whether an account with these options may be asked so."""
