"""Many rows at once are part of their transaction, even as its first statement."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.db import Database, Tx, new_id, utc_now
from hub.db.bulk import AT_ONCE, insert_many
from hub.timeline import Interaction

NAMES = ("id", "channel", "direction", "state", "occurred_at", "facts", "version")


async def fill(tx: Tx, count: int) -> None:
    rows = ((new_id(), "note", "none", "done", utc_now(), {"متن": "سلام"}, 1) for _ in range(count))
    await insert_many(tx, Interaction, NAMES, rows)


async def count(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(Interaction)) or 0


@pytest.mark.parametrize("rows", [0, 1, AT_ONCE, AT_ONCE * 2 + 1])
async def test_every_row_is_there_after_the_commit(database: Database, rows: int) -> None:
    await database.write(lambda tx: fill(tx, rows))
    assert await count(database) == rows


async def test_none_is_there_after_a_failure(database: Database) -> None:
    async def broken(tx: Tx) -> None:
        await fill(tx, 3)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(broken)
    assert await count(database) == 0
