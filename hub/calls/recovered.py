"""Keep calls that only the provider's records told of: each once, as over, without a pop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.calls.contact import Numbering
from hub.calls.machine import Board, Call, Leg, Segment, apply
from hub.calls.models import Call as CallRow
from hub.calls.models import CallLeg, Extension, ExtensionClaim, HeardUntil
from hub.calls.recorder import Recorder
from hub.db import Database, Lane, Tx
from hub.ports import (
    RECORDS_BOOT,
    LegEnded,
    LegRef,
    LegStarted,
    Party,
    Recovered,
    RecoveredCall,
    RecoveredEvents,
    RecoveredLeg,
)

BATCH = 10  # calls a transaction: about eight statements each
ABOUT = timedelta(hours=1)  # how far two clocks may disagree on when a call began
_NEVER = datetime.max.replace(tzinfo=UTC)

Check = Callable[[Tx], Awaitable[None]]
Seats = list[tuple[str, UUID, datetime, datetime | None]]


async def recover(
    db: Database, account: str, numbering: Numbering, calls: Sequence[Recovered], guard: Check | None = None
) -> int:
    """Store the calls that nobody knows yet, some at a time, behind whatever else is written; how many they were."""
    stored = 0
    ordered = sorted(calls, key=lambda call: call.started_at)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        async with db.read() as session:
            news = await _unknown(session, account, batch)
        if news:
            stored += await _store(db, account, numbering, news, guard)
    return stored


async def heard_until(session: AsyncSession, account: str) -> datetime | None:
    """Up to when everything of the account was heard."""
    return await session.scalar(sa.select(HeardUntil.at).where(HeardUntil.account == account))


async def keep_heard_until(tx: Tx, account: str, at: datetime) -> None:
    """Remember it; an earlier time than the one known changes nothing."""
    kept = await tx.session.get(HeardUntil, account)
    if kept is None:
        tx.session.add(HeardUntil(account=account, at=at))
    else:
        kept.at = max(kept.at, at)


async def _store(
    db: Database, account: str, numbering: Numbering, calls: Sequence[Recovered], guard: Check | None
) -> int:
    async def work(tx: Tx) -> int:
        if guard is not None:
            await guard(tx)
        news = await _unknown(tx.session, account, calls)  # again: another process may have been quicker
        seats = await _seats(tx.session, account, news)
        board = Board(account)
        for told in news:
            for call in _calls(account, told, seats):
                _place(board, call)
        await Recorder(board, {}, numbering, {}).store(tx)
        return len(news)

    return await db.write(work, lane=Lane.BULK)


async def _unknown(session: AsyncSession, account: str, calls: Sequence[Recovered]) -> list[Recovered]:
    """Those of which no leg is stored. Legs have no index by their name alone, but calls have one by their time."""
    if not calls:
        return []
    first, last = min(call.started_at for call in calls), max(call.ended_at for call in calls)
    query = (
        sa.select(CallLeg.ref)
        .join(CallRow, CallRow.id == CallLeg.call_id)
        .where(CallRow.started_at.between(first - ABOUT, last + ABOUT), CallLeg.account == account)
        .where(CallLeg.ref.in_(sorted({ref for call in calls for ref in call.ids})))
    )
    known = set(await session.scalars(query))
    return [call for call in calls if not call.ids & known]


async def _seats(session: AsyncSession, account: str, calls: Sequence[Recovered]) -> Seats:
    """Who sat at the calls' phones, and when."""
    endpoints = {leg.endpoint for call in calls for leg in _legs(call) if leg.party is Party.STATION}
    query = (
        sa.select(Extension.endpoint, ExtensionClaim.user_id, ExtensionClaim.since, ExtensionClaim.until)
        .join(ExtensionClaim, ExtensionClaim.extension_id == Extension.id)
        .where(Extension.account == account, Extension.endpoint.in_(endpoints))
    )
    found: Any = await session.execute(query) if endpoints else []
    return [tuple(row) for row in found]


def _legs(told: Recovered) -> Sequence[RecoveredLeg | LegStarted]:
    if isinstance(told, RecoveredCall):
        return told.legs
    return [event for event in told.events if isinstance(event, LegStarted)]


def _agent(seats: Seats, endpoint: str, at: datetime) -> UUID | None:
    sat = (user for place, user, since, until in seats if place == endpoint and since <= at < (until or _NEVER))
    return next(sat, None)


def _place(board: Board, call: Call) -> None:
    board.add(call)
    board.touch(call)


def _calls(account: str, told: Recovered, seats: Seats) -> list[Call]:
    """The machine's calls behind what records told; most often it is one."""
    return [_past(account, told, seats)] if isinstance(told, RecoveredCall) else played(account, told, seats)


def played(account: str, told: RecoveredEvents, seats: Seats) -> list[Call]:
    """The same machine that hears live calls hears this one, by who sat where then; cards that rang are long gone."""
    board = Board(account)
    for event in told.events:
        apply(board, event, _sitting(seats, event) if isinstance(event, LegStarted) else {})
    for call in list(board.calls.values()):
        live = call.live_legs
        call.lost = told.cut and bool(live)
        for leg in live:
            apply(board, LegEnded(leg.ref, told.ended_at), {})
    calls = [call for call in board.calls.values() if call.joined_into is None and _takes_part(call)]
    for call in calls:
        call.recovered, call.inferred, call.pops = True, told.inferred, []
    return calls


def _sitting(seats: Seats, event: LegStarted) -> dict[str, UUID]:
    agent = _agent(seats, event.endpoint, event.at)
    return {event.endpoint: agent} if agent else {}


def _takes_part(call: Call) -> bool:
    return any(leg.party is not Party.INTERNAL for leg in call.legs.values())


def _past(account: str, told: RecoveredCall, seats: Seats) -> Call:
    """The machine's call behind a record."""
    call = Call(
        account=account, started_at=told.started_at, direction=told.direction, state="ended", result=told.result,
        queue=told.queue, ended_at=told.ended_at, inferred=told.inferred, recovered=True,
        waiting_since=None if told.direction == "internal" else told.started_at,
    )  # fmt: skip
    for item in told.legs:
        leg = _leg(item, seats)
        call.legs[leg.ref] = leg
        if item.party is Party.OUTSIDE and call.outside is None:
            call.outside = leg.ref
        if item.talked_at:
            call.segments.append(Segment(leg.ref, leg.agent_id, leg.endpoint, item.talked_at, item.ended_at))
    answers = [segment.started_at for segment in call.segments]
    if told.result == "completed" and not answers:
        answers = [leg.answered_at for leg in call.legs.values() if leg.answered_at]
    call.answered_at = min(answers, default=None)
    return call


def _leg(told: RecoveredLeg, seats: Seats) -> Leg:
    station = told.party is Party.STATION
    return Leg(
        ref=LegRef(RECORDS_BOOT, told.id), party=told.party, endpoint=told.endpoint, initiated=told.initiated,
        started_at=told.started_at, number=told.number, name=told.name, dialled=told.dialled, withheld=told.withheld,
        agent_id=_agent(seats, told.endpoint, told.started_at) if station else None,
        answered_at=told.answered_at, ended_at=told.ended_at,
    )  # fmt: skip
