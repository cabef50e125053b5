"""How long a page of a very long timeline takes, beside the same among few rows, and beside doing it plainly.

``python -m tests.bench.timeline``: by default a customer with 100,000 entries among 10 M on PostgreSQL, and among 1 M
on SQLite; ``--entries`` and ``--sqlite-entries`` scale them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.customers import members
from hub.db import Database
from hub.timeline import Filters, Window
from tests.bench.long_timelines import BEGIN, LONG, Size, customer, fill_postgresql, fill_sqlite
from tests.support.postgres import private_server

FEW = Size(10_000, 0)
FIRST = {"PostgreSQL": 10.0, "SQLite": 25.0}  # ms, p99
FLAT = 1.5
Page = Callable[[Database, UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and what was promised of it; None: nothing."""

    name: str
    figure: float
    promise: float | None = None
    unit: str = "ms"

    @property
    def kept(self) -> bool:
        """True unless a promise is broken."""
        return self.promise is None or self.figure <= self.promise


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: ``entries``, ``sqlite_entries`` and ``pages`` (measured, of each kind)."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        many, few = (f"sqlite:///{name}/{size}.db" for size in ("many", "few"))
        await fill_sqlite(few, FEW)
        await fill_sqlite(many, _size(options.sqlite_entries))
        found += await _store("SQLite", few, many, options.sqlite_entries, options.pages)
    with private_server() as server, closing(server), server.database() as few_name, server.database() as many_name:
        few, many = server.url_of(few_name), server.url_of(many_name)
        began = time.perf_counter()
        await fill_postgresql(few, FEW)
        await fill_postgresql(many, _size(options.entries))
        found.append(Row(f"PostgreSQL, filling {options.entries:,} entries", time.perf_counter() - began, unit="s"))
        found += await _store("PostgreSQL", few, many, options.entries, options.pages)
    return found


def _size(entries: int) -> Size:
    return Size(entries, max(LONG, entries // 100))


async def _store(store: str, few_url: str, many_url: str, entries: int, pages: int) -> list[Row]:
    few, many = await Database.open(few_url), await Database.open(many_url)
    try:
        middle = BEGIN + timedelta(seconds=3 * entries // 2)
        kinds: dict[str, Page] = {
            "in the middle": lambda db, who: page(db, who, Window(cursor=(middle, UUID(int=0)))),
            "of two channels": lambda db, who: page(db, who, filters=Filters(channels=("sms", "email"))),
            "of three who were merged": _of_all,
            "of a rare state": lambda db, who: page(db, who, filters=Filters(states=("missed",))),
        }
        # by turns, so that what else the machine does hits both alike
        short, long = await _measured([(few, page), (many, page)], pages)
        rows = [
            Row(f"{store}, first page, {_size(entries).long:,} of {entries:,} entries, p99", long[1], FIRST[store]),
            Row(f"{store}, the same, p50", long[0]),
            Row(f"{store}, first page among {FEW.entries:,} entries, p99", short[1]),
            Row(f"{store}, many to few, p50", long[0] / short[0], FLAT, "×"),
            Row(f"{store}, many to few, p99", long[1] / short[1], unit="×"),
        ]
        for name, kind in kinds.items():
            rows.append(Row(f"{store}, a page {name}, p99", (await _measured([(many, kind)], pages // 4))[0][1]))
        half = _size(entries).long // 2
        plain = await _measured([(many, lambda db, who: plainly(db, who, half))], 8)
        rows.append(Row(f"{store}, the page in the middle plainly: joined and by OFFSET, p50", plain[0][0]))
        return rows
    finally:
        await few.close()
        await many.close()


async def page(db: Database, who: UUID, window: Window = Window(), filters: Filters = Filters()) -> object:  # noqa: B008
    """A page as the API answers it."""
    async with db.read() as session:
        found = await timeline.customer_timeline(session, await members(session, who), window, filters)
    assert found.items
    return found.model_dump_json()


async def _of_all(db: Database, who: UUID) -> object:
    """The long customers as one."""
    async with db.read() as session:
        found = await timeline.customer_timeline(session, [customer(number) for number in range(LONG)])
    return found.model_dump_json()


async def plainly(db: Database, who: UUID, offset: int) -> object:
    """What an ORM makes of it: a join, sorted, with an offset."""
    entry, item = timeline.TimelineEntry, timeline.Interaction
    query = sa.select(entry, item).join(item, item.id == entry.interaction_id).where(entry.customer_id == who)
    async with db.read() as session:
        rows = (await session.execute(query.order_by(item.occurred_at.desc()).offset(offset).limit(50))).all()
    assert rows
    return rows


async def _measured(pages: list[tuple[Database, Page]], count: int) -> list[tuple[float, float]]:
    """(p50, p99) in ms of each kind of page."""
    taken: list[list[float]] = [[] for _ in pages]
    people = cycle([customer(number) for number in range(LONG)])
    for turn in range(count + LONG):
        who = next(people)
        for (db, make), times in zip(pages, taken, strict=True):
            began = time.perf_counter()
            await make(db, who)
            if turn >= LONG:  # before, caches fill
                times.append((time.perf_counter() - began) * 1000)
    return [(sorted(times)[len(times) // 2], sorted(times)[int(len(times) * 0.99)]) for times in taken]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--entries", type=int, default=10_000_000, help="on PostgreSQL; some 9 GB while it runs")
    parser.add_argument("--sqlite-entries", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=1_000, help="measured of each store")


def report(rows: list[Row]) -> int:
    """Print a table; 1 when a promise is broken."""
    for row in rows:
        told = "" if row.promise is None else f"{row.promise:>8g} {'kept' if row.kept else 'BROKEN'}"
        print(f"{row.name:<72}{row.figure:>9.2f} {row.unit:<3}{told}")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    parser: Any = argparse.ArgumentParser(prog="python -m tests.bench.timeline")
    add_options(parser)
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
