"""The sockets of this process, and whose they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from aiohttp import web

from hub.events import user_room
from hub.realtime.rooms import Room
from hub.web import Principal, Rate, Throttled
from hub.web.limits import Limiter

CHECK_EVERY = 30.0  # seconds between two looks at a socket's session
ROOMS_EACH = 50  # rooms of one socket
SOCKETS_EACH = 50  # sockets of one user on this process
AT_ONCE = 16  # messages of one socket at work
MESSAGES = Rate(100, 5)
ACTIVITY_EVERY = 5.0  # seconds


@dataclass(slots=True)
class Client:
    """One socket. ``rooms`` are those it joined, by the client's word for them."""

    sid: str
    user: Principal
    request: web.Request
    rooms: dict[str, Room] = field(default_factory=dict)
    checked_at: float = field(default_factory=time.monotonic)
    active_at: float = float("-inf")
    working: int = 0
    _messages: Limiter = field(default_factory=lambda: Limiter(capacity=1))

    def is_due_for_check(self) -> bool:
        """True once in a while; asking moves the clock on."""
        if time.monotonic() - self.checked_at < CHECK_EVERY:
            return False
        self.checked_at = time.monotonic()
        return True

    def is_newly_active(self) -> bool:
        """True for the first sign of a person in a while; asking moves the clock on."""
        if time.monotonic() - self.active_at < ACTIVITY_EVERY:
            return False
        self.active_at = time.monotonic()
        return True

    def take_message(self) -> None:
        """Count a message. Raises ``Throttled`` when there are too many, by the second or at once."""
        self._messages.take("messages", "", MESSAGES)
        if self.working >= AT_ONCE:
            raise Throttled(1, "Too many messages at once.")


class Clients:
    """All sockets of this process."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Client] = {}

    def __iter__(self) -> Iterator[Client]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)

    def add(self, sid: str, user: Principal, request: web.Request) -> None:
        """Remember a socket that was let in."""
        self._by_sid[sid] = Client(sid, user, request)

    def get(self, sid: str) -> Client | None:
        """The socket's client, or None when it was never let in."""
        return self._by_sid.get(sid)

    def remove(self, sid: str) -> None:
        """Forget a socket that went away."""
        self._by_sid.pop(sid, None)

    def of_user(self, user_id: UUID) -> list[Client]:
        """All sockets of one user."""
        return [client for client in self if client.user.id == user_id]

    def in_room(self, key: str) -> list[Client]:
        """Sockets whose user's own room this is."""
        return [client for client in self if user_room(client.user.id) == key]

    def users(self) -> set[UUID]:
        """Everybody who has a socket here."""
        return {client.user.id for client in self}
