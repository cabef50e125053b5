"""The AMI listener on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial

from connectors.asterisk.simulator.actions import Credentials, answer
from connectors.asterisk.simulator.exchange import Exchange
from connectors.asterisk.simulator.session import Session

SIGN_IN_TIMEOUT = 30.0  # seconds, Asterisk's default authtimeout


class AmiServer:
    """Lets any number of clients watch and steer an exchange."""

    def __init__(self, exchange: Exchange, credentials: Credentials, sign_in_timeout: float = SIGN_IN_TIMEOUT) -> None:
        self._exchange = exchange
        self._answer = partial(answer, exchange, credentials)
        self._sign_in_timeout = sign_in_timeout
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen; the port (the given one, or a free one for 0). Raises ``OSError``."""
        self._server = await asyncio.start_server(self._serve, host, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the listener and every client's connection."""
        if self._server:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        session = Session(reader, writer, self._answer, self._sign_in_timeout)
        self._exchange.listeners.add(session.offer_event)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await session.serve()
        finally:
            self._exchange.listeners.discard(session.offer_event)
            writer.transport.abort()
