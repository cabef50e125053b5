"""What keeps a text to many waiting, and what becomes of the recipients that were in a provider's hands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub import messaging
from hub.db import Tx
from hub.messaging import Enqueued
from hub.sms.bulk.cancelling import undo_later
from hub.sms.bulk.store import SendSome, told
from hub.sms.models import SmsBulk, SmsBulkRecipient

WAIT = timedelta(minutes=5)  # until it is looked again
QUIET = "quiet_hours"
AWAY = "account_away"
AWAY_WAIT = timedelta(seconds=30)
OF_ALL: Final = frozenset({"spend_limit", "no_credit", "daily_limit"})  # passing refusals, whoever is next
OF_ONE: Final = frozenset({"prefix_limit"})  # of those that begin alike
R = SmsBulkRecipient


class Full(Exception):
    """So many may not go: fewer might."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Exception):
    """Some of them may not go yet, the others may: why, by recipient."""

    def __init__(self, reasons: Mapping[UUID, str]) -> None:
        super().__init__()
        self.reasons = reasons


class Held(Exception):
    """Nobody may go now. ``until``: when somebody may, where that is known."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until


def mine(some: SendSome) -> tuple[Any, ...]:
    """Its recipients."""
    return R.bulk_id == some.bulk_id, R.account == some.account, R.route_id.is_not_distinct_from(some.route_id)


def judge(found: Mapping[UUID, Enqueued]) -> None:
    """A refusal that passes is none: it undoes what was asked for. Raises ``Full``, ``Later`` or ``Held``."""
    refused = {one.reason for one in found.values() if one.state == "refused"}
    if full := refused & OF_ALL:
        raise Full(str(min(full, key=str)))
    quiet = {key: one.at for key, one in found.items() if one.state == "accepted" and one.at is not None}
    if quiet and len(quiet) == len(found):
        raise Held(QUIET, min(quiet.values()))
    later = {key: one.reason for key, one in found.items() if one.state == "refused" and one.reason in OF_ONE}
    if later or quiet:
        raise Later({key: str(reason) for key, reason in later.items()} | dict.fromkeys(quiet, QUIET))


async def leave(tx: Tx, reasons: Mapping[UUID, str]) -> None:
    """They are left until all others had their turn."""
    for reason in sorted(set(reasons.values())):  # one or two
        keys = [key for key, why in reasons.items() if why == reason]
        await tx.session.execute(sa.update(R).where(R.id.in_(keys), R.state == "pending").values(reason=reason))


async def look_for_left(tx: Tx, some: SendSome) -> None:
    """Nobody else has a turn. Raises ``Held`` where somebody was left for later."""
    query = sa.select(R.reason).where(*mine(some), R.state == "pending", R.reason.is_not(None)).limit(1)
    if (reason := await tx.session.scalar(query)) is not None:
        raise Held(reason)


async def hold_off(tx: Tx, some: SendSome, held: Held) -> float | None:
    """It waits, and says why: seconds until it is looked again, or None where it goes on no more."""
    bulk = await tx.session.get(SmsBulk, some.bulk_id, with_for_update=True, populate_existing=True)
    if bulk is None:
        return None
    settled = await settle(tx, some)
    left = sa.update(R).where(*mine(some), R.state == "pending", R.reason.is_not(None))
    await tx.session.execute(left.values(reason=None))
    if bulk.state != "running":
        return None
    if settled or bulk.reason != held.reason:
        bulk.reason = held.reason
        await told(tx, bulk)
    wait = WAIT if held.until is None else held.until - tx.now
    return max(1.0, wait.total_seconds())


async def settle(tx: Tx, some: SendSome) -> int:
    """The last ones are recorded by now; those of a process that died in between are unknown, and stay so."""
    settled = sa.update(R).where(*mine(some), R.state == "sending").values(state="accepted")
    ids = [key for key in (await tx.session.execute(settled.returning(R.message_id))).scalars() if key is not None]
    if ids:
        await messaging.lost(tx, ids)
    return len(ids)


async def gone(tx: Tx, some: SendSome, message_id: UUID) -> bool:
    """A message was not taken and goes on by itself: whoever settles the rest leaves it alone.

    False where the text was cancelled meanwhile: the message is taken back instead.
    """
    change = sa.update(R).where(*mine(some), R.state == "sending", R.message_id == message_id)
    await tx.session.execute(change.values(state="accepted"))
    query = sa.select(SmsBulk.state).where(SmsBulk.id == some.bulk_id).with_for_update(read=True)
    if await tx.session.scalar(query) != "cancelled":
        return True
    await undo_later(tx, some.bulk_id)
    return False
