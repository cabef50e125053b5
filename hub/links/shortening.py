"""Put short links into texts that are about to be sent, and keep what they stand for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Tx
from hub.links.codes import SAMPLE, new_code
from hub.links.finding import MOST_LINKS, replace_urls, target_of
from hub.links.models import ShortLink
from hub.messaging import hide_secrets
from hub.settings import Settings

PATH = "/l/"
_TABLE: Any = ShortLink.__table__
_NEW = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.code)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def base_of(settings: Settings) -> str | None:
    """What every short link begins with; None where the settings name no address of the hub."""
    url = settings.links.base_url or settings.http.public_url
    return f"{url.rstrip('/')}{PATH}" if url else None


@dataclass(frozen=True, slots=True)
class _Row:
    was: str
    code: str
    message_id: UUID
    target: str


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

    def masked(self, text: str) -> str:
        """A text that was shortened, its codes left out: two of the same words are alike."""
        return replace_urls(text, lambda url: self.base + SAMPLE if url.startswith(self.base) else None)

    def _target(self, url: str, utm: Mapping[str, str]) -> str | None:
        """None for what stays: our own short links, and links that act for whoever has them."""
        if url.startswith(self.base) or hide_secrets(url) != url:
            return None
        return target_of(url, utm)

    async def keep(self, tx: Tx, made: Mapping[UUID, Mapping[str, str]]) -> dict[UUID, dict[str, str]]:
        """Keep targets by message and code. A link that another has is made anew: the old and the new, by message."""
        rows = [_Row(code, code, message, target) for message, all_ in made.items() for code, target in all_.items()]
        changed: dict[UUID, dict[str, str]] = {}
        while rows:
            first = {row.code: row for row in reversed(rows)}
            values = [
                {"code": row.code, "target": row.target, "message_id": row.message_id, "made_at": tx.now}
                for row in first.values()
            ]
            kept = set((await tx.connection.execute(_NEW[tx.dialect], values)).scalars())
            rows = [replace(row, code=new_code()) for row in rows if row.code not in kept or first[row.code] is not row]
            for row in rows:
                changed.setdefault(row.message_id, {})[self.base + row.was] = self.base + row.code
        return changed

    async def drop(self, tx: Tx, messages: Collection[UUID]) -> None:
        """These messages were not kept after all."""
        if messages:
            await tx.connection.execute(sa.delete(ShortLink).where(ShortLink.message_id.in_(list(messages))))
