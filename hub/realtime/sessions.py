"""Who may stay: sessions end, are locked, and lose rights while their sockets stay up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from hub.db import Database, StoreUnavailable
from hub.realtime.clients import Client, Clients
from hub.realtime.rooms import Rooms
from hub.realtime.socket import Server
from hub.web import AUTHENTICATE, Problem

log = structlog.get_logger(__name__)
LOOK_EVERY = 5.0  # seconds


class Sessions:
    """Asks again who is there: at once when a session is told to have changed, and every half minute anyway."""

    def __init__(self, server: Server, clients: Clients, rooms: Rooms, db: Database) -> None:
        self._server = server
        self._db = db
        self._clients = clients
        self._rooms = rooms
        self._changed: set[str] = set()
        self._wake = asyncio.Event()

    def changed(self, room: str) -> None:
        """Something about the user whose own room this is, or about one of their sessions, was changed."""
        self._changed.update(client.sid for client in self._clients.in_room(room))
        if self._changed:
            self._wake.set()

    def all_changed(self) -> None:
        """What people may see was changed for everybody."""
        self._changed.update(client.sid for client in self._clients)
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
            if not await self._may_stay(client):
                await self._server.disconnect(client.sid)  # the page connects anew, and asks for what it may see

    async def sign_out(self, client: Client, reason: str) -> None:
        """Tell the page why, and disconnect it."""
        await self._server.emit("signed_out", {"reason": reason}, to=client.sid)
        await self._server.disconnect(client.sid)

    async def _may_stay(self, client: Client) -> bool:
        rooms = list(client.rooms.values())
        try:
            for room in rooms:
                self._rooms.visible_to(client.user, room.name)
            if asked := [room for room in rooms if room.kind.admit]:
                async with self._db.read() as session:
                    for room in asked:
                        await self._rooms.admit(session, client.user, room)
        except Problem:
            return False
        return True
