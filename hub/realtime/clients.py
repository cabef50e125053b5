"""The sockets of this process, and whose they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from aiohttp import web

from hub.events import user_room
from hub.realtime.rooms import Room
from hub.web import Principal

CHECK_EVERY = 30.0  # seconds between two looks at a socket's session


@dataclass(slots=True)
class Client:
    """One socket. ``rooms`` are those it joined, by the client's word for them."""

    sid: str
    user: Principal
    request: web.Request
    rooms: dict[str, Room] = field(default_factory=dict)
    checked_at: float = field(default_factory=time.monotonic)

    def is_due_for_check(self) -> bool:
        """True once in a while; asking moves the clock on."""
        if time.monotonic() - self.checked_at < CHECK_EVERY:
            return False
        self.checked_at = time.monotonic()
        return True


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
