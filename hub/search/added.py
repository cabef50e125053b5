"""Index customers who were added this moment, many at once: who adds them knows what would have to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from hub.db import Tx
from hub.db.bulk import insert_many
from hub.db.lines import insert_lines, line_of
from hub.search.documents import MOST_ADDRESSES, address_line, grams_of_lines, text_of
from hub.search.models import CustomerSearch
from hub.search.query import clean
from hub.text import fold

_COLUMNS = ("customer_id", "text", "grams")


@dataclass(frozen=True, slots=True)
class Added:
    """A new customer, as it is to be found. ``addresses`` are pairs of kind and value."""

    id: UUID
    name: str
    organisation: str | None
    city: str | None
    addresses: Sequence[tuple[str, str]]


async def index_added(tx: Tx, people: Iterable[Added]) -> None:
    """Let these new customers be found at once; none of them may be indexed yet."""
    await insert_many(tx, CustomerSearch, _COLUMNS, (_row(tx.dialect, one) for one in people))


def line_of_added(dialect: str, one: Added) -> str:
    """The same as a line (``hub.db.lines``), made before the store is asked."""
    _, text, grams = _row(dialect, one)
    return line_of(dialect, (one.id.hex, text, None if grams is None else f"{{{','.join(map(str, grams))}}}"))


async def index_lines(tx: Tx, lines: Sequence[str]) -> None:
    """Let the new customers be found whose lines these are."""
    await insert_lines(tx, CustomerSearch, _COLUMNS, lines, {})


def _row(dialect: str, one: Added) -> tuple[UUID, str, list[int] | None]:
    addresses = [address_line(kind, value) for kind, value in one.addresses[:MOST_ADDRESSES]]
    lines = [_line(one.name), _line(one.organisation), _line(one.city), *dict.fromkeys(addresses)]
    return one.id, text_of(lines), grams_of_lines(lines) if dialect == "postgresql" else None


@lru_cache(maxsize=20_000)
def _line(text: str | None) -> str:
    return fold(clean(text)) if text else ""
