"""Which rooms there are, who may be in them, and what a newcomer is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.web import Forbidden, NotFound, Principal

Snapshot = Mapping[str, Sequence[BaseModel]]
TakeSnapshot = Callable[[AsyncSession, Principal, UUID | None], Awaitable[Snapshot]]
Admit = Callable[[AsyncSession, Principal, UUID | None], Awaitable[None]]
ME = "me"


@dataclass(frozen=True, slots=True)
class RoomKind:
    """A room, or with ``keyed`` one room for each id (``customer:{id}``).

    ``admit`` raises where the permission alone is not enough, such as a team's room for who is not in the team. It is
    asked before a snapshot, before reading forward, and again while somebody stays.
    """

    name: str
    permission: str
    snapshot: TakeSnapshot
    keyed: bool = False
    admit: Admit | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A room that a user asked for and may see. ``name`` is the client's word, ``key`` the event log's."""

    name: str
    key: str
    kind: RoomKind
    item: UUID | None


class Gate(Protocol):
    """Knows which modules are switched on."""

    def is_on(self, module: str) -> bool:
        """Whether it is."""

    def check_room(self, name: str) -> None:
        """Raises ``NotFound`` for a room of a module that is switched off."""


class _Open:
    """Where there are no modules, everything is on."""

    def is_on(self, module: str) -> bool:
        return True

    def check_room(self, name: str) -> None:
        return None


_open = _Open()


class Rooms:
    """All rooms of the hub; areas add theirs when the application is put together."""

    def __init__(self) -> None:
        self._kinds: dict[str, RoomKind] = {}
        self._mine: list[tuple[str | None, TakeSnapshot]] = []
        self._module: str | None = None
        self.gate: Gate = _open

    def add(self, kind: RoomKind) -> None:
        """Make a room known."""
        self._kinds[kind.name] = kind

    def __iter__(self) -> Iterator[RoomKind]:
        return iter(self._kinds.values())

    def add_to_me(self, snapshot: TakeSnapshot) -> None:
        """Let an area put its entities into everybody's own room."""
        self._mine.append((self._module, snapshot))

    @contextlib.contextmanager
    def adding_for(self, module: str) -> Iterator[None]:
        """What is added meanwhile is that module's, and not there while it is switched off."""
        self._module = module
        try:
            yield
        finally:
            self._module = None

    def visible_to(self, user: Principal, name: str) -> Room:
        """The room behind a client's word for it. Raises ``NotFound`` or ``Forbidden``."""
        if name == ME:
            return Room(ME, events.user_room(user.id), RoomKind(ME, "session", self._me), None)
        base, _, item = name.partition(":")
        self.gate.check_room(base)
        kind = self._kinds.get(base)
        if kind is None or kind.keyed != bool(item):
            raise NotFound("There is no such room.")
        if not user.may(kind.permission):
            raise Forbidden
        return Room(name, name, kind, _id(item) if kind.keyed else None)

    async def admit(self, session: AsyncSession, user: Principal, room: Room) -> None:
        """Raise a ``Problem`` where the user may not, or not any more, follow the room."""
        self.visible_to(user, room.name)
        if room.kind.admit:
            await room.kind.admit(session, user, room.item)

    async def _me(self, session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
        merged: dict[str, Sequence[BaseModel]] = {}
        for module, take in self._mine:
            if module is None or self.gate.is_on(module):
                merged |= await take(session, user, None)
        return merged


def _id(text: str) -> UUID:
    """The id in a room's name. One in another spelling would be another room, which nobody speaks in."""
    with contextlib.suppress(ValueError):
        item = UUID(text)
        if str(item) == text:
            return item
    raise NotFound("There is no such room.")
