"""Tell the messages whose links were opened: a job, since the timeline and open pages take longer than a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import messaging
from hub.db import Reader, Tx
from hub.jobs import Context, Handlers
from hub.links.models import ShortLink

TELL = "links.tell"
_TABLE: Any = ShortLink.__table__


class Tell(BaseModel):
    """Which messages."""

    message_ids: list[UUID]


async def tell(tx: Tx, messages: Sequence[UUID]) -> None:
    """Let them say how often their links were opened; again, it changes nothing."""
    await messaging.note_opened(tx, messages, _count)


async def _count(reader: Reader, messages: Sequence[UUID]) -> Mapping[UUID, messaging.Opened]:
    query = sa.select(
        _TABLE.c.message_id, sa.func.sum(_TABLE.c.clicks).label("clicks"), sa.func.max(_TABLE.c.last_at).label("at")
    )
    query = query.where(_TABLE.c.message_id.in_(list(messages)), _TABLE.c.clicks > 0).group_by(_TABLE.c.message_id)
    return {row.message_id: messaging.Opened(int(row.clicks), row.at) for row in await reader.execute(query)}


def register(handlers: Handlers) -> None:
    """Do the jobs."""

    @handlers.on(TELL, payload=Tell)
    async def tell_opened(ctx: Context, wanted: Tell) -> None:
        await ctx.database.write(lambda tx: tell(tx, wanted.message_ids))
