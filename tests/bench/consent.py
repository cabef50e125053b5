"""How long it takes to ask whether something may be sent to a million identities, beside asking for one at a time.

``python -m tests.bench.consent``: on PostgreSQL, a million customers with an address each, some merged, some sharing a
switchboard; most allowed it, one in twenty refused, some addresses are suppressed. The machine's own limit is reading
the ids with what stands there, and nothing judged, by the bare driver.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from hub.cli.serving import settle_memory
from hub.consent import Policy, judged, may_send
from hub.customers import Identity
from hub.db import Database, engines, migrate
from hub.db.driver import run
from tests.bench.figures import Row, load, report
from tests.support.postgres import private_server

PROMISED = 5.0  # seconds for a million
AT = datetime(2026, 6, 1, tzinfo=UTC)
ONE_BY_ONE = 500
_CUSTOMER, _IDENTITY, _EVENT = (f"('{digit}' || lpad(to_hex(n), 31, '0'))::uuid" for digit in "123")
FILL = (
    f"""INSERT INTO customer (id, kind, name, sort_key, search, merged_into, root_id, fields, created_at, updated_at,
        version) SELECT {_CUSTOMER}, 'person', 'x', 'x', 'x', NULL, {_CUSTOMER}, '{{}}', now(), now(), 1
        FROM generate_series(1, :count) n""",
    # every fiftieth was merged into one nearby that also has a telephone; some of those opted out
    """UPDATE customer c SET merged_into = k.root_id, root_id = k.root_id FROM
        (SELECT ('1' || lpad(to_hex(n + 1), 31, '0'))::uuid AS id,
                ('1' || lpad(to_hex(n - 1), 31, '0'))::uuid AS root_id
         FROM generate_series(50, :count, 50) n) k WHERE c.id = k.id""",
    f"""INSERT INTO identity (id, kind, namespace, value, first_seen_at, last_seen_at)
        SELECT {_IDENTITY}, CASE WHEN n % 10 = 0 THEN 'email' ELSE 'phone' END, '',
        CASE WHEN n % 10 = 0 THEN 'u' || n || '@d' || n % 1000 || '.example' ELSE '+98912' || lpad(n::text, 7, '0') END,
        now(), now() FROM generate_series(1, :count) n""",
    f"""INSERT INTO customer_identity (id, customer_id, identity_id, verified, "primary", valid_from)
        SELECT {_EVENT}, {_CUSTOMER}, {_IDENTITY}, true, true, now() FROM generate_series(1, :count) n""",
    # every hundredth also uses a switchboard that ten share
    """INSERT INTO customer_identity (id, customer_id, identity_id, verified, "primary", valid_from)
        SELECT gen_random_uuid(), ('1' || lpad(to_hex(n), 31, '0'))::uuid,
        ('2' || lpad(to_hex((n / 1000) * 1000 + 1), 31, '0'))::uuid, true, false, now()
        FROM generate_series(100, :count - 100, 100) n""",
    f"""INSERT INTO consent (id, identity_id, channel, purpose, state, stands, event_id, source, at, recorded_at)
        SELECT {_EVENT}, {_IDENTITY}, 'sms', 'marketing', s, s, {_EVENT}, 'form', now(), now()
        FROM (SELECT n, CASE WHEN n % 20 = 9 THEN 'withdrawn' ELSE 'granted' END AS s
              FROM generate_series(1, :count) n WHERE n % 5 > 0) k""",
    f"""INSERT INTO consent_opt_out (id, identity_id, channel, purpose, state, event_id, at, here, customer_id)
        SELECT {_EVENT}, {_IDENTITY}, 'sms', 'marketing', 'withdrawn', {_EVENT}, now(), true,
        CASE WHEN n % 40 = 9 THEN {_CUSTOMER} END FROM generate_series(1, :count) n WHERE n % 20 = 9""",
    """INSERT INTO suppression (id, kind, match, value, reason, source, since, created_at)
        SELECT gen_random_uuid(), 'phone', 'value', '+98912' || lpad(n::text, 7, '0'), 'hard_bounce', 'bounce',
        '2020-01-01', now() FROM generate_series(1, :count, 101) n""",
    """INSERT INTO suppression (id, kind, match, value, reason, source, since, created_at) VALUES
        (gen_random_uuid(), 'email', 'domain', 'd7.example', 'legal', 'agent', '2020-01-01', now()),
        (gen_random_uuid(), 'phone', 'prefix', '+9891299', 'manual', 'agent', '2020-01-01', now())""",
)  # fmt: skip


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``main`` makes them."""
    with private_server(durable=True) as server, closing(server), server.database() as name:
        url = server.url_of(name)
        await migrate.upgrade(url)
        db = await Database.open(url)
        try:
            await _fill(url, options.count)
            settle_memory()
            return await _figures(db, options, _Spent(server.process.pid if server.process else None))
        finally:
            await db.close()


async def _fill(url: str, count: int) -> None:
    reader, writer = engines.create(url, command_timeout=None)
    async with writer.begin() as connection:
        for text in FILL:
            await connection.execute(sa.text(text), {"count": count} if ":count" in text else {})
    async with writer.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sa.text("VACUUM ANALYZE"))
    await reader.dispose()
    await writer.dispose()


class _Spent:
    """Processor time of the store's processes, from what the kernel says of the server and its children."""

    def __init__(self, server: int | None) -> None:
        self._server = server

    def seconds(self) -> float:
        """So far; those that have ended count through their parents."""
        if self._server is None:
            return 0.0
        rows = {int(one.parent.name): one.read_text().rpartition(")")[2].split() for one in _stats()}
        family, grown = {self._server}, 0
        while grown != len(family):
            grown = len(family)
            family |= {pid for pid, row in rows.items() if int(row[1]) in family}
        ticks = sum(int(tick) for pid in family if pid in rows for tick in rows[pid][11:15])
        return ticks / os.sysconf("SC_CLK_TCK")


def _stats() -> Iterator[Path]:
    for one in Path("/proc").glob("[0-9]*/stat"):
        if one.exists():
            yield one


async def _figures(db: Database, options: argparse.Namespace, spent: _Spent) -> list[Row]:
    async with db.read() as session:
        ids = list(await session.scalars(sa.select(Identity.id)))  # as whoever asks has them
    about = f"{options.count:,} identities, PostgreSQL"
    answers: Counter[str] = Counter()

    async def all_at_once() -> None:
        async with db.read() as session:
            found = await may_send(session, ids, "sms", "marketing", AT)
        answers.clear()
        answers.update(verdict.reason for verdict in found.values())
        assert len(found) == len(ids)

    async def as_a_query() -> None:
        asked = sa.select(Identity.id).subquery()
        rule = judged(asked, "sms", "marketing", AT, Policy()).subquery()
        async with db.read() as session:
            query = sa.select(rule.c.reason, sa.func.count()).group_by(rule.c.reason)
            assert {row[0]: row[1] for row in await session.execute(query)} == answers

    async def bare() -> None:
        text = "SELECT i.id, c.stands FROM identity i LEFT JOIN consent c ON c.identity_id = i.id"
        async with db.reader.connect() as connection:
            assert len(await run(connection, text, ())) == len(ids)

    async def one_by_one() -> None:
        async with db.read() as session:
            for one in ids[:: max(1, len(ids) // ONE_BY_ONE)]:
                await may_send(session, [one], "sms", "marketing", AT)

    before = time.process_time(), spent.seconds()
    await all_at_once()
    hub, store = time.process_time() - before[0], spent.seconds() - before[1]
    promise = PROMISED * options.count / 1_000_000
    rows = [
        Row(f"{about}: may_send, a verdict each", await _median(all_at_once, options.runs), promise, "s"),
        Row("the same rule as one query, which few are asked by", await _median(as_a_query, options.runs), unit="s"),
        Row("the same ids read with what stands, nothing judged, bare", await _median(bare, options.runs), unit="s"),
        Row("one at a time, for as many", await _median(one_by_one, 1) * options.count / ONE_BY_ONE, unit="s"),
        Row("processor time of the first, this process", hub, unit="s"),
        Row("processor time of the first, PostgreSQL", store, unit="s"),
        Row("load of the machine meanwhile", load(), unit=""),
    ]
    print(", ".join(f"{reason} {count:,}" for reason, count in sorted(answers.items())))
    assert len(answers) == 6, "every kind of answer is among them"
    return rows


async def _median(work: Callable[[], Awaitable[None]], runs: int) -> float:
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return median(taken)


if __name__ == "__main__":
    parser: Any = argparse.ArgumentParser(prog="python -m tests.bench.consent")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3, help="a figure is the median of theirs")
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
