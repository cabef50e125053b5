"""Keep the index of customers, and find them by any part of a name, a number or a mail address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Reader, Tx
from hub.search.conditions import TABLE, hits, tier, verified
from hub.search.documents import FIELDS, Document, documents, lines_of, merged_organisations, roots_of
from hub.search.query import Query, parse
from hub.search.sources import CUSTOMER

MOST = 500  # matches of the index that are ranked
HEARD, MADE = 700, 300  # customers looked at first: those heard of last, those made last
COMMON = 20  # matches among them that make a part common: the best of these are good enough
_IDS = sa.bindparam("ids", expanding=True, type_=sa.Uuid())
_MERGED = sa.select(CUSTOMER.c.id).where(
    CUSTOMER.c.root_id.in_(sa.bindparam("roots", expanding=True, type_=sa.Uuid())), CUSTOMER.c.merged_into.is_not(None)
)
_FORGET = (
    sa.delete(TABLE)
    .where(sa.or_(TABLE.c.customer_id.in_(_IDS), TABLE.c.customer_id.in_(_MERGED)))
    .returning(TABLE.c.customer_id)
)
_TEXTS = sa.select(TABLE.c.customer_id, TABLE.c.text).where(TABLE.c.customer_id.in_(_IDS))


def _put(insert: Any) -> Any:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["customer_id"], set_={"text": new.text, "grams": new.grams}, where=TABLE.c.text != new.text
    )


_PUT = {"postgresql": _put(postgresql.insert(TABLE)), "sqlite": _put(sqlite.insert(TABLE))}


@dataclass(frozen=True, slots=True)
class Found:
    """A customer and how it matches: ``tier`` as in ``conditions.tier``, the line with the match and what it holds."""

    customer_id: UUID
    tier: int
    last_contact_at: datetime | None
    field: str
    text: str


async def write(tx: Tx, ids: Collection[UUID]) -> set[UUID]:
    """Index these customers as they are now; returns organisations that have another name, or other people."""
    roots = await roots_of(tx, ids)
    rows, organisations = await documents(tx, roots)
    before = await _names(tx, organisations)
    gone = set(ids) - {row["customer_id"] for row in rows}
    forgotten = (await tx.connection.execute(_FORGET, {"ids": list(gone), "roots": list(roots)})).scalars().all()
    changed = {row["customer_id"] for row in rows
               if row["customer_id"] in organisations
               and before.get(row["customer_id"]) != lines_of(row["text"])[0]}  # fmt: skip
    if forgotten:
        changed |= await merged_organisations(tx, forgotten)
    if rows:
        await tx.connection.execute(_PUT[tx.dialect], [_stored(tx.dialect, row) for row in rows])
    return changed


async def _names(tx: Tx, ids: Collection[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = (await tx.connection.execute(_TEXTS, {"ids": list(ids)})).all()
    return {key: lines_of(text)[0] for key, text in rows}


def _stored(dialect: str, row: Document) -> Document:
    return row if dialect == "postgresql" else row | {"grams": None}


def customer_ids(dialect: str, text: str, region: str | None = None) -> sa.Select[tuple[UUID]]:
    """The ids of all customers that match, for ``Customer.id.in_(…)`` with whatever else is asked."""
    query = parse(text, region)
    if query is None:
        return sa.select(TABLE.c.customer_id).where(sa.false())
    return hits(dialect, query, TABLE.c.customer_id)


async def find_customers(reader: Reader, dialect: str, query: Query, limit: int) -> list[Found]:
    """The best matches: exact addresses, names and words that begin so, any part; of equals those heard of last.

    No more than some thousands of rows are looked at, however many match.
    """

    async def ask(matches: sa.Select[Any]) -> list[Any]:
        return list((await reader.execute(_ranked(matches, limit))).all())

    rows = await ask(_latest(dialect, query))
    common = bool(rows) and rows[0].seen >= COMMON and not query.ends
    if not common:
        found = await ask(_anywhere(dialect, query))
        common = bool(found) and found[0].seen > MOST
        rows += found
    if common and sum(row.tier < 2 for row in rows) < limit and query.sort_keys:
        rows += await ask(_beginning(dialect, query))
    return _best([_found(row, query) for row in rows], limit)


def _ranked(matches: sa.Select[Any], limit: int) -> sa.Select[Any]:
    found = matches.subquery("found")
    return (
        sa.select(*found.c, sa.func.count().over().label("seen"))
        .order_by(found.c.tier, found.c.last_contact_at.desc().nulls_last(), found.c.customer_id)
        .limit(limit)
    )


def _anywhere(dialect: str, query: Query) -> sa.Select[Any]:
    """By the index of parts: all matches, or some of very many."""
    some = hits(dialect, query, *_hit(dialect, query)).limit(MOST + 1).subquery("some")
    joined = some.join(CUSTOMER, CUSTOMER.c.id == some.c.customer_id)
    return sa.select(*some.c, CUSTOMER.c.last_contact_at).select_from(joined).where(CUSTOMER.c.merged_into.is_(None))


def _latest(dialect: str, query: Query) -> sa.Select[Any]:
    """Matches among the customers heard of last or made last: of a common part, there are always some."""
    heard, made = _newest(CUSTOMER.c.last_contact_at, HEARD), _newest(CUSTOMER.c.created_at, MADE)
    latest = sa.union(sa.select(heard), sa.select(made)).subquery("latest")
    joined = TABLE.join(latest, latest.c.id == TABLE.c.customer_id)
    columns = (*_hit(dialect, query), latest.c.last_contact_at)
    return sa.select(*columns).select_from(joined).where(*verified(dialect, query))


def _newest(column: Any, count: int) -> Any:
    newest = sa.select(CUSTOMER.c.id, CUSTOMER.c.last_contact_at).where(
        CUSTOMER.c.merged_into.is_(None), column.is_not(None)
    )
    return newest.order_by(column.desc(), CUSTOMER.c.id.desc()).limit(count).subquery()


def _beginning(dialect: str, query: Query) -> sa.Select[Any]:
    """Matches among the names that begin so, by the index that sorts them."""
    ranges = [sa.and_(CUSTOMER.c.sort_key >= key, CUSTOMER.c.sort_key < _after(key)) for key in query.sort_keys]
    some = (
        sa.select(CUSTOMER.c.id, CUSTOMER.c.last_contact_at)
        .where(CUSTOMER.c.merged_into.is_(None), sa.or_(*ranges))
        .order_by(CUSTOMER.c.sort_key, CUSTOMER.c.id)
        .limit(MOST)
        .subquery("some")
    )
    joined = TABLE.join(some, some.c.id == TABLE.c.customer_id)
    columns = (*_hit(dialect, query), some.c.last_contact_at)
    return sa.select(*columns).select_from(joined).where(*verified(dialect, query))


def _after(key: str) -> str:
    """The first key of digits behind all that begin with ``key``."""
    return str(int(key) + 1).zfill(len(key))


def _hit(dialect: str, query: Query) -> tuple[Any, ...]:
    return TABLE.c.customer_id, TABLE.c.text, tier(dialect, query).label("tier")


def _found(row: Any, query: Query) -> Found:
    lines = lines_of(row.text)
    wanted = [part.strip() for term in query.terms for part in term.parts]
    number = next((number for number, line in enumerate(lines) if any(part in line for part in wanted)), 0)
    field = FIELDS[number] if number < len(FIELDS) else "address"
    return Found(row.customer_id, row.tier, row.last_contact_at, field, lines[number])


def _best(found: Sequence[Found], limit: int) -> list[Found]:
    ranked = sorted({one.customer_id: one for one in found}.values(), key=_rank)
    return ranked[:limit]


def _rank(one: Found) -> tuple[int, float, str]:
    return one.tier, -(one.last_contact_at.timestamp() if one.last_contact_at else 0), one.customer_id.hex
