"""What every gateway does, whatever it speaks: it takes messages, delivers them, hears from people, and has moods."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto

from aiohttp import web
from aiohttp.test_utils import TestServer

PRICE = 120


class Mood(Enum):
    """How it answers."""

    WELL = auto()
    LOSES_ANSWERS = auto()  # takes the message, and hangs up without a word
    HANGS = auto()  # takes it, and says nothing for long
    BUSY = auto()  # 429
    BROKEN = auto()  # 500, and a page of HTML
    BABBLES = auto()  # 200, and no answer that it would give


@dataclass
class Sent:
    """A message that it was sent."""

    id: str
    to: str
    sender: str
    text: str
    pattern: str | None = None
    state: str = "sent"  # sent, delivered, undelivered
    callback: str | None = None


@dataclass
class Came:
    """A message that a person wrote."""

    id: str
    sender: str
    to: str
    text: str
    at: datetime
    read: bool = False


@dataclass
class Gateway:
    """What it remembers, and its mood."""

    credit: int = 10_000
    key: str = "k3y-of-the-gateway"
    mood: Mood = Mood.WELL
    sent: list[Sent] = field(default_factory=list)
    inbox: list[Came] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    next: int = 8792343

    def take(self, to: str, sender: str, text: str, pattern: str | None = None, callback: str | None = None) -> Sent:
        """Keep a message. Raises ``NoCredit``."""
        if self.credit < PRICE:
            raise NoCredit
        self.credit -= PRICE
        self.next += 1
        one = Sent(str(self.next), to, sender, text, pattern, callback=callback)
        self.sent.append(one)
        return one

    def find(self, name: str) -> Sent | None:
        """The message of this id."""
        return next((one for one in self.sent if one.id == name), None)

    def deliver(self, state: str = "delivered") -> None:
        """Everything that it was sent comes to this."""
        for one in self.sent:
            one.state = state

    def write(self, sender: str, to: str, text: str, at: datetime | None = None) -> Came:
        """A person writes."""
        self.next += 1
        one = Came(str(self.next), sender, to, text, at or datetime.now(UTC).replace(microsecond=0))
        self.inbox.append(one)
        return one

    def unread(self, most: int = 100) -> list[Came]:
        """What was not read before; it is read now."""
        found = [one for one in self.inbox if not one.read][:most]
        for one in found:
            one.read = True
        return found


class NoCredit(Exception):
    """Nothing is left to send with."""


@web.middleware
async def moody(request: web.Request, handler) -> web.StreamResponse:  # type: ignore[no-untyped-def]
    """Do what is asked, and answer as the mood is."""
    gateway = request.app[GATEWAY]
    gateway.requests.append(f"{request.method} {request.path}")
    if gateway.mood is Mood.BUSY:
        return web.Response(status=429, headers={"Retry-After": "7"}, text="slow down")
    answer = await handler(request)
    if gateway.mood is Mood.LOSES_ANSWERS and request.transport is not None:
        request.transport.close()
    elif gateway.mood is Mood.HANGS:
        await asyncio.sleep(30)
    elif gateway.mood is Mood.BROKEN:
        return web.Response(status=500, text="<html>Internal error</html>", content_type="text/html")
    elif gateway.mood is Mood.BABBLES:
        return web.Response(text="<html>Welcome to the hotel's network</html>", content_type="text/html")
    return answer


GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway", Gateway)


@asynccontextmanager
async def serving(routes: web.RouteTableDef, gateway: Gateway) -> AsyncIterator[str]:
    """Serve these routes; its address."""
    app = web.Application(middlewares=[moody])
    app[GATEWAY] = gateway
    app.add_routes(routes)
    server = TestServer(app)
    await server.start_server()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        await server.close()
