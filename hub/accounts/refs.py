"""A user as other areas show them."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import web
from hub.accounts.models import User
from hub.db import Reader
from hub.text import initials

KEEP_SECONDS = 30.0
KEEP_MOST = 10_000
_KEPT: dict[UUID, tuple[float, UserRef]] = {}  # calls name the same few agents over and over
_NAMES = sa.select(User.id, User.name).where(User.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())))


class UserRef(web.Output):
    """A user's name and initials."""

    id: UUID
    name: str
    initials: str


async def user_refs(reader: Reader, ids: Collection[UUID]) -> dict[UUID, UserRef]:
    """The users behind ``ids``, in one query at most; unknown ids are left out. A name may be half a minute old."""
    now = time.monotonic()
    known = {user: kept[1] for user in ids if (kept := _KEPT.get(user)) and now - kept[0] < KEEP_SECONDS}
    missing = [user for user in ids if user not in known]
    if missing:
        if len(_KEPT) > KEEP_MOST:
            _KEPT.clear()
        for user, name in await reader.execute(_NAMES, {"ids": missing}):
            known[user] = UserRef(id=user, name=name, initials=initials(name))
            _KEPT[user] = now, known[user]
    return known


async def active_users(reader: Reader, ids: Collection[UUID] | None = None, limit: int = 1_000) -> Sequence[Any]:
    """Rows (id, name, role) of those who may sign in, in the alphabet's order; of ``ids`` only, if they are given."""
    query = sa.select(User.id, User.name, User.role).where(User.active.is_(True))
    if ids is not None:
        query = query.where(User.id.in_(list(ids)))
    return (await reader.execute(query.order_by(User.sort_name, User.id).limit(limit))).all()


def forget_user(user_id: UUID) -> None:
    """The user's name changed."""
    _KEPT.pop(user_id, None)
