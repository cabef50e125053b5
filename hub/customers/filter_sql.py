"""Checked filters as SQL that finds the same customers on both stores.

Every condition is either true or false: what is empty is not anything, so ``is_not`` and ``not_in`` find it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from hub.customers.filters import Condition, Group
from hub.customers.models import Customer, CustomerIdentity, CustomerTag, Identity, Tag
from hub.text import fold

ESCAPE = "\\"
_LIKE_ONE = {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "آ": "ا", "أ": "ا", "إ": "ا", "\u200c": " "}
_LETTERS = str.maketrans(_LIKE_ONE)
_ASCII = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
Clause = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Frame:
    """Who reads, where and when: what “me”, “today” and a day mean, and whose numbers need no country code."""

    dialect: str
    zone: ZoneInfo
    today: date
    me: UUID
    region: str | None = None


def where(node: Condition | Group, frame: Frame) -> Clause:
    """The clause on ``Customer`` rows that are their own root."""
    if isinstance(node, Condition):
        return _condition(node, frame)
    parts = [where(item, frame) for item in node.items]
    if not parts:
        return sa.true()
    return sa.and_(*parts) if node.every else sa.or_(*parts)


def plain(text: str) -> str:
    """Small ASCII letters, and one form of each Persian letter: as much as both stores can do to a column."""
    return text.translate(_ASCII).translate(_LETTERS)


def part(text: str, *, start: bool = False) -> str:
    """The LIKE pattern of any part, or of the start."""
    escaped = text.replace(ESCAPE, ESCAPE * 2).replace("%", ESCAPE + "%").replace("_", ESCAPE + "_")
    return f"{escaped}%" if start else f"%{escaped}%"


def _condition(one: Condition, frame: Frame) -> Clause:
    if one.field.field == "tags":
        return _tags(one)
    if one.field.kind == "flag":
        return _reachable(one.field.field.removeprefix("has_"), wanted=one.value)
    column = _column(one, frame)
    if one.op in {"empty", "not_empty"}:
        blank = (
            sa.or_(column.is_(None), column == "") if one.field.key or one.field.kind == "text" else column.is_(None)
        )
        return blank if one.op == "empty" else sa.not_(blank)
    if one.field.kind == "date":
        return _day(column, one, frame)
    return _compared(column, one, frame)


def _column(one: Condition, frame: Frame) -> Any:
    """What is compared: the column, folded where it is text."""
    key = one.field.key
    if key is None:
        column: Any = Customer.search if one.field.field == "name" else getattr(Customer, one.field.field)
        folded = one.field.kind == "text" and one.field.field != "name"
    elif one.field.kind == "number" and one.op not in {"empty", "not_empty"}:
        return _number(key, frame)
    else:
        column, folded = _text(key, frame), one.field.kind in {"text", "link"}
    return _plain_column(column, frame) if folded and one.op not in {"empty", "not_empty"} else column


def _text(key: str, frame: Frame) -> Any:
    if frame.dialect == "postgresql":
        return sa.collate(sa.type_coerce(Customer.fields, JSONB())[key].astext, "C")
    return sa.func.json_extract(Customer.fields, f'$."{key}"', type_=sa.String())


def _number(key: str, frame: Frame) -> Any:
    """The number, and nothing where something else is stored: a cast would fail on it."""
    if frame.dialect == "postgresql":
        stored = sa.type_coerce(Customer.fields, JSONB())[key]
        return sa.case((sa.func.jsonb_typeof(stored) == "number", sa.cast(stored.astext, sa.Numeric())))
    path = f'$."{key}"'
    return sa.case(
        (
            sa.func.json_type(Customer.fields, path).in_(("integer", "real")),
            sa.func.json_extract(Customer.fields, path, type_=sa.Float()),
        )
    )


def _plain_column(column: Any, frame: Frame) -> Any:
    if frame.dialect == "postgresql":
        lower = sa.func.lower(sa.collate(column, "C"))
        return sa.func.translate(lower, "".join(_LIKE_ONE), "".join(_LIKE_ONE.values()), type_=sa.String())
    column = sa.func.lower(column)
    for letter, other in _LIKE_ONE.items():
        column = sa.func.replace(column, letter, other, type_=sa.String())
    return column


def _compared(column: Any, one: Condition, frame: Frame) -> Clause:
    found: Clause
    if one.op in {"contains", "starts"}:
        found = column.like(part(_value(one, one.value, frame), start=one.op == "starts"), escape=ESCAPE)
    elif one.op in {"in", "not_in"}:
        found = column.in_([_value(one, item, frame) for item in one.value])
    elif one.op == "gt":
        found = column > _value(one, one.value, frame)
    elif one.op == "lt":
        found = column < _value(one, one.value, frame)
    else:
        found = column == _value(one, one.value, frame)
    if one.op in {"is_not", "not_in"}:
        return sa.or_(column.is_(None), sa.not_(found))
    return sa.and_(column.is_not(None), found)


def _value(one: Condition, value: Any, frame: Frame) -> Any:
    if one.field.kind == "person":
        user = frame.me if value == "me" else value
        return str(user) if one.field.key else user
    if one.field.kind == "number":
        return Decimal(repr(value)) if frame.dialect == "postgresql" else float(value)
    if one.field.field == "name":
        return fold(value)[:600]
    return plain(value) if one.field.kind in {"text", "link"} else value


def _day(column: Any, one: Condition, frame: Frame) -> Clause:
    first, last = _days(one, frame)
    low: Any
    high: Any
    if one.field.timed:
        low, high = (_start_of(first, frame), _start_of(last + timedelta(days=1), frame))
    else:
        low, high = first.isoformat(), (last + timedelta(days=1)).isoformat()
    known = column.is_not(None)
    if one.op == "before":
        return sa.and_(known, column < low)
    if one.op == "after":
        return sa.and_(known, column >= high)
    if one.op == "is_not":
        return sa.or_(column.is_(None), column < low, column >= high)
    return sa.and_(known, column >= low, column < high)


def _days(one: Condition, frame: Frame) -> tuple[date, date]:
    """The first and the last day that are meant."""
    if one.op != "within_days":
        return one.value, one.value
    other = frame.today - timedelta(days=one.value)
    return min(other, frame.today), max(other, frame.today)


def _start_of(day: date, frame: Frame) -> datetime:
    return datetime.combine(day, time.min, frame.zone).astimezone(UTC)


def _tags(one: Condition) -> Clause:
    member = aliased(Customer)
    tagged = sa.select(member.root_id).join(CustomerTag, CustomerTag.customer_id == member.id)
    if one.op not in {"empty", "not_empty"}:
        names = one.value if isinstance(one.value, list) else [one.value]
        tagged = tagged.join(Tag, Tag.id == CustomerTag.tag_id).where(Tag.folded.in_([fold(name) for name in names]))
    if one.op in {"is", "in", "not_empty"}:
        return Customer.id.in_(tagged)
    return ~tagged.where(member.root_id == Customer.id).exists()


def has_tag(name: str) -> Clause:
    """The customer, or one merged into it, has the tag."""
    member = aliased(Customer)
    tagged = sa.select(member.root_id).join(CustomerTag, CustomerTag.customer_id == member.id)
    return Customer.id.in_(tagged.join(Tag, Tag.id == CustomerTag.tag_id).where(Tag.folded == fold(name)))


def _reachable(kind: str, *, wanted: bool) -> Clause:
    member = aliased(Customer)
    found = (
        sa.select(member.id)
        .join(CustomerIdentity, CustomerIdentity.customer_id == member.id)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .where(member.root_id == Customer.id, CustomerIdentity.valid_to.is_(None), Identity.kind == kind)
    ).exists()
    return found if wanted else ~found
