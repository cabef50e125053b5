"""Short links in the store: found by their codes, and told of with who opened them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader, Tx
from hub.links.codes import code_in
from hub.links.models import LinkClick, ShortLink
from hub.links.schemas import ClickOut, ShortLinkOut

GRACE = timedelta(days=30)  # in which a link that is over still says so
LATEST = 20  # openings of a link that are told
AT_ONCE = 1_000
_LINK: Any = ShortLink.__table__
_CLICK: Any = LinkClick.__table__
_FOUND = sa.select(_LINK).where(_LINK.c.code == sa.bindparam("of"))


async def find(reader: Reader, code: str) -> Any:
    """The link's row, or None."""
    known = code_in(code)
    return (await reader.execute(_FOUND, {"of": known})).first() if known else None


def is_over(link: Any, keep_days: int, now: datetime) -> bool:
    """Whether it works no more."""
    return bool(link.made_at + timedelta(days=keep_days) <= now)


async def of_message(reader: Reader, message_id: UUID, base: str, keep_days: int) -> list[ShortLinkOut]:
    """The links of a message, with the latest openings of each, in two queries."""
    query = sa.select(_LINK).where(_LINK.c.message_id == message_id).order_by(_LINK.c.made_at, _LINK.c.code)
    links = (await reader.execute(query)).all()
    clicks = await _latest(reader, [link.code for link in links])
    return [
        ShortLinkOut(
            url=base + link.code, target=link.target, clicks=link.clicks, previews=link.previews,
            first_at=link.first_at, last_at=link.last_at, expires_at=link.made_at + timedelta(days=keep_days),
            latest=clicks.get(link.code, []),
        )
        for link in links
    ]  # fmt: skip


async def _latest(reader: Reader, codes: Sequence[str]) -> dict[str, list[ClickOut]]:
    place = sa.func.row_number().over(partition_by=_CLICK.c.code, order_by=_CLICK.c.id.desc()).label("place")
    ranked = sa.select(_CLICK, place).where(_CLICK.c.code.in_(list(codes))).subquery()
    found: dict[str, list[ClickOut]] = {}
    query = sa.select(ranked).where(ranked.c.place <= LATEST).order_by(ranked.c.id.desc())
    for row in await reader.execute(query) if codes else ():
        found.setdefault(row.code, []).append(ClickOut(at=row.at, kind=row.kind, device=row.device))
    return found


async def purge(tx: Tx, keep_days: int) -> int:
    """Forget up to ``AT_ONCE`` links that are over since a while, with their clicks; how many, where more may be."""
    before = tx.now - timedelta(days=keep_days) - GRACE
    query = sa.select(_LINK.c.code).where(_LINK.c.made_at < before).order_by(_LINK.c.made_at).limit(AT_ONCE)
    codes = list((await tx.connection.execute(query)).scalars())
    if codes:
        await tx.connection.execute(sa.delete(_CLICK).where(_CLICK.c.code.in_(codes)))
        await tx.connection.execute(sa.delete(_LINK).where(_LINK.c.code.in_(codes)))
    return len(codes) if len(codes) == AT_ONCE else 0
