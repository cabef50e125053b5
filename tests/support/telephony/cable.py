"""A network cable on loopback: connections pass through it, and a test may cut it."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.support.ports import free_port


class Cable:
    """Passes connections from ``port`` on to ``target_port``; refuses them while it is cut."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.port = free_port()  # no other's while it is cut
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._forgotten = asyncio.Event()

    async def mend(self) -> None:
        """Let connections pass (again), at the same port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def forget(self) -> None:
        """Carry nothing more on the connections that stand, and say nothing: as after a sleep. New ones pass."""
        self._forgotten.set()
        self._forgotten = asyncio.Event()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._connect(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        forgotten = self._forgotten
        try:
            there, back = (
                asyncio.create_task(_copy(*pair, forgotten)) for pair in ((reader, far_writer), (far_reader, writer))
            )
            try:
                await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            finally:
                there.cancel()
                back.cancel()
        finally:
            writer.transport.abort()
            far_writer.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, forgotten: asyncio.Event) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            if forgotten.is_set():
                continue
            writer.write(data)
            await writer.drain()
