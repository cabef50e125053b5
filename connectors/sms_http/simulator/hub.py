"""The hub as the gateway posts to it: again, with growing pauses, until it says that it has it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

import aiohttp

PAUSES: Final[Sequence[float]] = (1, 2, 5, 10, 30)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


class HubAddress:
    """Where the hub takes what is posted. Until it is known, what there is to post waits."""

    def __init__(self, pauses: Sequence[float] = PAUSES) -> None:
        self._known = asyncio.Event()
        self.pauses = pauses
        self._url = self._secret = ""
        self._session: aiohttp.ClientSession | None = None

    def set(self, url: str, secret: str) -> None:
        """Post below this address from now on."""
        self._url, self._secret = url.rstrip("/"), secret
        self._known.set()

    async def post(self, path: str, said: Mapping[str, Any]) -> bool:
        """Post it; False where the hub did not take it in all that time."""
        await self._known.wait()
        for pause in (*self.pauses, None):
            if await self._posted(path, said):
                return True
            if pause is not None:
                await asyncio.sleep(pause)
        return False

    async def _posted(self, path: str, said: Mapping[str, Any]) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False)
        try:
            url = f"{self._url}/{path}"
            async with self._session.post(url, params={"secret": self._secret}, json=said, ssl=False) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def close(self) -> None:
        """Post no more."""
        if self._session is not None:
            await self._session.close()
