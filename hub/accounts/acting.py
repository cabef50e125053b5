"""Somebody as what is done in their name without a session sees them, such as what they wrote in their calendar."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from hub.accounts.grants import permissions_of
from hub.accounts.models import User
from hub.db import Reader, utc_now
from hub.web import Principal


async def access_of(reader: Reader, user_id: UUID) -> int:
    """What the user's ``access`` is; below nought for nobody."""
    found: int | None = (await reader.execute(sa.select(User.access).where(User.id == user_id))).scalar()
    return -1 if found is None else found


async def acting_user(reader: Reader, user_id: UUID, *, demo: bool) -> Principal | None:
    """The user with the rights of now; None for who is deactivated, and for the demo's people outside of it."""
    table = User.__table__
    query = sa.select(table).where(table.c.id == user_id, table.c.active.is_(True))
    row = (await reader.execute(query)).one_or_none()
    if row is None or (row.demo and not demo):
        return None
    rights = await permissions_of(reader, row.role)
    return Principal(
        id=row.id, session_id=row.id, name=row.name, email=row.email, role=row.role, language=row.language,
        time_zone=row.time_zone, permissions=frozenset(rights), locked=False, expires_at=utc_now(),
    )  # fmt: skip
