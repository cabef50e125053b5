"""Receipts that come before the ids of a message's parts are known."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from connectors.smpp.tracking import Parts


class Early:
    """While a message of several parts is under way, a receipt that names nothing known may be one of its parts'."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._under_way = 0
        self._settled = asyncio.Event()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """A message of several parts is being sent."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._tell()

    def know(self, ids: Sequence[str]) -> None:
        """These are the parts of one message; one id is a whole one."""
        self._parts.know(ids)
        self._tell()

    async def known(self, part: str, seconds: float) -> bool:
        """Whether, within ``seconds``, the part is known or no message is under way that it could be of."""
        try:
            async with asyncio.timeout(seconds):
                while self._under_way and not self._parts.has(part):
                    await self._settled.wait()
        except TimeoutError:
            return False
        return True

    def _tell(self) -> None:
        self._settled.set()
        self._settled = asyncio.Event()
