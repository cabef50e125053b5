"""Records in a table, as Asterisk and FreePBX make them, on real servers."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.records_calls import PbxTime
from connectors.asterisk.records_columns import CEL_LAYOUT, CEL_NAMES
from connectors.asterisk.records_columns import NAMES as KNOWN
from connectors.asterisk.records_rows import CdrRow, epoch_of, read_row, zone_of
from connectors.asterisk.records_sources import ChannelEvents, cdr_source
from connectors.asterisk.records_table import Table, TableRecords, _engine
from tests.connectors.asterisk.conftest import RECORDINGS, make_options
from tests.support import mariadb
from tests.support.postgres import PostgresServer

START = datetime(2026, 3, 20, 15, 30)  # noqa: DTZ001 - as in the table
FREEPBX = """
CREATE TABLE cdr (
 calldate {stamp} NOT NULL, clid varchar(80) NOT NULL, src varchar(80) NOT NULL, dst varchar(80) NOT NULL,
 dcontext varchar(80) NOT NULL, channel varchar(80) NOT NULL, dstchannel varchar(80) NOT NULL,
 lastapp varchar(80) NOT NULL, lastdata varchar(80) NOT NULL, duration int NOT NULL, billsec int NOT NULL,
 disposition varchar(45) NOT NULL, amaflags int NOT NULL, accountcode varchar(20) NOT NULL,
 uniqueid varchar(32) NOT NULL, userfield varchar(255) NOT NULL, did varchar(50) NOT NULL,
 recordingfile varchar(255) NOT NULL, cnum varchar(80) NOT NULL, cnam varchar(80) NOT NULL,
 linkedid varchar(32) NOT NULL, peeraccount varchar(80) NOT NULL, sequence int NOT NULL)
"""
NAMES = ("calldate clid src dst dcontext channel dstchannel lastapp lastdata duration billsec disposition amaflags "
         "accountcode uniqueid userfield did recordingfile cnum cnam linkedid peeraccount sequence")  # fmt: skip


def table_of(options: AsteriskOptions) -> Table:
    return Table(options.cdr or "", options.cdr_secret, options.cdr_table, KNOWN, ("start", "calldate"))


def records_of(options: AsteriskOptions, odd: Any) -> TableRecords[CdrRow]:
    return TableRecords(table_of(options), read_row, odd)


def values(minute: int) -> tuple[Any, ...]:
    return (
        START + timedelta(minutes=minute), '"سارا" <09121234567>', "09121234567", "600", "ext-queues", "PJSIP/trunk-1",
        "PJSIP/101-2", "Queue", "600,t", 60, 40, "ANSWERED", 3, "", f"{1774008000 + 60 * minute}.1", "", "02191001000",
        "", "09121234567", "سارا", f"{1774008000 + 60 * minute}.1", "", minute,
    )  # fmt: skip


async def fill(engine: AsyncEngine, create: str) -> None:
    names = NAMES.split()
    table = sa.table("cdr", *map(sa.column, names))
    async with engine.begin() as connection:
        await connection.execute(sa.text("DROP TABLE IF EXISTS cdr"))
        await connection.execute(sa.text(create))
        rows = [dict(zip(names, values(minute), strict=True)) for minute in range(100)]
        await connection.execute(sa.insert(table), rows)
    await engine.dispose()


@pytest.fixture(params=[*(["mariadb"] if mariadb.is_here() else []), "postgresql"])
async def options(request: pytest.FixtureRequest) -> AsyncIterator[AsteriskOptions]:
    """Where FreePBX's table is."""
    if request.param == "mariadb":
        found = make_options(cdr=request.getfixturevalue("mariadb_url"), cdr_secret="pbx")
        await fill(_engine(table_of(found)), FREEPBX.format(stamp="datetime"))
        yield found
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as name:
        found = make_options(cdr=server.url_of(name), cdr_table="public.cdr")
        await fill(_engine(table_of(found)), FREEPBX.format(stamp="timestamp"))
        yield found


async def test_rows_of_freepbx(options: AsteriskOptions) -> None:
    odd: list[tuple[str, str]] = []
    records = records_of(options, lambda *what: odd.append(what))
    found = await records.between(START + timedelta(minutes=10), START + timedelta(minutes=12))
    assert [row.sequence for row in found] == [10, 11, 12]
    row = found[0]
    assert (row.start, row.answer, row.end) == (
        START + timedelta(minutes=10), START + timedelta(minutes=10, seconds=20), START + timedelta(minutes=11),
    )  # fmt: skip
    assert (row.name, row.src, row.did, row.lastapp) == ("سارا", "09121234567", "02191001000", "queue")
    assert {row.sequence for row in await records.newest()} == set(range(50, 100))
    assert odd == []


async def test_only_new_rows_are_given_again(options: AsteriskOptions) -> None:
    source, tehran = cdr_source(options, print), timezone(timedelta(hours=3, minutes=30))
    time = PbxTime(zone_of(await source.newest()), timedelta(minutes=10))
    assert time.zone.utcoffset(None) == tehran.utcoffset(None)
    first = (START - timedelta(minutes=10)).replace(tzinfo=tehran)
    span = first, first + timedelta(minutes=2)
    assert [row.sequence for row in await source.begun(*span, time)] == [0, 1, 2]
    assert await source.begun(*span, time) == []


async def test_a_table_that_is_not_there_is_an_error(options: AsteriskOptions) -> None:
    records = records_of(options.model_copy(update={"cdr_table": "nothing"}), print)
    with pytest.raises(sa.exc.SQLAlchemyError):
        await records.newest()


async def test_times_with_a_zone(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as name:
        options = make_options(cdr=postgres_server.url_of(name))
        engine = _engine(table_of(options))
        async with engine.begin() as connection:
            for statement in (
                'CREATE TABLE cdr ("start" timestamptz, answer timestamptz, "end" timestamptz, channel text, '
                "uniqueid text, disposition text, billsec int)",
                "INSERT INTO cdr VALUES ('2026-03-20 15:30+03:30', '2026-03-20 15:30:05+03:30', "
                "'2026-03-20 15:31+03:30', 'PJSIP/trunk-1', '1774008000.1', 'ANSWERED', 55)",
            ):
                await connection.execute(sa.text(statement))
        await engine.dispose()
        noon = datetime(2026, 3, 20, 12)  # noqa: DTZ001 - UTC, as the reader asks where times have a zone
        (row,) = await records_of(options, print).between(noon, noon)
        assert (row.end - row.start, row.start.utcoffset()) == (timedelta(minutes=1), timedelta())


async def test_nobody_there_is_an_error() -> None:
    with pytest.raises((OSError, sa.exc.SQLAlchemyError)):
        await records_of(make_options(cdr="mysql://nobody@127.0.0.1:1/x"), print).newest()


CEL = """
CREATE TABLE cel (
 id {serial}, eventtype varchar(30) NOT NULL, eventtime {stamp} NOT NULL, userdeftype varchar(255) NOT NULL,
 cid_name varchar(80) NOT NULL, cid_num varchar(80) NOT NULL, cid_ani varchar(80) NOT NULL,
 cid_rdnis varchar(80) NOT NULL, cid_dnid varchar(80) NOT NULL, exten varchar(80) NOT NULL,
 context varchar(80) NOT NULL, channame varchar(80) NOT NULL, appname varchar(80) NOT NULL,
 appdata varchar(80) NOT NULL, amaflags int NOT NULL, accountcode varchar(20) NOT NULL,
 uniqueid varchar(32) NOT NULL, linkedid varchar(32) NOT NULL, peer varchar(80) NOT NULL,
 userfield varchar(255) NOT NULL, extra varchar(512))
"""


async def fill_cel(engine: AsyncEngine, create: str) -> None:
    """The rows that a real exchange wrote, as cel_odbc and cel_pgsql put them in, by the clock of Tehran."""
    with (RECORDINGS / "cel_22.csv").open(newline="") as lines:
        rows: list[dict[str, Any]] = [dict(zip(CEL_LAYOUT, line, strict=True)) for line in csv.reader(lines)]
    for row in rows:
        at = datetime.fromtimestamp(float(row["eventtime"]), timezone(timedelta(hours=3, minutes=30)))
        row |= {"eventtime": at.replace(tzinfo=None), "amaflags": int(row["amaflags"])}
    table = sa.table("cel", *map(sa.column, CEL_LAYOUT))
    async with engine.begin() as connection:
        await connection.execute(sa.text("DROP TABLE IF EXISTS cel"))
        await connection.execute(sa.text(create))
        await connection.execute(sa.insert(table), rows)
    await engine.dispose()


@pytest.fixture(params=[*(["mariadb"] if mariadb.is_here() else []), "postgresql"])
async def cel_options(request: pytest.FixtureRequest) -> AsyncIterator[AsteriskOptions]:
    """Where the table of channel events is: FreePBX's with whole seconds, or cel_pgsql's."""
    if request.param == "mariadb":
        found = make_options(cel=request.getfixturevalue("mariadb_url"), cel_secret="pbx")
        await fill_cel(_engine(cel_table(found)), CEL.format(serial="int AUTO_INCREMENT PRIMARY KEY", stamp="datetime"))
        yield found
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as name:
        found = make_options(cel=server.url_of(name), cel_table="public.cel")
        await fill_cel(_engine(cel_table(found)), CEL.format(serial="serial PRIMARY KEY", stamp="timestamp"))
        yield found


def cel_table(options: AsteriskOptions) -> Table:
    return Table(options.cel or "", options.cel_secret, options.cel_table, CEL_NAMES, ("eventtime",))


async def test_channel_events_of_a_table(cel_options: AsteriskOptions) -> None:
    odd: list[tuple[str, str]] = []
    events = ChannelEvents(cel_options, lambda *what: odd.append(what))
    first = datetime(2026, 11, 29, tzinfo=UTC)
    calls = await events.calls(first, first + timedelta(days=3), timedelta(), final=False)
    assert (len(calls), odd) == (17, [])
    assert not any(call.inferred for call in calls)
    began = min(call.started_at for call in calls)
    assert abs(began - min(at for call in calls for name in call.ids if (at := epoch_of(name)))) < timedelta(seconds=2)
    assert len(await events.calls(first, first + timedelta(days=3), timedelta(), final=True)) == 17, "each once"
