"""How many messages went: to each number, to numbers that begin alike, and by each account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.customers import Identity
from hub.db import Reader, Tx
from hub.messaging import Asked, NoWay, OutboxMessage, Way
from hub.sms.limits import read_limits
from hub.sms.models import SmsCount
from hub.sms.schemas import LimitsOut
from hub.sms.spending import today

REQUESTS: Final = frozenset({"test", "code"})  # and what consent asks for
_COUNTED = OutboxMessage.state.not_in(("refused", "captured"))
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def is_request(origin: str) -> bool:
    """Whether it is a message that is asked for again and again when somebody plays: codes, links, tests."""
    return origin in REQUESTS or origin.startswith("consent")


def prefix_of(address: str, limits: LimitsOut) -> str:
    """How numbers begin that are counted together."""
    return address[: limits.prefix_digits + 1]


def of_account(account: str) -> str:
    """What an account is counted as."""
    return f"account:{account}"


@dataclass(slots=True)
class Counts:
    """Those that were, with those of the same batch: lately by request, today by number, by prefix and by account."""

    limits: LimitsOut
    lately: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)

    def refusal(self, one: Asked) -> NoWay | None:
        """Whether this number, or those that begin like it, had enough."""
        limits = self.limits
        asked = self.lately[one.address] if is_request(one.origin) else 0
        if limits.request_most is not None and asked >= limits.request_most:
            return NoWay("number_limit", {"most": limits.request_most, "minutes": limits.request_minutes})
        if limits.number_day is not None and self.numbers[one.address] >= limits.number_day:
            return NoWay("number_limit", {"most": limits.number_day, "minutes": 1_440})
        prefix = prefix_of(one.address, limits)
        if limits.prefix_day is not None and self.others[prefix] >= limits.prefix_day:
            return NoWay("prefix_limit", {"most": limits.prefix_day, "prefix": prefix})
        return None

    def full(self, account: str | None) -> bool:
        """Whether an account sent enough today."""
        most = self.limits.account_day
        return most is not None and account is not None and self.others[of_account(account)] >= most

    def add(self, one: Asked, account: str | None) -> None:
        """One more goes there."""
        self.numbers[one.address] += 1
        self.lately[one.address] += is_request(one.origin)
        self.others.update(keys(one, account, self.limits))


def keys(one: Asked, account: str | None, limits: LimitsOut) -> list[str]:
    """What a message is counted under, where that is limited."""
    found = [] if limits.prefix_day is None else [prefix_of(one.address, limits)]
    return found if limits.account_day is None or account is None else [*found, of_account(account)]


async def read_counts(reader: Reader, asked: Sequence[Asked], accounts: set[str], limits: LimitsOut) -> Counts:
    """What these messages are judged by; nothing is asked that is not limited."""
    now, found = datetime.now(UTC), Counts(limits)
    requests = {one.address for one in asked if is_request(one.origin)}
    if limits.request_most is not None and requests:
        asking = sa.or_(OutboxMessage.origin.in_(REQUESTS), OutboxMessage.origin.startswith("consent"))
        since = now - timedelta(minutes=limits.request_minutes)
        found.lately.update(await _count(reader, requests, since, asking))
    if limits.number_day is not None and asked:
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        found.numbers.update(await _count(reader, {one.address for one in asked}, day, sa.true()))
    wanted = set() if limits.prefix_day is None else {prefix_of(one.address, limits) for one in asked}
    wanted |= set() if limits.account_day is None else {of_account(account) for account in accounts}
    if wanted:
        query = sa.select(SmsCount.what, SmsCount.count).where(SmsCount.day == today(), SmsCount.what.in_(wanted))
        found.others.update({row[0]: row[1] for row in await reader.execute(query)})
    return found


async def _count(reader: Reader, addresses: set[str], since: datetime, which: Any) -> Mapping[str, int]:
    query = sa.select(Identity.value, sa.func.count()).join(OutboxMessage, OutboxMessage.identity_id == Identity.id)
    query = query.where(Identity.kind == "phone", Identity.value.in_(sorted(addresses)))
    query = query.where(OutboxMessage.channel == "sms", OutboxMessage.created_at >= since, _COUNTED, which)
    return {row[0]: row[1] for row in await reader.execute(query.group_by(Identity.value))}


async def count_accepted(tx: Tx, accepted: Sequence[tuple[Asked, Way]]) -> None:
    """These will go: they are counted, where that is limited."""
    if not accepted:
        return
    limits = await read_limits(tx.session)
    found = Counter(key for one, way in accepted for key in keys(one, way.account, limits))
    if not found:
        return
    rows = [{"what": what, "day": today(), "count": found[what]} for what in sorted(found)]
    insert: Any = _INSERT[tx.dialect](SmsCount).values(rows)
    total = SmsCount.count + insert.excluded.count
    await tx.session.execute(insert.on_conflict_do_update(index_elements=["what", "day"], set_={"count": total}))
