"""Tags and owners for many customers, some at a time, so that calls go first and a page can follow."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers import (
    Customer,
    CustomerTag,
    Tag,
    count_customers,
    find_ids,
    members_of,
    put_tags,
    touch_customers,
)
from hub.db import Database, Lane, Tx
from hub.imports.bulk_runs import BulkJob, continue_later, end, lock_run, push, selection_of
from hub.imports.models import BulkRun
from hub.imports.words_bulk import say

MOST_ON_ONE = 50  # tags of one customer
PAGE = 500  # ids read at once
FIRST, LARGEST = 20, 200  # customers of one transaction
GOAL_SECONDS = 0.04  # of one transaction: calls wait no longer for it
TELL_SECONDS = 0.5
TURN_SECONDS = 20.0  # then other work of the lane gets its turn


class Worker:
    """One turn at one run. What a transaction did is kept with where it stands, so nothing is done twice."""

    def __init__(self, db: Database, run_id: UUID) -> None:
        self.db = db
        self.run_id = run_id
        self.size = FIRST
        self.told = 0.0

    async def work(self, seconds: float = TURN_SECONDS) -> None:
        """Go on until it is over, or the turn is; the rest is another job."""
        until = time.monotonic() + seconds
        while ids := await self._next():
            while ids:
                some, ids = ids[: self.size], ids[self.size :]
                if not await self.db.write(lambda tx, some=some: self._step(tx, some), lane=Lane.BULK):  # type: ignore[misc]
                    return
            if time.monotonic() >= until:
                await self.db.write(lambda tx: continue_later(tx, self.run_id), lane=Lane.BULK)
                return
        await self.db.write(self._finish, lane=Lane.BULK)

    async def _next(self) -> list[UUID]:
        """Whose turn it is, found outside of a transaction: a rare filter may take a while."""
        async with self.db.read() as session:
            run = await session.get(BulkRun, self.run_id)
            if run is None or run.state not in {"waiting", "running"}:
                return []
            wanted, frame = await selection_of(session, run, self.db.dialect)
            if run.state == "waiting":
                total = await count_customers(session, wanted, frame, most=None)
                await self.db.write(lambda tx: self._start(tx, total), lane=Lane.BULK)
            return await find_ids(session, wanted, frame, UUID(run.position) if run.position else None, PAGE)

    async def _start(self, tx: Tx, total: int) -> None:
        run = await lock_run(tx, self.run_id)
        if run is not None and run.state == "waiting":
            run.state, run.total = "running", total
            await push(tx, run)

    async def _step(self, tx: Tx, ids: Sequence[UUID]) -> bool:
        """Deal with these; False when the run is over, or another worker is ahead of us."""
        began = time.monotonic()
        run = await lock_run(tx, self.run_id)
        if run is None or (run.position and UUID(run.position) >= ids[0]):
            return False
        run.failed += await act(tx, run, ids)
        run.position, run.done = str(ids[-1]), run.done + len(ids)
        if time.monotonic() - self.told > TELL_SECONDS:
            self.told = time.monotonic()
            await push(tx, run)
        took = max(time.monotonic() - began, 0.001)
        self.size = max(1, min(LARGEST, int(len(ids) * GOAL_SECONDS / took)))
        return True

    async def _finish(self, tx: Tx) -> None:
        run = await lock_run(tx, self.run_id)
        if run is not None:
            run.total = run.done
            words = say("too_many_tags", run.options["language"]) if run.failed else None
            await end(tx, run, "done", words)


async def act(tx: Tx, run: BulkRun, ids: Sequence[UUID]) -> int:
    """Carry the action out on these customers; returns how many refused it. Each that changes is told of once."""
    query = sa.select(Customer).where(Customer.id.in_(ids), Customer.merged_into.is_(None)).order_by(Customer.id)
    customers = list(await tx.session.scalars(query.with_for_update(of=Customer)))
    if run.action == "owner":
        changed, refused = _own(customers, run.options["owner_id"]), 0
    else:
        changed, refused = await _TAGGING[run.action](tx, customers, [UUID(tag) for tag in run.options["tags"]])
    await touch_customers(tx, changed, findable=False)
    return refused


def _own(customers: Sequence[Customer], owner: str | None) -> list[Customer]:
    owner_id = UUID(owner) if owner else None
    changed = [customer for customer in customers if customer.owner_id != owner_id]
    for customer in changed:
        customer.owner_id = owner_id
    return changed


async def _tag(tx: Tx, customers: Sequence[Customer], tags: Sequence[UUID]) -> tuple[list[Customer], int]:
    known = set(await tx.session.scalars(sa.select(Tag.id).where(Tag.id.in_(tags)).with_for_update(read=True)))
    standing = await _tags_of(tx, customers)
    lacking = {one.id: sorted(known - standing.get(one.id, set())) for one in customers}
    full = {one for one, new in lacking.items() if new and len(standing.get(one, ())) + len(new) > MOST_ON_ONE}
    changed = [one for one in customers if lacking[one.id] and one.id not in full]
    await put_tags(tx, [(one.id, tag) for one in changed for tag in lacking[one.id]])
    return changed, len(full)


async def _untag(tx: Tx, customers: Sequence[Customer], tags: Sequence[UUID]) -> tuple[list[Customer], int]:
    standing = await _tags_of(tx, customers)
    changed = [one for one in customers if standing.get(one.id, set()) & set(tags)]
    sets = await members_of(tx.session, [one.id for one in changed])
    everybody = [member for members in sets.values() for member in members]
    if everybody:
        gone = sa.delete(CustomerTag).where(CustomerTag.customer_id.in_(everybody), CustomerTag.tag_id.in_(tags))
        await tx.session.execute(gone)
    return changed, 0


async def _tags_of(tx: Tx, customers: Sequence[Customer]) -> dict[UUID, set[UUID]]:
    """The tags of each merged set, by its root."""
    query = sa.select(Customer.root_id, CustomerTag.tag_id).join(CustomerTag, CustomerTag.customer_id == Customer.id)
    found: dict[UUID, set[UUID]] = {}
    for root, tag in await tx.session.execute(query.where(Customer.root_id.in_([one.id for one in customers]))):
        found.setdefault(root, set()).add(tag)
    return found


_TAGGING: dict[str, Any] = {"tag": _tag, "untag": _untag}


async def fail(db: Database, run_id: UUID, code: str) -> None:
    """Give the run up, with words for it."""

    async def work(tx: Tx) -> None:
        run = await lock_run(tx, run_id)
        if run is not None:
            await end(tx, run, "failed", say(code, run.options["language"]))

    await db.write(work, lane=Lane.BULK)


async def buried(tx: Tx, job: BulkJob, reason: str) -> None:
    """The job was given up."""
    run = await lock_run(tx, job.run_id)
    if run is not None:
        await end(tx, run, "failed", say("gave_up", run.options["language"]))
