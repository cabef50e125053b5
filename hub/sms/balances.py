"""What accounts have left, and whether that is little."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from hub.db import Reader
from hub.ports import Price
from hub.sms.models import SmsRoute
from hub.sms.money import as_kept
from hub.sms.schemas import AccountBalanceOut
from hub.sms.spending import read_standing

MOST = 100  # routes that there may be


def is_low(told: Price, currency: str | None, warning: int | None) -> bool:
    """Nothing, or less than the warning (millionths of ``currency``), where the two compare."""
    left = as_kept(told, currency) if currency else None
    return told.amount <= 0 or (left is not None and warning is not None and left < warning)


async def list_balances(reader: Reader) -> list[AccountBalanceOut]:
    """Of each account that told, by its name; as it said last."""
    warnings: defaultdict[str, list[tuple[str | None, int | None]]] = defaultdict(list)
    query = sa.select(SmsRoute.account, SmsRoute.currency, SmsRoute.warn_micros).where(SmsRoute.active).limit(MOST)
    for row in await reader.execute(query):
        warnings[row.account].append((row.currency, row.warn_micros))
    found = (await read_standing(reader)).balances
    return [
        AccountBalanceOut(
            account=account, amount=left.price.amount, currency=left.price.currency, told_at=left.told_at,
            low=any(is_low(left.price, *one) for one in [(None, None), *warnings[account]]),
        )
        for account, left in sorted(found.items())
    ]  # fmt: skip
