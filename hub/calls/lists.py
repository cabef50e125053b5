"""Lists of calls and pops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import UserRef, user_refs
from hub.calls.access import taking_part, visible_to
from hub.calls.contact import Numbering
from hub.calls.models import Call, CallLeg, Extension, Pop, TalkSegment
from hub.calls.present import present_calls, present_pops
from hub.calls.schemas import CallDetail, CallOut, LegExtension, LegOut, PopOut, SegmentOut
from hub.customers import Customer
from hub.dispositions import branch
from hub.web import PageQuery, Principal

LIVE_AT_MOST = 1_000


class CallsQuery(PageQuery):
    """Which calls."""

    direction: Literal["inbound", "outbound", "internal"] | None = None
    result: Literal["completed", "missed", "abandoned", "busy", "failed", "unknown"] | None = None
    mine: bool = Field(False, description="Only calls at the reader's own phone.")
    customer_id: UUID | None = None
    disposition_id: UUID | None = Field(None, description="Only calls with this result, or one of this group.")


async def history(
    session: AsyncSession, user: Principal, query: CallsQuery, before: tuple[datetime, UUID] | None
) -> Sequence[Call]:
    """Calls newest first, one more than the page takes."""
    where = visible_to(user, mine=query.mine)
    if before:
        earlier = sa.and_(Call.started_at == before[0], Call.id < before[1])
        where.append(sa.or_(Call.started_at < before[0], earlier))
    where.append(Call.direction == query.direction if query.direction else Call.direction != "internal")
    if query.result:
        where.append(Call.result == query.result)
    if query.disposition_id:
        where.append(Call.disposition_id.in_(branch(query.disposition_id)))
    if query.customer_id:
        asked = sa.orm.aliased(Customer)
        root = sa.select(asked.root_id).where(asked.id == query.customer_id).scalar_subquery()
        where.append(Call.customer_id.in_(sa.select(Customer.id).where(Customer.root_id == root)))
    chosen = sa.select(Call).where(*where).order_by(Call.started_at.desc(), Call.id.desc()).limit(query.limit + 1)
    return (await session.scalars(chosen)).all()


async def live_calls(
    session: AsyncSession, user: Principal, numbering: Numbering, *, taken: bool = False
) -> list[CallOut]:
    """Calls that are not over, oldest first; ``taken``: only those that the user placed or answered."""
    where = [Call.ended_at.is_(None), *(taking_part(user) if taken else visible_to(user))]
    rows = (await session.scalars(sa.select(Call).where(*where).order_by(Call.started_at).limit(LIVE_AT_MOST))).all()
    return await present_calls(session, rows, numbering)


async def open_pops(session: AsyncSession, user_id: UUID, numbering: Numbering) -> list[PopOut]:
    """The agent's pops that are not over, oldest first."""
    query = (
        sa.select(Pop, Call)
        .join(Call, Call.id == Pop.call_id)
        .where(Pop.user_id == user_id, Pop.ended_at.is_(None))
        .order_by(Pop.started_at, Pop.id)
        .limit(50)
    )
    return await present_pops(session, [(pop, call) for pop, call in await session.execute(query)], numbering)


async def describe_call(session: AsyncSession, call: Call, numbering: Numbering) -> CallDetail:
    """A call with its legs and talk segments."""
    legs = list(
        await session.scalars(
            sa.select(CallLeg).where(CallLeg.call_id == call.id).order_by(CallLeg.started_at, CallLeg.id)
        )
    )
    segments = list(await session.scalars(
        sa.select(TalkSegment).where(TalkSegment.call_id == call.id).order_by(TalkSegment.started_at)
    ))  # fmt: skip
    seen = {leg.user_id for leg in legs} | {part.user_id for part in segments}
    people = await user_refs(session, {user for user in seen if user})
    out = (await present_calls(session, [call], numbering, past=True))[0]
    return CallDetail(
        **{name: getattr(out, name) for name in CallOut.model_fields},
        legs=await _legs(session, call, legs, numbering, people),
        segments=[
            SegmentOut(agent=people.get(part.user_id) if part.user_id else None, endpoint=part.endpoint,
                       started_at=part.started_at, ended_at=part.ended_at)
            for part in segments
        ],
    )  # fmt: skip


async def _legs(session: AsyncSession, call: Call, legs: Sequence[CallLeg], numbering: Numbering,
                people: Mapping[UUID, UserRef]) -> list[LegOut]:  # fmt: skip
    shown = [leg for leg in legs if leg.party != "internal"]
    query = sa.select(Extension).where(Extension.account == call.account)
    query = query.where(Extension.endpoint.in_({leg.endpoint for leg in shown}))
    phones = {phone.endpoint: phone for phone in await session.scalars(query)} if shown else {}
    return [
        LegOut(
            id=leg.id, party=leg.party, endpoint=leg.endpoint, number=leg.number,
            number_display=_display(leg, numbering), extension=_phone(phones.get(leg.endpoint)),
            agent=people.get(leg.user_id) if leg.user_id else None, started_at=leg.started_at, ring_at=leg.ring_at,
            answered_at=leg.answered_at, ended_at=leg.ended_at, cause=leg.cause, outcome=leg.outcome,
        )
        for leg in shown
    ]  # fmt: skip


def _display(leg: CallLeg, numbering: Numbering) -> str | None:
    if leg.number is None or leg.withheld:
        return None
    address = numbering.read(leg.number)
    return address.display if address else leg.number


def _phone(phone: Extension | None) -> LegExtension | None:
    return LegExtension(number=phone.number, label=phone.label) if phone else None
