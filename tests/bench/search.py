"""How long finding takes among very many customers and messages, beside looking at every row.

``python -m tests.bench.search``: 1 M customers and 4 M messages on PostgreSQL, a quarter of it on SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from hub import search
from hub.db import Database
from hub.text import fold
from tests.bench.searchable import FAMILY, GIVEN, WORDS, fill_postgresql, fill_sqlite, lines, rare_word, words
from tests.support.postgres import private_server

PROMISES = {"customers": 50.0, "messages": 150.0}  # p95, in ms, on PostgreSQL
LIMIT = 8
Ask = Callable[[str], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, and what was promised of it."""

    name: str
    figure: float
    promise: float | None = None
    unit: str = "ms"

    @property
    def kept(self) -> bool:
        """True where nothing else was promised."""
        return self.promise is None or self.figure <= self.promise


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: ``search_customers``, ``search_messages`` and ``queries`` (measured, of each kind)."""
    customers, written = options.search_customers, options.search_messages
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/hub.db"
        await fill_sqlite(url, customers // 4, written // 4)
        found += await _store("SQLite", url, customers // 4, written // 4, options.queries)
    with private_server(durable=True) as server, closing(server), server.database() as database:
        url, began = server.url_of(database), time.perf_counter()
        await fill_postgresql(url, customers, written)
        found.append(Row("PostgreSQL, filling", time.perf_counter() - began, unit="s"))
        found += await _store("PostgreSQL", url, customers, written, options.queries)
    return found


async def _store(store: str, url: str, customers: int, written: int, count: int) -> list[Row]:
    db = await Database.open(url)
    promises: dict[str, float] = PROMISES if store == "PostgreSQL" else {}
    try:
        found = await _kind(db, f"{store}, any part, {customers:,} customers", parts(customers, count), _find,
                            promises.get("customers"), "customer_search", "text")  # fmt: skip
        found += await _kind(db, f"{store}, words, {written:,} messages", phrases(written, count), _read,
                             promises.get("messages"), "message_search", "words")  # fmt: skip
        return found
    finally:
        await db.close()


async def _kind(
    db: Database, name: str, texts: dict[str, list[str]], ask: Callable[[Database, str], Awaitable[int]],
    promise: float | None, table: str, column: str,
) -> list[Row]:  # fmt: skip
    rows, everything = [], []
    for kind, asked in texts.items():
        for text in asked[:10]:  # until caches are filled
            await ask(db, text)
        times = [await _timed(ask(db, text)) for text in asked]
        everything += times
        rows.append(Row(f"{name}: {kind}, p95", _p95(times)))
    naive = [await _timed(_naive(db, text, table, column)) for text in islice(texts["rare"], 5)]
    return [Row(f"{name}, p95", _p95(everything), promise), *rows,
            Row(f"{name}: looking at every row (LIKE), p50", sorted(naive)[len(naive) // 2])]  # fmt: skip


async def _timed(work: Awaitable[int]) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


async def _find(db: Database, text: str) -> int:
    query = search.parse(text, "IR")
    assert query
    async with search.timeboxed(db) as session:
        found = len(await search.find_customers(session, db.dialect, query, LIMIT))
    assert found, text
    return found


async def _read(db: Database, text: str) -> int:
    async with search.timeboxed(db) as session:
        asked = search.wanted_words(text)
        found = len((await search.find_messages(session, db.dialect, asked, lambda _: [], LIMIT))[0])
    assert found, text
    return found


async def _naive(db: Database, text: str, table: str, column: str) -> int:
    like = sa.text(f"SELECT id FROM {table} WHERE CAST({column} AS text) LIKE :part ORDER BY id DESC LIMIT {LIMIT}")
    async with db.read() as session:
        return len((await session.execute(like, {"part": f"%{fold(text)}%"})).all())


def parts(customers: int, count: int) -> dict[str, list[str]]:
    """What agents type: common and rare parts of names, of numbers and of mails."""
    dice = random.Random(5)
    some = [lines(dice.randrange(customers)) for _ in range(count)]
    return {
        "common names": [dice.choice(names) for _ in range(count // 2) for names in (GIVEN[:12], FAMILY[:12])],
        "while typing": [line[0][: dice.randint(1, 6)].strip() for line in some],
        "within names": [max(line[0].split(), key=len)[1:] for line in some],
        "two words": [" ".join(reversed(line[0].split()[:2])) for line in some],
        "whole numbers": ["0" + line[3][2:] for line in some],
        "within numbers": [line[3][dice.randint(3, 6) :][: dice.randint(4, 6)] for line in some],
        "rare": [line[4].split("@")[0] for line in some],
        "mails": [line[4][2:14] for line in some],
    }


def phrases(written: int, count: int) -> dict[str, list[str]]:
    """Words of messages: common and rare ones, their beginnings, and several."""
    dice = random.Random(6)
    some = [words(dice.randrange(written)) for _ in range(count)]
    return {
        "common": [dice.choice(WORDS[:20]) for _ in range(count)],
        "rare": [next(word for word in one if word.endswith("x")) for one in some],
        "while typing": [dice.choice(one)[: dice.randint(2, 5)] for one in some],
        "several": [" ".join(dice.sample(one, min(3, len(one)))) for one in some],
        "rare beginnings": [rare_word(dice.randrange(200_000))[:5] for _ in range(count)],
    }


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--search-customers", type=int, default=1_000_000, help="on PostgreSQL; a quarter on SQLite")
    parser.add_argument("--search-messages", type=int, default=4_000_000, help="on PostgreSQL; a quarter on SQLite")
    parser.add_argument("--queries", type=int, default=100, help="measured of each kind")


def report(rows: list[Row]) -> int:
    """Print a table; 1 when a promise is broken."""
    for row in rows:
        told = "" if row.promise is None else f"{row.promise:>8g} {'kept' if row.kept else 'BROKEN'}"
        print(f"{row.name:<72}{row.figure:>9.2f} {row.unit:<3}{told}")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    options: Any = argparse.ArgumentParser(prog="python -m tests.bench.search")
    add_options(options)
    sys.exit(report(asyncio.run(measure(options.parse_args()))))
