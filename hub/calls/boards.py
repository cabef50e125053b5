"""Load an account's open calls, after a start or after a write that failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.calls import models
from hub.calls.contact import Contact
from hub.calls.machine import Board
from hub.calls.rows import restore
from hub.ports import LegRef

R = TypeVar("R", models.CallLeg, models.TalkSegment, models.Pop)


async def load_board(session: AsyncSession, account: str) -> tuple[Board, dict[UUID, Contact]]:
    """The board as stored, and who its calls are with."""
    query = sa.select(models.Call).where(models.Call.account == account, models.Call.ended_at.is_(None))
    calls = (await session.scalars(query.where(models.Call.joined_into.is_(None)))).all()
    ids = [call.id for call in calls]
    legs = _by_call(await _children(session, models.CallLeg, ids))
    segments = _by_call(await _children(session, models.TalkSegment, ids))
    pops = _by_call(await _children(session, models.Pop, ids))
    board = Board(account)
    for call in calls:
        board.add(restore(call, legs.get(call.id, []), segments.get(call.id, []), pops.get(call.id, [])))
    return board, {call.id: _contact(call) for call in calls if call.interaction_id}


async def ended_legs(session: AsyncSession, account: str, refs: Sequence[LegRef]) -> list[LegRef]:
    """Those of ``refs`` that are stored as over."""
    leg = models.CallLeg
    query = sa.select(leg.boot, leg.ref).where(leg.account == account, leg.ended_at.is_not(None))
    known: Any = await session.execute(query.where(leg.ref.in_([ref.id for ref in refs]))) if refs else []
    return [LegRef(boot, ref) for boot, ref in known]


async def _children(session: AsyncSession, table: type[R], ids: Sequence[UUID]) -> list[R]:
    if not ids:
        return []
    query = sa.select(table).where(table.call_id.in_(list(ids))).order_by(table.started_at, table.id)
    return list((await session.scalars(query)).all())


def _by_call(rows: list[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for row in rows:
        found.setdefault(row.call_id, []).append(row)
    return found


def _contact(call: models.Call) -> Contact:
    return Contact(
        number=call.number, withheld=call.withheld, caller_name=call.caller_name, dialled=call.dialled,
        identity_id=call.identity_id, interaction_id=call.interaction_id, customer_id=call.customer_id,
        certainty=call.certainty, candidates=tuple(call.caller.get("candidates", [])),
        line=call.caller.get("line"), read=call.caller.get("read"),
    )  # fmt: skip
