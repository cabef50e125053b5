"""Change presence: one row a user, one interval a stretch, one event a change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import events
from hub.accounts import User
from hub.db import Tx, new_id
from hub.presence.models import Presence, PresenceInterval
from hub.presence.read import describe
from hub.presence.schemas import PresenceOut
from hub.presence.states import State, visible

ROOM = "presence"
GRACE = timedelta(seconds=45)
"""A page that reconnects within this time was never away."""


async def set_presence(tx: Tx, user_id: UUID, state: str, reason: str | None = None) -> PresenceOut | None:
    """Note what the user chose; a running call shows until it ends. None for an unknown user."""
    return await _change(tx, user_id, chosen_state=state, chosen_reason=reason)


async def overlay(tx: Tx, user_id: UUID, state: str | None) -> PresenceOut | None:
    """Show what the user's phone does (``ringing``, ``on_call``) over what they chose; None ends it."""
    return await _change(tx, user_id, overlay=state)


async def come_online(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """A sign-in: the user is there, and available unless they were on a break."""
    row = await _row(tx, user_id)
    if row is None:
        return None
    chosen = State.AVAILABLE if row.chosen_state == State.OFFLINE else row.chosen_state
    return await _change(tx, user_id, online=True, seen_at=tx.now, chosen_state=chosen)


async def go_offline(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """The user's last session ended: nothing is chosen any more."""
    return await _change(tx, user_id, online=False, chosen_state=State.AVAILABLE, chosen_reason=None)


async def refresh(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """Tell of a new name, role or extension; somebody deactivated is gone."""
    return await _change(tx, user_id, again=True)


async def keep_alive(tx: Tx, user_ids: Collection[UUID]) -> None:
    """These users have a page open here; called every ``GRACE / 3`` or oftener by each process with sockets."""
    if not user_ids:
        return
    ids = list(user_ids)
    missing = sa.select(User.id).outerjoin(Presence, Presence.user_id == User.id)
    missing = missing.where(User.id.in_(ids), sa.or_(Presence.user_id.is_(None), Presence.online.is_(False)))
    arrived = (await tx.session.scalars(missing)).all()
    await tx.session.execute(sa.update(Presence).where(Presence.user_id.in_(ids)).values(seen_at=tx.now))
    for user_id in arrived:
        await _change(tx, user_id, online=True, seen_at=tx.now)


async def expire(tx: Tx, grace: timedelta = GRACE) -> list[UUID]:
    """Users whose pages have been gone for ``grace`` are offline; what they chose is kept. Returns them."""
    gone = sa.select(Presence.user_id).where(Presence.online, Presence.seen_at < tx.now - grace).limit(500)
    found = list((await tx.session.scalars(gone)).all())
    for user_id in found:
        await _change(tx, user_id, online=False)
    return found


async def _change(tx: Tx, user_id: UUID, *, again: bool = False, **changes: Any) -> PresenceOut | None:
    """Apply ``changes``; tell others when what they see is different, or ``again``."""
    row = await _row(tx, user_id)
    if row is None:
        return None
    for name, value in changes.items():
        setattr(row, name, value)
    before = (row.state, row.reason)
    now = visible((row.chosen_state, row.chosen_reason), row.overlay, online=row.online)
    if now != before or row.version == 0:
        row.state, row.reason = now
        row.since = tx.now
        row.version += 1
        await _turn_interval(tx, row)
    elif not again:
        return await _described(tx, row)
    else:
        row.version += 1
    await tx.session.flush()
    out = await _described(tx, row)
    await events.append(tx, ROOM, events.Kind.PRESENCE, user_id, row.version, out)
    return out


async def _turn_interval(tx: Tx, row: Presence) -> None:
    table = PresenceInterval
    still_open = sa.update(table).where(table.user_id == row.user_id, table.until.is_(None))
    await tx.session.execute(still_open.values(until=tx.now))
    values = {"user_id": row.user_id, "state": row.state, "reason": row.reason, "since": tx.now}
    await tx.session.execute(sa.insert(table).values(id=new_id(), **values))


async def _row(tx: Tx, user_id: UUID) -> Presence | None:
    """The user's row, locked, made when it is missing."""
    found = await tx.session.get(Presence, user_id, with_for_update=True)
    if found is not None:
        return found
    if await tx.session.get(User, user_id) is None:
        return None
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    row = insert(Presence).values(
        user_id=user_id, chosen_state=State.AVAILABLE, online=False, seen_at=tx.now,
        state=State.OFFLINE, since=tx.now, version=0,
    )  # fmt: skip
    await tx.session.execute(row.on_conflict_do_nothing())
    return await tx.session.get(Presence, user_id, with_for_update=True)


async def _described(tx: Tx, row: Presence) -> PresenceOut | None:
    user = await tx.session.get(User, row.user_id)
    if user is None or not user.active:
        return None
    return (await describe(tx.session, [(user, row)]))[0]
