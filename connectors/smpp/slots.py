"""What the hub keeps for an account while it waits here: texts in a fixed number of places among its cursors."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from hub.ports import Host, RetryLater

SLOTS: Final = 500
LONGEST: Final = 1_000  # letters of a cursor


class Slots:
    """``name.N`` holds a text (what is longer goes on in ``name.N.1``, …), ``names`` how many were ever in use."""

    def __init__(self, host: Host, name: str) -> None:
        self._host = host
        self._name = name
        self._used: dict[int, int] = {}  # each with its pieces
        self._left: set[int] = set()  # to be emptied
        self._mark = 0
        self._marking = asyncio.Lock()

    async def load(self) -> list[tuple[int, str]]:
        """What was left, each with its slot. Raises ``RetryLater``."""
        self._mark = int(await self._host.cursor(f"{self._name}s") or 0)
        self._used.clear()
        return [(slot, text) for slot in range(self._mark) if (text := await self._read(slot))]

    async def keep(self, text: str) -> int:
        """Keep a text; its slot. Raises ``RetryLater``, also where none is free, and then it is not kept."""
        if len(self._used) >= SLOTS:
            raise RetryLater("Too much waits here already.")
        slot = min(set(range(len(self._used) + 1)).difference(self._used))
        pieces = [text[at : at + LONGEST] for at in range(0, len(text) + 1, LONGEST)]  # the last one is shorter
        self._used[slot] = len(pieces)
        try:
            await self._reach(slot)
            for number in reversed(range(len(pieces))):  # it counts once its first is there
                await self._host.keep_cursor(self._place(slot, number), pieces[number])
        except BaseException:
            self._used.pop(slot, None)
            raise
        return slot

    async def empty(self, slots: Iterable[int]) -> None:
        """They wait no longer. What cannot be emptied now is with the next; after a restart it waits once more."""
        mine, self._left = {*slots, *self._left}, set()
        try:
            for slot in sorted(mine):
                for number in range(self._used[slot]):
                    await self._host.keep_cursor(self._place(slot, number), "")
                del self._used[slot]
                mine.discard(slot)
        except RetryLater:
            pass
        finally:
            self._left |= mine

    async def _reach(self, slot: int) -> None:
        async with self._marking:
            if slot >= self._mark:
                await self._host.keep_cursor(f"{self._name}s", str(slot + 1))
                self._mark = slot + 1

    async def _read(self, slot: int) -> str:
        text = piece = await self._host.cursor(self._place(slot, 0)) or ""
        pieces = 1
        while len(piece) == LONGEST:
            piece = await self._host.cursor(self._place(slot, pieces)) or ""
            text, pieces = text + piece, pieces + 1
        if text:
            self._used[slot] = pieces
        return text

    def _place(self, slot: int, number: int) -> str:
        return f"{self._name}.{slot}" + (f".{number}" if number else "")
