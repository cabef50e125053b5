"""Who of a selection gets a text: one number each, by which way, and who does not and why."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from hub.consent import Purpose, may_send
from hub.customers import Customer, CustomerIdentity, Frame, Identity, Selection, select_ids, shown_address
from hub.messaging import Asked, Way
from hub.sms.bulk.holding import OF_ALL, OF_ONE
from hub.sms.counting import Counts
from hub.sms.judge import Held, hold, judge
from hub.sms.spending import Standing
from hub.web import Invalid

MOST = 500_000
AT_ONCE = 1_000  # between two turns of the loop
ALIKE = 7  # digits after which numbers of a network do not differ in what they are
UNREACHABLE = "unreachable_number"


@dataclass(slots=True)
class Planned:
    """One who gets it."""

    customer_id: UUID
    identity_id: UUID
    address: str
    way: Way


@dataclass(slots=True)
class Plan:
    """All of them. ``skipped``: how many get nothing, by reason; ``left_out``: those of them with a number."""

    customers: int = 0
    chosen: list[Planned] = field(default_factory=list)
    left_out: list[tuple[UUID, UUID, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


class Near:
    """Judges numbers by how they begin, each beginning once; at the claim each is judged by itself again."""

    def __init__(self, held: Held, purpose: str) -> None:
        self._held = held
        self._open = replace(held, stands=Standing({}, {}), counts=Counts(held.limits))  # as when its limits are over
        self._purpose = purpose
        exact = [len(prefix) for route in held.routes for prefix in route.prefixes]
        self._digits = max([ALIKE, *exact])
        self._known: dict[tuple[str, int], tuple[Way | None, str | None]] = {}

    def judge(self, address: str) -> tuple[Way | None, str | None]:
        """Its way, or why there is none."""
        key = address[: self._digits + 1], len(address)
        if key not in self._known:
            asked = Asked(channel="sms", purpose=self._purpose, address=address, parts=1, origin="campaign")
            found = judge(asked, self._held)
            if found.no_way is not None and found.no_way.reason in OF_ALL | OF_ONE:
                found = judge(asked, self._open)  # that passes: it waits for it
            self._known[key] = (None, found.no_way.reason) if found.no_way else (found.first(), None)
        return self._known[key]


async def plan(session: AsyncSession, wanted: Selection, frame: Frame, purpose: Purpose, at: datetime) -> Plan:
    """Judge everybody by what stands now. Raises ``Invalid`` for more than can be sent at once."""
    chosen, reader = select_ids(wanted, frame), await session.connection()  # no objects are made of the rows
    made = Plan(customers=await reader.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0)
    if made.customers > MOST:
        raise Invalid.field("body.selection", "too_many", f"One text goes to {MOST} customers at most.")
    rows = await _read(reader, _numbers(chosen), frame.dialect)
    near = Near(await hold(reader, []), purpose)
    picked, reached = [], 0
    for _, numbers in groupby(rows, key=lambda row: row[0]):
        reached += 1
        picked.append(_pick(list(numbers), near))
        if reached % AT_ONCE == 0:
            await asyncio.sleep(0)
    made.skipped["no_number"] = made.customers - reached
    verdicts = await may_send(reader, [row[1] for row, _, _ in picked], "sms", purpose, at)
    taken: set[UUID] = set()
    for start in range(0, len(picked), AT_ONCE):
        _sort(made, picked[start : start + AT_ONCE], verdicts, taken)
        await asyncio.sleep(0)
    made.skipped = +made.skipped
    return made


async def _read(reader: AsyncConnection, query: sa.Select[Any], dialect: str) -> Sequence[Any]:
    if dialect == "postgresql":  # sorted in memory; until the transaction ends
        await reader.execute(sa.select(sa.func.set_config("work_mem", "64MB", True)))
    rows: list[Any] = []
    found = await reader.execute(query)
    while some := found.fetchmany(AT_ONCE):  # they are here: their values are made as they are taken
        rows += some
        await asyncio.sleep(0)
    return rows


def _numbers(chosen: sa.Select[UUID]) -> sa.Select[Any]:
    """Every number of everybody, the best first."""
    link, member = CustomerIdentity, Customer
    query = sa.select(member.root_id, Identity.id, shown_address().label("value"))
    query = query.select_from(link).join(Identity, Identity.id == link.identity_id)
    query = query.join(member, member.id == link.customer_id)
    query = query.where(Identity.kind == "phone", link.valid_to.is_(None), member.root_id.in_(chosen))
    return query.order_by(member.root_id, link.primary.desc(), link.valid_from, link.id)


def _pick(numbers: Sequence[Any], near: Near) -> tuple[Any, Way | None, str | None]:
    """The first number that SMS reach, or the first."""
    for row in numbers:
        way, reason = near.judge(row[2])
        if reason != UNREACHABLE:
            return row, way, reason
    return numbers[0], None, UNREACHABLE


def _sort(
    made: Plan, picked: Iterable[tuple[Any, Way | None, str | None]], verdicts: Any, taken: set[UUID]
) -> None:  # fmt: skip
    """``taken``: the numbers that somebody before has."""
    for (customer, identity, address), way, reason in picked:
        verdict = verdicts[identity]
        why = verdict.reason if not verdict.allowed else reason
        if why is None and identity in taken:
            why = "duplicate"
        if why is not None or way is None:
            made.skipped[why or "no_route"] += 1
            made.left_out.append((customer, identity, why or "no_route"))
            continue
        taken.add(identity)
        made.chosen.append(Planned(customer, identity, address, way))
