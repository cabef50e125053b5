"""The result that a call is given by hand: its disposition."""

from __future__ import annotations

from uuid import UUID

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
    await _show(tx, call)
    await _settle(tx, call)
    return await push_call(tx, call, numbering)


async def _settle(tx: Tx, call: Call) -> None:
    if call.disposition_id is not None:
        await presence.settle(tx, call.id, [UUID(str(agent)) for agent in call.agent_ids])


async def _show(tx: Tx, call: Call) -> None:
    """On the timelines too."""
    if call.interaction_id:
        chosen = str(call.disposition_id) if call.disposition_id else None
        await timeline.merge_facts(tx, call.interaction_id, {"disposition_id": chosen})
        await timeline.push_entries(tx, call.interaction_id)
