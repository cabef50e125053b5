"""Say whose a contact is: what came from it becomes theirs, as far as nobody knew whose it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import events, jobs, timeline
from hub.customers.identities import heard_from, link
from hub.customers.models import Customer, Identity
from hub.db import Lane, Tx, new_id
from hub.timeline import Interaction, TimelineEntry
from hub.web import NotFound

KIND = "customers.confirm_contact"
BATCH = 200  # interactions in one transaction


class Confirm(BaseModel):
    """Go on behind this interaction."""

    identity_id: UUID
    member_id: UUID
    at: datetime
    key: UUID


def register(handlers: jobs.Handlers) -> None:
    """Let the workers go through a long history."""

    @handlers.on(KIND, payload=Confirm)
    async def confirm_rest(ctx: jobs.Context, job: Confirm) -> None:
        rest: Confirm | None = job
        while rest is not None:
            rest = await ctx.database.write(lambda tx, rest=rest: _confirm(tx, rest), lane=Lane.BULK)  # type: ignore[misc]


async def give(tx: Tx, identity_id: UUID, customer: Customer) -> None:
    """The customer uses the contact, and what came from it is theirs unless it was somebody else's for sure.

    The latest at once; a long history in the background. Raises ``NotFound`` for an unknown contact.
    """
    if await tx.session.get(Identity, identity_id) is None:
        raise NotFound("There is no such contact.")
    member = await link(tx, customer.id, identity_id, chosen=True)
    rest = await _confirm(tx, Confirm(identity_id=identity_id, member_id=member, at=tx.now, key=UUID(int=2**128 - 1)))
    if rest is not None:
        await jobs.enqueue(tx, KIND, rest)


async def _confirm(tx: Tx, job: Confirm) -> Confirm | None:
    """The next interactions; returns where to go on, or None when that was all."""
    rows = (await tx.connection.execute(_undecided(job))).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    entry: Any = TimelineEntry.__table__
    here = entry.c.interaction_id.in_(ids)
    members = _members(job.member_id)
    others = sa.and_(here, entry.c.certainty == "candidate", entry.c.customer_id.not_in(members))
    gone = (await tx.connection.execute(sa.select(entry.c.id, entry.c.customer_id).where(others))).all()
    await tx.connection.execute(sa.delete(entry).where(others))
    await tx.connection.execute(
        sa.update(entry).where(here, entry.c.customer_id.in_(members)).values(certainty="confirmed")
    )
    await tx.insert(TimelineEntry, [
        {"id": new_id(), "customer_id": job.member_id, "interaction_id": row.id, "occurred_at": row.occurred_at,
         "channel": row.channel, "role": "from" if row.direction == "in" else "to", "certainty": "confirmed"}
        for row in rows if not row.known
    ])  # fmt: skip
    await tx.written()
    changed = sa.update(Interaction).where(Interaction.id.in_(ids)).values(version=Interaction.version + 1)
    await tx.connection.execute(changed)
    await heard_from(tx, {job.member_id: rows[0].occurred_at})
    await _tell(tx, ids, max(row.version for row in rows) + 2, gone)
    last = rows[-1]
    return job.model_copy(update={"at": last.occurred_at, "key": last.id}) if len(rows) == BATCH else None


def _undecided(job: Confirm) -> Any:
    """Interactions that are on nobody's timeline, or may be this customer's among others'."""
    entry = TimelineEntry
    known = sa.exists().where(entry.interaction_id == Interaction.id)
    maybe = known.where(entry.customer_id.in_(_members(job.member_id)), entry.certainty == "candidate")
    earlier = sa.and_(Interaction.occurred_at == job.at, Interaction.id < job.key)
    query = sa.select(
        Interaction.id, Interaction.occurred_at, Interaction.channel, Interaction.direction, Interaction.version,
        known.label("known"),
    )  # fmt: skip
    query = query.where(
        Interaction.identity_id == job.identity_id, sa.or_(~known, maybe),
        sa.or_(Interaction.occurred_at < job.at, earlier),
    )  # fmt: skip
    return query.order_by(Interaction.occurred_at.desc(), Interaction.id.desc()).limit(BATCH)


def _members(member_id: UUID) -> Any:
    named = sa.orm.aliased(Customer)
    root = sa.select(named.root_id).where(named.id == member_id).scalar_subquery()
    return sa.select(Customer.id).where(Customer.root_id == root)


async def _tell(tx: Tx, interactions: Sequence[UUID], version: int, gone: Sequence[Any]) -> None:
    """Every page that shows them hears: whose they are now, and whose they are not."""
    where = [TimelineEntry.interaction_id.in_(interactions)]
    for shown in await timeline.entries(tx.session, where, BATCH * 2):
        if shown.customer_id is not None:
            room = timeline.customer_room(shown.customer_id)
            await events.append(tx, room, events.Kind.ENTRY, shown.id, shown.version, shown)
    pages = await timeline.pages_of(tx.session, {row.customer_id for row in gone}) if gone else {}
    for row in gone:
        await events.append(tx, pages[row.customer_id], events.Kind.ENTRY, row.id, version, None)
