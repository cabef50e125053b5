"""Search customers and messages for what somebody typed, on either keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from hub import search
from hub.customers.models import Customer
from hub.customers.numbers import display
from hub.customers.rows import present_rows
from hub.customers.schemas import CustomerRow
from hub.customers.schemas_search import CustomerHit, Layout, Matched, MessageCustomer, MessageHit, SearchOut
from hub.db import Database
from hub.text import other_keyboard
from hub.timeline import Interaction, TimelineEntry, shown_notes


@dataclass(slots=True)
class _Results:
    customers: list[CustomerHit] = field(default_factory=list)
    messages: list[MessageHit] = field(default_factory=list)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Finder:
    """One search: where, and how much."""

    db: Database
    region: str
    kinds: Collection[str]
    limit: int

    async def find(self, text: str) -> SearchOut:
        """The best hits; where there are none, those of the same keys on the other keyboard."""
        begun, tried = perf_counter(), None
        results = await self._once(text)
        for other in () if results.customers or results.messages else other_keyboard(text):
            found = await self._once(other)
            if found.customers or found.messages:
                results, tried = found, other
                break
        return SearchOut(
            customers=results.customers, messages=results.messages, layout=Layout(tried=tried) if tried else None,
            partial=results.partial, took_ms=round((perf_counter() - begun) * 1000, 1),
        )  # fmt: skip

    async def _once(self, text: str) -> _Results:
        results = _Results()
        await asyncio.gather(self._customers(text, results), self._messages(text, results))
        return results

    async def _customers(self, text: str, results: _Results) -> None:
        query = search.parse(text, self.region)
        if query is None or "customers" not in self.kinds:
            return
        try:
            async with search.timeboxed(self.db) as session:
                found = await search.find_customers(session, self.db.dialect, query, self.limit)
                results.customers = await _present(session, found)
        except search.TooSlow:
            results.partial = True

    async def _messages(self, text: str, results: _Results) -> None:
        words = search.wanted_words(text)
        if not words or "messages" not in self.kinds:
            return
        try:
            async with search.timeboxed(self.db) as session:
                ids, cut = await search.find_messages(session, self.db.dialect, words, self.limit)
                results.messages, results.partial = await _describe(session, ids, words), results.partial or cut
        except search.TooSlow:
            results.partial = True


async def _present(session: AsyncSession, found: Sequence[search.Found]) -> list[CustomerHit]:
    ids = [one.customer_id for one in found]
    known = {one.id: one for one in await session.scalars(sa.select(Customer).where(Customer.id.in_(ids)))}
    rows = await present_rows(session, [known[key] for key in ids if key in known])
    by_id = {row.id: row for row in rows}
    return [
        CustomerHit(**dict(row), matched=_matched(one, row))
        for one in found if (row := by_id.get(one.customer_id)) is not None
    ]  # fmt: skip


def _matched(found: search.Found, row: CustomerRow) -> Matched:
    if found.field == "name":
        return Matched(kind="name", text=row.name)
    if found.field == "organisation":
        return Matched(kind="organisation", text=row.organisation or found.text)
    if found.field == "city":
        return Matched(kind="city", text=row.city or found.text)
    if "@" in found.text:
        return Matched(kind="email", text=found.text)
    return Matched(kind="number", text=display(f"+{found.text}") if found.text.isdigit() else found.text)


async def _describe(session: AsyncSession, ids: Sequence[UUID], words: Sequence[str]) -> list[MessageHit]:
    if not ids:
        return []
    query = sa.select(Interaction).where(Interaction.id.in_(ids), shown_notes())
    items = {one.id: one for one in await session.scalars(query)}
    whose = await _whose(session, ids)
    made = []
    for item in (items[key] for key in ids if key in items):
        shown = search.snippet(item.text or item.subject or "", words)
        made.append(
            MessageHit(
                interaction_id=item.id, customer=whose.get(item.id), identity_id=item.identity_id,
                channel=item.channel, occurred_at=item.occurred_at, subject=item.subject,
                snippet=shown.text, marks=shown.marks,
            )
        )  # fmt: skip
    return made


async def _whose(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, MessageCustomer]:
    """On whose timeline each is: who it was confirmed to be, else the first candidate."""
    member, root = aliased(Customer), aliased(Customer)
    query = (
        sa.select(TimelineEntry.interaction_id, root.id, root.name)
        .join(member, member.id == TimelineEntry.customer_id)
        .join(root, root.id == member.root_id)
        .where(TimelineEntry.interaction_id.in_(ids))
        .order_by((TimelineEntry.certainty == "confirmed").desc(), TimelineEntry.id)
    )
    found: dict[UUID, MessageCustomer] = {}
    for interaction, key, name in await session.execute(query):
        found.setdefault(interaction, MessageCustomer(id=key, name=name))
    return found
