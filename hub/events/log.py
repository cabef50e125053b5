"""Append to the event log, and read it forward in commit order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Tx
from hub.events.kinds import Kind
from hub.events.models import Event

START = "0.0"


@dataclass(frozen=True, slots=True)
class Pushed:
    """An event as a client receives it."""

    id: int
    cursor: str | None  # None where the position is not yet final (PostgreSQL, before other commits are known)
    room: str
    kind: str
    key: str
    version: int
    data: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """The form on the wire."""
        return {name: getattr(self, name) for name in self.__slots__} | {"id": str(self.id)}


@dataclass(frozen=True, slots=True)
class Page:
    """Events read forward, the cursor behind the last one, and whether there are more."""

    events: Sequence[Pushed]
    cursor: str
    more: bool


async def append(
    tx: Tx, room: str, kind: Kind, key: object, version: int, data: BaseModel | dict[str, Any] | None
) -> None:
    """Log a change in the transaction that makes it; it is pushed to ``room`` after the commit.

    All events of a transaction are written by one statement, as its last work.
    """
    body = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    if not tx.pending_events:
        tx.before_commit(_flush)
    tx.pending_events.append(
        {"room": room, "kind": kind.value, "key": str(key), "version": version, "data": body, "created_at": tx.now}
    )


_TABLE: Any = Event.__table__
_XID: Any = sa.literal_column("(pg_current_xact_id()::text)::bigint")
_INSERT = {  # built once: building a statement costs more than running it
    "postgresql": sa.insert(_TABLE).values(xid=_XID).returning(_TABLE.c.id),
    "sqlite": sa.insert(_TABLE).values(xid=sa.literal_column("0")).returning(_TABLE.c.id),
}


def _is_later(row: dict[str, Any]) -> bool:
    """False for what somebody waits for: who is calling is told first."""
    return bool(row["kind"] != Kind.POP)


async def _flush(tx: Tx) -> None:
    rows = sorted(tx.pending_events, key=_is_later)
    ids = await tx.insert_with_ids(Event, rows, xid=_XID)
    if ids is None:
        await tx.written()
        inserted = await tx.connection.execute(_INSERT[tx.dialect], rows)
        ids = sorted(inserted.scalars())  # they are given out in the order of the rows
    for row, number in zip(rows, ids, strict=True):
        cursor = f"0.{number}" if tx.dialect == "sqlite" else None
        tx.events.append(Pushed(number, cursor, row["room"], row["kind"], row["key"], row["version"], row["data"]))


async def read_forward(session: AsyncSession, rooms: Collection[str], cursor: str, limit: int = 200) -> Page:
    """Events of ``rooms`` behind ``cursor``, oldest first. Raises ``ValueError`` for a cursor that is not one."""
    xid, row = parse_cursor(cursor)
    where = [Event.room.in_(list(rooms)), _behind(session, xid, row), *_settled(session)]
    query = sa.select(Event).where(*where).order_by(Event.xid, Event.id).limit(limit + 1)
    found = (await session.scalars(query)).all()
    events = [_pushed(event) for event in found[:limit]]
    return Page(events, events[-1].cursor or cursor if events else cursor, len(found) > limit)


async def read_some(session: AsyncSession, rooms: Collection[str], ids: Collection[int]) -> Sequence[Pushed]:
    """Those of the events ``ids`` that are in ``rooms``, in the order of their ids."""
    query = sa.select(Event).where(Event.id.in_(list(ids)), Event.room.in_(list(rooms))).order_by(Event.id)
    return [_pushed(event) for event in await session.scalars(query)]


async def heads(session: AsyncSession, rooms: Collection[str]) -> dict[str, str]:
    """The newest settled position of each room; a room without events is at ``START``."""
    if not rooms:
        return {}
    if _dialect(session) == "sqlite":
        ranked = sa.select(Event.room, sa.literal(0), sa.func.max(Event.id)).where(Event.room.in_(list(rooms)))
        ranked = ranked.group_by(Event.room)
    else:
        ranked = (
            sa.select(Event.room, Event.xid, Event.id)
            .where(Event.room.in_(list(rooms)), *_settled(session))
            .ext(postgresql.distinct_on(Event.room))
            .order_by(Event.room, Event.xid.desc(), Event.id.desc())
        )
    rows = (await session.execute(ranked)).all()
    return dict.fromkeys(rooms, START) | {room: f"{xid}.{row}" for room, xid, row in rows}


async def is_readable(session: AsyncSession, cursor: str) -> bool:
    """False when events behind ``cursor`` were already purged: the client then needs a snapshot."""
    xid, row = parse_cursor(cursor)
    if (xid, row) == (0, 0):
        return False
    query = sa.select(Event.id).where(Event.xid <= xid, Event.id <= row).limit(1)
    return (await session.execute(query)).first() is not None


async def purge(tx: Tx, before: datetime, limit: int = 2_000) -> int:
    """Forget up to ``limit`` events older than ``before``; returns how many. Few at a time: calls wait meanwhile."""
    old = sa.select(Event.id).where(Event.created_at < before).order_by(Event.created_at).limit(limit)
    result = await tx.session.execute(sa.delete(Event).where(Event.id.in_(old)))
    return int(getattr(result, "rowcount", 0))


def parse_cursor(cursor: str) -> tuple[int, int]:
    """The position in a cursor. Raises ``ValueError``."""
    xid, separator, row = cursor.partition(".")
    if not separator or not (xid.isascii() and xid.isdigit() and row.isascii() and row.isdigit()) or len(cursor) > 40:
        raise ValueError("not a cursor")
    position = int(xid), int(row)
    if max(position) >= 2**63:
        raise ValueError("not a cursor")
    return position


def user_room(user_id: UUID) -> str:
    """The room that only this user's sockets are in; clients call it ``me``."""
    return f"user:{user_id}"


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


def _behind(session: AsyncSession, xid: int, row: int) -> sa.ColumnElement[bool]:
    if _dialect(session) == "sqlite":
        return Event.id > row
    return sa.tuple_(Event.xid, Event.id) > sa.tuple_(sa.literal(xid, sa.BigInteger), sa.literal(row, sa.BigInteger))


def _settled(session: AsyncSession) -> list[sa.ColumnElement[bool]]:
    if _dialect(session) == "sqlite":
        return []
    oldest = sa.text("(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint")
    return [Event.xid < sa.type_coerce(sa.literal_column(str(oldest)), sa.BigInteger)]


def _pushed(event: Event) -> Pushed:
    cursor = f"{event.xid}.{event.id}"
    return Pushed(event.id, cursor, event.room, event.kind, event.key, event.version, event.data)
