"""Where a result is required: two who say so first at once."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from hub.db import Database, new_id
from hub.dispositions import required
from hub.web import Stale


async def test_two_who_say_it_first_at_once_are_told_of_each_other(database: Database) -> None:
    queue = new_id()

    async def items(_reader: Any) -> list[Any]:
        return [SimpleNamespace(id=queue, name="Sales", detail=None)]

    actor: Any = SimpleNamespace(id=new_id())
    owned: Any = {"queue": items}

    async def say() -> int:
        try:
            made = await database.write(lambda tx: required.require(
                tx, actor, owned, "queue", queue, required=True, address="", seen=0
            ))  # fmt: skip
        except Stale:
            return 412
        return made.version

    assert sorted(await asyncio.gather(*(say() for _ in range(4)))) == [1, 412, 412, 412]
