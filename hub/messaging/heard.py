"""Apply reports to the messages that they are about: many in a fixed number of statements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub import metrics, timeline
from hub.db import Precompiled, Tx, change_many
from hub.messaging import push
from hub.messaging.conceal import conceal
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.move import LONGEST, LONGEST_ID, LONGEST_REASON, kept
from hub.messaging.present import facts_of
from hub.messaging.prices import stored
from hub.messaging.states import may_move
from hub.messaging.ways import Priced
from hub.ports import DeliveryReport

LONGEST_OPERATOR = 80
TOLD = 50  # of one batch: as many as a page begins with; one that shows others reads them again
CROWD = "campaign"  # what was sent to many: open pages are told of all else first
_TABLE: Any = OutboxMessage.__table__
_KEPT = ("state", "reason", "detail", "ended_at", "operator", "price_micros", "currency", "reported_at")
_READ = ("id", "provider_id", "channel", "purpose", "origin", "text", "handed_at", "interaction_id", "parts",
         "route_id", "links", "opened", "opened_at", *_KEPT)  # fmt: skip
_MINE = _TABLE.c.account == sa.bindparam("account")
_IDS: Any = {  # one parameter, so that the statement is the same however many there are
    "postgresql": _TABLE.c.provider_id == sa.func.any(sa.bindparam("ids", type_=ARRAY(sa.Text()))),
    "sqlite": _TABLE.c.provider_id.in_(sa.select(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value)),
}
_FIND = {
    dialect: Precompiled(
        sa.select(*(_TABLE.c[name] for name in _READ)).where(_MINE, mine).order_by(_TABLE.c.id).with_for_update()
    )
    for dialect, mine in _IDS.items()
}


def told(row: Mapping[str, Any], report: DeliveryReport) -> dict[str, Any]:
    """What a report changes of a message: pure. Late, twice or in another order, it comes to the same."""
    changed: dict[str, Any] = {}
    if may_move(row["state"], report.state, handed=row["handed_at"] is not None):
        reason, detail = report.reason, report.detail
        changed = {
            "state": report.state, "reason": kept(reason, LONGEST_REASON) if reason else None, "ended_at": report.at,
            "detail": kept(conceal(detail), LONGEST) if detail else None,  # providers repeat what they were given
        }  # fmt: skip
    latest = row["reported_at"] is None or report.at >= row["reported_at"]
    if report.operator and (latest or row["operator"] is None):
        changed["operator"] = kept(report.operator, LONGEST_OPERATOR)
    if latest or row["price_micros"] is None:
        changed |= stored(report.price)
    if latest:
        changed["reported_at"] = report.at
    return {name: value for name, value in changed.items() if row[name] != value}


async def apply(tx: Tx, account: str, reports: Sequence[DeliveryReport]) -> list[DeliveryReport]:
    """Those on messages that are not known are left."""
    ids = {kept(one.provider_id, LONGEST_ID) for one in reports}
    listed: Any = list(ids) if tx.dialect == "postgresql" else json.dumps(list(ids))
    rows = await _FIND[tx.dialect].on(tx.connection, {"account": account, "ids": listed}) if ids else []
    found = {row.provider_id: row._asdict() for row in rows}
    before = {key: (row["price_micros"], row["currency"]) for key, row in found.items()}
    changed: dict[str, dict[str, Any]] = {}
    moved: Counter[tuple[str, str]] = Counter()
    for one in reports:
        key = kept(one.provider_id, LONGEST_ID)
        if key in found and (change := told(found[key], one)):
            found[key] |= change
            changed[key] = found[key]
            if "state" in change:
                moved[found[key]["channel"], one.state] += 1
    await _keep(tx, list(changed.values()), moved)
    await HOOKS.priced(tx, [
        Priced(row["route_id"], before[key], (row["price_micros"], row["currency"]), row["handed_at"])
        for key, row in changed.items()
        if row["route_id"] is not None and before[key] != (row["price_micros"], row["currency"])
    ])  # fmt: skip
    return [one for one in reports if kept(one.provider_id, LONGEST_ID) not in found]


async def _keep(tx: Tx, rows: Sequence[dict[str, Any]], moved: Counter[tuple[str, str]]) -> None:
    """Their rows, their lines on the timeline, their live list."""
    if not rows:
        return
    await change_many(tx, OutboxMessage, {row["id"]: {name: row[name] for name in _KEPT} for row in rows})
    lines = {row["interaction_id"]: {"state": row["state"], "facts": facts_of(row)} for row in rows}
    lines.pop(None, None)
    shown = sorted(rows, key=lambda row: (row["origin"] != CROWD, row["id"]))[-TOLD:]
    await timeline.update_many(tx, lines, told={row["interaction_id"] for row in shown} & lines.keys())
    await push.push(tx, [row["id"] for row in shown])
    for (channel, state), count in moved.items():
        tx.after_commit(lambda c=channel, s=state, n=count: metrics.messages_total.labels(c, s).inc(n))  # type: ignore[misc]
