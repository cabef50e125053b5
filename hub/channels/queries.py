"""Reading the connector accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.channels.models import Account, Traffic
from hub.channels.schemas import ConnectorAccount
from hub.db import Reader
from hub.db.clock import StoreNow
from hub.ports import Connection

MOST = 1000
DAY = timedelta(hours=24).total_seconds()


async def list_connectors(session: AsyncSession) -> list[ConnectorAccount]:
    """Every account of the settings, by name; also the snapshot of the room ``connectors``."""
    query = sa.select(Account).where(Account.configured.is_(sa.true())).order_by(Account.account)
    return await describe(session, (await session.scalars(query)).all())


async def added_accounts(session: AsyncSession, channel: str) -> list[ConnectorAccount]:
    """Those of this channel that somebody added on the page."""
    known = await list_connectors(session)
    return [one for one in known if one.source == "page" and one.channel == channel]


def removed_accounts() -> sa.Select[str]:
    """The names of accounts that there were: what is kept under them is not offered any more."""
    return sa.select(Account.account).where(Account.configured.is_(sa.false()))


async def can_hold(reader: Reader, account: str) -> bool:
    """Whether calls of this account can be put on hold from the page."""
    query = sa.select(Account.can_hold).where(Account.account == account, Account.configured.is_(sa.true()))
    return bool((await reader.execute(query)).scalar())


async def enabled_accounts(reader: Reader) -> list[tuple[str, str]]:
    """The connector and the name of each account that is switched on."""
    shown = sa.func.coalesce(Account.name, Account.account)
    query = sa.select(Account.connector, shown).where(
        Account.configured.is_(sa.true()), Account.connection != Connection.STOPPED
    )
    return [(row[0], row[1]) for row in await reader.execute(query.order_by(Account.account).limit(MOST))]


async def describe(session: AsyncSession, accounts: Sequence[Account]) -> list[ConnectorAccount]:
    """These accounts with their traffic of the last 24 hours (to the hour)."""
    counts = await _traffic(session, [account.id for account in accounts])
    return [_state(account, *counts.get(account.id, (0, 0))) for account in accounts]


async def _traffic(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    query = (
        sa.select(Traffic.account_id, sa.func.sum(Traffic.received), sa.func.sum(Traffic.sent))
        .where(Traffic.account_id.in_(ids), Traffic.hour > StoreNow(-DAY))
        .group_by(Traffic.account_id)
    )
    return {account: (int(received), int(sent)) for account, received, sent in await session.execute(query)}


def _state(account: Account, received: int, sent: int) -> ConnectorAccount:
    own = {name: getattr(account, name) for name in ConnectorAccount.model_fields if hasattr(account, name)}
    return ConnectorAccount(**own, received_24h=received, sent_24h=sent)
