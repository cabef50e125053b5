"""Answers that cost nothing but themselves when they go wrong: what came in is kept all the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog

from hub import timeline
from hub.db import Tx
from hub.inbound import Arrived

log = structlog.get_logger(__name__)


async def answer(tx: Tx, arrived: Sequence[Arrived], work: Callable[[Sequence[Arrived]], Awaitable[None]]) -> None:
    """Let these be answered together, or, where that fails, each by itself; the timeline says which were not."""
    if not arrived or (error := await tx.attempt(lambda: work(arrived))) is None:
        return
    if len(arrived) > 1:
        for one in arrived:  # rare: a text or a template that cannot be made
            await answer(tx, [one], work)
        return
    log.error("answer_failed", account=arrived[0].account, exc_info=error)
    await mark(tx, arrived, "unanswered")


async def mark(tx: Tx, arrived: Sequence[Arrived], why: str) -> None:
    """Say on the timeline that these were not answered: ``silenced`` or ``unanswered``."""
    if not arrived:
        return
    await tx.written()
    query = sa.select(timeline.Interaction.id, timeline.Interaction.facts)
    query = query.where(timeline.Interaction.id.in_([one.interaction_id for one in arrived]))
    lines: dict[UUID, dict[str, Any]] = {  # with what others have noted of it, such as its files
        row.id: {"facts": {**row.facts, why: True}} for row in await tx.connection.execute(query)
    }
    await timeline.update_many(tx, lines)
