"""Where the options say that records are: call records (CDR) and channel events (CEL), in a file or a table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from connectors.asterisk.cel_calls import story_of
from connectors.asterisk.cel_rows import CelRow, read_cel, split_cel
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.records_calls import PbxTime, calls_of
from connectors.asterisk.records_columns import CEL_NAMES, NAMES
from connectors.asterisk.records_csv import CsvRecords
from connectors.asterisk.records_rows import CdrRow, Stamped, read_row, split_line, zone_of
from connectors.asterisk.records_table import Table, TableRecords
from hub.ports import Recovered

MOST_EVENTS = 200_000  # of a table at once: some forty a call

R = TypeVar("R", bound=Stamped)
Odd = Callable[[str, str], None]


class Source(Protocol[R]):
    """Records at some place; ``OSError`` or ``SQLAlchemyError`` when they cannot be read."""

    async def newest(self) -> list[R]:
        """Some of the last ones."""

    async def begun(self, first: datetime, last: datetime, time: PbxTime) -> list[R]:
        """Those that began in this span of the hub's time. Asked again, only new ones may be given."""


class Reading(Protocol):
    """One kind of records of an outage. Read several times, as more of them come."""

    async def calls(self, first: datetime, last: datetime, ahead: timedelta, *, final: bool) -> Sequence[Recovered]:
        """The calls that began in this span; ``final``: it is the last reading. Raises as a ``Source`` does."""


class CallRecords:
    """What CDR tells."""

    def __init__(self, options: AsteriskOptions, odd: Odd) -> None:
        self._options = options
        self._source = cdr_source(options, odd)
        self._time: PbxTime | None = None
        self._rows: list[CdrRow] = []

    async def calls(self, first: datetime, last: datetime, ahead: timedelta, *, final: bool) -> Sequence[Recovered]:
        """The calls that began in this span; a record is there only once its call is over."""
        self._time = self._time or _time(self._options, await self._source.newest(), ahead)
        if self._time is None:
            return []
        self._rows += await self._source.begun(first, last, self._time)
        return [call for call in calls_of(self._rows, self._options, self._time) if call.started_at >= first]


class ChannelEvents:
    """What CEL tells."""

    def __init__(self, options: AsteriskOptions, odd: Odd) -> None:
        self._options = options
        self._source = cel_source(options, odd)
        self._time: PbxTime | None = None
        self._rows: list[CelRow] = []

    async def calls(self, first: datetime, last: datetime, ahead: timedelta, *, final: bool) -> Sequence[Recovered]:
        """The calls that began in this span and are over."""
        if self._time is None:
            newest = await self._source.newest()
            starts = [row for row in newest if row.event == "CHAN_START"]  # later ones are off their unique id
            self._time = _time(self._options, starts or newest, ahead)
        if self._time is None:
            return []
        self._rows += await self._source.begun(first, last, self._time)
        return await asyncio.to_thread(story_of, self._rows, self._options, self._time, first, final=final)


class _File(Generic[R]):
    def __init__(self, file: CsvRecords[R]) -> None:
        self._file = file

    async def newest(self) -> list[R]:
        return await asyncio.to_thread(self._file.newest)

    async def begun(self, first: datetime, last: datetime, time: PbxTime) -> list[R]:
        rows = await asyncio.to_thread(self._file.since, lambda row: time.of_hub(row.start), first)
        return [row for row in rows if time.of_hub(row.start) <= last]


class _Table(Generic[R]):
    def __init__(self, table: TableRecords[R]) -> None:
        self._table = table
        self._seen: set[R] = set()

    async def newest(self) -> list[R]:
        return await self._table.newest()

    async def begun(self, first: datetime, last: datetime, time: PbxTime) -> list[R]:
        found = await self._table.between(time.of_pbx(first), time.of_pbx(last))
        new = [row for row in found if row not in self._seen]
        self._seen.update(new)
        return new


def cdr_source(options: AsteriskOptions, odd: Odd) -> Source[CdrRow]:
    """Where call records are."""
    place = options.cdr or ""
    if place.startswith("/"):
        return _File(CsvRecords(place, lambda line: read_row(split_line(line, options.cdr_columns)), _lasted, odd))
    table = Table(place, options.cdr_secret, options.cdr_table, NAMES, ("start", "calldate"))
    return _table(table, read_row, odd)


def cel_source(options: AsteriskOptions, odd: Odd) -> Source[CelRow]:
    """Where channel events are."""
    place = options.cel or ""
    if place.startswith("/"):
        read: Callable[[bytes], CelRow] = lambda line: read_cel(split_cel(line, options.cel_columns))  # noqa: E731
        return _File(CsvRecords(place, read, lambda _row: timedelta(), odd))
    table = Table(place, options.cel_secret, options.cel_table, CEL_NAMES, ("eventtime",), MOST_EVENTS)
    return _table(table, read_cel, odd)


def _table(table: Table, read: Callable[[Mapping[str, Any]], R], odd: Odd) -> Source[R]:
    return _Table(TableRecords(table, read, odd))


def _lasted(row: CdrRow) -> timedelta:
    return row.end - row.start


def _time(options: AsteriskOptions, rows: Sequence[Stamped], ahead: timedelta) -> PbxTime | None:
    """How to read the times of such rows; None while there is none."""
    if not rows:
        return None
    zoned = any(row.start.tzinfo for row in rows)
    named = options.cdr_time_zone
    return PbxTime(UTC if zoned else ZoneInfo(named) if named else zone_of(rows), ahead)
