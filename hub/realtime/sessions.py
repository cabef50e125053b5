"""Who may stay: sessions end, are locked, and lose rights while their sockets stay up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from hub.db import StoreUnavailable
from hub.realtime.clients import Client, Clients
from hub.realtime.rooms import Rooms
from hub.realtime.socket import Server
from hub.web import AUTHENTICATE, Principal, Problem

log = structlog.get_logger(__name__)
LOOK_EVERY = 5.0  # seconds


class Sessions:
    """Asks again who is there: at once when a session is told to have changed, and every half minute anyway."""

    def __init__(self, server: Server, clients: Clients, rooms: Rooms) -> None:
        self._server = server
        self._clients = clients
        self._rooms = rooms
        self._changed: set[str] = set()
        self._wake = asyncio.Event()

    def changed(self, room: str) -> None:
        """Something about the user whose own room this is, or about one of their sessions, was changed."""
        self._changed.update(client.sid for client in self._clients.in_room(room))
        if self._changed:
            self._wake.set()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            await self._look()

    async def _look(self) -> None:
        sids, self._changed = self._changed, set()
        due = {client.sid for client in self._clients if client.is_due_for_check()} | sids
        try:
            await self.recheck(client for sid in due if (client := self._clients.get(sid)))
        except StoreUnavailable:
            self._changed |= sids
            log.warning("recheck_delayed", reason="store away")
        except Exception:
            log.exception("recheck_failed")

    async def recheck(self, clients: Iterable[Client]) -> None:
        """Disconnect clients whose session is over or locked, or that may no longer see what they follow."""
        for client in list(clients):
            user = await client.request.app[AUTHENTICATE](client.request)
            if user is None or user.locked:
                await self.sign_out(client, "locked" if user else "ended")
                continue
            client.user = user
            if not all(self._may_see(user, name) for name in client.rooms):
                await self._server.disconnect(client.sid)  # the page connects anew, and asks for what it may see

    async def sign_out(self, client: Client, reason: str) -> None:
        """Tell the page why, and disconnect it."""
        await self._server.emit("signed_out", {"reason": reason}, to=client.sid)
        await self._server.disconnect(client.sid)

    def _may_see(self, user: Principal, name: str) -> bool:
        try:
            self._rooms.visible_to(user, name)
        except Problem:
            return False
        return True
