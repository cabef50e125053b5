"""Lists of customers: which ones, in what order, page by page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from hub import search
from hub.customers.filter_sql import Clause, Frame, has_tag, where
from hub.customers.filters import Filter
from hub.customers.models import Customer, CustomerIdentity

Sort = Literal["name", "-name", "created_at", "-created_at", "last_contact_at", "-last_contact_at"]
Key = tuple[str | datetime | None, UUID]
SORTS: tuple[Sort, ...] = get_args(Sort)
MOST = 10_001  # customers are counted up to here
_COLUMNS: dict[str, Any] = {
    "name": Customer.sort_key,
    "created_at": Customer.created_at,
    "last_contact_at": Customer.last_contact_at,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which customers; what is left out does not narrow."""

    q: str | None = None
    kind: str | None = None
    tags: tuple[str, ...] = ()
    owner_id: UUID | None = None
    organisation_id: UUID | None = None
    identity_id: UUID | None = None
    filter: Filter | None = None
    ids: tuple[UUID, ...] | None = None


EVERYBODY = Selection()


async def find_customers(
    session: AsyncSession,
    wanted: Selection,
    frame: Frame,
    *,
    sort: Sort = "name",
    after: Key | None = None,
    limit: int,
) -> list[Customer]:
    """The next customers behind ``after``; those without a value in the sorted column come last, both ways."""
    query = sa.select(Customer).where(*conditions(wanted, frame))
    column, down = _COLUMNS[sort.removeprefix("-")], sort.startswith("-")
    found: list[Customer] = []
    if after is None or after[0] is not None:
        found = await _stretch(session, query.where(column.is_not(None)), (column, Customer.id), after, limit, down)
    if sort.endswith("last_contact_at") and len(found) < limit:
        rest = (after[1],) if after is not None and after[0] is None else None
        silent = query.where(column.is_(None))
        found += await _stretch(session, silent, (Customer.id,), rest, limit - len(found), down)
    return found


def key_of(customer: Customer, sort: Sort) -> Key:
    """Where the customer stands in the order."""
    name = sort.removeprefix("-")
    return getattr(customer, "sort_key" if name == "name" else name), customer.id


async def _stretch(
    session: AsyncSession, query: Any, key: tuple[Any, ...], after: tuple[Any, ...] | None, limit: int, down: bool
) -> list[Customer]:
    """One run along an index, without nulls: they sort differently on the two stores."""
    if after is not None:
        place = sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(after, key, strict=True)))
        query = query.where(sa.tuple_(*key) < place if down else sa.tuple_(*key) > place)
    order = [column.desc() if down else column for column in key]
    return list((await session.scalars(query.order_by(*order).limit(limit))).all())


async def find_ids(
    session: AsyncSession, wanted: Selection, frame: Frame, after: UUID | None, limit: int
) -> list[UUID]:
    """The next ids behind ``after``, in the order of ids: for work on all of them, which may change the rest."""
    if wanted.ids is not None:
        ids = sorted(one for one in wanted.ids if after is None or one > after)[:limit]
        wanted = replace(wanted, ids=tuple(ids))
    query = sa.select(Customer.id).where(*conditions(wanted, frame)).order_by(Customer.id).limit(limit)
    return list(await session.scalars(query.where(Customer.id > after) if after else query))


async def count_customers(session: AsyncSession, wanted: Selection, frame: Frame, most: int | None = MOST) -> int:
    """How many there are; ``most`` stands for more, None counts all."""
    some = sa.select(Customer.id).where(*conditions(wanted, frame)).limit(most).subquery()
    return await session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def select_ids(wanted: Selection, frame: Frame) -> sa.Select[UUID]:
    """The query for the ids of all of them."""
    return sa.select(Customer.id).where(*conditions(wanted, frame))


def conditions(wanted: Selection, frame: Frame) -> list[Clause]:
    """The clauses that select ``wanted``; merged customers are never among them."""
    clauses = [Customer.merged_into.is_(None), *(has_tag(name) for name in wanted.tags)]
    if wanted.kind:
        clauses.append(Customer.kind == wanted.kind)
    if wanted.owner_id:
        clauses.append(Customer.owner_id == wanted.owner_id)
    if wanted.organisation_id:
        clauses.append(_belongs_to(wanted.organisation_id))
    if wanted.identity_id:
        clauses.append(_uses(wanted.identity_id))
    if wanted.ids is not None:
        clauses.append(Customer.id.in_(wanted.ids))
    if wanted.filter is not None:
        clauses.append(where(wanted.filter, frame))
    if wanted.q and wanted.q.strip():
        clauses.append(Customer.id.in_(search.customer_ids(frame.dialect, wanted.q, frame.region)))
    return clauses


def _belongs_to(organisation_id: UUID) -> Clause:
    """Its people, and those of what was merged with it."""
    one, member = aliased(Customer), aliased(Customer)
    root = sa.select(one.root_id).where(one.id == organisation_id).scalar_subquery()
    return Customer.organisation_id.in_(sa.select(member.id).where(member.root_id == root))


def _uses(identity_id: UUID) -> Clause:
    member = aliased(Customer)
    linked = sa.select(member.root_id).join(CustomerIdentity, CustomerIdentity.customer_id == member.id)
    return Customer.id.in_(
        linked.where(CustomerIdentity.identity_id == identity_id, CustomerIdentity.valid_to.is_(None))
    )
