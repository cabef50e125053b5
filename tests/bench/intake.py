"""Messages stored a second, each whole and committed, beside one row inserted and committed at a time."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import hub.schema  # noqa: F401 - every table
from hub.calls import Numbering
from hub.customers import Identity
from hub.db import Database, Tx, new_id
from hub.intake import Intake
from hub.ports import InboundMessage, Peer
from tests.bench import world
from tests.support.postgres import private_server

SENDERS = 128  # messages under way at once, as when a provider delivers what it held back
TEXT = "Hello, the parcel of last Tuesday has not come yet. Could you have a look? سلام، بسته هنوز نرسیده است."
PROMISES = {"SQLite": 1.2, "PostgreSQL": 1.0}  # times the rows a second of single inserts


async def measure(messages: int = 4_000, customers: int = 20_000) -> list[tuple[str, float, float]]:
    """(store, messages a second, single-row inserts a second)."""
    with tempfile.TemporaryDirectory() as folder:
        found = [await _on("SQLite", f"sqlite:///{Path(folder)}/hub.db", messages, customers)]
    with private_server(durable=True) as server:
        found.append(await _on("PostgreSQL", server.url, messages, customers))
        server.close()
    return found


async def _on(name: str, url: str, messages: int, customers: int) -> tuple[str, float, float]:
    await world.fill(url, customers)
    db = await Database.open(url)
    try:
        intake, dice = Intake(db, Numbering()), random.Random(3)
        await _rate(lambda number: intake.take("bench", _message(dice, customers, -number - 1)), SENDERS * 5)
        single = await _rate(lambda _: db.write(_one_row), messages // 2)
        whole = await _rate(lambda number: intake.take("bench", _message(dice, customers, number)), messages)
        again = await _rate(lambda _: db.write(_one_row), messages // 2)
        async with db.read() as session:
            await _check(session, messages + SENDERS * 5)
    finally:
        await db.close()
    return name, whole, (single + again) / 2


async def _check(session: Any, messages: int) -> None:
    kept = await session.scalar(sa.text("SELECT count(*) FROM received"))
    shown = await session.scalar(sa.text("SELECT count(*) FROM timeline_entry WHERE channel = 'sms'"))
    if (kept, shown) != (messages, messages):
        raise RuntimeError(f"{messages} were sent, {kept} are kept, {shown} stand on timelines")


async def _rate(send: Callable[[int], Awaitable[object]], count: int) -> float:
    numbers = iter(range(count))

    async def sender() -> None:
        for number in numbers:
            await send(number)

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return count / (time.perf_counter() - began)


def _message(dice: random.Random, customers: int, number: int) -> InboundMessage:
    sender = world.number(dice.randrange(customers))
    return InboundMessage("sms", f"key-{number}", sender, datetime.now(UTC), Peer("phone", sender), text=TEXT)


async def _one_row(tx: Tx) -> None:
    row = {"id": new_id(), "kind": "external", "namespace": "bench", "value": str(new_id()), "region": None,
           "first_seen_at": tx.now, "last_seen_at": tx.now}  # fmt: skip
    await tx.connection.execute(sa.insert(Identity.__table__), row)


def report(found: list[tuple[str, float, float]]) -> bool:
    """Print a table; True when every promise is kept."""
    print("\nMessages taken in (identity, interaction, participants, timeline, search, events, commit), one process")
    print(f"{'':<26}{'messages/s':>12}{'single rows/s':>15}{'times':>8}{'promised':>10}")
    for name, whole, single in found:
        print(f"{name:<26}{whole:>12,.0f}{single:>15,.0f}{whole / single:>8.2f}{PROMISES[name]:>10.1f}")
    return all(whole / single >= PROMISES[name] for name, whole, single in found)


if __name__ == "__main__":
    raise SystemExit(0 if report(asyncio.run(measure())) else 1)
