"""A message with files came in: note in its transaction that they are wanted, and say so on its timeline entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import jobs
from hub.attachments.download import LONGEST_URL
from hub.attachments.models import Attachment
from hub.attachments.store import FACT, brief
from hub.blobs import plain_name
from hub.db import Tx, new_id
from hub.inbound import Arrived
from hub.ports import MOST_FILES, MediaFile
from hub.timeline import Interaction

KIND = "attachments.fetch"
LANE = "attachments"


class FileJob(BaseModel):
    """Which file is to be fetched."""

    attachment_id: UUID


async def follow(tx: Tx, arrived: Sequence[Arrived]) -> None:
    """Have the files fetched of all that came in; a fixed number of statements, and none where there are no files."""
    rows = [row for one in arrived for row in _rows(tx, one)]
    if not rows:
        return
    await tx.insert(Attachment, rows)
    await tx.written()
    told: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        told.setdefault(row["interaction_id"], []).append(brief(Attachment(**row)))
    table: Any = Interaction.__table__
    change = sa.update(table).where(table.c.id == sa.bindparam("which")).values(facts=sa.bindparam("said"))
    facts = {one.interaction_id: one.message.facts for one in arrived}
    await tx.connection.execute(
        change, [{"which": which, "said": facts[which] | {FACT: files}} for which, files in told.items()]
    )
    later = [jobs.Later(FileJob(attachment_id=row["id"])) for row in rows if row["state"] == "wanted"]
    await jobs.enqueue_many(tx, KIND, later, lane=LANE)


def _rows(tx: Tx, one: Arrived) -> list[dict[str, Any]]:
    return [_row(tx, one, place, file) for place, file in enumerate(one.message.media[:MOST_FILES])]


def _row(tx: Tx, one: Arrived, place: int, file: MediaFile) -> dict[str, Any]:
    well = 0 < len(file.url) <= LONGEST_URL
    return {
        "id": new_id(), "interaction_id": one.interaction_id, "position": place, "account": one.account,
        "url": file.url if well else None, "declared": (file.type or "")[:120] or None, "name": plain_name(file.name),
        "state": "wanted" if well else "refused", "reason": None if well else "address", "media_type": None,
        "bytes": None, "blob_id": None, "created_at": tx.now, "settled_at": None,
    }  # fmt: skip
