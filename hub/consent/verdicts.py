"""May it be sent? The one function that everything that writes to somebody asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.consent.hooks import HOOKS
from hub.consent.rule import judged
from hub.consent.terms import Channel, Policy, Purpose
from hub.db import Json, Reader, Tx, UTCDateTime


class Verdict(NamedTuple):
    """Whether it may be sent, the stable word why, and what decided it: an event of the log, or a suppression.

    Allowed: ``granted``, or ``no_record`` and ``pending`` where the policy lets silence allow. Refused: those two
    elsewhere, ``denied``, ``withdrawn``, ``opted_out_elsewhere``, ``suppressed``, ``wrong_channel``, ``unknown``.
    """

    allowed: bool
    reason: str
    event: UUID | None


async def may_send(
    reader: Tx | Reader, identity_ids: Collection[UUID], channel: Channel, purpose: Purpose, at: datetime,
    *, policy: Policy | None = None,
) -> dict[UUID, Verdict]:  # fmt: skip
    """A verdict for each identity, by one statement however many they are. ``at``: when it would be sent.

    In the transaction that sends it, nothing that was said before can be missed. For what is in a table already,
    ``judged`` is the same rule as a query.
    """
    if not identity_ids:
        return {}
    where = reader.connection if isinstance(reader, Tx) else reader
    statement = _statement(dialect_of(where), channel, purpose, policy or HOOKS.policy)
    ids = ids_for(where, identity_ids)
    rows = (await where.execute(statement, {"ids": ids, "at": at})).all()
    return {row[0]: Verdict(bool(row[1]), row[2], row[3]) for row in rows}


@lru_cache(maxsize=64)
def _statement(dialect: str, channel: str, purpose: str, policy: Policy) -> Any:
    at: Any = sa.bindparam("at", type_=UTCDateTime())
    return judged(_asked(dialect), channel, purpose, at, policy)


def asked_of(reader: Reader, identity_ids: Collection[UUID]) -> Any:
    """A table of these ids, each once, as one parameter: its column is ``id``."""
    return _asked(dialect_of(reader), ids_for(reader, identity_ids))


def dialect_of(reader: Reader) -> str:
    """sqlite or postgresql."""
    bind = reader if isinstance(reader, AsyncConnection) else reader.get_bind()
    return bind.dialect.name


def ids_for(reader: Reader, ids: Collection[UUID]) -> list[Any]:
    """The ids, each once, as the store takes many at once."""
    once = list(set(ids))
    return once if dialect_of(reader) == "postgresql" else [one.hex for one in once]


def _asked(dialect: str, ids: list[Any] | None = None) -> Any:
    kind: Any = ARRAY(sa.Uuid()) if dialect == "postgresql" else Json()
    given: Any = sa.bindparam("ids", type_=kind) if ids is None else sa.literal(ids, kind)
    if dialect == "postgresql":
        column: Any = sa.func.unnest(given).column_valued("each")
    else:
        column = sa.func.json_each(given).table_valued(sa.column("value", sa.Uuid())).c.value
    return sa.select(column.label("id")).cte("asked")
