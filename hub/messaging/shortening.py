"""Short links in messages, as far as somebody makes them; see ``Hooks.links``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from hub.db import Tx


class Shortens(Protocol):
    """Makes short links for texts, and keeps what they stand for."""

    def shorten(self, text: str, utm: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """The text with short links, and the targets by their codes."""

    def sample(self, text: str, utm: Mapping[str, str]) -> tuple[str, int]:
        """The text as long as it will be, and how many links it has; nothing is made."""

    def leading(self, text: str, utm: Mapping[str, str]) -> str:
        """The text with what its short links would lead to in their places."""

    async def restored(self, tx: Tx, message: UUID, text: str) -> str:
        """A message's shortened text as ``leading`` gives it."""

    async def keep(self, tx: Tx, made: Mapping[UUID, Mapping[str, str]]) -> dict[UUID, dict[str, str]]:
        """Keep targets by message and code; links that had to be made anew, the old and the new, by message."""

    async def drop(self, tx: Tx, messages: Collection[UUID]) -> None:
        """Forget those of these messages: they were not kept after all."""
