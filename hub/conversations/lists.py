"""Lists of conversations, page by page, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.conversations.access import Clause, Reach
from hub.conversations.models import Conversation, ConversationItem
from hub.conversations.present import describe
from hub.conversations.schemas import ConversationCount, ConversationCounts, ConversationRow, ConversationsQuery
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Reader
from hub.text import fold
from hub.timeline import Interaction

MOST = 1_000  # conversations are counted up to here
SNIPPET = 140
WORDS = 8
Key = tuple[datetime, UUID]
_TABLE: Any = Conversation.__table__
_ROW = _TABLE.c
VIEWS = ("mine", "teams", "unassigned", "all")


async def find(reader: Reader, reach: Reach, query: ConversationsQuery, after: Key | None, limit: int) -> Sequence[Any]:
    """The next ones behind ``after``, those with the latest message first."""
    found = sa.select(_TABLE).where(*_conditions(reach, query))
    key = (_ROW.last_at, _ROW.id)
    if after is not None:
        place = sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(after, key, strict=True)))
        found = found.where(sa.tuple_(*key) < place)
    return (await reader.execute(found.order_by(*(column.desc() for column in key)).limit(limit))).all()


async def show(reader: Reader, rows: Sequence[Any]) -> list[ConversationRow]:
    """As rows of a list, each with its latest message; a fixed number of queries, however many."""
    found = await describe(reader, [dict(row._mapping) for row in rows])
    latest = await _latest(reader, [one.id for one in found])
    return [ConversationRow.model_validate({**dict(one), **latest.get(one.id, _NOTHING)}) for one in found]


async def count(reader: Reader, reach: Reach) -> ConversationCounts:
    """How many open ones there are in each view, and how many of them have something unread, in one query."""
    numbers = [
        _number([*_within(reach, view), *more]).label(f"{view}_{name}")
        for view in VIEWS
        for name, more in (("open", ()), ("unread", (_ROW.unread > 0,)))
    ]
    row = (await reader.execute(sa.select(*numbers))).one()._mapping
    views = {view: ConversationCount(open=row[f"{view}_open"], unread=row[f"{view}_unread"]) for view in VIEWS}
    return ConversationCounts.model_validate(views)


def _number(clauses: Sequence[Clause]) -> Any:
    some = sa.select(_ROW.id).where(_ROW.state == "open", *clauses).limit(MOST).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _within(reach: Reach, view: str) -> list[Clause]:
    views = {"mine": reach.mine, "teams": reach.in_teams, "unassigned": reach.unassigned, "all": reach.visible}
    return [views[view]]


def _conditions(reach: Reach, query: ConversationsQuery) -> list[Clause]:
    clauses = [*_within(reach, query.view), _ROW.state == query.state]
    if query.view != "all":
        clauses.append(reach.visible)
    if query.team_id is not None:
        clauses.append(_ROW.team_id == query.team_id)
    if query.assignee_id is not None:
        clauses.append(_ROW.assignee_id == query.assignee_id)
    if query.unread:
        clauses.append(_ROW.unread > 0)
    if words := fold(query.q or "").split()[:WORDS]:
        clauses.append(_ROW.identity_id.in_(_named(words).union(_numbered(words))))
    return clauses


def _named(words: Sequence[str]) -> Any:
    """The addresses of customers whose names have all these words, or parts of them."""
    member, root = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
    query = sa.select(CustomerIdentity.identity_id).join(member, member.id == CustomerIdentity.customer_id)
    query = query.join(root, root.id == member.root_id).where(CustomerIdentity.valid_to.is_(None))
    return query.where(*(root.search.contains(word, autoescape=True) for word in words))


def _numbered(words: Sequence[str]) -> Any:
    """The addresses that hold what was typed, written as a number is or not."""
    typed = "".join(words)
    digits = "".join(char for char in typed if char.isdigit())
    part = digits.removeprefix("00").removeprefix("0") if len(digits) > len(typed) // 2 else typed
    return sa.select(Identity.id).where(Identity.value.contains(part, autoescape=True) if part else sa.false())


_NOTHING: Mapping[str, Any] = {"snippet": "", "direction": "in", "automatic": False}


async def _latest(reader: Reader, ids: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """The latest message of each, by its real time."""
    if not ids:
        return {}
    item, line = ConversationItem, Interaction
    newest = sa.select(item.interaction_id).where(item.conversation_id == _ROW.id).correlate(_TABLE)
    newest = newest.order_by(item.occurred_at.desc(), item.interaction_id.desc()).limit(1)
    query = sa.select(_ROW.id, line.text, line.direction, line.author_id)
    query = query.join(line, line.id == newest.scalar_subquery()).where(_ROW.id.in_(list(ids)))
    return {
        row.id: {
            "snippet": " ".join((row.text or "")[: 2 * SNIPPET].split())[:SNIPPET], "direction": row.direction,
            "automatic": row.direction == "out" and row.author_id is None,
        }
        for row in await reader.execute(query)
    }  # fmt: skip
