"""Tell open pages how conversations stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.conversations.models import Conversation
from hub.conversations.present import Users, describe
from hub.conversations.schemas import ConversationOut, InboxOut
from hub.db import Tx

ROOM = "conversation"
LIST_ROOM = "conversations"
_TABLE: Any = Conversation.__table__
_KEPT = ("state", "assignee_id", "team_id", "unread", "last_at", "snoozed_until", "resolved_at")
_NEW = {name: sa.bindparam(f"v_{name}", type_=_TABLE.c[name].type) for name in _KEPT}
_CHANGE = sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("row_id"))
_CHANGE = _CHANGE.values(version=_TABLE.c.version + 1, **_NEW)


def room_of(conversation_id: UUID) -> str:
    """The room of one conversation."""
    return f"{ROOM}:{conversation_id}"


async def keep(tx: Tx, rows: Sequence[dict[str, Any]], known: Users | None = None) -> list[ConversationOut]:
    """Write these down as they are given, a version on, and push them."""
    if not rows:
        return []
    await tx.connection.execute(
        _CHANGE, [{"row_id": row["id"]} | {f"v_{name}": row[name] for name in _KEPT} for row in rows]
    )
    return await push(tx, [row | {"version": row["version"] + 1} for row in rows], known)


async def push(tx: Tx, rows: Sequence[Mapping[str, Any]], known: Users | None = None) -> list[ConversationOut]:
    """Push these; they are given as they stand."""
    found = await describe(tx.connection, rows, known)
    for one in found:
        await events.append(tx, room_of(one.id), events.Kind.CONVERSATION, one.id, one.version, one)
        await events.append(tx, LIST_ROOM, events.Kind.INBOX, one.id, one.version, _listed(one))
    return found


def _listed(one: ConversationOut) -> InboxOut:
    return InboxOut(
        id=one.id, assignee_id=one.assignee.id if one.assignee else None, team_id=one.team.id if one.team else None,
        version=one.version,
    )  # fmt: skip
