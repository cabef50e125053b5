"""What the hub is measured against: a program that only reads events, and one that stores each by the ORM.

``python -m tests.bench.plain PORT KEPT [URL]``: with a URL each event that tells of a call is a transaction of its own.
"""

from __future__ import annotations

import asyncio
import sys
import time
from array import array
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import hub.schema  # noqa: F401 - every table
from connectors.asterisk.normalise import HANDLERS
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import engines, utc_now

Store = Callable[[Mapping[str, str]], Awaitable[None]]


class Base(DeclarativeBase):
    """The tables of the plain program."""


class PlainLeg(Base):
    """A channel."""

    __tablename__ = "plain_leg"
    id: Mapped[int] = mapped_column(primary_key=True)
    uniqueid: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    number: Mapped[str]
    customer_id: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


class PlainEvent(Base):
    """What happened to it, for pages to read."""

    __tablename__ = "plain_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    uniqueid: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


async def store(session: AsyncSession, fields: Mapping[str, str]) -> None:
    """Keep one event."""
    uniqueid = fields.get("DestUniqueid") or fields.get("Uniqueid", "")
    leg = (await session.scalars(sa.select(PlainLeg).where(PlainLeg.uniqueid == uniqueid))).first()
    if leg is None:
        leg = PlainLeg(uniqueid=uniqueid, number=fields.get("CallerIDNum", ""), customer_id=await _who(session, fields))
        session.add(leg)
    leg.state, leg.updated_at = fields.get("ChannelStateDesc", ""), utc_now()
    session.add(PlainEvent(uniqueid=uniqueid, name=fields["Event"], created_at=utc_now()))


async def _who(session: AsyncSession, fields: Mapping[str, str]) -> str | None:
    query = (
        sa.select(Customer)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .where(Identity.kind == "phone", Identity.value == f"+98{fields.get('CallerIDNum', '')[1:]}")
    )
    found = (await session.scalars(query)).first()
    return str(found.id) if found else None


async def main(port: int, kept: Path, url: str | None) -> None:
    """Read until the standard input is closed."""
    pairs = array("d")
    sessions = await sessions_on(url) if url else None
    reading = asyncio.create_task(_read_for_ever(port, pairs, sessions))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    reading.cancel()
    with kept.open("wb") as file:
        pairs.tofile(file)


async def sessions_on(url: str) -> async_sessionmaker[AsyncSession]:
    """The plain program's store, its tables made."""
    _, writer = engines.create(url)
    async with writer.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return async_sessionmaker(writer, expire_on_commit=False)


async def _read_for_ever(port: int, pairs: array[float], sessions: async_sessionmaker[AsyncSession] | None) -> None:
    while True:
        try:
            await _read(port, pairs, sessions)
        except (asyncio.IncompleteReadError, ConnectionError):
            await asyncio.sleep(0.1)


async def _read(port: int, pairs: array[float], sessions: async_sessionmaker[AsyncSession] | None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(b"Action: Login\r\nUsername: u\r\nSecret: s\r\nActionID: 1\r\n\r\n")
    while True:
        packet = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.split(": ", 1) for line in packet.split("\r\n") if ": " in line)
        if fields.get("Event") not in HANDLERS:
            continue
        if sessions:
            async with sessions.begin() as session:
                await store(session, fields)
        written = float(fields["Timestamp"])
        pairs.extend((written, time.perf_counter() - written))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None))
