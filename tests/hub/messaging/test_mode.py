"""The sandbox cannot be switched unnoticed."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from hub.accounts.models import AuditEntry
from hub.db import Database, new_id
from hub.messaging import mode
from hub.messaging.models import SandboxMode
from hub.web import Conflict
from tests.support.waiting import WaitFor


async def audited(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.at, AuditEntry.id)))


async def test_a_switch_is_on_record_and_told_until_seen(database: Database) -> None:
    await mode.start(database, on=False)
    await mode.start(database, on=False)
    assert await audited(database) == []
    await mode.start(database, on=True)
    await mode.start(database, on=True)
    assert await audited(database) == ["sandbox_on"]
    async with database.read() as session:
        stood = await mode.read(session)
    assert stood is not None
    assert (stood.on, stood.changed, stood.seen_at) == (True, True, None)
    with pytest.raises(Conflict):
        await database.write(lambda tx: mode.see(tx, new_id(), on=False))
    await database.write(lambda tx: mode.see(tx, new_id(), on=True))
    await database.write(lambda tx: mode.see(tx, new_id(), on=True))
    await mode.start(database, on=False)
    assert await audited(database) == ["sandbox_on", "sandbox_seen", "sandbox_off"]
    async with database.read() as session:
        stood = await mode.read(session)
    assert stood is not None
    assert (stood.on, stood.changed, stood.seen_at) == (False, True, None)


async def test_the_first_start_is_no_switch(database: Database) -> None:
    await mode.start(database, on=True)
    async with database.read() as session:
        stood = await mode.read(session)
        assert await mode.is_on(session) == (True, False)
    assert stood is not None
    assert not stood.changed


async def test_a_process_says_that_it_is_in_the_sandbox_where_others_may_be_at_work(
    postgresql_url: str, wait_for: WaitFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = await Database.open(postgresql_url)
    monkeypatch.setattr(mode, "HOLD_EVERY", 0.01)
    async with mode.started(postgres, on=True):
        await mode.start(postgres, on=False)

        async def held() -> datetime | None:
            async with postgres.read() as session:
                assert await mode.is_on(session) == (False, True)
                return await session.scalar(sa.select(SandboxMode.held_until))

        first = await held()

        async def again() -> bool:
            return await held() != first

        await wait_for(again)
    await postgres.close()
