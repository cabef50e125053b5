"""One PostgreSQL database, emptied between tests: that takes a tenth of making another by copying the template.

A test that changed the schema, a setting or a row that a migration wrote gets its database thrown away instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg

from tests.support.postgres import PostgresServer

END = """
SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""  # and wait until they are gone: what the test left connected could write yet
SEEDED = """
SELECT coalesce(array_agg(relname ORDER BY relname), '{}') FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
EMPTY = """
DO $$
DECLARE name text; filled bool;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                AND relname <> ALL (%s) AND pg_relation_size(oid) > 0 LOOP
        IF pg_relation_size(name::regclass) > 200000 THEN
            EXECUTE format('TRUNCATE %%I CASCADE', name);
        ELSE
            EXECUTE format('DELETE FROM %%I', name);
        END IF;
    END LOOP;
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT is_called FROM %%I', name) INTO filled;
        IF filled THEN EXECUTE format('ALTER SEQUENCE %%I RESTART', name); END IF;
    END LOOP;
END $$
"""
SCHEMA = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT concat_ws(' ', relname, relkind, relnamespace, attname, atttypid, attnotnull, atthasdef) AS line
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
    UNION ALL SELECT concat_ws(' ', tgname, tgrelid, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', conname, conrelid, convalidated) FROM pg_constraint WHERE conrelid >= 16384
    UNION ALL SELECT concat_ws(' ', proname, md5(prosrc)) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT setconfig::text FROM pg_db_role_setting
) AS lines
"""


class Pool:
    """The databases of one test run: one, unless a test wants two at once."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._kept: dict[str, asyncpg.Connection[Any]] = {}
        self._in_use: set[str] = set()
        self._seeded: list[str] = []
        self._fresh: tuple[Any, ...] = ()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The name of a migrated database without rows but the migrations' own."""
        name = next(iter(self._kept.keys() - self._in_use), None) or self._make()
        self._in_use.add(name)
        try:
            yield name
        finally:
            self._in_use.discard(name)
            if not self._server.run(lambda: self._empty(name)):
                self._throw_away(name)

    def close(self) -> None:
        """Drop what is kept."""
        for name in list(self._kept):
            self._throw_away(name)

    def _make(self) -> str:
        name = self._server.create(self._template)
        self._server.run(lambda: self._look_at(name))
        return name

    def _throw_away(self, name: str) -> None:
        connection = self._kept.pop(name)
        self._server.run(connection.close)
        self._server.drop(name)

    async def _look_at(self, name: str) -> None:
        connection = self._kept[name] = await asyncpg.connect(self._server.url_of(name))
        if not self._fresh:
            self._seeded = await connection.fetchval(SEEDED)
            self._fresh = await self._state(connection)

    async def _empty(self, name: str) -> bool:
        """False where the database cannot be made what it was."""
        connection = self._kept[name]
        try:
            if await connection.fetchval(END) is False:
                return False
            seeded = ", ".join(f"'{table}'" for table in self._seeded)
            await connection.execute(EMPTY % f"ARRAY[{seeded}]::text[]")
            return await self._state(connection) == self._fresh
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return False

    async def _state(self, connection: asyncpg.Connection[Any]) -> tuple[Any, ...]:
        rows = [
            await connection.fetchval(f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM \"{table}\" t")
            for table in self._seeded
        ]
        return (await connection.fetchval(SCHEMA), *rows)
