"""From any schema that ever was to the newest, on both stores, with rows in every table."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects.postgresql import JSONB

from hub.db import StoreError, engines, migrate
from hub.schema import Base
from tests.support.hub_process import StartHub
from tests.support.postgres import PostgresServer
from tests.support.waiting import WaitFor

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Known = dict[str, tuple[str, sa.Table]]  # by name: how it stood, and what it was
STEPS = [
    (revision.down_revision, revision.revision)
    for revision in reversed(list(ScriptDirectory.from_config(migrate.config()).walk_revisions()))
]
LATEST = STEPS[-1][1]
ROWS = 3  # in each table
STAND = {  # each table, and what changes when it is altered
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    " AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name <> 'alembic_version'",
    "postgresql": """
        SELECT relname, concat_ws(' ',
            (SELECT string_agg(concat_ws(' ', attname, atttypid, atttypmod, attnotnull), ', ' ORDER BY attnum)
             FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
            (SELECT string_agg(pg_get_constraintdef(oid), ', ' ORDER BY conname)
             FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'f'))
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'""",
}
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as name:
        yield server.url_of(name)


class Ladder:
    """A store that climbs from schema to schema; begun anew only where a test asks for a lower one."""

    def __init__(self, begin: Callable[[], str]) -> None:
        self._begin = begin
        self._rung = len(STEPS)
        self.url = ""
        self.tables: Known = {}

    async def at(self, revision: str) -> str:
        """Its URL at this schema, without rows."""
        if _rung(revision) < self._rung:
            self.url = self._begin()
        if _rung(revision) != self._rung:
            await self.climb(revision)
        await on(self.url, lambda connection: clear(connection, self.tables))
        return self.url

    async def climb(self, revision: str) -> None:
        """Migrate it upward, with the rows that it has."""
        self._rung = len(STEPS)  # nobody knows where it stands when that fails
        await migrate.upgrade(self.url, revision)
        self._rung = _rung(revision)


def _rung(revision: str) -> int:
    return next(number for number, step in enumerate(STEPS) if step[1] == revision)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ladder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ladder]:
    """On each kind of store."""
    numbers = itertools.count()
    with ExitStack() as stack:
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("ladder")
            yield Ladder(lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}")
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            yield Ladder(lambda: server.url_of(stack.enter_context(server.database())))


async def on(url: str, work: Callable[[sa.Connection], Any]) -> Any:
    """The result of ``work`` on a connection, committed."""
    reader, writer = engines.create(url)
    try:
        async with writer.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await reader.dispose()
        await writer.dispose()


def reflect(connection: sa.Connection) -> sa.MetaData:
    """The tables as the store says that they are."""
    found = sa.MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    for table in list(found.tables.values()):  # those of full-text search are SQLite's own
        if "_fts" in table.name:
            found.remove(table)
    return found


def value(column: sa.Column[Any], number: int, table: str) -> Any:
    """Something that fits the column, another one for each number."""
    kind = column.type
    length = getattr(kind, "length", None)
    if isinstance(kind, sa.Uuid) or (isinstance(kind, sa.CHAR) and length == 32):
        made = uuid.uuid5(uuid.NAMESPACE_URL, f"{table}/{number}")
        return made if isinstance(kind, sa.Uuid) else made.hex
    if isinstance(kind, JSONB | sa.JSON):
        return {"number": number, "متن": "سلام"}
    if isinstance(kind, sa.Date):
        return NOON.date()
    if isinstance(kind, sa.DateTime):
        return NOON if getattr(kind, "timezone", False) else NOON.replace(tzinfo=None)
    if isinstance(kind, sa.Date | sa.Time):
        return NOON.date() if isinstance(kind, sa.Date) else NOON.time()
    if isinstance(kind, sa.LargeBinary):
        return bytes([number]) * 32
    if isinstance(kind, sa.Boolean):
        return number % 2 == 0
    if isinstance(kind, sa.Float | sa.Numeric):
        return number + 0.5
    if isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.ARRAY):
        return [number] if isinstance(kind.item_type, sa.Integer) else [f"v{number}"]
    return f"{number}-{table}-{column.name}"[: length or 100]


def tables_of(connection: sa.Connection, known: Known) -> list[sa.Table]:
    """The tables, those first that others point at; read anew where they are not what ``known`` says of them."""
    stood = dict(connection.execute(sa.text(STAND[connection.dialect.name])).all())
    found = sa.MetaData()
    if changed := [name for name, stand in stood.items() if known.get(name, ("",))[0] != stand]:
        found.reflect(connection, only=changed, resolve_fks=False)
    known.update({name: (stood[name], found.tables[name]) for name in changed})
    order = TopologicalSorter({name: {*targets(known[name][1]).values()} - {name} for name in stood})
    return [known[name][1] for name in order.static_order()]


def targets(table: sa.Table) -> dict[str, str]:
    """Which table each column points at."""
    return {key.parent.name: key.target_fullname.split(".")[-2] for key in table.foreign_keys}


def fill(connection: sa.Connection, known: Known | None = None) -> Rows:
    """Rows for every table, each pointing at rows of the same number; and what is in the tables then."""
    tables = tables_of(connection, {} if known is None else known)
    for table in tables:
        pointed = targets(table)
        rows = [
            {column.name: value(column, number, pointed.get(column.name, table.name)) for column in table.columns}
            for number in range(1, ROWS + 1)
        ]
        for name, target in pointed.items():
            if target == table.name and table.columns[name].nullable:
                for row in rows:
                    row[name] = None
        connection.execute(sa.insert(table), rows)
    return stored(connection)


def clear(connection: sa.Connection, known: Known) -> None:
    """Delete every row."""
    for table in reversed(tables_of(connection, known)):
        connection.execute(sa.delete(table))


def stored(connection: sa.Connection) -> Rows:
    """Every row of every table, as the store has it."""
    names = [name for name, _ in connection.execute(sa.text(STAND[connection.dialect.name]))]
    return {name: rows(connection, sa.text(f'SELECT * FROM "{name}"')) for name in names}


def rows_of(connection: sa.Connection) -> Rows:
    """Every row of every table, by the types of its columns."""
    return {table.name: rows(connection, sa.select(table)) for table in reflect(connection).sorted_tables}


def rows(connection: sa.Connection, statement: sa.Executable) -> list[Row]:
    """What it finds, in the same order each time."""
    return sorted((dict(row) for row in connection.execute(statement).mappings()), key=str)


def lost(before: Rows, after: Rows) -> list[str]:
    """What of ``before`` is not in ``after``; columns and tables may come, go only by a decision written down here."""
    missing = []
    for table, rows in before.items():
        if len(after.get(table, [])) < len(rows):
            missing.append(f"rows of {table}")
            continue
        for name in rows[0].keys() & after[table][0].keys():
            kept = [row[name] for row in after[table]]
            missing += [f"{table}.{name}: {row[name]!r}" for row in rows if row[name] not in kept]
    return missing


def test_a_lost_value_is_noticed() -> None:
    before: Rows = {"note": [{"id": 1, "text": "a"}, {"id": 2, "text": "b"}]}
    assert lost(before, before) == []
    assert lost(before, {"note": [*before["note"], {"id": 3, "text": "c"}]}) == []
    assert lost(before, {}) == ["rows of note"]
    assert lost(before, {"note": before["note"][:1]}) == ["rows of note"]
    assert lost(before, {"note": [{"id": 1, "text": "a"}, {"id": 2, "text": None}]}) == ["note.text: 'b'"]


@pytest.mark.parametrize(("before", "after"), STEPS, ids=[step[1] for step in STEPS])
async def test_rows_outlive_each_step(before: str | None, after: str, ladder: Ladder) -> None:
    if before is None:
        assert await migrate.current(await ladder.at(after)) == after
        return
    url = await ladder.at(before)
    kept = await on(url, lambda connection: fill(connection, ladder.tables))
    assert {len(rows) for rows in kept.values()} == {ROWS}
    await ladder.climb(after)
    assert lost(kept, await on(url, stored)) == []
    assert await migrate.current(url) == after


async def test_the_newest_schema_takes_rows_in_every_table_and_keeps_them_when_asked_again(database_url: str) -> None:
    kept = await on(database_url, fill)
    assert kept.keys() >= Base.metadata.tables.keys()
    assert {len(rows) for rows in kept.values()} == {ROWS}
    await migrate.upgrade(database_url)
    assert await on(database_url, stored) == kept


async def test_the_newest_schema_is_what_the_models_say(database_url: str) -> None:
    assert await migrate.current(database_url) == migrate.newest() == LATEST

    def compare(connection: sa.Connection) -> Any:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": migrate.is_ours})
        return compare_metadata(context, Base.metadata)

    assert await on(database_url, compare) == []


async def test_the_comparison_notices_a_difference(database_url: str) -> None:
    await on(database_url, lambda connection: connection.execute(sa.text("DROP TABLE event")))

    def compare(connection: sa.Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert "add_table" in {change[0] for change in await on(database_url, compare)}


def rename(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


async def test_a_store_newer_than_the_code_is_refused(database_url: str) -> None:
    await on(database_url, rename)
    calls: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: migrate.upgrade(database_url), lambda: migrate.require_newest(database_url),
    )  # fmt: skip
    for call in calls:
        with pytest.raises(StoreError, match=r"newer version of the hub \(schema 9999, this version knows \d+\)"):
            await call()
    assert await migrate.current(database_url) == "9999"


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_and_said_in_one_line(command: str, database_url: str, start_hub: StartHub, wait_for: WaitFor) -> None:
    await on(database_url, rename)
    hub = await start_hub(database_url, command=(command,), wait=False)
    await wait_for(lambda: hub.process.poll() is not None, timeout=30)
    assert hub.process.returncode == 1
    (line,) = hub.output().splitlines()
    assert line.startswith("peyvand: the store was made by a newer version of the hub (schema 9999")


async def test_an_older_store_says_what_to_do(empty_url: str) -> None:
    with pytest.raises(StoreError, match=r"the store's schema is empty, needed is .*: run `peyvand migrate`"):
        await migrate.require_newest(empty_url)
    await migrate.upgrade(empty_url)
    await migrate.require_newest(empty_url)


async def test_several_processes_migrate_at_once(postgres_server: PostgresServer, start_hub: StartHub) -> None:
    with postgres_server.database() as name:
        url = postgres_server.url_of(name)
        hubs = [await start_hub(url, command=("migrate",), wait=False) for _ in range(2)]
        for hub in hubs:
            assert await asyncio.to_thread(hub.process.wait, 60) == 0, hub.output()
        await asyncio.gather(*(migrate.upgrade(url) for _ in range(3)))
        assert await migrate.current(url) == LATEST
        tables = await on(url, lambda connection: sa.inspect(connection).get_table_names())
        assert set(tables) >= Base.metadata.tables.keys()


def test_the_steps_make_one_line() -> None:
    assert STEPS[0][0] is None
    assert all(one[1] == two[0] for one, two in itertools.pairwise(STEPS))


async def test_mail_addresses_that_differ_by_capitals_become_one_with_the_strictest_consent(ladder: Ladder) -> None:
    url = await ladder.at("0027")
    mails = {1: "Sara@x.example", 2: "sara@x.example", 3: "OMID@x.example"}

    def before(connection: sa.Connection) -> None:
        fill(connection)
        tables = reflect(connection).tables
        for number, mail in mails.items():
            mine = tables["identity"].c.id == value(tables["identity"].c.id, number, "identity")
            connection.execute(sa.update(tables["identity"]).where(mine).values(kind="email", namespace="", value=mail))
        stands = {1: "withdrawn", 2: "granted", 3: "granted"}
        for number, word in stands.items():
            consent = tables["consent"]
            mine = consent.c.id == value(consent.c.id, number, "consent")
            connection.execute(
                sa.update(consent).where(mine).values(channel="email", purpose="marketing", state=word, stands=word)
            )
        link = tables["customer_identity"]
        connection.execute(sa.update(link).values(valid_to=None, primary=False, verified=False))
        seen = value(link.c.identity_id, 1, "identity")
        who = value(link.c.customer_id, 2, "customer")  # uses both: ``Sara@`` is written to first, and was seen later
        connection.execute(
            sa.update(link).where(link.c.identity_id == seen).values(customer_id=who, primary=True, verified=True)
        )
        identity = tables["identity"]
        later = NOON + timedelta(days=9)
        if connection.dialect.name == "sqlite":
            later = later.replace(tzinfo=None)
        connection.execute(sa.update(identity).where(identity.c.id == seen).values(last_seen_at=later))

    await on(url, before)
    await ladder.climb("0028")
    rows = await on(url, rows_of)
    assert sorted((row["value"], row["written"]) for row in rows["identity"]) == [
        ("omid@x.example", "OMID@x.example"),
        ("sara@x.example", None),
    ]
    (sara,) = (row["id"] for row in rows["identity"] if row["written"] is None)
    assert [row["stands"] for row in rows["consent"] if row["identity_id"] == sara] == ["withdrawn"]
    for table in ("interaction", "consent_opt_out", "consent_event", "participant", "call"):
        assert [row["identity_id"] for row in rows[table]].count(sara) == 2, table
    (link,) = (row for row in rows["customer_identity"] if row["identity_id"] == sara)
    assert (link["primary"], link["verified"]) == (True, True)
    (seen,) = (row["last_seen_at"].date() for row in rows["identity"] if row["id"] == sara)
    assert seen == (NOON + timedelta(days=9)).date()
