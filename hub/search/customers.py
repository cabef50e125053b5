"""Keep the index of customers, and find them by any part of a name, a number or a mail address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Reader, Tx
from hub.search.conditions import TABLE, hits, tier, verified
from hub.search.documents import FIELDS, Document, documents, lines_of, merged_organisations, roots_of
from hub.search.query import Query, Term, parse
from hub.search.sources import CUSTOMER

MOST = 1_000  # hits that are ranked; of more, those heard of last and those whose name begins so
_RECENT = 2_000  # customers looked at then
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
    rows = (await reader.execute(_ranked(dialect, query, hits(dialect, query, *_HIT).limit(MOST + 1), limit))).all()
    if rows and rows[0].seen > MOST:
        rows = [*rows, *(await reader.execute(_ranked(dialect, query, _recent(dialect, query), limit))).all()]
        start = replace(query, terms=(Term((query.start,), (query.start,)),))
        rows += (await reader.execute(_ranked(dialect, query, hits(dialect, start, *_HIT).limit(MOST), limit))).all()
    return _best([_found(row, query) for row in rows], limit)


_HIT = (TABLE.c.customer_id, TABLE.c.text)


def _recent(dialect: str, query: Query) -> sa.Select[Any]:
    """Matches among the customers heard of last: of a common part, there are always some."""
    latest = (
        sa.select(CUSTOMER.c.id)
        .where(CUSTOMER.c.last_contact_at.is_not(None))
        .order_by(CUSTOMER.c.last_contact_at.desc())
        .limit(_RECENT)
        .subquery()
    )
    joined = TABLE.join(latest, latest.c.id == TABLE.c.customer_id)
    return sa.select(*_HIT).select_from(joined).where(*verified(dialect, query))


def _ranked(dialect: str, query: Query, matches: sa.Select[Any], limit: int) -> sa.Select[Any]:
    found = matches.add_columns(tier(dialect, query).label("tier")).subquery("found")
    return (
        sa.select(*found.c, CUSTOMER.c.last_contact_at, sa.func.count().over().label("seen"))
        .select_from(found.join(CUSTOMER, CUSTOMER.c.id == found.c.customer_id))
        .where(CUSTOMER.c.merged_into.is_(None))
        .order_by(found.c.tier, CUSTOMER.c.last_contact_at.desc().nulls_last(), CUSTOMER.c.id)
        .limit(limit)
    )


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
