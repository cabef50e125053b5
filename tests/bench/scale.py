"""From the PBX's bytes to the browser's socket with 1 M customers and 50 calls/s, on PostgreSQL.

``python -m tests.bench.scale``. Twenty agents, each with a page of their own. Beside it, in the same run, the machine's
limit (a relay that looks nothing up and stores nothing) and the naive alternative (one that does both by the ORM).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg

from hub.db import migrate
from tests.bench import world
from tests.bench.figures import Row, load, quantile, report
from tests.bench.pops import measure_relay, running
from tests.bench.replay import ReplayPbx
from tests.bench.supervisor import watching
from tests.support.ports import free_port
from tests.support.postgres import private_server

P50, P99 = 8.0, 30.0  # ms
AGENTS = 20
WARM_UP = 100  # calls that are not counted
SHORTEST, LONGEST = 1.0, 3.0  # seconds that a call rings; of one length, each would end as another begins to ring
# Rows as the hub writes them, made by the store itself; search index rows are not looked at by a call.
FILL = """
SET session_replication_role = replica;
INSERT INTO customer (id, kind, name, sort_key, search, root_id, fields, created_at, updated_at, version)
  SELECT id, 'person', 'Customer ' || n, 'customer ' || n, 'customer ' || n, id, '{}', now(), now(), 1
  FROM (SELECT n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id
        FROM generate_series($first, $last) n) made;
INSERT INTO identity (id, kind, namespace, value, region, first_seen_at, last_seen_at)
  SELECT ('01900000-0000-7001-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'phone', '',
         '+98912' || lpad(n::text, 7, '0'), 'IR', now(), now()
  FROM generate_series($first, $last) n;
INSERT INTO customer_identity (id, customer_id, identity_id, verified, "primary", valid_from)
  SELECT ('01900000-0000-7002-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         ('01900000-0000-7001-8000-' || lpad(to_hex(n), 12, '0'))::uuid, false, true, now()
  FROM generate_series($first, $last) n;
"""


async def fill(url: str, customers: int) -> list[str]:
    """Migrate and fill PostgreSQL by two connections; the phones at which agents sit."""
    await migrate.upgrade(url)
    half = customers // 2
    await asyncio.gather(_fill(url, 0, half - 1), _fill(url, half, customers - 1))
    phones = await world.staff(url, AGENTS)
    driver = await asyncpg.connect(url)
    await driver.execute("VACUUM ANALYZE", timeout=600)
    await driver.execute("CHECKPOINT", timeout=600)
    await driver.close()
    return phones


async def _fill(url: str, first: int, last: int) -> None:
    driver = await asyncpg.connect(url)
    await driver.execute(FILL.replace("$first", str(first)).replace("$last", str(last)), timeout=1_200)
    await driver.close()


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``add_options`` makes them."""
    relay = await measure_relay(options.calls // 2, options.rate)
    with private_server(durable=True) as server, closing(server), tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        phones = await fill(server.url, options.customers)
        filling = time.perf_counter() - began
        times = await ring(server.url, Path(name), phones, options)
        naive = await measure_relay(options.calls // 2, options.rate, server.url)
    lost = options.calls - len(times)
    what = f"{options.customers:,} customers, {options.rate:g} calls/s"
    return [
        Row("filling the store", filling, unit="s"),
        Row(f"bare relay, {options.rate:g} calls/s, p50", relay.p50),
        Row("the same, p99", relay.p99),
        Row("naive: a transaction by the ORM for each event, no rights, no history, p50", naive.p50),
        Row("the same, p99", naive.p99),
        Row(f"PBX's bytes to the browser's socket, {what}, p50", quantile(times, 0.5), P50),
        Row("the same, p99", quantile(times, 0.99), P99),
        Row("the same, slowest", max(times)),
        Row(f"pops that never came, of {options.calls:,}", lost, 0, ""),
        Row("load of the machine meanwhile", load(), unit=""),
    ]


async def ring(url: str, folder: Path, phones: list[str], options: argparse.Namespace) -> list[float]:
    """Milliseconds from each ring's bytes to its pop at the agent's socket."""
    pbx, port = ReplayPbx(), free_port()
    config = world.settings(folder, url, port, await pbx.start())
    arrived: dict[str, float] = {}
    async with AsyncExitStack() as stack:
        command = [sys.executable, "-m", "tests.bench.hub_main", str(config)]
        await stack.enter_async_context(running(command, f"http://127.0.0.1:{port}/readyz"))
        for place in range(len(phones)):
            heard = partial(_note, arrived)
            await stack.enter_async_context(watching(port, "me", heard, world.agent(place)))
        await pbx.connected.wait()
        await asyncio.sleep(1)
        rung = await _calls(pbx, phones, options)
        await asyncio.sleep(LONGEST + 1)
    await pbx.stop()
    return [(arrived[number] - at) * 1000 for number, at in rung[WARM_UP:] if number in arrived]


def _note(arrived: dict[str, float], event: dict[str, Any]) -> None:
    if event["kind"] == "pop" and event["data"]:
        arrived.setdefault(event["data"]["number"]["raw"], time.perf_counter())


async def _calls(pbx: ReplayPbx, phones: list[str], options: argparse.Namespace) -> list[tuple[str, float]]:
    dice = random.Random(7)
    chosen = dice.sample(range(options.customers), options.calls + WARM_UP)
    start, rung = time.perf_counter(), []
    for place, index in enumerate(chosen):
        await asyncio.sleep(max(0.0, start + place / options.rate - time.perf_counter()))
        call = pbx.ring(world.number(index), phones[place % len(phones)])
        rung.append((call.number, call.rang_at))
        asyncio.get_running_loop().call_later(dice.uniform(SHORTEST, LONGEST), pbx.finish, call)
    return rung


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=1_500)
    parser.add_argument("--rate", type=float, default=50)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale")
    add_options(parser)
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
