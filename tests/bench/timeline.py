"""How long a page of a very long timeline takes, beside the same among few rows, and beside doing it plainly.

``python -m tests.bench.timeline``: customers with 100,000 entries each among 1 M; ``--full``: among 10 M on PostgreSQL.
What is timed is what the route does: who was merged, the page, its JSON. The machine's own limit is the page's main
query alone, by the bare driver; what else it does shows in the p99 of mere counting for as long as a page takes. All
are done by turns, so that it hits them alike.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.cli.serving import settle_memory
from hub.customers import members
from hub.db import Database
from hub.timeline import Filters, Window
from tests.bench.bare import bare_pages
from tests.bench.figures import Row, load, quantile, report
from tests.bench.long_timelines import BEGIN, LONG, Size, customer, fill_postgresql, fill_sqlite
from tests.support.postgres import private_server

FEW = Size(10_000, 0)
FIRST = {"PostgreSQL": 10.0, "SQLite": 25.0}  # ms, p99
FLAT = 1.5
FULL = 10_000_000
COUNTED = 4.0  # ms: about what a page takes
Page = Callable[[UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Stores:
    """Two stores of one kind: with few rows and with many."""

    name: str
    few: str
    many: str
    entries: int

    def row(self, name: str, figure: float, promise: float | None = None, unit: str = "ms") -> Row:
        """A figure of this kind of store."""
        return Row(f"{self.name}, {name}", figure, promise, unit)


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``add_options`` makes them."""
    entries = FULL if options.full else options.entries
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        stores = Stores("SQLite", *(f"sqlite:///{name}/{size}.db" for size in ("few", "many")), options.sqlite_entries)
        found += await _filled(stores, fill_sqlite, options)
    with private_server(durable=True) as server, closing(server), server.database() as few, server.database() as many:
        stores = Stores("PostgreSQL", server.url_of(few), server.url_of(many), entries)
        found += await _filled(stores, fill_postgresql, options)
    return found


async def _filled(
    stores: Stores, fill: Callable[[str, Size], Awaitable[None]], options: argparse.Namespace
) -> list[Row]:
    began = time.perf_counter()
    await fill(stores.few, FEW)
    await fill(stores.many, _size(stores.entries))
    filling = stores.row(f"filling {stores.entries:,} entries", time.perf_counter() - began, unit="s")
    few, many = await Database.open(stores.few), await Database.open(stores.many)
    settle_memory()  # as the hub does once it serves
    try:
        first = await _first(stores, few, many, options)
        return [filling, *first, *await _others(stores, many, options.pages // 2)]
    finally:
        await few.close()
        await many.close()


def _size(entries: int) -> Size:
    return Size(entries, max(LONG, entries // 100))


async def _first(stores: Stores, few: Database, many: Database, options: argparse.Namespace) -> list[Row]:
    """First pages: each figure is the median of several runs'."""
    runs: list[list[list[float]]] = []
    async with bare_pages(stores.many) as bare:
        pages: list[Page] = [lambda who: page(few, who), lambda who: page(many, who), bare, _counting()]
        for _ in range(options.runs):
            runs.append(await _measured(pages, options.pages))
    (few50, few99), (many50, many99), (bare50, bare99), (count50, count99) = (
        [median(quantile(run[kind], share) for run in runs) for share in (0.5, 0.99)] for kind in range(4)
    )
    others = await _measured([lambda who: page(many, who)], options.pages, _others_than_long(stores.entries))
    return [
        stores.row(f"first page, {_size(stores.entries).long:,} of {stores.entries:,} entries, p99", many99,
                   FIRST[stores.name]),
        stores.row("the same, p50", many50),
        stores.row("the same: its main query alone, bare, p50", bare50),
        stores.row("the same: its main query alone, bare, p99", bare99),
        stores.row(f"mere counting that takes {count50:.1f} ms (p50), p99", count99),
        stores.row(f"first page among {FEW.entries:,} entries, p50", few50),
        stores.row(f"first page among {FEW.entries:,} entries, p99", few99),
        stores.row("many to few, p50", many50 / few50, FLAT, "×"),
        stores.row("many to few, p99", many99 / few99, FLAT, "×"),
        stores.row("first pages of customers not looked at before, p99", quantile(others[0], 0.99)),
        stores.row("load of the machine meanwhile", load(), unit=""),
    ]  # fmt: skip


def _counting() -> Page:
    """What takes ``COUNTED`` ms of a processor that does nothing else."""

    def count(to: int) -> float:
        began = time.perf_counter()
        sum(range(to))
        return (time.perf_counter() - began) * 1000

    enough = int(100_000 * COUNTED / min(count(100_000) for _ in range(20)))

    async def counting(_: UUID) -> object:
        return count(enough)

    return counting


async def _others(stores: Stores, many: Database, count: int) -> list[Row]:
    """Other pages than first ones, and what is naive."""
    middle = BEGIN + timedelta(seconds=3 * stores.entries // 2)
    kinds: dict[str, Page] = {
        "a page in the middle": lambda who: page(many, who, Window(cursor=(middle, UUID(int=0)))),
        "a page of two channels": lambda who: page(many, who, filters=Filters(channels=("sms", "email"))),
        "a page of three who were merged": lambda _: _of_all(many),
        "a page of a rare state": lambda who: page(many, who, filters=Filters(states=("missed",))),
    }
    rows = [
        stores.row(f"{name}, p99", quantile((await _measured([kind], count))[0], 0.99)) for name, kind in kinds.items()
    ]
    half = _size(stores.entries).long // 2
    plain = await _measured([lambda who: plainly(many, who, half)], 8)
    return [*rows, stores.row("the page in the middle plainly: joined and by OFFSET, p50", quantile(plain[0], 0.5))]


async def page(db: Database, who: UUID, window: Window = Window(), filters: Filters = Filters()) -> object:  # noqa: B008
    """A page as the API answers it."""
    async with db.read() as session:
        found = await timeline.customer_timeline(session, await members(session, who), window, filters)
    assert found.items
    return found.model_dump_json()


async def _of_all(db: Database) -> object:
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


def _others_than_long(entries: int) -> list[UUID]:
    """Customers with a hundred entries or so, hardly ever the same one twice."""
    size = _size(entries)
    return [customer(LONG + (number * size.step + 1) * 7919 % size.others) for number in range(5_000)]


async def _measured(pages: Sequence[Page], count: int, whose: Sequence[UUID] = ()) -> list[list[float]]:
    """Times in ms of each kind of page; of the long customers, unless told otherwise."""
    taken: list[list[float]] = [[] for _ in pages]
    people = cycle(whose or [customer(number) for number in range(LONG)])
    for turn, who in enumerate(islice(people, count + LONG)):
        for make, times in zip(pages, taken, strict=True):
            began = time.perf_counter()
            await make(who)
            if turn >= LONG:  # before, caches fill
                times.append((time.perf_counter() - began) * 1000)
    return taken


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} entries on PostgreSQL; some 9 GB while it runs")
    parser.add_argument("--entries", type=int, default=1_000_000, help="on PostgreSQL")
    parser.add_argument("--sqlite-entries", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=400, help="measured in each run")
    parser.add_argument("--runs", type=int, default=5, help="a figure is the median of theirs")


if __name__ == "__main__":
    parser: Any = argparse.ArgumentParser(prog="python -m tests.bench.timeline")
    add_options(parser)
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
