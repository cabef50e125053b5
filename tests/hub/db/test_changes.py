"""Many rows are changed each in its own way, alike on both stores."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.db import Database, Tx, change_many, changes, new_id, utc_now
from hub.db.bulk import insert_many
from hub.timeline import Interaction

NAMES = ("id", "channel", "direction", "state", "occurred_at", "facts", "version")


async def test_each_row_has_its_own_values_and_a_version_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST", 2)
    now, ids = utc_now(), [new_id() for _ in range(6)]
    wanted = [
        ("done", "Größe", now, {"متن": "سلام"}),
        ("seen", None, None, {}),
        ("it's", "", now, {"a": [1, None]}),
    ] * 2
    new = dict(zip(ids[:5], wanted, strict=False))

    async def work(tx: Tx) -> None:
        await insert_many(tx, Interaction, NAMES, ((one, "note", "none", "new", now, {"b": 1}, 7) for one in ids))
        rows = {
            one: dict(zip(("state", "subject", "edited_at", "facts"), row, strict=True)) for one, row in new.items()
        }
        await change_many(tx, Interaction, rows)
        await change_many(tx, Interaction, {})

    await database.write(work)
    async with database.read() as session:
        found = {row.id: row for row in await session.scalars(sa.select(Interaction))}
    assert {one: (r.state, r.subject, r.edited_at, r.facts) for one, r in found.items() if r.version == 8} == new
    assert (found[ids[5]].state, found[ids[5]].version) == ("new", 7)
