"""What the hub's pops are measured against: AMI in, Socket.IO out.

``python -m tests.bench.relay AMI PORT [URL]``: nothing is looked up or stored, so nothing can be quicker; with a URL
each event is one transaction by the ORM before it is told, as a first version would have it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import socketio
from aiohttp import web

from connectors.asterisk.normalise import HANDLERS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

Store = Callable[[Any, dict[str, str]], Awaitable[None]]


async def main(ami: int, port: int, url: str | None) -> None:
    """Relay until the standard input is closed."""
    store, sessions = await _plain(url) if url else (None, None)
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    task = asyncio.create_task(_relay(server, ami, store, sessions))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    task.cancel()
    await runner.cleanup()


async def _plain(url: str) -> tuple[Store, async_sessionmaker[AsyncSession]]:
    from tests.bench.plain import sessions_on, store

    return store, await sessions_on(url)


async def _relay(
    server: socketio.AsyncServer, ami: int, store: Store | None, sessions: async_sessionmaker[AsyncSession] | None
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", ami)
    await reader.readline()
    writer.write(b"Action: Login\r\nUsername: u\r\nSecret: s\r\nActionID: 1\r\n\r\n")
    while True:
        packet = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.split(": ", 1) for line in packet.split("\r\n") if ": " in line)
        if store and sessions and fields.get("Event") in HANDLERS:
            async with sessions.begin() as session:
                await store(session, fields)
        if fields.get("Event") == "DialBegin":
            await server.emit("event", {"kind": "pop", "data": {"number": {"raw": fields["CallerIDNum"]}}})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None))
