"""What providers say became of messages: early, late, twice or in any order, it comes to the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hub.db import Database, Tx
from hub.messaging import early
from hub.messaging.early import PARKED, UNKNOWN
from hub.messaging.heard import apply
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.move import LONGEST_ID, kept, move
from hub.messaging.prices import stored
from hub.messaging.ways import Priced
from hub.ports import DeliveryReport, OutboundTaken, Refused

__all__ = ["PARKED", "Heard", "again", "record_taken", "take_heard", "take_reports"]
AT_ONCE = 500  # in one statement; a provider that is asked may tell of more


@dataclass(frozen=True, slots=True)
class Heard:
    """What an account heard of messages, in the order in which it heard it."""

    account: str
    reports: tuple[DeliveryReport, ...]


async def take_heard(tx: Tx, heard: Sequence[Heard]) -> list[None]:
    """Apply what several accounts heard, each account's in one go."""
    by_account: dict[str, list[DeliveryReport]] = {}
    for one in heard:
        by_account.setdefault(one.account, []).extend(one.reports)
    for account, reports in sorted(by_account.items()):
        await take_reports(tx, account, reports)
    return [None] * len(heard)


async def take_reports(tx: Tx, account: str, reports: Sequence[DeliveryReport]) -> int:
    """Apply what an account heard. Reports on messages that are not known yet wait; how many those are."""
    count = 0
    for start in range(0, len(reports), AT_ONCE):
        if unknown := await apply(tx, account, reports[start : start + AT_ONCE]):
            await early.keep(tx, account, unknown)
            count += len(unknown)
    return count


async def record_taken(tx: Tx, row: OutboxMessage, taken: OutboundTaken) -> None:
    """The provider took the message: it is sent, and what was heard of it before is applied."""
    row.provider_id = kept(taken.provider_id, LONGEST_ID) if taken.provider_id else row.provider_id
    row.parts = taken.parts or row.parts
    was = row.price_micros, row.currency
    for name, value in stored(taken.price).items():
        setattr(row, name, value)
    if row.route_id is not None and was != (row.price_micros, row.currency):
        await HOOKS.priced(tx, [Priced(row.route_id, was, (row.price_micros, row.currency), row.handed_at)])
    await move(tx, row, "sent")
    await early.adopt(tx, row)


def again(db: Database) -> Callable[[str | None, dict[str, Any]], Any]:
    """Takes a parked report once more; raises ``Refused`` while its message is still not known."""

    async def take(account: str | None, payload: dict[str, Any]) -> None:
        report = early.unpacked(payload)
        if await db.write(lambda tx: apply(tx, account or "", [report])):
            raise Refused(UNKNOWN, cause="gone")

    return take
