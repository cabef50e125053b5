"""What routes cost today, and what their accounts have left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Reader, Tx
from hub.messaging import Priced, Way, day_of
from hub.ports import Price
from hub.sms.models import SmsBalance, SmsRoute, SmsSpend
from hub.sms.money import CURRENCIES, amount, as_kept, micros, price

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Left:
    """What an account has left, and when it said so."""

    price: Price
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What each route cost today, in millionths, and what each account has left."""

    spent: Mapping[UUID, int]
    balances: Mapping[str, Left]


def today() -> date:
    """The day that spending is counted on."""
    return datetime.now(UTC).date()


async def read_standing(reader: Reader) -> Standing:
    """As it stands now."""
    spent = await reader.execute(sa.select(SmsSpend.route_id, SmsSpend.micros).where(SmsSpend.day == today()))
    table = SmsBalance
    told = await reader.execute(sa.select(table.account, table.micros, table.currency, table.told_at).limit(1_000))
    return Standing(
        {row.route_id: row.micros for row in spent},
        {row.account: Left(Price(amount(row.micros), row.currency), row.told_at) for row in told},
    )


async def reserve(tx: Tx, way: Way, parts: int, day: date | None = None) -> bool:
    """So many parts are about to go by this way; False, and nothing noted, where the day's limit would be passed.

    ``day``: of parts that are given back, when they were reserved; None: today.
    """
    if way.route_id is None or way.price is None:
        return True
    cost = micros(way.price.amount) * parts
    limit = await tx.session.scalar(sa.select(SmsRoute.spend_micros).where(SmsRoute.id == way.route_id))
    if limit is not None and cost > limit:
        return False
    values = {"route_id": way.route_id, "day": day or today(), "micros": cost, "parts": parts}
    return await _add(tx, values, limit if cost > 0 else None)


async def _add(tx: Tx, values: Mapping[str, Any], limit: int | None) -> bool:
    insert: Any = _INSERT[tx.dialect](SmsSpend).values(values)
    total = SmsSpend.micros + insert.excluded.micros
    change = insert.on_conflict_do_update(
        index_elements=["route_id", "day"], where=sa.true() if limit is None else total <= limit,
        set_={"micros": total, "parts": SmsSpend.parts + insert.excluded.parts},
    )  # fmt: skip
    return (await tx.session.execute(change.returning(SmsSpend.micros))).first() is not None


async def keep_priced(tx: Tx, changed: Sequence[Priced]) -> None:
    """Providers told other prices than were reckoned with: the day's sums follow."""
    ids = {one.route_id for one in changed}
    query = sa.select(SmsRoute.id, SmsRoute.currency).where(SmsRoute.id.in_(ids))
    currencies = {row.id: row.currency for row in await tx.session.execute(query)} if ids else {}
    more: Counter[tuple[UUID, date]] = Counter()
    for one in changed:
        currency = currencies.get(one.route_id)
        if currency is not None and (now := _kept(one.now, currency)) is not None:
            day = day_of(one.handed_at) or today()
            more[one.route_id, day] += now - (_kept(one.was, currency) or 0)
    rows = [
        {"route_id": route, "day": day, "micros": by, "parts": 0} for (route, day), by in sorted(more.items()) if by
    ]  # fmt: skip
    if rows:
        insert: Any = _INSERT[tx.dialect](SmsSpend).values(rows)
        total = SmsSpend.micros + insert.excluded.micros
        await tx.session.execute(
            insert.on_conflict_do_update(index_elements=["route_id", "day"], set_={"micros": total})
        )


def _kept(told: tuple[int | None, str | None], currency: str) -> int | None:
    found = price(*told)
    return None if found is None else as_kept(found, currency)


async def keep_balance(tx: Tx, account: str, told: Price) -> None:
    """An account said what it has left."""
    if told.currency not in CURRENCIES:
        return
    values = {"account": account, "micros": micros(told.amount), "currency": told.currency, "told_at": tx.now}
    insert: Any = _INSERT[tx.dialect](SmsBalance).values(values)
    set_ = {name: insert.excluded[name] for name in ("micros", "currency", "told_at")}
    await tx.session.execute(insert.on_conflict_do_update(index_elements=["account"], set_=set_))
