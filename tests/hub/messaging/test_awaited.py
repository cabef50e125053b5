"""Messages whose end is not known are told page by page, for providers that must be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from hub import messaging
from hub.channels.host import AccountHost
from hub.messaging import OutboxMessage
from hub.ports import DeliveryReport, TellsAwaited
from tests.hub.messaging.conftest import Outbox


async def awaited(outbox: Outbox, account: str = "gateway", limit: int = 2) -> list[list[str]]:
    pages, after = list[list[str]](), None
    async with outbox.db.read() as session:
        while True:
            found, after = await messaging.awaited(session, account, datetime.now(UTC), after, limit)
            pages.append(found)
            if after is None:
                return pages


async def test_what_is_waited_for_is_told_until_it_has_ended_or_is_old(outbox: Outbox) -> None:
    sent = [await outbox.send(str(place)) for place in range(5)]
    await outbox.work()
    assert await awaited(outbox) == [["p1", "p2"], ["p3", "p4"], ["p5"]]
    ended = DeliveryReport(provider_id="p2", state="delivered", at=datetime.now(UTC))
    await outbox.db.write(lambda tx: messaging.take_reports(tx, "gateway", [ended]))
    old = sa.update(OutboxMessage).where(OutboxMessage.id == sent[0].id)
    await outbox.db.write(lambda tx: tx.session.execute(old.values(created_at=tx.now - timedelta(days=4))))
    await outbox.send("waits")
    assert await awaited(outbox, limit=3) == [["p3", "p4", "p5"], []]
    assert await awaited(outbox, "another") == [[]]


def test_running_accounts_are_told_of_them() -> None:
    assert issubclass(AccountHost, TellsAwaited)
