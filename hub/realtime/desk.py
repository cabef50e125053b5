"""Answers what clients ask: join, leave, catch up, and that somebody is there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.db import Database, StoreUnavailable
from hub.realtime.clients import ROOMS_EACH, Client, Clients
from hub.realtime.rooms import Room, Rooms
from hub.realtime.socket import UNKNOWN, Server
from hub.web import Principal, Problem, Unauthorized

log = structlog.get_logger(__name__)
Message = dict[str, Any]
Activity = Callable[[Principal], Coroutine[Any, Any, None]]
Handler = Callable[[Client, Message], Coroutine[Any, Any, Message]]
EVENTS = ("join", "leave", "catch_up", "ping_activity")


class Desk:
    """One process's answers. Whatever goes wrong, the client gets a problem."""

    def __init__(self, server: Server, db: Database, rooms: Rooms, clients: Clients) -> None:
        self._server = server
        self._db = db
        self._rooms = rooms
        self._clients = clients
        self.on_activity: Activity | None = None
        handlers: dict[str, Handler] = {
            "join": self._join, "leave": self._leave, "catch_up": self._catch_up, "ping_activity": self._activity,
            UNKNOWN: self._unknown,
        }  # fmt: skip
        for name, handler in handlers.items():
            server.on(name, self._answering(handler))

    def _answering(self, handler: Handler) -> Any:
        async def answer(sid: str, message: Any = None) -> Message:
            try:
                return await self._answer(handler, self._clients.get(sid), message)
            except Problem as problem:
                return _refusal(problem.status, problem.code, problem.detail)
            except StoreUnavailable:
                return _refusal(503, "store_unavailable", "The store does not answer; try again.")
            except ValueError:
                return _refusal(422, "invalid", "The message is not of the right form.")
            except Exception:
                log.exception("socket_event_failed")
                return _refusal(500, "internal", "Something went wrong here.")

        return answer

    async def _answer(self, handler: Handler, client: Client | None, message: Any) -> Message:
        if client is None:
            raise Unauthorized
        client.take_message()
        client.working += 1
        try:
            return await handler(client, message if isinstance(message, dict) else {})
        finally:
            client.working -= 1

    async def _join(self, client: Client, message: Message) -> Message:
        room = self._rooms.visible_to(client.user, _text(message, "room"))
        cursor = message.get("cursor")
        if len(client.rooms) >= ROOMS_EACH and room.name not in client.rooms:
            raise Problem(429, "too_many_rooms", f"At most {ROOMS_EACH} rooms at once: leave some.")
        if room.kind.admit:  # before entering: what is said in there from then on is heard
            async with self._db.read() as session:
                await self._rooms.admit(session, client.user, room)
        await self._server.enter_room(client.sid, room.key)  # before reading: an event may come twice, never not at all
        client.rooms[room.name] = room
        try:
            async with self._db.read() as session:
                await self._rooms.admit(session, client.user, room)
                answer = await self._since(session, room, cursor) or await self._snapshot(session, client, room)
            self._rooms.visible_to(client.user, room.name)  # rights may have gone meanwhile
        except BaseException:
            await self._leave(client, {"room": room.name})
            raise
        return answer

    async def _since(self, session: AsyncSession, room: Room, cursor: object) -> Message | None:
        """What happened since ``cursor``, or None where a snapshot serves better."""
        if not isinstance(cursor, str) or not await events.is_readable(session, cursor):
            return None
        head = (await events.heads(session, [room.key]))[room.key]
        page = await events.read_forward(session, [room.key], cursor)
        if page.more:
            return None
        return {"ok": True, "cursor": _further(head, page.cursor), "events": _wire(page, room.name)}

    async def _snapshot(self, session: AsyncSession, client: Client, room: Room) -> Message:
        head = (await events.heads(session, [room.key]))[room.key]
        found = await room.kind.snapshot(session, client.user, room.item)
        data = {kind: [item.model_dump(mode="json") for item in items] for kind, items in found.items()}
        return {"ok": True, "cursor": head, "snapshot": data}

    async def _leave(self, client: Client, message: Message) -> Message:
        room = client.rooms.pop(_text(message, "room"), None)
        if room and self._server.is_open(client.sid):
            await self._server.leave_room(client.sid, room.key)
        return {"ok": True}

    async def _catch_up(self, client: Client, message: Message) -> Message:
        room = self._rooms.visible_to(client.user, _text(message, "room"))
        cursor = _text(message, "cursor")
        async with self._db.read() as session:
            await self._rooms.admit(session, client.user, room)
            if not await events.is_readable(session, cursor):
                raise Problem(410, "cursor_gone", "Those events are gone: join again.")
            head = (await events.heads(session, [room.key]))[room.key]
            page = await events.read_forward(session, [room.key], cursor)
        reached = page.cursor if page.more else _further(head, page.cursor)
        return {"ok": True, "events": _wire(page, room.name), "cursor": reached, "more": page.more}

    async def _activity(self, client: Client, _message: Message) -> Message:
        if self.on_activity and client.is_newly_active():
            await self.on_activity(client.user)
        return {"ok": True}

    async def _unknown(self, _client: Client, _message: Message) -> Message:
        raise Problem(404, "unknown_event", f"There is no such event; there are {', '.join(EVENTS)}.")


def _further(head: str, cursor: str) -> str:
    """The later of two positions; a room's head lies behind the cursor of a reader who came from elsewhere."""
    return max(head, cursor, key=lambda text: tuple(int(part) for part in text.split(".")))


def _wire(page: events.Page, room: str) -> list[Message]:
    return [event.as_json() | {"room": room} for event in page.events]


def _text(message: Message, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError(name)
    return value


def _refusal(status: int, code: str, detail: str | None) -> Message:
    return {"ok": False, "problem": {"status": status, "code": code, "detail": detail}}
