"""Two who would be judged by the same counts take turns, so that no limit is passed by both at once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from hub.db import Tx
from hub.messaging import Asked
from hub.sms.counting import is_request, of_account, prefix_of
from hub.sms.limits import read_limits
from hub.sms.models import SmsRoute
from hub.sms.schemas import LimitsOut

MOST_KEYS: Final = 100  # a larger batch takes its turn with everybody
EVERYBODY: Final = int.from_bytes(blake2b(b"sms_count", digest_size=8).digest(), signed=True)


async def hold_counts(tx: Tx, asked: Sequence[Asked]) -> None:
    """Hold what these are counted under until the transaction ends; SQLite's writers take turns anyway."""
    if tx.dialect != "postgresql":
        return
    limits = await read_limits(tx.connection)
    found = _counted(asked, limits)
    if asked and limits.account_day is not None:
        accounts = await tx.connection.execute(sa.select(SmsRoute.account).where(SmsRoute.active).distinct())
        found |= {of_account(account) for account in accounts.scalars()}
    if not found:
        return
    if len(found) > MOST_KEYS:
        await tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(EVERYBODY)))
        return
    await tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(EVERYBODY)))
    keys: Any = sa.literal(sorted(key_of(what) for what in found), postgresql.ARRAY(sa.BigInteger))
    each = sa.select(sa.func.unnest(keys).label("key")).subquery()  # in this order: two never wait for each other
    await tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(each.c.key)))


def _counted(asked: Sequence[Asked], limits: LimitsOut) -> set[str]:
    """The numbers and beginnings of numbers that are limited."""
    found = set()
    for one in asked:
        if limits.number_day is not None or (limits.request_most is not None and is_request(one.origin)):
            found.add(f"number:{one.address}")
        if limits.prefix_day is not None:
            found.add(prefix_of(one.address, limits))
    return found


def key_of(what: str) -> int:
    """The number that PostgreSQL knows it by."""
    return int.from_bytes(blake2b(f"sms_count:{what}".encode(), digest_size=8).digest(), signed=True)
