"""A customer as text to search: name, organisation, city and addresses, a line each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx
from hub.search.grams import grams_of
from hub.search.query import NAME, clean
from hub.search.sources import CUSTOMER, IDENTITY, LINK
from hub.text import fold

MOST_ADDRESSES = 200
FIELDS = ("name", "organisation", "city")  # of the first lines; those below are addresses
_IDS = sa.bindparam("ids", expanding=True, type_=sa.Uuid())
_ANY, _ORGANISATION = CUSTOMER.alias("any_organisation"), CUSTOMER.alias("organisation")
_PEOPLE = (
    sa.select(CUSTOMER.c.id, CUSTOMER.c.kind, CUSTOMER.c.name, _ORGANISATION.c.name, CUSTOMER.c.city)
    .select_from(
        CUSTOMER.outerjoin(_ANY, _ANY.c.id == CUSTOMER.c.organisation_id).outerjoin(
            _ORGANISATION, _ORGANISATION.c.id == _ANY.c.root_id
        )
    )
    .where(CUSTOMER.c.id.in_(_IDS), CUSTOMER.c.merged_into.is_(None))
)
_ADDRESSES = (
    sa.select(CUSTOMER.c.root_id, IDENTITY.c.kind, IDENTITY.c.value)
    .select_from(
        CUSTOMER.join(LINK, LINK.c.customer_id == CUSTOMER.c.id).join(IDENTITY, IDENTITY.c.id == LINK.c.identity_id)
    )
    .where(CUSTOMER.c.root_id.in_(_IDS), LINK.c.valid_to.is_(None))
    .order_by(CUSTOMER.c.root_id, LINK.c.id)
)
_MERGED = sa.select(CUSTOMER.c.root_id).where(
    CUSTOMER.c.id.in_(_IDS), CUSTOMER.c.kind == "organisation", CUSTOMER.c.merged_into.is_not(None)
)
_ROOTS = sa.select(CUSTOMER.c.root_id).where(CUSTOMER.c.id.in_(_IDS)).distinct()
Document = dict[str, Any]


async def roots_of(tx: Tx, ids: Collection[UUID]) -> set[UUID]:
    """The customers that these are, or were merged into."""
    return set((await tx.connection.execute(_ROOTS, {"ids": list(ids)})).scalars())


async def merged_organisations(tx: Tx, ids: Collection[UUID]) -> set[UUID]:
    """What those of them are called now that are organisations merged into others: the survivors."""
    return set((await tx.connection.execute(_MERGED, {"ids": list(ids)})).scalars())


async def documents(tx: Tx, roots: Collection[UUID]) -> tuple[list[Document], set[UUID]]:
    """Rows for ``customer_search``, and which of them are organisations."""
    wanted = {"ids": list(roots)}
    people = (await tx.connection.execute(_PEOPLE, wanted)).all()
    addresses: dict[UUID, list[str]] = {}
    for root, kind, value in await tx.connection.execute(_ADDRESSES, wanted):
        addresses.setdefault(root, []).append(address_line(kind, value))
    made = [_document(row, addresses) for row in people]
    return made, {row.id for row in people if row.kind == "organisation"}


def address_line(kind: str, value: str) -> str:
    """A number or a mail address as it is looked for."""
    return value.lstrip("+") if kind == "phone" else fold(clean(value))


def _document(row: Any, addresses: Mapping[UUID, Sequence[str]]) -> Document:
    key, _, name, organisation, city = row
    lines = [*(fold(clean(one)) if one else "" for one in (name, organisation, city)),
             *dict.fromkeys(addresses.get(key, ())[:MOST_ADDRESSES])]  # fmt: skip
    return {"customer_id": key, "text": text_of(lines), "grams": grams_of_lines(lines)}


def text_of(lines: Sequence[str]) -> str:
    """One text: words follow a space, lines end with a line feed, and the name's comes after a tabulator."""
    return NAME + "\n ".join(lines) + "\n"


def lines_of(text: str) -> list[str]:
    """The lines that a text was made of."""
    return text[len(NAME) : -1].split("\n ")


def grams_of_lines(lines: Sequence[str]) -> list[int]:
    """The trigrams of every word with the space before it, and the sign that the name begins with."""
    found = set(grams_of(NAME + lines[0][:1]))
    for line in lines:
        for word in line.split(" "):
            found.update(_grams(f" {word}"))
    return list(found)


_grams = lru_cache(maxsize=20_000)(grams_of)  # first names and cities come again and again
