"""Keyset pages: an opaque cursor says behind which row the next page starts."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from hub.web.problems import Invalid
from hub.web.schemas import Input, Output, UtcTime

T = TypeVar("T")
R = TypeVar("R")
MAX_CURSOR = 1_000  # characters
_BOUNDED: dict[Any, Any] = {datetime: UtcTime, int: Annotated[int, Field(ge=-(2**63), lt=2**63)]}  # what a store takes

Limit = Annotated[int, Field(ge=1, le=200, description="Items on a page, at most.")]
Cursor = Annotated[str, Field(max_length=MAX_CURSOR, description="`next` of the page before; leave out for the first.")]


class PageQuery(Input):
    """The query of every paged list; subclass it to add filters."""

    limit: Limit = 50
    cursor: Cursor | None = None


class Page(Output, Generic[T]):
    """One page of a list. ``next`` is null on the last one."""

    items: list[T]
    next: str | None


class Items(Output, Generic[T]):
    """A list that is short by nature, whole."""

    items: list[T]


def encode_cursor(*key: datetime | UUID | str | int | None) -> str:
    """The opaque form of a row's keyset values."""
    raw = TypeAdapter(list[Any]).dump_json(list(key))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_cursor(cursor: str, *types: Any) -> tuple[Any, ...]:
    """The keyset values in ``cursor``, one for each of ``types``. Raises ``Invalid`` (field ``query.cursor``)."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        values = _adapter(types).validate_json(raw, strict=True)
    except (ValidationError, ValueError):
        values = ("\0",)
    if any(isinstance(value, str) and "\0" in value for value in values):
        raise Invalid.field("query.cursor", "cursor", "This cursor does not belong to this list.")
    return values


def cut_page(rows: Sequence[R], limit: int, *key: str) -> tuple[Sequence[R], str | None]:
    """Cut ``limit + 1`` fetched rows to a page, and make the next cursor of its last row's ``key`` attributes."""
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(*(getattr(last, name) for name in key))


@lru_cache(maxsize=64)
def _adapter(types: tuple[Any, ...]) -> TypeAdapter[tuple[Any, ...]]:
    shape: Any = tuple.__class_getitem__(tuple(_BOUNDED.get(wanted, wanted) for wanted in types))
    return TypeAdapter(shape)
