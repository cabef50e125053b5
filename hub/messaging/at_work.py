"""Which accounts send, in whichever process: each says so while it is at work, and works on a lane of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from hub import jobs
from hub.channels import removed_accounts
from hub.db import Database, Reader, StoreError, Tx
from hub.db.clock import StoreNow
from hub.leases import PROCESS
from hub.messaging import balances, mode
from hub.messaging.enqueue import LANE, SEND_JOB
from hub.messaging.models import MessageSender
from hub.messaging.senders import Senders
from hub.ports import SendsMessages

log = structlog.get_logger(__name__)
HOLD_EVERY = 5.0  # seconds
HELD_SECONDS = 15.0  # that a sender which stops without a word is still counted
KNOWN_SECONDS = 86_400.0  # that messages wait for one that is not at work
LEAVE_SECONDS = 3.0  # that what is being handed over may take when it stops
RECALL_EVERY = timedelta(minutes=1)
JUST_NOW = 150.0  # seconds: twice what lies between two looks, and more
_WORKS = MessageSender.until > StoreNow()
_KNOWN = MessageSender.until > StoreNow(-KNOWN_SECONDS)
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Route:
    """The account that a message may go by, and whether it is at work now."""

    account: str
    works: bool


def lane_of(account: str) -> str:
    """The job lane that only the process with this account's sender works on."""
    return f"{LANE}:{account}"


def account_of(lane: str) -> str | None:
    """The account whose lane it is; None for the one of all."""
    return lane.partition(":")[2] or None


async def route(reader: Reader, channel: str, account: str | None) -> Route | None:
    """By whom it can go, wherever: of several, the one that is sure to work for longest; None where there is nobody."""
    there = MessageSender.account.not_in(removed_accounts())
    query = sa.select(MessageSender.account, _WORKS).where(MessageSender.channel == channel, _KNOWN, there)
    if account is not None:
        query = query.where(MessageSender.account == account)
    found = (await reader.execute(query.order_by(MessageSender.until.desc(), MessageSender.account).limit(1))).first()
    return None if found is None else Route(*found)


async def standing(reader: Reader, channel: str) -> dict[str, bool]:
    """Every account that is known to send on the channel, and whether it is at work; who is sure for longest first."""
    there = MessageSender.account.not_in(removed_accounts())
    query = sa.select(MessageSender.account, _WORKS).where(MessageSender.channel == channel, _KNOWN, there)
    rows = await reader.execute(query.order_by(MessageSender.until.desc(), MessageSender.account).limit(200))
    return {row[0]: row[1] for row in rows}


async def settled(tx: Tx, channel: str, account: str | None) -> Route | None:
    """The same, so that what is left to one that is not at work is there for whoever begins at this moment."""
    way = await route(tx.session, channel, account)
    if way is None or way.works:
        return way
    await tx.session.execute(_held_still(MessageSender.account == way.account, read=True))
    return await route(tx.session, channel, account)


def _held_still(which: Any, *, read: bool = False) -> Any:
    found = sa.select(MessageSender.account).where(which).order_by(MessageSender.account)
    return found.with_for_update(read=read)


async def may_write(reader: Reader, senders: Senders, channel: str) -> bool:
    """Whether a message of this channel goes anywhere: to a provider, by whichever process, or into the sandbox."""
    if senders.sandbox or senders.find(channel, None) or any(await mode.is_on(reader)):
        return True
    return await route(reader, channel, None) is not None


class AtWork:
    """The accounts of this process that send."""

    def __init__(self, db: Database, senders: Senders, workers: jobs.Workers) -> None:
        self._db = db
        self._senders = senders
        self._workers = workers

    @asynccontextmanager
    async def sending(self, account: str, channel: str, running: object) -> AsyncIterator[None]:
        """While it runs an account is given messages, if it sends any. In the sandbox none is."""
        if not isinstance(running, SendsMessages) or self._senders.sandbox:
            yield
            return
        self._senders.register(channel, account, running)
        self._workers.serve(lane_of(account))
        telling = asyncio.create_task(self._hold_for_ever(account, channel), name=f"sender-{account}")
        asking = asyncio.create_task(balances.ask_for_ever(self._db, account, running), name=f"balance-{account}")
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await self._leave(account, channel, running, telling)

    async def _leave(self, account: str, channel: str, running: object, telling: asyncio.Task[None]) -> None:
        """Where it stopped so late that the account runs anew already, that one keeps its place and its lane."""
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        if self._senders.has(channel, account, running):
            await self._workers.unserve(lane_of(account), LEAVE_SECONDS)  # before it is not found any more
        if self._senders.has(channel, account, running):
            self._senders.forget(account)
            await self._tell(account, lambda tx: hold(tx, account, channel, PROCESS, 0.0))

    async def _hold_for_ever(self, account: str, channel: str) -> None:
        begun = False
        while True:
            if begun:
                await self._tell(account, lambda tx: hold(tx, account, channel, PROCESS, HELD_SECONDS))
            else:
                begun = await self._tell(account, lambda tx: start(tx, account, channel, PROCESS))
            await asyncio.sleep(HOLD_EVERY if begun else 1.0)

    async def _tell(self, account: str, work: Callable[[Tx], Awaitable[None]]) -> bool:
        try:
            await self._db.write(work)
        except StoreError as error:  # nobody can send meanwhile either
            log.warning("sender_not_held", account=account, error=str(error))
            return False
        return True


async def hold(tx: Tx, account: str, channel: str, owner: str, seconds: float) -> None:
    """An account is at work for so long; 0: it stops, unless another process has taken it over."""
    values = {"account": account, "channel": channel, "owner": owner, "until": StoreNow(seconds)}
    insert: Any = _INSERT[tx.dialect](MessageSender).values(values)
    mine = MessageSender.owner == owner if not seconds else sa.true()
    set_ = {name: insert.excluded[name] for name in ("channel", "owner", "until")}
    await tx.session.execute(insert.on_conflict_do_update(index_elements=["account"], set_=set_, where=mine))


async def start(tx: Tx, account: str, channel: str, owner: str) -> None:
    """An account begins: what waits for others of its channel that are not at work may go by it."""
    await tx.session.execute(_held_still(MessageSender.channel == channel))  # see ``settled``
    await hold(tx, account, channel, owner, HELD_SECONDS)
    idle = sa.and_(MessageSender.channel == channel, ~_WORKS)
    await _recall_all_but(tx, ~idle)


async def recall(tx: Tx) -> None:
    """Look anew at what waits for a sender that stopped just now, so that it says so, or that is long gone."""
    await tx.session.execute(sa.delete(MessageSender).where(~_KNOWN))
    await _recall_all_but(tx, sa.or_(_WORKS, MessageSender.until < StoreNow(-JUST_NOW)))


async def _recall_all_but(tx: Tx, which: Any) -> None:
    kept = await tx.session.scalars(sa.select(MessageSender.account).where(which))
    await jobs.recall(tx, SEND_JOB, LANE, but=[lane_of(account) for account in kept])
