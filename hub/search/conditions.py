"""A query as a condition of SQL, for either store. What was typed reaches the store only as bound values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.search.grams import grams_of, parts_of
from hub.search.models import CustomerSearch
from hub.search.query import Query, keys

TABLE: Any = CustomerSearch.__table__
_FTS = sa.table("customer_search_fts", sa.column("rowid"), sa.column("customer_search_fts"))
_MOST = 24  # trigrams asked for; a few of a long word leave little to look at


def hits(dialect: str, query: Query, *columns: Any) -> sa.Select[Any]:
    """Rows of ``customer_search`` that match, found by the index and looked at again."""
    select = sa.select(*columns).where(*verified(dialect, query))
    if dialect == "postgresql":
        return select.where(*_arrays(query))
    wanted = _match(query)
    if not wanted:
        return select
    found = sa.literal_column("customer_search_fts").op("MATCH")(wanted)
    return select.select_from(_FTS.join(TABLE, TABLE.c.id == _FTS.c.rowid)).where(found)


def verified(dialect: str, query: Query) -> list[sa.ColumnElement[bool]]:
    """The text does contain every term."""
    return [sa.or_(*(contains(dialect, part) for part in term.parts)) for term in query.terms]


def contains(dialect: str, part: str) -> sa.ColumnElement[bool]:
    """The text has ``part`` somewhere; no sign in it means anything."""
    find = sa.func.strpos if dialect == "postgresql" else sa.func.instr
    return find(TABLE.c.text, part) > 0


def tier(dialect: str, query: Query) -> sa.ColumnElement[int]:
    """How well a row matches: 0 exactly, 1 the name begins so, 2 words begin so, 3 somewhere."""
    exact = [contains(dialect, end) for end in query.ends]
    begins = sa.func.substr(TABLE.c.text, 1, len(query.start)) == query.start
    words = [sa.or_(*(contains(dialect, start) for start in term.starts)) for term in query.terms]
    whens = [(sa.or_(*exact), 0)] if exact else []
    return sa.case(*whens, (begins, 1), (sa.and_(*words), 2), else_=3)


def _arrays(query: Query) -> list[sa.ColumnElement[bool]]:
    asked = []
    for term in query.terms:
        sets = [[gram for key in keys(part) for gram in grams_of(key)][:_MOST] for part in term.parts]
        if all(sets):
            asked.append(sa.or_(*(TABLE.c.grams.op("@>")(sa.cast(one, ARRAY(sa.Integer))) for one in sets)))
    return asked


def _match(query: Query) -> str:
    """The same for FTS5: quoted trigrams and its two operators, nothing else."""
    asked = []
    for term in query.terms:
        sets = [[gram for key in keys(part) for gram in parts_of(key)][:_MOST] for part in term.parts]
        if all(sets):
            asked.append(" OR ".join(f"({_all(one)})" for one in sets))
    return " AND ".join(f"({one})" for one in asked)


def _all(grams: Sequence[str]) -> str:
    return " AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
