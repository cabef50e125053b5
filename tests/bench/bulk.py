"""A text to 100,000 customers: prepared, sent at the route's rate, and killed in the middle.

``python -m tests.bench.bulk``: on PostgreSQL. Beside preparing: the same rows written by one ``INSERT … SELECT`` that
judges nobody, and one person judged at a time. The process that sends is killed (``SIGKILL``) and begun anew: its
provider writes down what it gets, so that whoever got it twice is found.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import messaging, sms
from hub.cli.serving import settle_memory
from hub.db import Database, Tx, migrate, new_id, utc_now
from hub.messaging import HOOKS, Senders
from hub.ports import OutboundMessage, OutboundTaken
from hub.settings import Settings
from hub.sms.bulk import prepare, sending
from hub.sms.bulk.plan import plan
from hub.sms.bulk.store import SendSome
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.sms.schemas import RouteIn
from hub.sms.store import add_route
from tests.bench import consent
from tests.bench.figures import Row, load, report
from tests.support.postgres import private_server

PROMISED = 5.0  # seconds to prepare 100,000
RATE = 40.0  # messages a second, as a line may be held to
SECONDS = 15.0
ACCOUNT = "gateway"
WORDS = {"fa": "{{customer.first_name}} عزیز، سفارش شما آماده است.", "en": "Dear {{customer.first_name}}, come by."}
EVERYBODY = {"zone": "UTC", "today": "2026-06-01"}
R = SmsBulkRecipient


class Provider:
    """Takes every message, and writes down whose it is before it says so."""

    def __init__(self, kept: Path) -> None:
        self._file = os.open(kept, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        """As a provider nearby answers."""
        os.write(self._file, f"{message.to.value}\n".encode())
        await asyncio.sleep(0.02)
        return OutboundTaken(message.id)


def switch_on(kept: Path) -> None:
    """The module is on, and the account at work here."""
    HOOKS.ways_of_many, HOOKS.reserve = sms.ways_of_many, sms.reserve
    HOOKS.senders = Senders(sandbox=False)
    HOOKS.senders.register("sms", ACCOUNT, Provider(kept))


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows."""
    with (
        private_server(durable=True) as server, closing(server), server.database() as name,
        tempfile.TemporaryDirectory() as folder,
    ):  # fmt: skip
        url = server.url_of(name)
        await migrate.upgrade(url)
        db = await Database.open(url)
        try:
            await consent._fill(url, options.count * 10 // 9)
            switch_on(Path(folder, "fast"))
            settle_memory()  # as the hub does once it serves
            return await _figures(db, url, Path(folder))
        finally:
            await db.close()


async def _figures(db: Database, url: str, folder: Path) -> list[Row]:
    route = await db.write(lambda tx: add_route(tx, RouteIn(name="Line", account=ACCOUNT, rate=RATE)))
    bulk = await _add(db)
    began, spent = time.perf_counter(), time.process_time()
    await prepare.prepare(db, bulk)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    async with db.read() as session:
        count = (await session.get_one(SmsBulk, bulk)).total
    some = SendSome(bulk_id=bulk, account=ACCOUNT, route_id=route.id)
    slow, fast = await _sent(db, some, SECONDS), 0.0
    await db.write(lambda tx: _rate(tx, None))
    fast = await _sent(db, some, SECONDS)
    twice, unknown = await _killed(db, url, some, folder)
    return [
        Row(f"{count:,} recipients prepared: chosen, judged, written down", took, PROMISED * count / 100_000, "s"),
        Row("processor time of that, this process", spent, unit="s"),
        Row("as many rows by one INSERT … SELECT, nobody judged", await _bare(db), unit="s"),
        Row("judged one at a time, for as many", await _one_by_one(db, count), unit="s"),
        Row(f"seconds for what a line of {RATE:g}/s takes in {SECONDS:g}", RATE * SECONDS / slow * SECONDS,
            SECONDS * 1.05, "s"),
        Row("above the line's rate, at most", slow / (RATE * SECONDS), 1.0 + 2 / SECONDS, ""),
        Row("messages a second with no rate", fast / SECONDS, unit="/s"),
        Row("who got it twice after kill -9", twice, 0, ""),
        Row(f"unknown after kill -9 (the window is {sending.WINDOW})", unknown, sending.WINDOW, ""),
        Row("load of the machine meanwhile", load(), unit=""),
    ]  # fmt: skip


async def _add(db: Database) -> UUID:
    bulk = SmsBulk(
        id=new_id(), dedupe_key="bench", name="Bench", purpose="service", selection=dict(EVERYBODY),
        texts=WORDS, state="scheduled", total=0, counts={}, created_by=new_id(), created_at=utc_now(), version=1,
    )  # fmt: skip

    async def work(tx: Tx) -> None:
        tx.session.add(bulk)

    await db.write(work)
    return bulk.id


async def _rate(tx: Tx, rate: float | None) -> None:
    await tx.session.execute(sa.text("UPDATE sms_route SET rate = :rate"), {"rate": rate})


async def _sent(db: Database, some: SendSome, seconds: float) -> float:
    """How many went in so many seconds."""
    before = await _count(db)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        await sending.send_some(db, Settings(), some, seconds=min(2.0, left))
    return await _count(db) - before


async def _count(db: Database) -> float:
    async with db.read() as session:
        query = sa.select(sa.func.count()).where(messaging.OutboxMessage.state == "sent")
        return float(await session.scalar(query) or 0)


async def _killed(db: Database, url: str, some: SendSome, folder: Path) -> tuple[float, float]:
    """Kill the process that sends, twice, and go on; who got it twice, and how many are unknown at most."""
    kept, most = folder / "killed", 0
    before = 0
    for _ in range(2):
        child = subprocess.Popen([sys.executable, "-m", "tests.bench.bulk", "--child", url, str(kept),
                                  some.model_dump_json()])  # fmt: skip
        size = kept.stat().st_size if kept.exists() else 0
        while not kept.exists() or kept.stat().st_size < size + 14 * 300:  # noqa: ASYNC110 - some hundreds have left
            await asyncio.sleep(0.05)
        child.send_signal(signal.SIGKILL)
        child.wait()
        switch_on(kept)
        await sending.send_some(db, Settings(), some, seconds=2.0)
        async with db.read() as session:
            query = sa.select(sa.func.count()).where(messaging.OutboxMessage.state == "unknown")
            unknown = await session.scalar(query) or 0
        most, before = max(most, unknown - before), unknown
    got = Counter(kept.read_text("ascii").split())
    return float(sum(times - 1 for times in got.values())), float(most)


async def _bare(db: Database) -> float:
    began = time.perf_counter()
    text = """CREATE TABLE bare AS SELECT gen_random_uuid() AS id, l.customer_id, l.identity_id, 'pending' AS state
        FROM customer_identity l JOIN customer c ON c.id = l.customer_id JOIN identity i ON i.id = l.identity_id
        WHERE i.kind = 'phone' AND l."primary" AND c.merged_into IS NULL"""

    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.text(text))

    await db.write(work)
    return time.perf_counter() - began


async def _one_by_one(db: Database, count: int, looked_at: int = 50) -> float:
    async with db.read() as session:
        ids = (await session.scalars(sa.select(R.customer_id).limit(looked_at))).all()
        chosen, frame = await sms_selection(session)
        began = time.perf_counter()
        for one in ids:
            await plan(session, chosen.__class__(ids=(one,)), frame, "service", utc_now())
        return (time.perf_counter() - began) * count / len(ids)


async def sms_selection(session: Any) -> Any:
    """Everybody, as a list is asked."""
    return await prepare.read_selection(session, EVERYBODY, "postgresql", new_id(), utc_now())


async def child(url: str, kept: str, some: str) -> None:
    """Send until somebody ends it."""
    db = await Database.open(url)
    switch_on(Path(kept))
    while True:
        await sending.send_some(db, Settings(), SendSome.model_validate_json(some))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        asyncio.run(child(*sys.argv[2:5]))
    parser: Any = argparse.ArgumentParser(prog="python -m tests.bench.bulk")
    parser.add_argument("--count", type=int, default=100_000)
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
