"""Reports that come before their message's provider id is recorded: kept for some minutes, and applied with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from hub import metrics, parked
from hub.db import Tx, new_id
from hub.jobs import Context, Handlers
from hub.messaging.heard import apply
from hub.messaging.models import EarlyReport, OutboxMessage
from hub.messaging.move import LONGEST_ID, kept
from hub.messaging.prices import shown, stored
from hub.ports import DeliveryReport, Price

log = structlog.get_logger(__name__)
PARKED: Final = "delivery_report"
UNKNOWN: Final = "There is no outgoing message of this account by that id."
PATIENCE: Final = timedelta(minutes=10)  # after that its message will hardly come to be known
MOST_UNKNOWN = 1_000  # of an account that are kept, in either place
AT_ONCE = 500
LONGEST = 500  # characters of what a provider says, as they are kept
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def keep(tx: Tx, account: str, reports: Sequence[DeliveryReport]) -> None:
    """Keep these until their messages are known; each state of a message once, the first that told it.

    Of too many the oldest go: another system may send by the same gateway, and its reports would be in the way.
    """
    rows = [
        {"id": new_id(), "account": account, "provider_id": kept(one.provider_id, LONGEST_ID), "state": one.state,
         "report": packed(one), "heard_at": tx.now}
        for one in reports
    ]  # fmt: skip
    if not rows:
        return
    insert: Any = _INSERT[tx.dialect](EarlyReport)
    await tx.connection.execute(insert.on_conflict_do_nothing(), rows)
    mine = EarlyReport.account == account
    some = sa.select(EarlyReport.id).where(mine).limit(MOST_UNKNOWN + len(rows)).subquery()
    over = (await tx.connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0) - MOST_UNKNOWN
    if over > 0:
        oldest = sa.select(EarlyReport.id).where(mine).order_by(EarlyReport.heard_at, EarlyReport.id).limit(over)
        await tx.connection.execute(sa.delete(EarlyReport).where(EarlyReport.id.in_(oldest)))
        _dropped(account, over)


async def adopt(tx: Tx, row: OutboxMessage) -> None:
    """The provider's id of this message is known now: apply what was heard of it before."""
    if row.account is None or row.provider_id is None:
        return
    await tx.session.flush()
    mine = (EarlyReport.account == row.account, EarlyReport.provider_id == row.provider_id)
    gone = await tx.session.execute(sa.delete(EarlyReport).where(*mine).returning(EarlyReport.report))
    if found := [unpacked(report) for report in gone.scalars()]:
        await apply(tx, row.account, found)
        await tx.session.refresh(row)


async def adopt_many(tx: Tx, account: str, ids: Sequence[str]) -> None:
    """The same of many, whose rows are written."""
    mine = (EarlyReport.account == account, EarlyReport.provider_id.in_(ids))
    gone = await tx.connection.execute(sa.delete(EarlyReport).where(*mine).returning(EarlyReport.report))
    if found := [unpacked(report) for report in gone.scalars()]:
        await apply(tx, account, found)


def register(handlers: Handlers) -> None:
    """Once a minute: apply what crossed with its message, park what waited too long."""

    @handlers.cron("messaging.early_reports", every=timedelta(minutes=1))
    async def settle_early(ctx: Context) -> None:
        while await ctx.database.write(settle) == AT_ONCE:
            pass


async def settle(tx: Tx) -> int:
    """One step of it; how many were settled."""
    early = sa.select(EarlyReport)
    known = (OutboxMessage.account == EarlyReport.account, OutboxMessage.provider_id == EarlyReport.provider_id)
    crossed = early.where(sa.exists().where(*known)).order_by(EarlyReport.heard_at).limit(AT_ONCE)
    overdue = early.where(EarlyReport.heard_at < tx.now - PATIENCE).order_by(EarlyReport.heard_at).limit(AT_ONCE)
    rows = {row.id: row for query in (crossed, overdue) for row in await tx.session.scalars(query)}
    by_account: dict[str, list[DeliveryReport]] = {}
    for row in rows.values():
        by_account.setdefault(row.account, []).append(unpacked(row.report))
    await tx.session.execute(sa.delete(EarlyReport).where(EarlyReport.id.in_(list(rows))))
    for account, reports in sorted(by_account.items()):  # a handful
        await _park(tx, account, await apply(tx, account, reports))
    return len(rows)


async def _park(tx: Tx, account: str, unknown: Sequence[DeliveryReport]) -> None:
    room = MOST_UNKNOWN - await parked.count(tx, PARKED, account, MOST_UNKNOWN) if unknown else 0
    if len(unknown) > room:
        _dropped(account, len(unknown) - room)
    for one in unknown[:room]:  # rare, and each a row of its own on the page
        await parked.park(
            tx, PARKED, packed(one), reason="refused", detail=UNKNOWN, account=account, cause="gone", retryable=True,
            key=f"{one.provider_id} {one.state}",
        )  # fmt: skip


def _dropped(account: str, count: int) -> None:
    log.warning("delivery_reports_dropped", account=account, count=count)
    metrics.reports_dropped.labels(account).inc(count)


def packed(report: DeliveryReport) -> dict[str, Any]:
    """The report as JSON that every store takes."""
    texts = {name: getattr(report, name) for name in ("reason", "detail", "operator")}
    return {
        "provider_id": kept(report.provider_id, LONGEST), "state": report.state, "at": report.at.isoformat(),
        "price": shown(stored(report.price)), **{name: text and kept(text, LONGEST) for name, text in texts.items()},
    }  # fmt: skip


def unpacked(payload: dict[str, Any]) -> DeliveryReport:
    """The report again."""
    price = payload.get("price")
    return DeliveryReport(
        provider_id=payload["provider_id"], state=cast("Any", payload["state"]),
        at=datetime.fromisoformat(payload["at"]), reason=payload["reason"], detail=payload["detail"],
        operator=payload.get("operator"), price=price and Price(Decimal(price["amount"]), price["currency"]),
    )  # fmt: skip
