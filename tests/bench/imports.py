"""How many customers a second come in from a file, beside a naive import and what the machine can do at all.

``python -m tests.bench.imports``: 100,000 customers, each with a number and a mail address, looked for among those
that are there; on SQLite and on a durable PostgreSQL of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import accounts
from hub.blobs import BlobInfo
from hub.cli.serving import settle_memory
from hub.customers import Customer, CustomerIdentity, Identity
from hub.customers.schemas import NewCustomer, NewIdentity
from hub.customers.store import add_customer
from hub.db import Database, Tx, migrate, new_id
from hub.db.bulk import insert_many
from hub.imports import changes, store
from hub.imports.files import Files
from hub.imports.run import RUN, carry_out
from hub.imports.write import CUSTOMER, IDENTITY, LINK
from hub.settings import Settings
from hub.web import Principal
from tests.support.postgres import private_server

PROMISES = {"SQLite": 8_000, "PostgreSQL": 20_000}  # rows a second, six a customer: the search's is one of them
EMAIL = "bench@bench.example"
MEMORY = 40  # MB that the hub may grow by while a file is imported
FIRST = ["سارا", "علی", "مریم", "رضا", "زهرا", "حسین", "فاطمه", "محمد", "نرگس", "امیر", "لیلا", "مهدی"]
LAST = ["محمدی", "رضایی", "حسینی", "کریمی", "احمدی", "جعفری", "موسوی", "قاسمی", "اکبری", "نوری", "صادقی", "شریفی"]
CITIES = ["تهران", "مشهد", "اصفهان", "شیراز", "تبریز", "کرج", "اهواز", "قم"]


@dataclass
class Figures:
    """One run. ``rows`` counts what was written to the tables of customers, identities, links and the search."""

    name: str
    customers: int
    seconds: float
    bare: float  # seconds that the same rows took without reading, looking or indexing words
    naive: float  # customers a second, one transaction each
    memory: float  # MB grown
    turn: float  # ms that the loop was held up at most
    written: int


def table(count: int) -> bytes:
    """The file."""
    lines = ["نام,نام خانوادگی,تلفن همراه,ایمیل,شهر"]
    lines += [
        f"{FIRST[index % 12]},{LAST[index // 12 % 12]} {index // 144},0912{index:07d},user{index}@example.com,"
        f"{CITIES[index % 8]}"
        for index in range(count)
    ]
    return "\n".join(lines).encode()


async def measure(options: argparse.Namespace) -> list[Figures]:
    """All figures, in a process whose memory is settled as a serving hub's is."""
    settle_memory()
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found.append(await measure_store("SQLite", f"sqlite:///{folder}/hub.db", folder, options))
        if not options.quick:
            with private_server(durable=True) as server:
                found.append(await measure_store("PostgreSQL", server.url, folder, options))
                server.close()
    return found


async def measure_store(name: str, url: str, folder: Path, options: argparse.Namespace) -> Figures:
    """A fresh store: bare rows, a naive import of a few, then ours."""
    await migrate.upgrade(url)
    db = await Database.open(url)
    try:
        settings = Settings.model_validate({"blobs": {"directory": str(folder / "blobs")}})
        user = await accounts.create_user(db, email=EMAIL, name="B", role="marketer", password="a long enough password")
        naive = await measure_naive(db, options.naive)
        bare = await measure_bare(db, options.customers)
        run = await begin(db, settings, user.id, table(options.customers))
        began, watch = time.perf_counter(), Watch()
        await carry_out(db, settings, run)
        seconds = time.perf_counter() - began
        turn, grown = watch.stop()
        await check(db, run, options.customers)
        return Figures(name, options.customers, seconds, bare, naive, grown, turn, options.customers * 6)
    finally:
        await db.close()


async def check(db: Database, run: UUID, count: int) -> None:
    """Everybody came, with both addresses."""
    async with db.read() as session:
        row = await store.get_import(session, run)
        query = sa.select(sa.func.count()).select_from(CustomerIdentity).join(Customer).where(Customer.import_id == run)
        links = await session.scalar(query)
    assert (row["state"], row["created"], links) == ("done", count, 2 * count), (row["error"], row["created"], links)


async def begin(db: Database, settings: Settings, user: UUID, content: bytes) -> UUID:
    """Upload the file and start the import, whose job we do ourselves."""
    files = Files(db, settings)
    info: BlobInfo = await files.blobs.put(chunks(content), name="people.csv")
    who = Principal(user, user, "B", EMAIL, "marketer", "fa", "UTC", frozenset(), False, info.created_at)
    made = await changes.begin(db, files, info, who)
    await db.write(lambda tx: changes.ask_for_run(tx, made.id, RUN, who))
    return made.id


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    """The file, as a browser sends it."""
    for start in range(0, len(content), 1 << 18):
        yield content[start : start + (1 << 18)]


async def measure_naive(db: Database, count: int) -> float:
    """Customers a second, each in a transaction, as a simple loop over the API's own function does."""
    began = time.perf_counter()
    for index in range(count):
        wanted = NewCustomer(
            name=f"Naive {index}",
            identities=[
                NewIdentity(kind="phone", value=f"0935{index:07d}"),
                NewIdentity(kind="email", value=f"naive{index}@example.com"),
            ],
        )
        await db.write(lambda tx, wanted=wanted: add_customer(tx, wanted, "IR", None))  # type: ignore[misc]
    return count / (time.perf_counter() - began)


async def measure_bare(db: Database, count: int, batch: int = 4_000) -> float:
    """Seconds for rows that are ready, into the same tables, nothing looked for and nothing indexed for the search."""
    batches = [made_rows(start, min(batch, count - start)) for start in range(0, count, batch)]

    async def work(tx: Tx, made: list[tuple[Any, tuple[str, ...], list[Any]]]) -> None:
        for model, names, rows in made:
            await insert_many(tx, model, names, [[tx.now if cell is ... else cell for cell in row] for row in rows])

    began = time.perf_counter()
    for made in batches:
        await db.write(lambda tx, made=made: work(tx, made))  # type: ignore[misc]
    return time.perf_counter() - began


def made_rows(start: int, count: int) -> list[tuple[Any, tuple[str, ...], list[Any]]]:
    """Customers, identities and links; the time is put in later."""
    people, addresses, links = [], [], []
    for index in range(start, start + count):
        who = new_id()
        people.append(
            [who, "person", f"Bare {index}", f"{index:012d}", f"bare {index}", *[None] * 9, who, {}, None, ..., ..., 1]
        )
        for kind, value in (("phone", f"+9890{index:08d}"), ("email", f"bare{index}@example.com")):
            what = new_id()
            addresses.append([what, kind, "", value, None, ..., ...])
            links.append([new_id(), who, what, None, False, kind == "phone", ...])
    return [(Customer, CUSTOMER, people), (Identity, IDENTITY, addresses), (CustomerIdentity, LINK, links)]


class Watch:
    """The longest time in which nothing else could run on the loop, and how memory grows after the first quarter."""

    def __init__(self) -> None:
        self.worst = 0.0
        self.memory: list[float] = []
        self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            self.memory.append(resident())
            self.worst = max(self.worst, time.perf_counter() - before - 0.005)

    def stop(self) -> tuple[float, float]:
        """Milliseconds, and MB."""
        self._task.cancel()
        quarter = len(self.memory) // 4 + 1
        return self.worst * 1_000, max(self.memory[quarter:], default=0.0) - max(self.memory[:quarter], default=0.0)


def resident() -> float:
    """What this process has now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def report(found: list[Figures]) -> bool:
    """Print a table; False when a promise is broken."""
    names = ("file r/s", "table r/s", "bare c/s", "bare r/s", "naive c/s", "MB more", "turn ms")
    head = " " * 12 + "".join(f"{name:>10}" for name in names)
    print(f"\nImport of {found[0].customers:,} customers with two identities each, looked for first\n{head}")
    kept = True
    for one in found:
        rate, bare = one.customers / one.seconds, one.customers / one.bare
        print(
            f"{one.name:<12}{rate:>10,.0f}{one.written / one.seconds:>10,.0f}{bare:>10,.0f}{bare * 5:>10,.0f}"
            f"{one.naive:>10,.0f}{one.memory:>10.0f}{one.turn:>10.1f}"
        )
        kept &= one.written / one.seconds >= PROMISES[one.name] and one.memory <= MEMORY
    print(
        "file r/s: rows of the file, a customer each; table r/s: rows of customers, identities, links and the search,\n"
        "six a customer; bare: such rows ready made, without the search's; turn: the longest wait for the loop"
    )
    return kept


def main(options: argparse.Namespace) -> int:
    """Measure and print."""
    return 0 if report(asyncio.run(measure(options))) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.imports")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--naive", type=int, default=300)
    parser.add_argument("--quick", action="store_true", help="SQLite only")
    sys.exit(main(parser.parse_args()))
