"""smpp34 as an SMSC: a real implementation of the other side, written by others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import smpp34

from tests.support.ports import free_port

OnSubmit = Callable[[smpp34.SubmitSmEvent], Awaitable[None]]


class RealSmsc:
    """Listens until it is stopped; ``on_submit`` decides about each message, and by default takes it."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.submitted: list[smpp34.SubmitSmEvent] = []
        self.sessions: dict[str, smpp34.Esme] = {}
        self.on_submit: OnSubmit = self.accept
        self._server: smpp34.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._ids = 0

    async def start(self) -> None:
        self._server = smpp34.Server("127.0.0.1", self.port, system_id="smsc")
        await self._server.start()
        self._serving = asyncio.create_task(self._serve(self._server))

    async def stop(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
        if self._server is not None:
            await self._server.stop()
        self.sessions.clear()

    @property
    def esme(self) -> smpp34.Esme:
        return list(self.sessions.values())[-1]

    async def accept(self, event: smpp34.SubmitSmEvent) -> None:
        event.accept(self.next_id())

    def next_id(self) -> str:
        self._ids += 1
        return str(self._ids)

    async def receipt(self, message_id: str, stat: str = "DELIVRD") -> None:
        text = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:{stat} err:000 text:"
        )
        await self.esme.deliver_sm("982100000", text.encode(), source_addr="989121234567", esm_class=0x04)

    async def _serve(self, server: smpp34.Server) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self.sessions[event.session_id] = event
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.submitted.append(event)
                await self.on_submit(event)
            else:
                self.sessions.pop(event.session_id, None)
