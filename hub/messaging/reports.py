"""What providers say became of messages: late, twice or in any order, it comes to the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import sqlalchemy as sa
import structlog

from hub import metrics, parked
from hub.db import Database, Tx
from hub.messaging.models import OutboxMessage
from hub.messaging.move import LONGEST_ID, kept, move
from hub.ports import DeliveryReport, Refused

log = structlog.get_logger(__name__)
PARKED: Final = "delivery_report"
UNKNOWN: Final = "There is no outgoing message of this account by that id."
MOST_UNKNOWN = 1_000  # of an account that are kept
LONGEST = 500  # characters of what a provider says, as they are kept


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
    """Apply what an account heard. Reports on messages that are not known are parked; how many those are."""
    unknown = await _apply(tx, account, reports)
    room = MOST_UNKNOWN - await parked.count(tx, PARKED, account, MOST_UNKNOWN) if unknown else 0
    if len(unknown) > room:  # a gateway that another system sends by, too: what it says of that is not kept for ever
        log.warning("delivery_reports_dropped", account=account, count=len(unknown) - room)
        metrics.reports_dropped.labels(account).inc(len(unknown) - room)
    for one in unknown[:room]:  # rare, and each a row of its own on the page
        await parked.park(
            tx, PARKED, _packed(one), reason="refused", detail=UNKNOWN, account=account, cause="gone", retryable=True,
            key=f"{one.provider_id} {one.state}",
        )  # fmt: skip
    return len(unknown)


def again(db: Database) -> Callable[[str | None, dict[str, Any]], Any]:
    """Takes a parked report once more; raises ``Refused`` while its message is still not known."""

    async def take(account: str | None, payload: dict[str, Any]) -> None:
        report = _unpacked(payload)
        if await db.write(lambda tx: _apply(tx, account or "", [report])):
            raise Refused(UNKNOWN, cause="gone")

    return take


async def _apply(tx: Tx, account: str, reports: Sequence[DeliveryReport]) -> list[DeliveryReport]:
    """Those on messages that are not known are left."""
    ids = {kept(one.provider_id, LONGEST_ID) for one in reports}
    query = sa.select(OutboxMessage).where(OutboxMessage.account == account, OutboxMessage.provider_id.in_(ids))
    rows = await tx.session.scalars(query.order_by(OutboxMessage.id).with_for_update())
    found = {row.provider_id: row for row in rows} if reports else {}
    for one in reports:
        if (row := found.get(kept(one.provider_id, LONGEST_ID))) is not None:
            await move(tx, row, one.state, one.reason, one.detail, at=one.at)
    return [one for one in reports if kept(one.provider_id, LONGEST_ID) not in found]


def _packed(report: DeliveryReport) -> dict[str, Any]:
    return {
        "provider_id": kept(report.provider_id, LONGEST), "state": report.state, "at": report.at.isoformat(),
        "reason": report.reason and kept(report.reason, LONGEST),
        "detail": report.detail and kept(report.detail, LONGEST),
    }  # fmt: skip


def _unpacked(payload: dict[str, Any]) -> DeliveryReport:
    return DeliveryReport(
        provider_id=payload["provider_id"], state=cast("Any", payload["state"]),
        at=datetime.fromisoformat(payload["at"]), reason=payload["reason"], detail=payload["detail"],
    )  # fmt: skip
