"""Customers who may be one: pairs that share an address or a name, kept until somebody merges or dismisses them.

Only whoever shares something is ever compared, in groups whose size is capped: a switchboard's users and the bearers of
a common name are no duplicates, and would make pairs by the million.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.customers.models import Customer, CustomerIdentity, DuplicatePair, Identity
from hub.customers.numbers import display
from hub.db import Reader, Tx, new_id
from hub.text import fold

MOST_SHARING = 6  # customers on one address; more is a switchboard
MOST_NAMESAKES = 6  # customers of one name in one city
RARE = 3  # customers of one name at most, for the name alone to say something
SCORES = {"email": 75, "phone": 65, "name_city": 65, "name": 35}  # of a hundred; two reasons add up as chances do
Pair = tuple[UUID, UUID]
Reasons = list[dict[str, str]]
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_TABLE: Any = DuplicatePair.__table__


def pair_of(one: UUID, other: UUID) -> Pair:
    """The two in the order in which they are kept."""
    return (one, other) if one < other else (other, one)


def score_of(reasons: Reasons) -> int:
    """How likely it is that they are one, of a hundred."""
    apart = 1.0
    for code in {reason["code"] for reason in reasons}:
        apart *= 1 - SCORES[code] / 100
    return round((1 - apart) * 100)


async def sharing(reader: Reader, identities: Sequence[UUID]) -> set[Pair]:
    """The pairs of customers of one kind who use one of these addresses now, unless too many do."""
    query = (
        sa.select(CustomerIdentity.identity_id, Customer.root_id, Customer.kind)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(CustomerIdentity.identity_id.in_(identities), CustomerIdentity.valid_to.is_(None))
        .distinct()
    )
    groups: dict[tuple[UUID, str], list[UUID]] = {}
    for identity, root, kind in await reader.execute(query):
        groups.setdefault((identity, kind), []).append(root)
    return _pairs(group for group in groups.values() if len(group) <= MOST_SHARING)


async def namesakes(reader: Reader, keys: Sequence[str]) -> set[Pair]:
    """The pairs of customers who fold to one name, of those whose names sort alike: in one city, or a rare name."""
    query = sa.select(Customer.id, Customer.kind, Customer.search, Customer.city).where(
        Customer.sort_key.in_(keys), Customer.merged_into.is_(None), Customer.search != ""
    )
    names: dict[tuple[str, str], list[tuple[UUID, str]]] = {}
    for customer, kind, name, city in await reader.execute(query):
        names.setdefault((name, kind), []).append((customer, fold(city or "")))
    found: set[Pair] = set()
    for bearers in names.values():
        cities: dict[str, list[UUID]] = {}
        for customer, city in bearers:
            cities.setdefault(city, []).append(customer)
        found |= _pairs(group for city, group in cities.items() if city and len(group) <= MOST_NAMESAKES)
        if len(bearers) <= RARE:
            found |= {
                pair_of(one, other) for (one, here), (other, there) in combinations(bearers, 2) if not (here and there)
            }
    return found


async def weigh(reader: Reader, pairs: Collection[Pair]) -> dict[Pair, Reasons]:
    """What each pair shares now, in two queries; those who share nothing are left out."""
    ids = list({one for pair in pairs for one in pair})
    if not ids:
        return {}
    query = sa.select(Customer.id, Customer.name, Customer.search, Customer.kind, Customer.city).where(
        Customer.id.in_(ids), Customer.merged_into.is_(None)
    )
    rows = {row.id: row for row in await reader.execute(query)}
    uses = await _addresses(reader, ids)
    found = {}
    for one, other in pairs:
        if one in rows and other in rows and rows[one].kind == rows[other].kind:
            shared = sorted(uses.get(one, set()) & uses.get(other, set()))
            reasons = [{"code": kind, "value": display(value)} for kind, value in shared if kind in SCORES]
            if reasons := reasons + _by_name(rows[one], rows[other]):
                found[one, other] = reasons
    return found


async def keep(tx: Tx, found: Mapping[Pair, Reasons]) -> None:
    """Store the pairs; what was dismissed stays dismissed."""
    rows = [
        {"id": new_id(), "a_id": one, "b_id": other, "reasons": reasons, "score": score_of(reasons), "state": "open",
         "found_at": tx.now, "decided_by": None, "decided_at": None}
        for (one, other), reasons in found.items()
    ]  # fmt: skip
    if rows:
        insert: Any = _INSERT[tx.dialect](_TABLE)
        new = {name: insert.excluded[name] for name in ("reasons", "score", "state")}
        where = _TABLE.c.state != "dismissed"
        await tx.connection.execute(
            insert.on_conflict_do_update(index_elements=["a_id", "b_id"], set_=new, where=where), rows
        )


async def look_for(tx: Tx, customer: Customer) -> None:
    """Find who may be the same as this one, who has just been made or changed; forget who no longer may."""
    await tx.session.flush()
    mine = (
        sa.select(CustomerIdentity.identity_id)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(Customer.root_id == customer.id, CustomerIdentity.valid_to.is_(None))
    )
    identities = list(await tx.session.scalars(mine.limit(200)))
    pairs = await sharing(tx.connection, await _capped(tx, identities)) | await _namesakes_of(tx, customer)
    pairs = {pair for pair in pairs if customer.id in pair}
    standing = sa.select(DuplicatePair.a_id, DuplicatePair.b_id).where(
        sa.or_(DuplicatePair.a_id == customer.id, DuplicatePair.b_id == customer.id), DuplicatePair.state == "open"
    )
    pairs |= {(one, other) for one, other in await tx.session.execute(standing.limit(200))}
    found = await weigh(tx.connection, pairs)
    await keep(tx, found)
    await forget(tx, pairs - found.keys())


async def forget(tx: Tx, pairs: Collection[Pair]) -> None:
    """Two who share nothing any more are no duplicates. Those who are merged stay, for a merge may be undone."""
    roots = sa.select(Customer.id).where(Customer.id.in_({one for pair in pairs for one in pair}))
    standing = set(await tx.session.scalars(roots.where(Customer.merged_into.is_(None)))) if pairs else set()
    gone = [{"one": one, "other": other} for one, other in pairs if {one, other} <= standing]
    if gone:
        await tx.connection.execute(_FORGET, gone)


_FORGET = sa.delete(_TABLE).where(
    _TABLE.c.a_id == sa.bindparam("one"), _TABLE.c.b_id == sa.bindparam("other"), _TABLE.c.state == "open"
)


async def _capped(tx: Tx, identities: Sequence[UUID]) -> list[UUID]:
    """Those of the addresses that others use too, and not too many."""
    link = CustomerIdentity
    query = sa.select(link.identity_id).where(link.identity_id.in_(identities), link.valid_to.is_(None))
    users = sa.func.count(sa.distinct(link.customer_id))
    return list(await tx.session.scalars(query.group_by(link.identity_id).having(users.between(2, MOST_SHARING * 8))))


async def _namesakes_of(tx: Tx, customer: Customer) -> set[Pair]:
    count = sa.select(Customer.id).where(Customer.sort_key == customer.sort_key).limit(MOST_NAMESAKES * 8 + 1)
    bearers = len((await tx.session.scalars(count)).all())
    return await namesakes(tx.connection, [customer.sort_key]) if 1 < bearers <= MOST_NAMESAKES * 8 else set()


async def _addresses(reader: Reader, roots: Sequence[UUID]) -> dict[UUID, set[tuple[str, str]]]:
    query = (
        sa.select(Customer.root_id, Identity.kind, Identity.value)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .where(Customer.root_id.in_(roots), CustomerIdentity.valid_to.is_(None))
    )
    found: dict[UUID, set[tuple[str, str]]] = {}
    for root, kind, value in await reader.execute(query):
        found.setdefault(root, set()).add((kind, value))
    return found


def _by_name(one: Any, other: Any) -> Reasons:
    if not one.search or one.search != other.search:
        return []
    here, there = fold(one.city or ""), fold(other.city or "")
    if here and here == there:
        return [{"code": "name_city", "value": f"{one.name}, {one.city}"}]
    return [] if here and there else [{"code": "name", "value": one.name}]


def _pairs(groups: Iterable[Sequence[UUID]]) -> set[Pair]:
    return {pair_of(one, other) for group in groups for one, other in combinations(group, 2)}
