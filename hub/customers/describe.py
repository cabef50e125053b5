"""Gather what pages show of several customers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import UserRef, user_refs
from hub.customers.lookup import shown_of
from hub.customers.models import Customer, CustomerTag, Tag
from hub.customers.schemas import Candidate, OrganisationRef, RecentItem, TagOut
from hub.db import Reader
from hub.db.json_sql import time_of
from hub.text import initials
from hub.timeline import RECENT

LIKELY_WITHIN = timedelta(days=30)


_TAGS_OF = (
    sa.select(Customer.root_id, Tag.name, Tag.tone)
    .join(CustomerTag, CustomerTag.customer_id == Customer.id)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(Customer.root_id.in_(sa.bindparam("customers", expanding=True, type_=sa.Uuid())))
    .order_by(sa.case((Tag.tone == "warn", 0), (Tag.tone == "vip", 1), else_=2), Tag.name)
)
_root = sa.orm.aliased(Customer)
_NAMES = (
    sa.select(Customer.id, _root.id.label("root_id"), _root.name)
    .join(_root, _root.id == Customer.root_id)
    .where(Customer.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())))
)


async def tags_of(reader: Reader, customers: Collection[UUID]) -> dict[UUID, list[TagOut]]:
    """Each customer's tags with those of all who were merged into it, warnings first."""
    found: dict[UUID, list[TagOut]] = {}
    if customers:
        for customer, name, tone in await reader.execute(_TAGS_OF, {"customers": list(customers)}):
            tag, tags = TagOut(name=name, tone=tone), found.setdefault(customer, [])
            if tag not in tags:  # two members may carry one
                tags.append(tag)
    return found


async def organisations_of(reader: Reader, customers: Sequence[Any]) -> dict[UUID, OrganisationRef]:
    """What the organisations that these customers belong to are now, by the id that the customers name."""
    ids = {customer.organisation_id for customer in customers if customer.organisation_id}
    if not ids:
        return {}
    rows = await reader.execute(_NAMES, {"ids": list(ids)})
    return {organisation: OrganisationRef(id=root, name=name) for organisation, root, name in rows}


async def describe_candidates(reader: Reader, customers: Sequence[Any], now: datetime) -> list[Candidate]:
    """The customers (roots) as the pop shows them, in the order given; the first may be marked likely."""
    return await candidates(reader, await shown_of(reader, [customer.id for customer in customers]), now)


async def candidates(reader: Reader, rows: Sequence[Any], now: datetime) -> list[Candidate]:
    """The same from rows of ``lookup``, without another query when their owners are known names."""
    return (await candidates_of_each(reader, [rows], now))[0] if rows else []


async def candidates_of_each(reader: Reader, several: Sequence[Sequence[Any]], now: datetime) -> list[list[Candidate]]:
    """The same for several addresses' rows, with one query at most."""
    owners = await user_refs(reader, {row.owner_id for rows in several for row in rows if row.owner_id})
    made = [[_candidate(row, owners.get(row.owner_id)) for row in rows] for rows in several]
    return [_mark_likely(some, now) if some else [] for some in made]


def _candidate(row: Any, owner: UserRef | None) -> Candidate:
    belongs = row.organisation_id and row.organisation_name
    heard = max((at for at in (row.last_contact_at, getattr(row, "chosen_at", None)) if at), default=None)
    return Candidate(
        id=row.id, name=row.name, kind=row.kind, initials=initials(row.name), job_title=row.job_title,
        organisation=OrganisationRef(id=row.organisation_id, name=row.organisation_name) if belongs else None,
        tags=[TagOut(**tag) for tag in row.tags or []], owner=owner, place=row.city,
        why="rang_recently" if heard else "linked", why_at=heard, likely=False,
        recent=_latest(row.recent or []),
    )  # fmt: skip


def _latest(members: Sequence[Sequence[dict[str, Any]] | None]) -> list[RecentItem]:
    """The latest of a set, whose members' latest are given."""
    items = [item | {"occurred_at": time_of(item["occurred_at"])} for latest in members for item in latest or []]
    items.sort(key=lambda item: item["occurred_at"], reverse=True)
    return [RecentItem(interaction_id=item.pop("id"), **item) for item in items[:RECENT]]


def _mark_likely(candidates: list[Candidate], now: datetime) -> list[Candidate]:
    first = candidates[0]
    rivals = [other for other in candidates[1:] if other.why_at == first.why_at]
    if len(candidates) > 1 and first.why_at and now - first.why_at < LIKELY_WITHIN and not rivals:
        return [first.model_copy(update={"likely": True}), *candidates[1:]]
    return candidates
