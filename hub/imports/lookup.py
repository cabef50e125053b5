"""What the store knows of the people in a batch of rows: few queries, whatever the batch's size."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers import Customer, CustomerIdentity, CustomerTag, Tag
from hub.db import Reader
from hub.text import fold, sort_key


@dataclass(slots=True)
class Person:
    """Somebody who uses an address: the root of their merged set."""

    id: UUID
    search: str
    kind: str


@dataclass(slots=True)
class Known:
    """An identity and who uses it."""

    id: UUID
    users: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Standing:
    """A customer as it is stored, for changes: its values, the identities and the tags of its whole set."""

    values: dict[str, Any]
    identities: set[UUID] = field(default_factory=set)
    tags: set[UUID] = field(default_factory=set)

    def rename(self, name: str) -> None:
        """Set the name, and the keys that follow it."""
        self.values |= {"name": name, "search": fold(name)[:600], "sort_key": sort_key(name)}


_USERS = """
LEFT JOIN customer_identity AS l ON l.identity_id = i.id AND l.valid_to IS NULL
LEFT JOIN customer AS c ON c.id = l.customer_id
LEFT JOIN customer AS r ON r.id = c.root_id
"""
_PICKED = "SELECT i.value, i.id, r.id AS person, r.search, r.kind"
_QUERIES = {
    "sqlite": f"""{_PICKED} FROM json_each(:keys) AS k CROSS JOIN identity AS i
ON i.kind = json_extract(k.value, '$[0]') AND i.namespace = '' AND i.value = json_extract(k.value, '$[1]') {_USERS}""",
    "postgresql": f"""{_PICKED} FROM jsonb_to_recordset(CAST(:keys AS jsonb)) AS k(kind text, value text)
JOIN identity AS i ON i.kind = k.kind AND i.namespace = '' AND i.value = k.value {_USERS}""",
}
_LOOKUP = {
    dialect: sa.text(query).columns(
        sa.column("value", sa.String), sa.column("id", sa.Uuid), sa.column("person", sa.Uuid),
        sa.column("search", sa.String), sa.column("kind", sa.String),
    )
    for dialect, query in _QUERIES.items()
}  # fmt: skip
_INDEXES_ONLY = sa.text("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true)")


async def prefer_indexes(reader: Reader, dialect: str) -> None:
    """Let PostgreSQL look up by index for the rest of the transaction.

    Its plans are kept, and one that was made while a table was small reads all of it once it has grown.
    """
    if dialect == "postgresql":
        await reader.execute(_INDEXES_ONLY)


async def find_known(reader: Reader, dialect: str, addresses: Iterable[tuple[str, str]]) -> dict[str, Known]:
    """The identities among (kind, value), with their users; one query."""
    pairs = sorted(addresses)
    items = [{"kind": kind, "value": value} for kind, value in pairs] if dialect == "postgresql" else pairs
    found: dict[str, Known] = {}
    if not pairs:
        return found
    for value, identity, person, search, kind in await reader.execute(_LOOKUP[dialect], {"keys": json.dumps(items)}):
        known = found.get(value) or found.setdefault(value, Known(identity))
        if person is not None and all(person != other.id for other in known.users):
            known.users.append(Person(person, search, kind))
    return found


async def find_organisations(reader: Reader, keys: Collection[str]) -> dict[str, UUID]:
    """Organisations by their folded names; ``keys`` are sort keys, which are indexed."""
    if not keys:
        return {}
    query = (
        sa.select(Customer.search, Customer.id)
        .where(Customer.sort_key.in_(sorted(keys)), Customer.kind == "organisation", Customer.merged_into.is_(None))
        .order_by(Customer.id.desc())
    )
    return {row.search: row.id for row in await reader.execute(query)}


async def find_tags(reader: Reader) -> dict[str, UUID]:
    """All tags by how they fold; there are few."""
    return {row.folded: row.id for row in await reader.execute(sa.select(Tag.folded, Tag.id))}


async def load_standing(reader: Reader, ids: Collection[UUID], *, lock: bool) -> dict[UUID, Standing]:
    """The customers with these ids, held until the transaction ends where ``lock`` says so; three queries."""
    if not ids:
        return {}
    table = Customer.__table__
    wanted = sa.bindparam("ids", list(ids), expanding=True, type_=sa.Uuid())
    query = sa.select(table).where(table.c.id.in_(wanted)).order_by(table.c.id)
    rows = await reader.execute(query.with_for_update() if lock else query)
    found = {row["id"]: Standing(dict(row)) for row in rows.mappings()}
    used = (
        sa.select(Customer.root_id, CustomerIdentity.identity_id)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(Customer.root_id.in_(wanted), CustomerIdentity.valid_to.is_(None))
    )
    for root, identity in await reader.execute(used):
        if root in found:
            found[root].identities.add(identity)
    carried = sa.select(Customer.root_id, CustomerTag.tag_id).join(Customer, Customer.id == CustomerTag.customer_id)
    for root, tag in await reader.execute(carried.where(Customer.root_id.in_(wanted))):
        if root in found:
            found[root].tags.add(tag)
    return found
