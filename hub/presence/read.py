"""Read presence: who does what now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import User
from hub.db import Reader
from hub.presence.hooks import HOOKS
from hub.presence.models import Presence
from hub.presence.schemas import PresenceOut
from hub.presence.states import Source, State
from hub.text import initials

MOST = 5_000  # users; one organisation's


async def everybody(session: AsyncSession) -> list[PresenceOut]:
    """All active users by name; who was never here is offline."""
    query = sa.select(User, Presence).outerjoin(Presence, Presence.user_id == User.id).where(User.active)
    rows = (await session.execute(query.order_by(User.sort_name, User.id).limit(MOST))).all()
    return await describe(session, [(user, row) for user, row in rows])


async def available_of(reader: Reader, users: Collection[UUID]) -> set[UUID]:
    """Those of the users who are available now, in one query."""
    query = sa.select(Presence.user_id).where(Presence.user_id.in_(list(users)), Presence.state == State.AVAILABLE)
    return {row.user_id for row in await reader.execute(query)} if users else set()


async def describe(session: AsyncSession, rows: Sequence[tuple[User, Presence | None]]) -> list[PresenceOut]:
    """Presence as the API gives it."""
    users = [user.id for user, _ in rows]
    numbers, phones = await HOOKS.find_numbers(session, users), await HOOKS.find_phones(session, users)
    return [
        PresenceOut.model_validate({
            "user_id": user.id,
            "name": user.name,
            "initials": initials(user.name),
            "role": user.role,
            "state": row.state if row else State.OFFLINE,
            "reason": row.reason if row else None,
            "note": row.chosen_note if row and row.state == State.AWAY else None,
            "source": row.chosen_by if row else Source.HUB,
            "until": row.wrap_up_until if row and row.state == State.WRAP_UP else None,
            "since": row.since if row else user.created_at,
            "extension": numbers.get(user.id),
            "phone": phones.get(user.id),
            "told": row.told if row else None,
            "owed": row.owed if row else [],
            "version": row.version if row else 0,
        })
        for user, row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a user wants no calls from queues, why (in words for the telephone system), and since when."""

    paused: bool
    words: str
    at: datetime | None


HUB_WORDS = frozenset({str(State.WRAP_UP), str(State.OFFLINE)})  # only the hub pauses a phone for these


async def choice_of(session: AsyncSession, user_id: UUID) -> Choice:
    """What the user chose last, wherever that was."""
    row = await session.get(Presence, user_id)
    if row is None or row.chosen_state == State.AVAILABLE:
        return Choice(False, "", row.chosen_at if row else None)
    if row.chosen_state == State.AWAY:
        return Choice(True, row.chosen_reason or row.chosen_note or "", row.chosen_at)
    return Choice(True, str(State(row.chosen_state)), row.chosen_at)


async def overlaid(session: AsyncSession) -> dict[UUID, str]:
    """What people's phones were last said to do, for whoever takes up watching them; no entry: nothing."""
    query = sa.select(Presence.user_id, Presence.overlay).where(Presence.overlay.is_not(None))
    return {row.user_id: row.overlay for row in await session.execute(query)}
