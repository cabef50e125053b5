"""A user as other areas show them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import web
from hub.accounts.models import User
from hub.text import initials


class UserRef(web.Output):
    """A user's name and initials."""

    id: UUID
    name: str
    initials: str


async def user_refs(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UserRef]:
    """The users behind ``ids``, in one query; unknown ids are left out."""
    if not ids:
        return {}
    rows = await session.execute(sa.select(User.id, User.name).where(User.id.in_(list(ids))))
    return {user: UserRef(id=user, name=name, initials=initials(name)) for user, name in rows}
