"""Index what changed, in the transaction that changed it, or soon after where it is much."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Database, Lane, Tx
from hub.jobs import Context, Handlers, enqueue
from hub.search import customers, messages
from hub.search.models import SearchPending
from hub.search.sources import CUSTOMER, INTERACTION

log = structlog.get_logger(__name__)
AT_ONCE = 100  # customers that a transaction indexes itself; more would make the calls behind it wait
BATCH = 100
SOON, TURN = timedelta(seconds=2), 300.0  # seconds that one job goes on; the cron begins the next
JOB = "search.index"
_PENDING: Any = SearchPending.__table__
_CHANGED: WeakKeyDictionary[Tx, set[UUID]] = WeakKeyDictionary()


class Nothing(BaseModel):
    """The job reads what is pending."""


async def index_customers(tx: Tx, ids: Collection[UUID]) -> None:
    """These customers, their addresses or their merges changed, or they are gone: index them before the commit."""
    if tx not in _CHANGED:
        _CHANGED[tx] = set()
        tx.before_commit(_before_commit)
    _CHANGED[tx].update(ids)


async def _before_commit(tx: Tx) -> None:
    ids = _CHANGED.pop(tx)
    if not ids:
        return
    await tx.flush()
    if len(ids) > AT_ONCE:
        await put_off(tx, "customer", ids)
    else:
        await _index(tx, ids)


async def _index(tx: Tx, ids: Collection[UUID]) -> None:
    renamed = await customers.write(tx, ids)
    if renamed:
        names = sa.select(CUSTOMER.c.id).where(CUSTOMER.c.root_id.in_(renamed)).scalar_subquery()
        people = sa.select(CUSTOMER.c.root_id).where(CUSTOMER.c.organisation_id.in_(names)).distinct()
        await put_off(tx, "customer", people)


async def put_off(tx: Tx, kind: str, wanted: Collection[UUID] | sa.Select[Any]) -> None:
    """Have them indexed by a job: ids, or a query for ids."""
    insert: Any = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(_PENDING)
    if isinstance(wanted, sa.Select):
        chosen = wanted.subquery()
        # "WHERE true": without it SQLite takes the conflict clause for a join's
        source = sa.select(sa.literal(kind), *chosen.c).where(sa.true())
        done = await tx.connection.execute(insert.from_select(["kind", "ref_id"], source).on_conflict_do_nothing())
        if not done.rowcount:
            return
    elif tx.dialect == "postgresql":
        several = sa.select(sa.literal(kind), sa.func.unnest(sa.cast(sorted(wanted), ARRAY(sa.Uuid()))))
        await tx.connection.execute(insert.from_select(["kind", "ref_id"], several).on_conflict_do_nothing())
    else:
        rows = [{"kind": kind, "ref_id": key} for key in sorted(wanted)]
        await tx.connection.execute(insert.on_conflict_do_nothing(), rows)
    await enqueue(tx, JOB, Nothing(), key=JOB, run_at=SOON)


async def index_all(tx: Tx) -> None:
    """Index everything in this transaction: for a store that was filled without telling, such as the demo's."""
    for kind, chosen in (
        ("customer", sa.select(CUSTOMER.c.id).where(CUSTOMER.c.merged_into.is_(None))),
        ("message", sa.select(INTERACTION.c.id).where(sa.or_(INTERACTION.c.text != "", INTERACTION.c.subject != ""))),
    ):
        await put_off(tx, kind, chosen)
    while await write_batch(tx):
        pass


async def write_batch(tx: Tx) -> int:
    """Index some of what is pending, the newest first; returns how many."""
    for kind in ("customer", "message"):
        query = sa.select(_PENDING.c.ref_id).where(_PENDING.c.kind == kind).order_by(_PENDING.c.ref_id.desc())
        query = query.limit(BATCH).with_for_update(skip_locked=True)
        ids = list((await tx.connection.execute(query)).scalars())
        if ids:
            await (_index(tx, ids) if kind == "customer" else messages.write_old(tx, ids))
            done = sa.delete(_PENDING).where(_PENDING.c.kind == kind, _PENDING.c.ref_id.in_(ids))
            await tx.connection.execute(done)
            return len(ids)
    return 0


async def index_pending(db: Database) -> int:
    """Index what is pending, batch by batch, so that calls need not wait; returns how many."""
    count, until = 0, asyncio.get_running_loop().time() + TURN
    while asyncio.get_running_loop().time() < until:
        done = await db.write(write_batch, lane=Lane.BULK)
        if not done:
            break
        count += done
    if count:
        log.info("search_indexed", count=count)
    return count


def register(handlers: Handlers) -> None:
    """The job, and the cron that goes on where it was interrupted."""

    @handlers.on(JOB, payload=Nothing)
    async def index(ctx: Context, _payload: Nothing) -> None:
        await index_pending(ctx.database)

    @handlers.cron("search.pending", every=timedelta(minutes=1))
    async def go_on(ctx: Context) -> None:
        await index_pending(ctx.database)
