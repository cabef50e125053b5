"""Look through all customers for duplicates: short reads along an index, and writes that let calls go first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import time
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import jobs
from hub.customers import duplicates
from hub.customers.models import Customer, CustomerIdentity, DuplicatePair
from hub.db import Database, Lane, Reader, Tx

KIND = "customers.find_duplicates"
KEY = f"cron:{KIND}"
WINDOW = 10_000  # rows of an index at once
BATCH = 250  # pairs in one transaction
GROUPS = 100  # addresses or names compared at once: they are put together on the event loop
_TIMEOUT = 3 * 3600.0


def register(handlers: jobs.Handlers) -> None:
    """Look every night, and whenever somebody asks."""

    @handlers.cron(KIND, at=time(1, 30), timeout=_TIMEOUT)
    async def find_all(ctx: jobs.Context) -> None:
        await find_duplicates(ctx.database)


async def find_duplicates(db: Database) -> None:
    """Bring the pairs up to date. May be stopped and begun again at any time."""
    async for identities in _windows(db, CustomerIdentity.identity_id, _shared):
        await _take(db, duplicates.sharing, identities)
    async for keys in _windows(db, Customer.sort_key, _alike):
        await _take(db, duplicates.namesakes, keys)
    await _look_again(db)


async def _windows(db: Database, column: Any, groups: Any) -> AsyncIterator[Sequence[Any]]:
    """What several customers have in common, window by window along the index of ``column``."""
    after: Any = None
    while True:
        beyond = [column > after] if after is not None else []
        edge = sa.select(column).where(*beyond).order_by(column).offset(WINDOW).limit(1)
        async with db.read() as session:
            last = await session.scalar(edge)
            window = [*beyond, column <= last] if last is not None else beyond
            found = list(await session.scalars(groups(window)))
        if found:
            yield found
        if last is None:
            return
        after = last


def _shared(window: Sequence[Any]) -> Any:
    link = CustomerIdentity
    users = sa.func.count(sa.distinct(Customer.root_id))
    query = sa.select(link.identity_id).join(Customer, Customer.id == link.customer_id)
    query = query.where(link.valid_to.is_(None), *window)
    return query.group_by(link.identity_id).having(users.between(2, duplicates.MOST_SHARING))


def _alike(window: Sequence[Any]) -> Any:
    query = sa.select(Customer.sort_key).where(Customer.merged_into.is_(None), *window).group_by(Customer.sort_key)
    return query.having(sa.func.count().between(2, duplicates.MOST_NAMESAKES * 8))


async def _take(db: Database, compare: Any, keys: Sequence[Any]) -> None:
    """Compare those who have these in common, and keep the pairs."""
    for start in range(0, len(keys), GROUPS):
        async with db.read() as session:
            pairs = await compare(session, keys[start : start + GROUPS])
        await _keep(db, sorted(pairs))


async def _keep(db: Database, pairs: Sequence[duplicates.Pair]) -> None:
    for start in range(0, len(pairs), BATCH):
        async with db.read() as session:
            found = await duplicates.weigh(session, pairs[start : start + BATCH])
        await db.write(partial(duplicates.keep, found=found), lane=Lane.BULK)


async def _look_again(db: Database) -> None:
    """Forget the pairs who share nothing any more."""
    after = UUID(int=0)
    pair = DuplicatePair
    query = sa.select(pair.id, pair.a_id, pair.b_id).where(pair.state == "open").order_by(pair.id).limit(BATCH)
    while True:
        async with db.read() as session:
            rows = (await session.execute(query.where(pair.id > after))).all()
            pairs = {(row.a_id, row.b_id) for row in rows}
            standing = await _still(session, pairs)
        if not rows:
            return
        after = rows[-1].id
        if pairs - standing:
            await db.write(partial(_forget, pairs=pairs - standing), lane=Lane.BULK)


async def _still(reader: Reader, pairs: set[duplicates.Pair]) -> set[duplicates.Pair]:
    return set(await duplicates.weigh(reader, pairs))


async def _forget(tx: Tx, pairs: set[duplicates.Pair]) -> None:
    """Look once more, for somebody may have changed one of them meanwhile."""
    await duplicates.forget(tx, pairs - await _still(tx.connection, pairs))
