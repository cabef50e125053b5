"""Load the demo's data, once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import search
from hub.accounts import DEMO_ACCOUNTS, User, audit, create_demo_accounts
from hub.customers import Customer, describe_candidates
from hub.db import Base, Database, Lane, StoreError, Tx
from hub.demo.canned import add_templates
from hub.demo.consents import suppress
from hub.demo.followups import add_followups
from hub.demo.messages import write_messages
from hub.demo.opened import open_links, short_links
from hub.demo.openings import add_openings
from hub.demo.scene import Scene
from hub.demo.showcase import principal, show
from hub.demo.staff import add_staff
from hub.demo.texting import answer_when_closed, only_conversations, write_texts
from hub.demo.texts import send_texts
from hub.demo.unprocessed import leave_unprocessed
from hub.settings import Settings

LOADED = "demo.loaded"
LATE_TABLES = ("call", "call_leg", "talk_segment")  # after their callers are described


async def load_demo(db: Database, settings: Settings) -> bool:
    """Load accounts, extensions, customers and their histories in one transaction; False when they are there.

    Raises ``StoreError`` for the store of a real hub, whose customers the demo must not be mixed with.
    """
    async with db.read() as session:
        if await _is_loaded(session):
            return False
    return await db.write(lambda tx: _load(tx, settings), lane=Lane.BULK)


async def _load(tx: Tx, settings: Settings) -> bool:
    if await _is_loaded(tx.session):
        return False
    for table in (sa.select(User.id).where(User.demo.is_(False)), sa.select(Customer.id)):
        if (await tx.session.execute(table.limit(1))).first():
            raise StoreError("this store belongs to a real hub: give the demo one of its own by HUB_DATABASE__URL")
    ids = await create_demo_accounts(tx)
    await tx.session.flush()
    users = {account.email: (ids[account.email], account.name) for account in DEMO_ACCOUNTS}
    scene = Scene(tx.now, users, settings.organisation.region, settings.organisation.language)
    await scene.rows.insert(tx, without=LATE_TABLES)
    await _describe(tx, scene)
    await scene.rows.insert(tx, only=LATE_TABLES)
    await tx.session.flush()
    await add_staff(tx, ids)
    people = {one.email: principal(ids[one.email], one.name, one.email, one.role, tx) for one in DEMO_ACCOUNTS}
    await show(tx, scene.people, people, settings.organisation.region)
    await add_followups(tx, scene.people, people)
    with short_links(settings), only_conversations():
        await write_messages(tx, scene.people, people)
        await write_texts(tx, scene.people, people)
        await send_texts(tx, scene.people, people, settings.organisation.language)
    await open_links(tx)
    await leave_unprocessed(tx)
    await add_openings(tx, settings.organisation.language)
    await suppress(tx, people["narges@demo.example"].id, settings.organisation.language)
    await add_templates(tx, people["narges@demo.example"], settings.organisation.language)
    await answer_when_closed(tx, settings.organisation.language)
    await search.index_all(tx)
    audit.record(tx, LOADED)
    return True


async def _describe(tx: Tx, scene: Scene) -> None:
    """Calls from a shared number keep who may have called, as the pop showed them."""
    for call, people in scene.unsure:
        rows = await tx.session.scalars(sa.select(Customer).where(Customer.id.in_(people)).order_by(Customer.id))
        described = await describe_candidates(tx.session, rows.all(), call["started_at"])
        call["caller"] |= {"candidates": [one.model_dump(mode="json") for one in described]}


async def _is_loaded(session: AsyncSession) -> bool:
    """The audit log tells: nobody can remove a row from it."""
    entry = Base.metadata.tables["audit_entry"]
    return (await session.execute(sa.select(entry.c.id).where(entry.c.action == LOADED).limit(1))).first() is not None
