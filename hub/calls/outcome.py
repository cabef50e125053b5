"""The result that a call is given by hand: its disposition."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from hub import dispositions, presence, timeline
from hub.accounts import Permission
from hub.calls.access import lock_call
from hub.calls.choice import push_call
from hub.calls.contact import Numbering
from hub.calls.models import Call
from hub.calls.present import present_calls
from hub.calls.schemas import CallOut
from hub.db import Tx
from hub.web import Conflict, Forbidden, Principal


async def dispose(tx: Tx, user: Principal, call_id: UUID, chosen: UUID | None, numbering: Numbering) -> CallOut:
    """Give the call this result, in place of the one that it has; whoever owed it in wrap-up does so no more.

    Raises ``NotFound``, ``Forbidden`` for who did not take it, ``Invalid`` or ``Conflict``.
    """
    call = await lock_call(tx, user, call_id)
    if str(user.id) not in call.agent_ids and not user.may(Permission.CALLS_READ_ALL):
        raise Forbidden("The result of a call is given by who took it.")
    if call.disposition_id == chosen:
        await _settle(tx, call)
        return (await present_calls(tx.session, [call], numbering))[0]
    if chosen is not None:
        await dispositions.choosable(tx.session, chosen, "body.disposition_id")
    elif not user.may(Permission.CALLS_READ_ALL):
        raise Conflict("A result is changed for another one, not taken back.", code="disposition_kept")
    call.disposition_id, call.disposition_by, call.disposition_at = chosen, user.id, tx.now
    call.undisposed = False
    await _show(tx, call)
    await _settle(tx, call)
    return await push_call(tx, call, numbering)


async def leave_undisposed(tx: Tx, calls: Collection[UUID], numbering: Numbering) -> None:
    """Say of these calls that they were to have a result and have none; a few of one agent."""
    query = sa.select(Call).where(Call.id.in_(list(calls)), Call.disposition_id.is_(None), Call.undisposed.is_(False))
    for call in (await tx.session.scalars(query.order_by(Call.id).with_for_update())).all():
        call.undisposed = True
        await _show(tx, call)
        await push_call(tx, call, numbering)


async def _settle(tx: Tx, call: Call) -> None:
    if call.disposition_id is not None:
        await presence.settle(tx, call.id, [UUID(str(agent)) for agent in call.agent_ids])


async def _show(tx: Tx, call: Call) -> None:
    """On the timelines too."""
    if call.interaction_id:
        chosen = str(call.disposition_id) if call.disposition_id else None
        facts = {"disposition_id": chosen, "undisposed": call.undisposed or None}
        await timeline.merge_facts(tx, call.interaction_id, facts)
        await timeline.push_entries(tx, call.interaction_id)
