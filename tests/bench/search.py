"""How long finding takes among very many customers and messages, beside looking at every row.

``python -m tests.bench.search``: 200,000 customers and 800,000 messages on PostgreSQL, a quarter of it on SQLite;
``--full``: five times as many. What is timed is what the route asks the store, in a session of its own. The floor is
reading as many rows by their ids, asked the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from itertools import islice
from statistics import median
from typing import Any

import sqlalchemy as sa

from hub import search
from hub.cli.serving import settle_memory
from hub.db import Database
from hub.text import fold
from tests.bench.figures import Row, load, quantile, report
from tests.bench.searchable import FAMILY, GIVEN, WORDS, fill_postgresql, fill_sqlite, lines, rare_word, words
from tests.support.postgres import private_server

PROMISES = {"customers": 50.0, "messages": 150.0}  # p95, in ms, on PostgreSQL
FULL, PART = (1_000_000, 4_000_000), (200_000, 800_000)
LIMIT = 8
NOT_THERE = "qq"  # ends what nobody has
Ask = Callable[[Database, str], Awaitable[int]]


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``add_options`` makes them."""
    customers, written = FULL if options.full else PART
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        url, began = f"sqlite:///{name}/hub.db", time.perf_counter()
        await fill_sqlite(url, customers // 4, written // 4)
        found.append(Row("SQLite, filling", time.perf_counter() - began, unit="s"))
        found += await _store("SQLite", url, customers // 4, written // 4, options)
    with private_server(durable=True) as server, closing(server), server.database() as database:
        url, began = server.url_of(database), time.perf_counter()
        await fill_postgresql(url, customers, written)
        found.append(Row("PostgreSQL, filling", time.perf_counter() - began, unit="s"))
        found += await _store("PostgreSQL", url, customers, written, options)
    return found


async def _store(store: str, url: str, customers: int, written: int, options: argparse.Namespace) -> list[Row]:
    db = await Database.open(url)
    settle_memory()  # as the hub does once it serves
    promises: dict[str, float] = PROMISES if store == "PostgreSQL" else {}
    try:
        found = await _kind(db, f"{store}, any part, {customers:,} customers", parts(customers, options.queries), _find,
                            options.runs, promises.get("customers"), "customer_search", "text")  # fmt: skip
        found += await _kind(db, f"{store}, words, {written:,} messages", phrases(written, options.queries), _read,
                             options.runs, promises.get("messages"), "message_search", "words")  # fmt: skip
        floor = [await _timed(_by_ids(db, number)) for number in range(200)]
        found.append(Row(f"{store}, {LIMIT} rows by their ids, p95", quantile(floor, 0.95)))
        return [*found, Row(f"{store}, load of the machine meanwhile", load(), unit="")]
    finally:
        await db.close()


async def _kind(
    db: Database, name: str, texts: dict[str, list[str]], ask: Ask, runs: int, promise: float | None, table: str,
    column: str,
) -> list[Row]:  # fmt: skip
    """Each figure is the median of several runs'."""
    figures: dict[str, list[float]] = {kind: [] for kind in ("", *texts)}
    slowest = 0.0
    for _ in range(runs):
        times = {kind: await _times(db, asked, ask) for kind, asked in texts.items()}
        everything = [one for some in times.values() for one in some]
        slowest = max(slowest, *everything)
        for kind, some in (("", everything), *times.items()):
            figures[kind].append(quantile(some, 0.95))
    naive = [await _timed(_naive(db, text, table, column)) for text in islice(texts["rare"], 5)]
    total = Row(f"{name}, p95", median(figures.pop("")), promise)
    return [total, *(Row(f"{name}: {kind}, p95", median(of)) for kind, of in figures.items()),
            Row(f"{name}: the slowest of all", slowest),
            Row(f"{name}: looking at every row (LIKE), p50", median(naive))]  # fmt: skip


async def _times(db: Database, asked: Sequence[str], ask: Ask) -> list[float]:
    for text in asked[:10]:  # until caches are filled
        await ask(db, text)
    return [await _timed(ask(db, text)) for text in asked]


async def _timed(work: Awaitable[int]) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


async def _find(db: Database, text: str) -> int:
    query = search.parse(text, "IR")
    assert query
    async with search.timeboxed(db) as session:
        found = len(await search.find_customers(session, db.dialect, query, LIMIT))
    assert found or text.endswith(NOT_THERE), text
    return found


async def _read(db: Database, text: str) -> int:
    async with search.timeboxed(db) as session:
        asked = search.wanted_words(text)
        found = len((await search.find_messages(session, db.dialect, asked, LIMIT))[0])
    assert found or text.endswith(NOT_THERE), text
    return found


async def _by_ids(db: Database, number: int) -> int:
    """What any query costs."""
    ids = [number * 97 + at * 13 + 1 for at in range(LIMIT)]
    query = sa.text("SELECT customer_id, text FROM customer_search WHERE id IN :ids")
    async with search.timeboxed(db) as session:
        return len((await session.execute(query.bindparams(sa.bindparam("ids", ids, expanding=True)))).all())


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
        "nobody's": [f"{line[0].split()[0]} {line[4][:4]}{NOT_THERE}" for line in some],
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
        "nobody's": [f"{dice.choice(WORDS[:20])} {dice.choice(WORDS[:20])} {one[0][:2]}{NOT_THERE}" for one in some],
    }


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--full", action="store_true", help="{:,} customers and {:,} messages".format(*FULL))
    parser.add_argument("--queries", type=int, default=100, help="measured of each kind in each run")
    parser.add_argument("--runs", type=int, default=3, help="a figure is the median of theirs")


if __name__ == "__main__":
    options: Any = argparse.ArgumentParser(prog="python -m tests.bench.search")
    add_options(options)
    sys.exit(report(asyncio.run(measure(options.parse_args()))))
