"""Which calls a user may see: their own, or all of them with ``calls:read_all``."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.calls.models import Call, CallLeg
from hub.db import Tx
from hub.web import NotFound, Principal


def visible_to(user: Principal, *, mine: bool = False) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``call``: calls that rang or were placed at a phone where the user sat."""
    conditions: list[sa.ColumnElement[bool]] = [Call.joined_into.is_(None)]
    if mine or not user.may(Permission.CALLS_READ_ALL):
        own = sa.select(CallLeg.id).where(CallLeg.call_id == Call.id, CallLeg.user_id == user.id)
        conditions.append(own.exists())
    return conditions


def taking_part(user: Principal) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``call``: calls that the user placed or answered, as ``Call.agents`` of the machine has it.

    Only these are pushed to the user's own room: a phone that merely rings has its pop there.
    """
    spoken = sa.or_(CallLeg.initiated, CallLeg.answered_at.is_not(None))
    own = sa.select(CallLeg.id).where(CallLeg.call_id == Call.id, CallLeg.user_id == user.id, spoken)
    return [Call.joined_into.is_(None), own.exists()]


async def get_call(session: AsyncSession, user: Principal, call_id: UUID) -> Call:
    """A call that the user may see; a joined call's id leads to the one it became. Raises ``NotFound``."""
    wanted: UUID | None = call_id
    for _ in range(5):
        joined = await session.scalar(sa.select(Call.joined_into).where(Call.id == wanted))
        if joined is None:
            break
        wanted = joined
    call = await session.scalar(sa.select(Call).where(Call.id == wanted, *visible_to(user)))
    if call is None:
        raise NotFound("There is no such call.")
    return call


async def lock_call(tx: Tx, user: Principal, call_id: UUID) -> Call:
    """The same for a change: nobody else changes the call until the transaction ends."""
    call = await get_call(tx.session, user, call_id)
    await tx.session.refresh(call, with_for_update=True)
    return call
