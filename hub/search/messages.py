"""Keep the index of what was written, and find it by its words, the newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from hub.db import Reader, Tx, UTCDateTime
from hub.search.models import MessageSearch
from hub.search.query import clean
from hub.search.sources import INTERACTION
from hub.text import fold

LONGEST_TEXT, LONGEST_WORD, MOST_WORDS = 20_000, 64, 8
MOST = 5_000  # matches that are sorted; of words more common, the newest are found among the newest messages
NEWEST = 5_000  # messages that are looked at first, by time
SAMPLE = 1_000  # newest messages that tell how common words are
FAR = 20  # times as common as the rarest word: then it is quicker to look for a word in that one's messages
MESSAGE: Any = MessageSearch.__table__
_FTS = sa.table("message_search_fts", sa.column("rowid"), sa.column("message_search_fts"))
_WORD = re.compile(r"[^\W_]+")
_SOURCE = sa.select(INTERACTION).where(INTERACTION.c.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())))
_FORGET = sa.delete(MESSAGE).where(MESSAGE.c.interaction_id == sa.bindparam("gone", type_=sa.Uuid()))
Message = dict[str, Any]
"""Conditions on an interaction's id: which messages somebody may see."""


def words_of(text: str) -> list[str]:
    """The different words of a text, folded."""
    found = _WORD.findall(fold(clean(text[:LONGEST_TEXT])))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def wanted_words(text: str) -> list[str]:
    """The words whose beginnings are looked for; of letters alone, only beside longer ones."""
    words = words_of(text)[:MOST_WORDS]
    return words if any(len(word) > 1 for word in words) else []


def _statements(insert: Any, words: Any) -> dict[bool, Any]:
    """By whether the row's id is given."""
    made = {}
    for placed in (False, True):
        values = {"interaction_id": sa.bindparam("interaction", type_=sa.Uuid()),
                  "occurred_at": sa.bindparam("at", type_=UTCDateTime()), "words": words}  # fmt: skip
        one = insert.values(values | ({"id": sa.bindparam("place", type_=sa.BigInteger())} if placed else {}))
        changed = {"words": one.excluded.words, "occurred_at": one.excluded.occurred_at}
        made[placed] = one.on_conflict_do_update(index_elements=["interaction_id"], set_=changed)
    return made


_ARRAY = sa.func.array_to_tsvector(sa.bindparam("words", type_=ARRAY(sa.Text)))
_PUT = {
    "postgresql": _statements(postgresql.insert(MESSAGE), _ARRAY),
    "sqlite": _statements(sqlite.insert(MESSAGE), sa.bindparam("words", type_=sa.Text())),
}


async def index_message(
    tx: Tx, interaction_id: UUID, occurred_at: datetime, subject: str | None, text: str | None
) -> None:
    """Index what was written, or written anew; nothing is left of it where both are empty."""
    await index_messages(tx, [(interaction_id, occurred_at, subject, text)])


async def index_messages(tx: Tx, written: Sequence[tuple[UUID, datetime, str | None, str | None]]) -> None:
    """The same for several: interaction, when, subject and text of each."""
    rows = [(one[0], _row(tx.dialect, *one)) for one in written]
    if empty := [{"gone": key} for key, row in rows if row is None]:
        await tx.connection.execute(_FORGET.execution_options(deferred=True), empty)
    if full := [row for _, row in rows if row is not None]:
        await tx.connection.execute(_PUT[tx.dialect][False].execution_options(deferred=True), full)


async def forget_message(tx: Tx, interaction_id: UUID) -> None:
    """It is there no more."""
    await tx.connection.execute(_FORGET, {"gone": interaction_id})


async def forget_messages(tx: Tx, interactions: Sequence[UUID]) -> None:
    """The same for several."""
    if interactions:
        await tx.connection.execute(_FORGET, [{"gone": one} for one in interactions])


async def write_old(tx: Tx, ids: Sequence[UUID]) -> None:
    """Index messages that were there before, given newest first: they come after those that are indexed already."""
    source = {row.id: row for row in await tx.connection.execute(_SOURCE, {"ids": list(ids)})}
    first = await tx.connection.scalar(sa.select(sa.func.min(MESSAGE.c.id)))
    place, rows = min(first or 0, 0), []
    for row in (source[key] for key in ids if key in source):
        made = _row(tx.dialect, row.id, row.occurred_at, row.subject, row.text)
        if made:
            place -= 1
            rows.append(made | {"place": place})
    if rows:
        await tx.connection.execute(_PUT[tx.dialect][True], rows)


def _row(dialect: str, key: UUID, at: datetime, subject: str | None, text: str | None) -> Message | None:
    words = words_of(f"{subject or ''} {text or ''}")
    if not words:
        return None
    return {"interaction": key, "at": at, "words": words if dialect == "postgresql" else " ".join(words)}


async def find_messages(reader: Reader, dialect: str, words: Sequence[str], limit: int) -> tuple[list[UUID], bool]:
    """Interactions with words that begin so, newest first; True when there were too many to look at them all."""
    if not words:
        return [], False
    if dialect == "sqlite":
        return await _by_place(reader, words, limit)
    latest = await reader.execute(_latest(words, limit))
    ids = list(latest.scalars())
    return (ids, False) if len(ids) == limit else await _by_index(reader, words, limit)


def _has(column: Any, words: Sequence[str]) -> sa.ColumnElement[bool]:
    asked = sa.cast(sa.cast(" & ".join(f"'{word}':*" for word in words), sa.Text), TSQUERY)
    found: sa.ColumnElement[bool] = column.op("@@", is_comparison=True)(asked)
    return found


def _latest(words: Sequence[str], limit: int) -> sa.Select[Any]:
    """Common words: a walk back in time meets enough of them."""
    newest = sa.select(MESSAGE).order_by(MESSAGE.c.occurred_at.desc()).limit(NEWEST).subquery()
    return (
        sa.select(newest.c.interaction_id)
        .where(_has(newest.c.words, words))
        .order_by(newest.c.occurred_at.desc(), newest.c.interaction_id.desc())
        .limit(limit)
    )


async def _by_index(reader: Reader, words: Sequence[str], limit: int) -> tuple[list[UUID], bool]:
    """The index is asked for the rare words alone: of a common beginning it would list millions of places."""
    rare, common = await _by_rarity(reader, words)
    found = sa.select(MESSAGE).where(_has(MESSAGE.c.words, rare))
    if common:
        found = found.where(_has(MESSAGE.c.words, common).is_(sa.true()))  # in this form it is no use to the index
    return await _newest(reader, found.limit(MOST + 1).cte("matches"), limit)


async def _by_rarity(reader: Reader, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The rare words, of which there is one at least, and those far more common."""
    if len(words) == 1:
        return [*words], []
    sample = sa.select(MESSAGE.c.words).order_by(MESSAGE.c.occurred_at.desc()).limit(SAMPLE).subquery()
    counts = (sa.func.count().filter(_has(sample.c.words, [word])) for word in words)
    counted = list(zip(words, (await reader.execute(sa.select(*counts))).one(), strict=True))
    most = max(FAR * min(count for _, count in counted), FAR // 2)
    return [word for word, count in counted if count <= most], [word for word, count in counted if count > most]


async def _by_place(reader: Reader, words: Sequence[str], limit: int) -> tuple[list[UUID], bool]:
    """FTS5 walks back from the row indexed last, and old ones were given early places."""
    wanted = " AND ".join(f'"{word}"*' for word in words)
    matches = (
        sa.select(MESSAGE)
        .select_from(_FTS.join(MESSAGE, MESSAGE.c.id == _FTS.c.rowid))
        .where(sa.literal_column("message_search_fts").op("MATCH")(wanted))
        .order_by(_FTS.c.rowid.desc())
        .limit(MOST + 1)
        .cte("matches")
    )
    return await _newest(reader, matches, limit)


async def _newest(reader: Reader, matches: Any, limit: int) -> tuple[list[UUID], bool]:
    query = (
        sa.select(matches.c.interaction_id, sa.select(sa.func.count()).select_from(matches).scalar_subquery())
        .order_by(matches.c.occurred_at.desc(), matches.c.interaction_id.desc())
        .limit(limit)
    )
    rows = (await reader.execute(query)).all()
    return [row[0] for row in rows], bool(rows) and rows[0][1] > MOST
