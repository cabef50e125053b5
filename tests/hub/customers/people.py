"""Customers of a store, made, merged and read by tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import get_customer
from hub.customers.merging import merge, undo
from hub.customers.models import CustomerMerge
from hub.customers.schemas import CustomerOut, NewCustomer, NewIdentity
from hub.customers.store import add_customer, describe
from hub.customers.tags import set_tags
from hub.db import Database, Tx, new_id
from hub.web import Problem

BY = new_id()


class People:
    """Customers of a store, by name."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def add(self, name: str, number: str | None = None, **values: Any) -> UUID:
        kind = values.pop("kind", "person")
        tags = values.pop("tags", None)

        async def work(tx: Tx) -> UUID:
            identities = [NewIdentity(kind="phone", value=number)] if number else []
            made = await add_customer(tx, NewCustomer(name=name, kind=kind, identities=identities), "IR", None)
            for field, value in values.items():
                setattr(made, field, value)
            if tags:
                await set_tags(tx, made.id, tags)
            return made.id

        return await self.db.write(work)

    async def merge(self, survivor: UUID, merged: UUID, **picks: str) -> UUID:
        async def work(tx: Tx) -> UUID:
            await merge(tx, survivor, merged, picks, BY)
            newest = sa.select(CustomerMerge.id).where(
                CustomerMerge.merged_id == merged, CustomerMerge.undone_at.is_(None)
            )
            return (await tx.session.scalars(newest)).one()

        return await self.db.write(work)

    async def undo(self, merge_id: UUID) -> tuple[UUID, UUID]:
        async def work(tx: Tx) -> tuple[UUID, UUID]:
            survivor, restored = await undo(tx, merge_id, BY)
            return survivor.id, restored.id

        return await self.db.write(work)

    async def profile(self, customer: UUID) -> CustomerOut:
        async with self.db.read() as session:
            return await describe(session, await get_customer(session, customer))

    async def refusal(self, survivor: UUID, merged: UUID, **picks: str) -> tuple[int, str, list[str]]:
        with pytest.raises(Problem) as refused:
            await self.merge(survivor, merged, **picks)
        return refused.value.status, refused.value.code, [error.field for error in refused.value.errors]
