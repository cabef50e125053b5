"""What never left is forgotten with its line; what was sent is kept on the timeline, whole or not."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub.messaging import OutboxMessage
from hub.messaging.retention import LEFT, NEVER_LEFT, purge
from hub.timeline import Interaction
from tests.hub.messaging.conftest import Outbox


async def test_old_messages_are_forgotten_each_by_its_kind(outbox: Outbox) -> None:
    sent = await outbox.send("sent")
    await outbox.work()
    outbox.use(sandbox=True)
    captured, new = await outbox.send("captured"), await outbox.send("new")
    refused = await outbox.send("refused", text=" ")
    await outbox.work()
    line = await outbox.line(captured.id)
    old = sa.update(OutboxMessage).where(OutboxMessage.id != new.id)
    await outbox.db.write(lambda tx: tx.session.execute(old.values(created_at=tx.now - timedelta(days=40))))
    await outbox.db.write(lambda tx: purge(tx, NEVER_LEFT, 30))
    assert await _left(outbox) == {sent.id, new.id}
    async with outbox.db.read() as session:
        assert await session.get(Interaction, line.id) is None
    kept = await outbox.line(sent.id)
    await outbox.db.write(lambda tx: purge(tx, LEFT, 30))
    assert await _left(outbox) == {new.id}
    async with outbox.db.read() as session:
        assert await session.get(Interaction, kept.id) is not None
    assert refused.state == "refused"


async def _left(outbox: Outbox) -> set[object]:
    async with outbox.db.read() as session:
        return set(await session.scalars(sa.select(OutboxMessage.id)))
