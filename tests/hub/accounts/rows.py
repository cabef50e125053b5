"""Rows of the store, read and changed past the routes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.db import Database, Tx


async def everything(db: Database, model: type[Any]) -> list[Any]:
    """All rows of a table."""
    async with db.read() as session:
        return list((await session.scalars(sa.select(model))).all())


async def change(db: Database, model: type[Any], **values: Any) -> None:
    """Set columns in all rows of a table."""

    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.update(model).values(**values))

    await db.write(work)
