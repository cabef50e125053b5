"""Browsers' sockets: who is signed in hears what a page hears."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import socketio

from tests.bench import world

Heard = Callable[[dict[str, Any]], None]


@asynccontextmanager
async def watching(
    port: int, room: str = "calls", heard: Heard = lambda _: None, email: str = world.EMAIL
) -> AsyncIterator[None]:
    """Somebody's page in this room while the block runs; ``heard`` gets every event."""
    base, jar = f"http://127.0.0.1:{port}", aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, headers={"Origin": base}, cookie_jar=jar) as http:
        async with http.post("/api/session", json={"email": email, "password": world.PASSWORD}) as answer:
            answer.raise_for_status()
        cookie = "; ".join(f"{item.key}={item.value}" for item in jar)
        client = socketio.AsyncClient()
        client.on("event", heard)
        await client.connect(base, transports=["websocket"], headers={"Cookie": cookie, "Origin": base})
        await client.call("join", {"room": room})
        try:
            yield
        finally:
            await client.disconnect()
