"""May it be sent? The one function that everything that writes to somebody asks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeDecorator

from hub.consent.hooks import HOOKS
from hub.consent.rule import judged
from hub.consent.terms import Channel, Policy, Purpose
from hub.db import Json, Reader, Tx, UTCDateTime

MANY = 20_000  # ids from which on it pays to go through all opt-outs
SLICE = 20_000  # verdicts made between two looks at what else the loop has to do
REASONS = (
    "granted", "no_record", "pending", "denied", "withdrawn", "opted_out_elsewhere", "suppressed", "wrong_channel",
    "unknown",
)  # fmt: skip
_KINDS = {sign * place: (sign > 0, reason) for place, reason in enumerate(REASONS, 1) for sign in (1, -1)}
_FOR_MANY = sa.select(  # until the transaction ends: hash tables that fit, and no compiling of what runs once
    sa.func.set_config("work_mem", "96MB", True),
    sa.func.set_config("jit", "off", True),
    sa.func.set_config("enable_mergejoin", "off", True),  # no sorting of a million rows for a few thousand opt-outs
    sa.func.set_config("random_page_cost", "1.1", True),
)


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
    dialect, ids = dialect_of(where), ids_for(where, identity_ids)
    many = len(ids) > MANY
    if many and dialect == "postgresql":
        await where.execute(_FOR_MANY)
    statement = _statement(dialect, channel, purpose, policy or HOOKS.policy, many=many)
    found, reasons, events = (await where.execute(statement, {"ids": ids, "at": at})).one()
    verdicts: dict[UUID, Verdict] = {}
    make, kinds = tuple.__new__, _KINDS  # half the time of a call for each of a million
    for start in range(0, len(found), SLICE):
        part = slice(start, start + SLICE)
        made = [make(Verdict, (*kinds[code], event)) for code, event in zip(reasons[part], events[part], strict=True)]
        verdicts.update(zip(found[part], made, strict=True))
        if many:
            await asyncio.sleep(0)  # others have their turn
    return verdicts


@lru_cache(maxsize=64)
def _statement(dialect: str, channel: str, purpose: str, policy: Policy, *, many: bool = False) -> Any:
    """The rule as one row of lists: the ids, why (REASONS, from 1; below 0: refused) and the events.

    A million rows would keep the loop from others.
    """
    at: Any = sa.bindparam("at", type_=UTCDateTime())
    rule = judged(asked_table(dialect), channel, purpose, at, policy, many=many).subquery()
    why = sa.case({reason: place for place, reason in enumerate(REASONS, start=1)}, value=rule.c.reason)
    code = why * sa.case((rule.c.allowed, 1), else_=-1)
    return sa.select(_listed(rule.c.identity_id, _Uuids()), _listed(code, _Codes()), _listed(rule.c.event_id, _Uuids()))


class _Listed(TypeDecorator[list[Any]]):
    """A list as the store gives it: an array, or JSON."""

    impl = sa.Text
    cache_ok = True
    item: Any = sa.Integer()

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """An array where the store has them."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else sa.Text())

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Any]:
        """The list; empty where there were no rows."""
        return (value or []) if dialect.name == "postgresql" else [self.read(one) for one in json.loads(value)]

    def read(self, value: Any) -> Any:
        """An item as it stands in JSON."""
        return value


class _Codes(_Listed):
    cache_ok = True


class _Uuids(_Listed):
    cache_ok = True
    item = sa.Uuid()

    def read(self, value: Any) -> Any:
        return UUID(hex=value) if value is not None else None


def _listed(column: Any, kind: _Listed) -> Any:
    """All values of the column, in the order of the other lists beside it, nulls too."""
    return sa.type_coerce(_All(column), kind)


class _All(FunctionElement[Any]):
    inherit_cache = True
    name = "all_of"


@compiles(_All, "postgresql")
def _array(element: _All, compiler: SQLCompiler, **kw: Any) -> str:
    return f"array_agg({compiler.process(element.clauses, **kw)})"


@compiles(_All, "sqlite")
def _json(element: _All, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


def asked_of(reader: Reader, identity_ids: Collection[UUID]) -> Any:
    """A table of these ids, each once, as one parameter: its column is ``id``."""
    return asked_table(dialect_of(reader), ids_for(reader, set(identity_ids)))


def dialect_of(reader: Reader) -> str:
    """sqlite or postgresql."""
    bind = reader if isinstance(reader, AsyncConnection) else reader.get_bind()
    return bind.dialect.name


def ids_for(reader: Reader, ids: Collection[UUID]) -> list[Any]:
    """The ids as the store takes many at once."""
    return list(ids) if dialect_of(reader) == "postgresql" else [one.hex for one in ids]


def asked_table(dialect: str, ids: list[Any] | None = None) -> Any:
    """The table ``asked`` of these ids, or of the parameter ``ids``."""
    kind: Any = ARRAY(sa.Uuid()) if dialect == "postgresql" else Json()
    given: Any = sa.bindparam("ids", type_=kind) if ids is None else sa.literal(ids, kind)
    if dialect == "postgresql":
        column: Any = sa.func.unnest(given).column_valued("each")
    else:
        column = sa.func.json_each(given).table_valued(sa.column("value", sa.Uuid())).c.value
    return sa.select(column.label("id")).cte("asked")
