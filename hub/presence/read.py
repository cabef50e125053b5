"""Read presence: who does what now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import User
from hub.presence.hooks import HOOKS
from hub.presence.models import Presence
from hub.presence.schemas import PresenceOut
from hub.presence.states import State
from hub.text import initials

MOST = 5_000  # users; one organisation's


async def everybody(session: AsyncSession) -> list[PresenceOut]:
    """All active users by name; who was never here is offline."""
    query = sa.select(User, Presence).outerjoin(Presence, Presence.user_id == User.id).where(User.active)
    rows = (await session.execute(query.order_by(User.sort_name, User.id).limit(MOST))).all()
    return await describe(session, [(user, row) for user, row in rows])


async def describe(session: AsyncSession, rows: Sequence[tuple[User, Presence | None]]) -> list[PresenceOut]:
    """Presence as the API gives it."""
    numbers = await HOOKS.find_numbers(session, [user.id for user, _ in rows])
    return [
        PresenceOut.model_validate({
            "user_id": user.id,
            "name": user.name,
            "initials": initials(user.name),
            "role": user.role,
            "state": row.state if row else State.OFFLINE,
            "reason": row.reason if row else None,
            "since": row.since if row else user.created_at,
            "extension": numbers.get(user.id),
            "version": row.version if row else 0,
        })
        for user, row in rows
    ]  # fmt: skip


async def overlaid(session: AsyncSession, users: Collection[UUID]) -> dict[UUID, str]:
    """What these users' phones were last said to do; for whoever takes up watching them."""
    query = sa.select(Presence.user_id, Presence.overlay).where(
        Presence.user_id.in_(list(users)), Presence.overlay.is_not(None)
    )
    return {row.user_id: row.overlay for row in await session.execute(query)}
