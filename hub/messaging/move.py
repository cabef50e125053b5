"""Let a message go on: its row, its line on the timeline, its live list."""

from __future__ import annotations

from datetime import datetime

from hub import metrics, timeline
from hub.db import Tx
from hub.messaging import push
from hub.messaging.conceal import conceal
from hub.messaging.models import OutboxMessage
from hub.messaging.present import facts_of
from hub.messaging.states import may_move

LONGEST, LONGEST_REASON, LONGEST_ID = 400, 40, 200
_TOLD = ("id", "channel", "purpose", "reason", "text", "origin", "parts", "operator", "price_micros", "currency",
         "links", "opened", "opened_at")  # fmt: skip


def kept(text: str, most: int) -> str:
    """A provider's text as stores take it."""
    if not text.isascii():
        text = text.encode(errors="ignore").decode()  # half of a letter is none
    return text.replace("\0", "")[:most]


def words_of(detail: str | None) -> str | None:
    """What a provider said, as it may be kept: providers repeat what they were given."""
    return kept(conceal(detail), LONGEST) if detail else None


async def move(
    tx: Tx, row: OutboxMessage, state: str, reason: str | None = None, detail: str | None = None,
    at: datetime | None = None,
) -> bool:  # fmt: skip
    """Change its state where that may be, and tell everybody; False, and nothing done, where it may not."""
    if not may_move(row.state, state, handed=row.handed_at is not None):
        return False
    if state in {"accepted", "sending"}:
        row.handed_at = tx.now if state == "sending" else None
    row.state, row.reason = state, kept(reason, LONGEST_REASON) if reason else None
    row.detail = words_of(detail)
    row.ended_at = None if state in {"accepted", "sending"} else at or tx.now
    row.version += 1
    await tx.session.flush()
    if state != "sending" and row.interaction_id is not None:
        facts = facts_of({name: getattr(row, name) for name in _TOLD})
        await timeline.update_many(tx, {row.interaction_id: {"state": state, "facts": facts}})
    await push.push(tx, [row.id])
    channel = row.channel
    tx.after_commit(lambda: metrics.messages_total.labels(channel, state).inc())
    return True


async def wait(tx: Tx, row: OutboxMessage, reason: str) -> bool:
    """Say why an accepted message waits; False where that is said already."""
    if row.state != "accepted" or row.reason == reason:
        return False
    row.reason = reason
    row.version += 1
    await tx.session.flush()
    await push.push(tx, [row.id])
    return True
