"""Files as people see them: the API's form, and what the message's timeline entry says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import timeline
from hub.attachments.kinds import ENDINGS, OCTETS, PLAYED, SHOWN
from hub.attachments.models import Attachment
from hub.attachments.schemas import AttachmentOut, View
from hub.db import Tx
from hub.ports import MOST_FILES

FACT: Final = "attachments"


def present(row: Attachment) -> AttachmentOut:
    """The file as the API gives it."""
    names = AttachmentOut.model_fields.keys() - {"name", "view"}
    return AttachmentOut(name=name_of(row), view=view_of(row), **{name: getattr(row, name) for name in names})


def name_of(row: Attachment) -> str:
    """Its own name, else one that says what it is."""
    kind = row.media_type or OCTETS
    return row.name or f"{kind.partition('/')[0]}-{row.position + 1}.{ENDINGS.get(kind, 'bin')}"


def view_of(row: Attachment) -> View:
    """What a page does with it."""
    if row.media_type in SHOWN:
        return "image"
    if row.media_type in PLAYED:
        return "audio" if row.media_type.startswith("audio/") else "video"
    return "file"


async def of_interaction(session: AsyncSession, interaction_id: UUID) -> Sequence[Attachment]:
    """The message's files in their order."""
    query = sa.select(Attachment).where(Attachment.interaction_id == interaction_id)
    return (await session.scalars(query.order_by(Attachment.position).limit(MOST_FILES))).all()


async def tell(tx: Tx, interaction_id: UUID) -> None:
    """Let the message's entries say how its files stand now, and push them to open pages."""
    await tx.flush()
    held = sa.select(timeline.Interaction.id).where(timeline.Interaction.id == interaction_id).with_for_update()
    await tx.session.execute(held)  # first: of two files that come at once, the later tells of both
    shown = [brief(row) for row in await of_interaction(tx.session, interaction_id)]
    await timeline.merge_facts(tx, interaction_id, {FACT: shown})
    await timeline.push_entries(tx, interaction_id)


def brief(row: Attachment) -> dict[str, Any]:
    """What the entry says of a file."""
    said: dict[str, Any] = {"id": str(row.id), "state": row.state, "reason": row.reason}
    if row.state == "fetched":
        said |= {"name": name_of(row), "view": view_of(row), "bytes": row.bytes}
    return {name: value for name, value in said.items() if value is not None}
