"""Load the demo's data, once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import User, audit, create_demo_accounts
from hub.calls import Extension
from hub.db import Base, Database, Lane, StoreError, Tx, new_id
from hub.settings import Settings

ACCOUNT = "pbx"
EXTENSIONS = ("101", "102", "103", "104", "105", "106")
LOADED = "demo.loaded"


async def load_demo(db: Database, settings: Settings) -> bool:
    """Load accounts, extensions, customers and their histories in one transaction; False when they are there.

    Raises ``StoreError`` for the store of a real hub, whose customers the demo must not be mixed with.
    """
    async with db.read() as session:
        if await _is_loaded(session):
            return False
    return await db.write(lambda tx: _load(tx, settings), lane=Lane.BULK)


async def _load(tx: Tx, _settings: Settings) -> bool:
    if await _is_loaded(tx.session):
        return False
    if (await tx.session.execute(sa.select(User.id).where(User.demo.is_(False)).limit(1))).first():
        raise StoreError("this store belongs to a real hub: the demo wants one of its own, by HUB_DATABASE__URL")
    await create_demo_accounts(tx)
    extensions = [
        {"id": new_id(), "account": ACCOUNT, "endpoint": f"PJSIP/{number}", "number": number,
         "label": f"Desk {number}"} for number in EXTENSIONS
    ]  # fmt: skip
    await tx.session.execute(sa.insert(Extension), extensions)
    audit.record(tx, LOADED)
    return True


async def _is_loaded(session: AsyncSession) -> bool:
    """The audit log tells: nobody can remove a row from it."""
    entry = Base.metadata.tables["audit_entry"]
    return (await session.execute(sa.select(entry.c.id).where(entry.c.action == LOADED).limit(1))).first() is not None
