"""Tags: found by how they fold, made when they are new, put on customers and taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.customers.models import Customer, CustomerTag, Tag
from hub.customers.schemas_fields import NewTag, TagItem
from hub.db import Database, Lane, Tx, new_id
from hub.text import fold, sort_key
from hub.web import Conflict, Invalid, NotFound

MOST_TAGS = 1_000
BATCH = 500
_TABLE: Any = Tag.__table__
_PUT: Any = CustomerTag.__table__
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def list_tags(session: AsyncSession) -> list[TagItem]:
    """All tags in the alphabet's order, with how many customers carry each; a merged set counts once."""
    carried = (
        sa.select(CustomerTag.tag_id, sa.func.count(sa.distinct(Customer.root_id)).label("customers"))
        .join(Customer, Customer.id == CustomerTag.customer_id)
        .group_by(CustomerTag.tag_id)
        .subquery()
    )
    query = sa.select(Tag, carried.c.customers).outerjoin(carried, carried.c.tag_id == Tag.id).limit(MOST_TAGS)
    found = [_item(tag, count or 0) for tag, count in await session.execute(query)]
    return sorted(found, key=lambda item: (sort_key(item.name), item.id))


async def ensure_tags(tx: Tx, names: Collection[str], field: str = "body.tags") -> list[UUID]:
    """The tags of these names, those that are new made; each once, in order.

    Raises ``Invalid`` naming ``field`` for a name without a letter, ``Conflict`` for more tags than there may be.
    """
    wanted: dict[str, str] = {}
    for position, name in enumerate(names):
        if not (folded := fold(name)):
            raise Invalid.field(f"{field}.{position}", "empty", "A tag has at least one letter.")
        wanted.setdefault(folded, name)
    known = await _known(tx, wanted)
    new = [folded for folded in wanted if folded not in known]
    if new:
        await _room_for(tx, len(new))
        rows = [{"id": new_id(), "name": wanted[folded], "folded": folded, "tone": "neutral"} for folded in new]
        await tx.connection.execute(_INSERT[tx.dialect](_TABLE).on_conflict_do_nothing(), rows)
        known = await _known(tx, wanted)
    return [known[folded] for folded in wanted]


async def set_tags(tx: Tx, root_id: UUID, names: Collection[str], field: str = "body.tags") -> None:
    """Let the customer, with all who were merged into it, carry exactly these tags."""
    wanted = await ensure_tags(tx, names, field)
    members = sa.select(Customer.id).where(Customer.root_id == root_id)
    standing = set(await tx.session.scalars(sa.select(_PUT.c.tag_id).where(_PUT.c.customer_id.in_(members))))
    gone = [tag for tag in standing if tag not in wanted]
    if gone:
        await tx.session.execute(sa.delete(_PUT).where(_PUT.c.customer_id.in_(members), _PUT.c.tag_id.in_(gone)))
    await put_tags(tx, [(root_id, tag) for tag in wanted if tag not in standing])


async def put_tags(tx: Tx, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Put tags on customers, who are named first; those that they carry already stay."""
    rows = [{"customer_id": customer, "tag_id": tag} for customer, tag in pairs]
    if rows:
        await tx.connection.execute(_INSERT[tx.dialect](_PUT).on_conflict_do_nothing(), rows)


async def add_tag(tx: Tx, wanted: NewTag) -> TagItem:
    """Make a tag. Raises ``Conflict`` when there is one of that name, however it is written."""
    folded = await _free(tx, wanted.name)
    await _room_for(tx, 1)
    tag = Tag(id=new_id(), name=wanted.name, folded=folded, tone=wanted.tone)
    tx.session.add(tag)
    await tx.session.flush()
    return _item(tag, 0)


async def change_tag(tx: Tx, tag_id: UUID, changes: dict[str, Any]) -> TagItem:
    """Rename a tag or give it another tone. Raises ``NotFound`` or ``Conflict``."""
    tag = await _get(tx, tag_id)
    if name := changes.get("name"):
        tag.folded = await _free(tx, name, but=tag_id)
    for field, value in changes.items():
        if value is not None:
            setattr(tag, field, value)
    await tx.session.flush()
    carried = sa.select(sa.func.count(sa.distinct(Customer.root_id))).join(_PUT, _PUT.c.customer_id == Customer.id)
    return _item(tag, await tx.session.scalar(carried.where(_PUT.c.tag_id == tag_id)) or 0)


async def delete_tag(db: Database, tag_id: UUID) -> None:
    """Take the tag off everybody, some at a time so that calls go first, then remove it. Raises ``NotFound``."""
    await db.write(lambda tx: _get(tx, tag_id))

    async def some(tx: Tx) -> int:
        batch = sa.select(_PUT.c.customer_id).where(_PUT.c.tag_id == tag_id).limit(BATCH)
        taken = sa.delete(_PUT).where(_PUT.c.tag_id == tag_id, _PUT.c.customer_id.in_(batch))
        return int((await tx.connection.execute(taken)).rowcount)

    async def last(tx: Tx) -> bool:
        """Nobody may have been given it in between."""
        await tx.session.execute(sa.select(Tag.id).where(Tag.id == tag_id).with_for_update())
        if await some(tx):
            return False
        await tx.session.execute(sa.delete(Tag).where(Tag.id == tag_id))
        return True

    while await db.write(some, lane=Lane.BULK):
        pass
    while not await db.write(last, lane=Lane.BULK):
        pass


async def _known(tx: Tx, folded: Collection[str]) -> dict[str, UUID]:
    query = sa.select(Tag.folded, Tag.id).where(Tag.folded.in_(list(folded)))
    return {row.folded: row.id for row in await tx.connection.execute(query)} if folded else {}


async def _room_for(tx: Tx, count: int) -> None:
    standing = await tx.session.scalar(sa.select(sa.func.count()).select_from(Tag)) or 0
    if standing + count > MOST_TAGS:
        raise Conflict(f"There may be {MOST_TAGS} tags at most: use one that there is.", code="too_many_tags")


async def _free(tx: Tx, name: str, but: UUID | None = None) -> str:
    """How the name folds, if no other tag folds so."""
    if not (folded := fold(name)):
        raise Invalid.field("body.name", "empty", "A tag has at least one letter.")
    other = await tx.session.scalar(sa.select(Tag.id).where(Tag.folded == folded))
    if other is not None and other != but:
        raise Conflict("There is a tag of this name already.", code="name_taken")
    return folded


async def _get(tx: Tx, tag_id: UUID) -> Tag:
    tag = await tx.session.get(Tag, tag_id, with_for_update=True)
    if tag is None:
        raise NotFound("There is no such tag.")
    return tag


def _item(tag: Tag, customers: int) -> TagItem:
    return TagItem(id=tag.id, name=tag.name, tone=tag.tone, customers=customers)
