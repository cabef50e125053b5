"""Who is calling: chosen among several, linked, created, or none of those shown; and who that is after a merge."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import sqlalchemy as sa

from hub import customers, events, timeline
from hub.accounts import Permission
from hub.calls.access import lock_call
from hub.calls.contact import Numbering
from hub.calls.models import Call, Pop
from hub.calls.present import present_calls, present_pops
from hub.calls.recorder import CALLS_ROOM
from hub.calls.schemas import CallOut
from hub.db import Tx
from hub.web import Invalid, NotFound, Principal

MOST_OPEN = 50  # calls of the same people at once


async def choose(tx: Tx, call: Call, customer_id: UUID | None, numbering: Numbering) -> None:
    """Say who it is. The choice is remembered: the customer uses this number from now on.

    Raises ``NotFound`` for an unknown customer.
    """
    if customer_id is None:
        call.customer_id, call.certainty, described = None, "none", []
        holders: list[UUID] = []
    else:
        customer = await customers.get_customer(tx.session, customer_id)
        holder = customer.id
        if call.identity_id:
            holder = await customers.link(tx, customer.id, call.identity_id, chosen=True)
        described = await customers.describe_candidates(tx.session, [customer], tx.now)
        call.customer_id, call.certainty = customer.id, "confirmed"
        customer.last_contact_at = max(customer.last_contact_at or call.started_at, call.started_at)
        holders = [holder]
    call.caller = call.caller | {"candidates": [one.model_dump(mode="json") for one in described]}
    if call.interaction_id:
        role = "from" if call.direction == "inbound" else "to"
        gone = await timeline.set_holders(
            tx, call.interaction_id, holders, call.started_at, "call", role, call.certainty if holders else "none"
        )
        await timeline.update_interaction(tx, call.interaction_id)
        await timeline.push_entries(tx, call.interaction_id, gone)
    await push_call(tx, call, numbering)


async def push_call(tx: Tx, call: Call, numbering: Numbering) -> CallOut:
    """A new version of the call and of its open pops, for everybody who sees them."""
    call.version += 1
    pops = list(await tx.session.scalars(sa.select(Pop).where(Pop.call_id == call.id, Pop.ended_at.is_(None))))
    for pop in pops:
        pop.version += 1
    await tx.session.flush()
    out = (await present_calls(tx.session, [call], numbering))[0]
    for room in (CALLS_ROOM, *(events.user_room(agent.id) for agent in out.agents)):
        await events.append(tx, room, events.Kind.CALL, out.id, out.version, out)
    for pop_out in await present_pops(tx.session, [(pop, call) for pop in pops], numbering):
        await events.append(
            tx, events.user_room(pop_out.agent_id), events.Kind.POP, pop_out.id, pop_out.version, pop_out
        )
    return out


async def keep_notes(tx: Tx, call: Call) -> None:
    """Show the notes on the timelines too."""
    if call.interaction_id:
        await timeline.update_interaction(tx, call.interaction_id, text=call.notes)
        await timeline.push_entries(tx, call.interaction_id)


def choosing(numbering: Numbering) -> Callable[[Tx, Principal, UUID, UUID], Awaitable[None]]:
    """How the customers area makes a new customer the caller of a call.

    Raises ``Invalid`` for a call that the user may not see or not change: to them there is none.
    """

    async def choose_for(tx: Tx, user: Principal, call_id: UUID, customer_id: UUID) -> None:
        unknown = Invalid.field("body.call_id", "not_found", "There is no such call.")
        if not user.may(Permission.CALLS_CONTROL):
            raise unknown
        try:
            call = await lock_call(tx, user, call_id)
        except NotFound:
            raise unknown from None
        await choose(tx, call, customer_id, numbering)

    return choose_for


def regrouping(numbering: Numbering) -> Callable[[Tx, Collection[UUID]], Awaitable[None]]:
    """How open calls and their pops follow when customers were merged, or are apart again."""

    async def regroup(tx: Tx, ids: Collection[UUID]) -> None:
        used = customers.CustomerIdentity
        identities = sa.select(used.identity_id).where(used.customer_id.in_(list(ids)), used.valid_to.is_(None))
        query = sa.select(Call).where(
            Call.ended_at.is_(None), Call.joined_into.is_(None), Call.certainty != "none",
            sa.or_(Call.customer_id.in_(list(ids)), Call.identity_id.in_(identities)),
        )  # fmt: skip
        for call in (await tx.session.scalars(query.order_by(Call.id).limit(MOST_OPEN).with_for_update())).all():
            await _look_again(tx, call)
            await push_call(tx, call, numbering)

    return regroup


async def _look_again(tx: Tx, call: Call) -> None:
    """Somebody said who it is: whoever stands for them now. Else those who use the number."""
    entry = timeline.TimelineEntry
    open_still = sa.select(entry.id).where(entry.interaction_id == call.interaction_id, entry.certainty == "candidate")
    undecided = call.certainty == "candidate" or (await tx.session.scalars(open_still.limit(1))).first() is not None
    if call.identity_id and undecided:
        people = await customers.users_of(tx.session, call.identity_id)
    else:
        people = [await customers.get_customer(tx.session, call.customer_id)] if call.customer_id else []
    described = await customers.describe_candidates(tx.session, people, tx.now)
    call.certainty = {0: "none", 1: "confirmed"}.get(len(people), "candidate")
    call.customer_id = people[0].id if len(people) == 1 else None
    call.caller = call.caller | {"candidates": [one.model_dump(mode="json") for one in described]}
