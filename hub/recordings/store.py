"""Recordings as people see them: the API's form, and what the call's timeline entry says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import timeline
from hub.calls import Call
from hub.db import Tx
from hub.recordings.formats import PLAYABLE
from hub.recordings.models import CallRecording
from hub.recordings.schemas import RecordingOut
from hub.timeline import Interaction

MOST = 20  # of one call


def present(row: CallRecording) -> RecordingOut:
    """The recording as the API gives it."""
    playable = row.state == "fetched" and row.codec in PLAYABLE
    names = RecordingOut.model_fields.keys() - {"playable"}
    return RecordingOut(playable=playable, **{name: getattr(row, name) for name in names})


async def of_call(session: AsyncSession, call_id: UUID) -> Sequence[CallRecording]:
    """The call's recordings in the order in which they were made."""
    query = sa.select(CallRecording).where(CallRecording.call_id == call_id)
    return (await session.scalars(query.order_by(CallRecording.recorded_at, CallRecording.id).limit(MOST))).all()


async def tell(tx: Tx, call_id: UUID) -> None:
    """Let the call's entries say how its recordings stand now, and push them to open pages."""
    await tx.flush()
    interaction_id = await tx.session.scalar(sa.select(Call.interaction_id).where(Call.id == call_id))
    if interaction_id is None:
        return
    item = await tx.session.get(Interaction, interaction_id, with_for_update=True, populate_existing=True)
    shown = [_brief(row) for row in await of_call(tx.session, call_id)]
    if item is None or item.facts.get("recordings", []) == shown:
        return
    await timeline.update_interaction(tx, interaction_id, facts=item.facts | {"recordings": shown})
    await timeline.push_entries(tx, interaction_id)


def _brief(row: CallRecording) -> dict[str, Any]:
    brief = {"id": str(row.id), "kind": row.kind, "state": row.state, "reason": row.reason, "seconds": row.seconds}
    return {name: value for name, value in brief.items() if value is not None}
