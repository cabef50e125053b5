"""What the demo could not process: messages whose senders are no addresses, and work that was given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from hub import inbound, jobs, parked
from hub.db import Tx, new_id
from hub.ports import InboundMessage, Peer

MESSAGES: Final = (  # account, channel, sender, text, hours ago
    ("sms-line", "sms", Peer("phone", "?"), "سلام، سفارش ۱۲۰۳ هنوز نرسیده است.", 3),
    ("mailbox", "email", Peer("email", "sara.whitfield@"), "Could you send me the price list again?", 26),
)


async def leave_unprocessed(tx: Tx) -> None:
    """Add it; every item is one that people meet, and can decide on."""
    for account, channel, sender, text, hours in MESSAGES:
        at = tx.now - timedelta(hours=hours)
        message = InboundMessage(channel, f"demo-{account}", sender.value, at, sender, text=text)
        await parked.park(
            tx, inbound.PARKED, inbound.packed(message), reason="refused", account=account, retryable=True,
            cause="no_address", detail=f"{sender.kind} {sender.value!r} is no address",
        )  # fmt: skip
    values = {
        "id": new_id(), "lane": "recordings", "kind": "recordings.fetch", "payload": {"recording_id": str(new_id())},
        "run_at": tx.now, "attempts": 10, "max_attempts": 10, "again": False, "created_at": tx.now,
        "dead_at": tx.now - timedelta(hours=5), "dead_reason": "failed", "dead_cause": "too_slow",
        "last_error": "the phone system did not answer in 30 s",
    }  # fmt: skip
    await tx.session.execute(sa.insert(jobs.DEAD).values(values))
