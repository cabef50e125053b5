"""What the rule says of a good part of all addresses.

Looking for others' opt-outs from each of a million addresses would be most of the work. So the opt-outs and
suppressions are gone through instead, once; then what stands at the addresses themselves is read, some at a time. While
the store reads the next ones, the verdicts of the last ones are made; and the loop is never kept from others for long,
nor the store's transaction without a word.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.consent.arrays import Codes, Uuids, asked_table, dialect_of, ids_for, listed
from hub.consent.rule import LENIENT, alone, exceptions
from hub.consent.verdicts import Verdict, as_lists, verdicts_of
from hub.db import Reader, UTCDateTime

MANY = 20_000  # ids from which on it pays
SLICE = 25_000  # ids at a time
_FOR_MANY = {
    "work_mem": "96MB",
    "jit": "off",  # what takes milliseconds is not worth compiling
    "enable_mergejoin": "off",  # no sorting of a million rows for a few thousand opt-outs
    "random_page_cost": "0.1",  # what is asked about is in memory, or soon will be
    "seq_page_cost": "0.1",
}


async def of_many(
    where: Reader, ids: Collection[UUID], channel: str, purpose: str, at: datetime, allowing: Collection[str]
) -> dict[UUID, Verdict]:
    """The same verdicts as one statement would give."""
    dialect = dialect_of(where)
    before = await _planned(where, _FOR_MANY) if dialect == "postgresql" else {}
    others = (await where.execute(_exceptions(channel, purpose), {"at": at})).all()
    verdicts: dict[UUID, Verdict] = {}
    async for part, (places, codes, events) in _ahead(where, _alone(dialect, channel, purpose), list(ids)):
        verdicts.update(verdicts_of(map(part.__getitem__, places), codes, events, allowing=allowing))
    for rows in others:  # the opt-outs said elsewhere, then the suppressions
        for identity, verdict in verdicts_of(*rows, allowing=allowing):
            own = verdicts.get(identity)
            if own is not None and (verdict.reason == "suppressed" or own.reason in LENIENT):
                verdicts[identity] = verdict
    if before:  # an error ends the transaction, and these with it
        await _planned(where, before)
    return verdicts


async def _planned(where: Reader, settings: Mapping[str, str]) -> dict[str, str]:
    """Have the transaction planned so; how it was planned before."""
    before = (await where.execute(sa.select(*map(sa.func.current_setting, settings)))).one()
    await where.execute(sa.select(*(sa.func.set_config(name, value, True) for name, value in settings.items())))
    return dict(zip(settings, before, strict=True))


async def _ahead(
    where: Reader, statement: Any, ids: Sequence[UUID]
) -> AsyncIterator[tuple[Sequence[UUID], Sequence[Any]]]:
    """Some of the ids and what is read of them, while that of the next ones is being read."""

    async def read(part: Sequence[UUID]) -> tuple[Sequence[UUID], Sequence[Any]]:
        return part, (await where.execute(statement, {"ids": ids_for(where, part)})).one()

    reading = asyncio.create_task(read(ids[:SLICE]))
    try:
        for start in range(SLICE, len(ids) + SLICE, SLICE):
            found = await reading
            if start < len(ids):
                reading = asyncio.create_task(read(ids[start : start + SLICE]))
            await asyncio.sleep(0)  # it is on its way, and others have their turn
            yield found
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


@lru_cache(maxsize=64)
def _alone(dialect: str, channel: str, purpose: str) -> Any:
    rows = alone(asked_table(dialect), channel, purpose).subquery()
    return sa.select(listed(rows.c.place, Codes()), listed(rows.c.code, Codes()), listed(rows.c.event_id, Uuids()))


@lru_cache(maxsize=64)
def _exceptions(channel: str, purpose: str) -> Any:
    at: Any = sa.bindparam("at", type_=UTCDateTime())
    return sa.union_all(*(as_lists(rows.subquery()) for rows in exceptions(channel, purpose, at)))
