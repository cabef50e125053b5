"""Stores with very many entries, filled by the stores themselves: from Python it would take most of an hour."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from hub.db import engines, migrate

LONG = 3  # customers with long timelines, spread over the whole time
BEGIN = datetime(2025, 11, 1, tzinfo=UTC)
TABLES = ("interaction", "timeline_entry", "participant")
AGENTS = 20  # two entries of five are calls, and each was somebody's


@dataclass(frozen=True, slots=True)
class Size:
    """How many entries there are, and how many customers they belong to beside the long ones."""

    entries: int
    others: int

    @property
    def long(self) -> int:
        """Entries of each long customer."""
        return self.entries // self.step // LONG

    @property
    def step(self) -> int:
        """Every so manieth entry is a long customer's."""
        return max(1, self.entries // (LONG * min(100_000, self.entries // 10))) if self.others else 1


def customer(number: int) -> UUID:
    """The id of a customer; the first ``LONG`` ones are the long ones."""
    return UUID(f"018f0000-0000-7000-8000-{number:012x}")


def _owner(size: Size) -> str:
    """Whose entry ``n`` is, in SQL."""
    if not size.others:
        return f"n % {LONG}"
    long = f"n % {size.step} = 0 THEN (n / {size.step}) % {LONG}"
    return f"CASE WHEN {long} ELSE {LONG} + n * 7919 % {size.others} END"


def _state(size: Size) -> str:
    """One in a hundred of anybody's is missed."""
    return f"CASE n / {size.step} % 101 WHEN 0 THEN 'missed' ELSE 'completed' END"


async def fill_postgresql(url: str, size: Size) -> None:
    """Migrate and fill: without secondary indexes, which are made at the end; as many tables at once as can be."""
    await migrate.upgrade(url)
    filled = _postgresql(size)
    await asyncio.gather(*(_fill_table(url, table, filled[table]) for table in filled))


async def _fill_table(url: str, table: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'", "jit = off"):
            await connection.execute(f"SET {setting}")
        indexes = [] if table not in TABLES else await connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname !~ '^pk'", table
        )  # fmt: skip
        for name, _ in indexes:
            await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            await connection.execute(f"DROP INDEX IF EXISTS {name}")
        await connection.execute(statement, timeout=3_600)
        for _, definition in indexes:
            await connection.execute(definition, timeout=3_600)
        await connection.execute(f"VACUUM ANALYZE {table}", timeout=3_600)
    finally:
        await connection.close()


def _postgresql(size: Size) -> dict[str, str]:
    def key(group: str, number: str) -> str:
        return f"('018f{group}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"

    at = f"timestamptz '{BEGIN.isoformat()}' + n * interval '3 seconds'"
    owner = key("0000", f"({_owner(size)})")
    channel = f"(ARRAY['call','sms','email','call','chat'])[(1 + n / {size.step} % 5)::int]"
    rows = f"FROM generate_series(1::bigint, {size.entries}) n"
    return {
        "customer": f"""INSERT INTO customer
            (id, kind, name, sort_key, search, root_id, fields, created_at, updated_at, version)
            SELECT {key("0000", "n")}, 'person', 'Customer ' || n, '1', 'customer', {key("0000", "n")}, '{{}}',
            now(), now(), 1 FROM generate_series(0, {LONG + size.others - 1}) n""",
        "interaction": f"""INSERT INTO interaction (id, channel, direction, state, occurred_at, facts, version)
            SELECT {key("0001", "n")}, {channel}, CASE n % 2 WHEN 0 THEN 'in' ELSE 'out' END,
            {_state(size)}, {at}, '{{"waited": 12, "talked": 95}}', 1 {rows}""",
        "timeline_entry": f"""INSERT INTO timeline_entry
            (id, customer_id, interaction_id, occurred_at, role, certainty, channel)
            SELECT {key("0002", "n")}, {owner}, {key("0001", "n")}, {at}, 'from', 'confirmed', {channel} {rows}""",
        "user_account": _users(key("0003", "n"), "true", "false", f"generate_series(0, {AGENTS - 1}) n"),
        "participant": f"""INSERT INTO participant (id, interaction_id, role, user_id)
            SELECT {key("0004", "n")}, {key("0001", "n")}, 'agent', {key("0003", f"n % {AGENTS}")} {rows}
            WHERE {_is_call(size)}""",
    }


def _is_call(size: Size) -> str:
    return f"n / {size.step} % 5 IN (0, 3)"


def _users(key: str, yes: str, no: str, rows: str) -> str:
    return f"""INSERT INTO user_account (id, email, email_key, name, sort_name, role, password_hash, active, demo,
        language, theme, calendar, time_zone, created_at, version)
        SELECT {key}, 'a' || n, 'a' || n, 'Agent ' || n, 'agent', 'agent', '', {yes}, {no}, 'en', 'light', 'gregorian',
        'UTC', '{BEGIN:%Y-%m-%d %H:%M:%S}.000000', 1 FROM {rows}"""


async def fill_sqlite(url: str, size: Size) -> None:
    """The same in a file."""
    await migrate.upgrade(url)
    await asyncio.to_thread(_fill_file, str(engines.sqlite_path(url)), size)


def _fill_file(path: str, size: Size) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "journal_mode = WAL", "cache_size = -200000", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (?, ?, ?)", TABLES
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    for statement in _sqlite(size):
        connection.execute(statement)
    connection.execute("COMMIT")
    for _, definition in indexes:
        connection.execute(definition)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _sqlite(size: Size) -> Sequence[str]:
    def key(group: str, number: str) -> str:
        return f"printf('018f{group}000070008000%012x', {number})"

    at = f"strftime('%Y-%m-%d %H:%M:%S.000000', {int(BEGIN.timestamp())} + n * 3, 'unixepoch')"
    channel = f"CASE n / {size.step} % 5 WHEN 1 THEN 'sms' WHEN 2 THEN 'email' WHEN 4 THEN 'chat' ELSE 'call' END"
    state = _state(size)
    now = "'2026-01-01 00:00:00.000000'"

    def rows(first: int, last: int) -> str:
        numbers = f"SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}"
        return f"(WITH RECURSIVE c(n) AS ({numbers}) SELECT n FROM c)"

    return (
        f"""INSERT INTO customer (id, kind, name, sort_key, search, root_id, fields, created_at, updated_at, version)
            SELECT {key("0000", "n")}, 'person', 'Customer ' || n, '1', 'customer', {key("0000", "n")}, '{{}}',
            {now}, {now}, 1 FROM {rows(0, LONG + size.others - 1)}""",
        f"""INSERT INTO interaction (id, channel, direction, state, occurred_at, facts, version)
            SELECT {key("0001", "n")}, {channel}, CASE n % 2 WHEN 0 THEN 'in' ELSE 'out' END,
            {state}, {at}, '{{"waited": 12, "talked": 95}}', 1
            FROM {rows(1, size.entries)}""",
        f"""INSERT INTO timeline_entry (id, customer_id, interaction_id, occurred_at, role, certainty, channel)
            SELECT {key("0002", "n")}, {key("0000", f"({_owner(size)})")}, {key("0001", "n")}, {at}, 'from',
            'confirmed', {channel} FROM {rows(1, size.entries)}""",
        _users(key("0003", "n"), "1", "0", rows(0, AGENTS - 1)),
        f"""INSERT INTO participant (id, interaction_id, role, user_id)
            SELECT {key("0004", "n")}, {key("0001", "n")}, 'agent', {key("0003", f"n % {AGENTS}")}
            FROM {rows(1, size.entries)} WHERE {_is_call(size)}""",
    )
