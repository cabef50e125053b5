"""Put short links into texts that are about to be sent, and keep what they stand for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Tx
from hub.links.codes import SAMPLE, new_code
from hub.links.finding import MOST_LINKS, replace_urls, target_of
from hub.links.models import ShortLink
from hub.messaging import hide_secrets
from hub.settings import Settings

PATH = "/l/"
_TABLE: Any = ShortLink.__table__
_NAMES = ("code", "target", "message_id")


def _insert(dialect: str) -> Any:
    """One statement for any number of links: its parameters are columns, or on SQLite all rows at once."""
    if dialect == "postgresql":
        arrays = [sa.bindparam(name, type_=ARRAY(_TABLE.c[name].type)) for name in _NAMES]
        given: Any = sa.func.unnest(*arrays).table_valued(*_NAMES, name="given").render_derived()
        values = [given.c[name] for name in _NAMES]
    else:
        given = sa.func.json_each(sa.bindparam("rows")).table_valued("value")
        values = [sa.func.json_extract(given.c.value, f"$[{place}]") for place in range(len(_NAMES))]
    zero: Any = sa.literal_column("0")
    rows = sa.select(*values, sa.bindparam("made_at", type_=_TABLE.c.made_at.type), zero, zero).where(sa.true())
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(_TABLE)
    insert = insert.from_select([*_NAMES, "made_at", "clicks", "previews"], rows)
    return insert.on_conflict_do_nothing().returning(_TABLE.c.code)


_NEW = {dialect: _insert(dialect) for dialect in ("sqlite", "postgresql")}


def base_of(settings: Settings) -> str | None:
    """What every short link begins with; None where the settings name no address of the hub."""
    url = settings.links.base_url or settings.http.public_url
    return f"{url.rstrip('/')}{PATH}" if url else None


@lru_cache(maxsize=256)  # a text to many has the same address for all
def _target(url: str, utm: tuple[tuple[str, str], ...]) -> str | None:
    return None if hide_secrets(url) != url else target_of(url, dict(utm))


@dataclass(frozen=True, slots=True)
class _Row:
    was: str
    code: str
    message_id: UUID
    target: str


def _given(tx: Tx, rows: Collection[_Row]) -> dict[str, Any]:
    if tx.dialect == "postgresql":
        return {name: [getattr(row, name) for row in rows] for name in _NAMES} | {"made_at": tx.now}
    return {"rows": json.dumps([(row.code, row.target, row.message_id.hex) for row in rows]), "made_at": tx.now}


class Shortener:
    """Makes them. It knows no message: who sends keeps what it made."""

    def __init__(self, base: str) -> None:
        self.base = base

    def shorten(self, text: str, utm: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """The text with a new code for each address in it, and the targets by code."""
        made: dict[str, str] = {}  # codes by target

        def short(url: str) -> str | None:
            target = self._target(url, utm)
            if target is None or (target not in made and len(made) >= MOST_LINKS):
                return None
            return self.base + made.setdefault(target, new_code())

        return replace_urls(text, short), {code: target for target, code in made.items()}

    def sample(self, text: str, utm: Mapping[str, str]) -> tuple[str, int]:
        """The text as long as it will be, and how many links it has."""
        made, targets = self.shorten(text, utm)
        for code in targets:
            made = made.replace(self.base + code, self.base + SAMPLE)
        return made, len(targets)

    def leading(self, text: str, utm: Mapping[str, str]) -> str:
        """The text with what its short links would lead to: two that say the same are alike."""
        made, targets = self.shorten(text, utm)
        return self._led(made, targets)

    async def restored(self, tx: Tx, message: UUID, text: str) -> str:
        """A message's shortened text as ``leading`` gives it."""
        query = sa.select(_TABLE.c.code, _TABLE.c.target).where(_TABLE.c.message_id == message)
        return self._led(text, {row.code: row.target for row in await tx.connection.execute(query)})

    def _led(self, text: str, targets: Mapping[str, str]) -> str:
        return replace_urls(text, lambda url: targets.get(url.removeprefix(self.base)))

    def _target(self, url: str, utm: Mapping[str, str]) -> str | None:
        """None for what stays: our own short links, and links that act for whoever has them."""
        return None if url.startswith(self.base) else _target(url, tuple(utm.items()))

    async def keep(self, tx: Tx, made: Mapping[UUID, Mapping[str, str]]) -> dict[UUID, dict[str, str]]:
        """Keep targets by message and code. A link that another has is made anew: the old and the new, by message."""
        rows = [_Row(code, code, message, target) for message, all_ in made.items() for code, target in all_.items()]
        changed: dict[UUID, dict[str, str]] = {}
        while rows:
            first = {row.code: row for row in reversed(rows)}
            kept = set((await tx.connection.execute(_NEW[tx.dialect], _given(tx, first.values()))).scalars())
            rows = [replace(row, code=new_code()) for row in rows if row.code not in kept or first[row.code] is not row]
            for row in rows:
                changed.setdefault(row.message_id, {})[self.base + row.was] = self.base + row.code
        return changed

    async def drop(self, tx: Tx, messages: Collection[UUID]) -> None:
        """These messages were not kept after all."""
        if messages:
            await tx.connection.execute(sa.delete(ShortLink).where(ShortLink.message_id.in_(list(messages))))
