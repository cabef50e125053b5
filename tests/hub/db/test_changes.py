"""Many rows are changed each in its own way, alike on both stores."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from hub import events
from hub.db import Database, StoreUnavailable, Tx, change_many, changes, new_id, utc_now
from hub.db.bulk import insert_many
from hub.events.models import Event
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


async def test_a_part_that_fails_is_undone_by_itself(database: Database) -> None:
    told: list[str] = []
    now, ids = utc_now(), [new_id() for _ in range(3)]

    async def part(tx: Tx, row_id: Any, error: Exception | None) -> None:
        await events.append(tx, "room", events.Kind.TASK, row_id, 1, {})
        tx.after_commit(lambda: told.append(str(row_id)))
        await insert_many(tx, Interaction, NAMES, [(row_id, "note", "none", "new", now, {}, 1)])
        tx.session.add(Interaction(channel="note", direction="none", state="new", occurred_at=now, facts={}))
        await change_many(tx, Interaction, {row_id: {"state": "done"}})
        if error:
            raise error

    async def work(tx: Tx) -> list[Any]:
        errors = (ValueError("no"), None, ValueError("nor this"))
        return [await tx.attempt(partial(part, tx, one, error)) for one, error in zip(ids, errors, strict=True)]

    assert [error is None for error in await database.write(work)] == [False, True, False]
    async with database.read() as session:
        rows = list(await session.scalars(sa.select(Interaction)))
        keys = list(await session.scalars(sa.select(Event.key)))
    assert (len(rows), keys, told) == (2, [str(ids[1])], [str(ids[1])])
    with pytest.raises(StoreUnavailable):
        await database.write(lambda tx: tx.attempt(partial(part, tx, new_id(), StoreUnavailable("away"))))
    assert len(told) == 1
