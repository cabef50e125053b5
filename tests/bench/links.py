"""Short links: made for many at once, and opened: found, counted durably and led on; the whole hub in one process.

``python -m tests.bench.links``: on both stores. Beside opening: aiohttp's own redirect and nothing else, over the same
connections; and clicks that are each a transaction of their own.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import sqlalchemy as sa
from aiohttp import web

from hub import links, logs, messaging
from hub.app import build
from hub.cli.serving import settle_memory
from hub.customers import CustomerIdentity
from hub.db import Database, Lane, engines, new_id, utc_now
from hub.settings import parse
from tests.bench import world
from tests.bench.figures import Row, load, quantile, report
from tests.support.postgres import private_server
from tests.support.waiting import until

MADE, IN_ONE, SENT, LINES, SECONDS = 100_000, 5_000, 2_000, 32, 8.0
PROMISED_S, MOST_SHARE = 5.0, 0.5
BASE, TARGET = "https://pv.example/l/", "https://shop.example/orders/2418?from=sms"
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


async def serve(url: str, port: int) -> None:
    """The hub, or where there is no store a bare redirect, until the standard input is closed."""
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        db = await Database.open(url) if url else None
        runner = web.AppRunner(_hub(db, url, port, folder) if db else _bare(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        settle_memory()
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await runner.cleanup()
        if db:
            await db.close()


def _hub(db: Database, url: str, port: int, folder: str) -> web.Application:
    return build(parse({
        "database": {"url": url}, "http": {"port": port, "trusted_proxies": ["127.0.0.1/32"]},
        "blobs": {"directory": f"{folder}/blobs"}, "links": {"base_url": "https://pv.example"}, "sandbox": True,
    }), db, [])  # fmt: skip


def _bare() -> web.Application:
    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": TARGET})

    app = web.Application()
    app.router.add_get("/l/{code}", redirect)
    return app


class Visitors:
    """Open links over connections that stay open, each request from another address; ``times`` in seconds."""

    def __init__(self, port: int, codes: list[str]) -> None:
        self._port, self._codes = port, codes
        self.count = 0
        self.times: list[float] = []

    async def most(self, seconds: float) -> float:
        """Links a second."""
        before, began = self.count, time.perf_counter()
        await asyncio.gather(*(self._open(began + seconds) for _ in range(LINES)))
        return (self.count - before) / (time.perf_counter() - began)

    async def _open(self, end: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while (began := time.perf_counter()) < end:
            place, self.count = self.count, self.count + 1
            address = f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
            writer.write(
                f"GET /l/{self._codes[place % len(self._codes)]} HTTP/1.1\r\nHost: pv.example\r\n"
                f"User-Agent: {AGENT}\r\nX-Forwarded-For: {address}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 302"):
                raise RuntimeError(head.decode())
            self.times.append(time.perf_counter() - began)
        writer.close()


async def _make(db: Database) -> float:
    """Seconds for the links of many messages, as texts to many make them."""
    made, began = links.Shortener(BASE), time.perf_counter()
    for _ in range(MADE // IN_ONE):
        some = {new_id(): made.shorten(TARGET, {})[1] for _ in range(IN_ONE)}
        await db.write(lambda tx, some=some: made.keep(tx, some), lane=Lane.BULK)  # type: ignore[misc]
    return time.perf_counter() - began


async def _send(db: Database) -> list[str]:
    """Messages with a link each, on their customers' timelines; the codes."""
    messaging.HOOKS.links = links.Shortener(BASE)
    async with db.read() as session:
        query = sa.select(CustomerIdentity.identity_id, CustomerIdentity.customer_id).limit(SENT)
        people = (await session.execute(query)).all()
    wanted = [
        messaging.Wanted(
            dedupe_key=f"bench:{place}", channel="sms", purpose="service", identity_id=identity, customer_id=customer,
            language="fa", text=f"سفارش شما: {TARGET}", origin="campaign", shorten=True,
        )
        for place, (identity, customer) in enumerate(people)
    ]  # fmt: skip
    found = await db.write(lambda tx: messaging.enqueue_many(tx, wanted, held=True), lane=Lane.BULK)
    of = links.ShortLink.message_id.in_([one.id for one in found])
    async with db.read() as session:
        return list(await session.scalars(sa.select(links.ShortLink.code).where(of)))


async def _one_by_one(db: Database, codes: list[str]) -> float:
    """Clicks a second, each a transaction of its own, as many at once as there are visitors."""
    left, began = iter(codes[:1_000]), time.perf_counter()

    async def one() -> None:
        for code in left:
            async with db.read() as session:
                link = await links.find(await session.connection(), code)
            click = links.Click(link, utc_now(), "person", "android")
            await db.write(lambda tx, click=click: links.record(tx, [click]))  # type: ignore[misc]
            await db.write(lambda tx, of=link.message_id: links.tell(tx, [of]))  # type: ignore[misc]

    await asyncio.gather(*(one() for _ in range(LINES)))
    rate = min(1_000, len(codes)) / (time.perf_counter() - began)
    await db.write(lambda tx: tx.connection.execute(sa.text("DELETE FROM job WHERE kind = 'links.tell'")))
    return rate


async def _against(url: str, port: int, visit: Callable[[], Any]) -> Any:
    """What ``visit`` finds at a server of its own process."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.links", f"--serve={url}", str(port), stdin=-1, stdout=-1
    )
    assert server.stdout
    assert server.stdin
    try:
        if (await server.stdout.readline()).strip() != b"ready":
            raise RuntimeError("the server did not start")
        return await visit()
    finally:
        server.stdin.close()
        await server.wait()


async def _on(store: str, url: str, port: int) -> list[Row]:
    await world.fill(url, SENT)
    db = await Database.open(url)
    made, codes = await _make(db), await _send(db)
    naive = await _one_by_one(db, codes)
    before = await _counted(db)
    await db.close()
    visitors = Visitors(port, codes)
    rate = await _against(url, port, lambda: _until_told(url, visitors, before))
    db = await Database.open(url)
    clicks, opened = (now - was for now, was in zip(await _counted(db), before, strict=True))
    await db.close()
    if (clicks, opened) != (visitors.count, visitors.count):
        raise RuntimeError(f"{visitors.count} were opened, {clicks} clicks are kept, {opened} told of messages")
    p99 = quantile(visitors.times, 0.99) * 1000
    return [
        Row(f"{store}: {MADE:,} links made", made, PROMISED_S, "s"),
        Row(f"{store}: links opened, found, counted and led on", rate, unit="/s"),
        Row(f"{store}: the same, p99 with {LINES} at once, as many as it can", p99),
        Row(f"{store}: each click told of in transactions of its own", naive, unit="/s"),
        Row(f"{store}: that, as a share of the above", naive / rate, MOST_SHARE, ""),
    ]


async def _until_told(url: str, visitors: Visitors, before: tuple[int, int]) -> float:
    """Links a second once it is warm; returns when the messages say what was counted."""
    await visitors.most(SECONDS / 4)
    visitors.times.clear()
    rate = await visitors.most(SECONDS)

    async def told() -> bool:
        return await _opened(url) >= before[1] + visitors.count

    await until(told, 60, "all clicks to be told of")
    return rate


async def _opened(url: str) -> int:
    """What the messages say, read beside the hub that is at work."""
    query = "SELECT coalesce(sum(opened), 0) FROM outbound_message"
    if path := engines.sqlite_path(url):
        with closing(sqlite3.connect(path)) as file:
            return int(file.execute(query).fetchone()[0])
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()


async def _counted(db: Database) -> tuple[int, int]:
    clicks, opened = sa.func.sum(links.ShortLink.clicks), sa.func.sum(messaging.OutboxMessage.opened)
    async with db.read() as session:
        return await session.scalar(sa.select(clicks)) or 0, await session.scalar(sa.select(opened)) or 0


async def measure() -> list[Row]:
    """On both stores, and beside them nothing but the redirect."""
    port = 20_000 + os.getpid() % 20_000
    with tempfile.TemporaryDirectory() as folder:
        rows = await _on("SQLite", f"sqlite:///{Path(folder)}/hub.db", port)
    with private_server(durable=True) as server:
        rows += await _on("PostgreSQL", server.url, port)
        server.close()
    bare = Visitors(port, ["ABCDEFG"])
    rate = await _against("", port, lambda: bare.most(SECONDS / 2))
    return [*rows, Row("aiohttp's redirect and nothing else", rate, unit="/s"),
            Row("load of the machine meanwhile", load(), unit="")]  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2:
        asyncio.run(serve(sys.argv[1].removeprefix("--serve="), int(sys.argv[2])))
        raise SystemExit(0)
    raise SystemExit(report(asyncio.run(measure())))
