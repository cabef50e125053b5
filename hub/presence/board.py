"""Change presence: one row a user, one interval a stretch, one event a change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import events
from hub.accounts import User
from hub.db import Tx, new_id
from hub.presence import wrap_up
from hub.presence.hooks import HOOKS
from hub.presence.models import Presence, PresenceInterval
from hub.presence.read import describe
from hub.presence.schemas import PresenceOut, Told
from hub.presence.states import Source, State, reason_of, visible
from hub.web import Conflict

ROOM = "presence"
GRACE = timedelta(seconds=45)
"""A page that reconnects within this time was never away."""


async def set_presence(tx: Tx, user_id: UUID, state: str, reason: str | None = None) -> PresenceOut | None:
    """Note what the user chose; a running call shows until it ends. None for an unknown user.

    Whoever owes a call its result does not get out of wrap-up: ``Conflict``; back from elsewhere they get into it.
    """
    row = await row_of(tx, user_id)
    chosen = _chosen(tx, state, reason)
    if row is not None and row.owed and state != State.OFFLINE:
        chosen["owed"] = owed = await _still(tx, row)
        if owed and row.chosen_state == State.WRAP_UP and state != State.WRAP_UP:
            raise Conflict("Give the call its result first.", code="disposition_required")
        chosen |= _back(tx, row, chosen) if owed else {}
    out = await change(tx, user_id, **chosen)
    await tell_chosen(tx, user_id)
    return out


async def set_for(tx: Tx, user_id: UUID, state: str, reason: str | None, *, by: str) -> PresenceOut | None:
    """The same, chosen by a supervisor of this name; it is told at once, even if it only counts after a call."""
    told = Told(by=by, at=tx.now, what="away" if state == State.AWAY else "available", reason=reason)
    chosen = _chosen(tx, state, reason) | {"told": told.model_dump(mode="json"), "owed": []}
    out = await change(tx, user_id, again=True, **chosen)
    await tell_chosen(tx, user_id)
    return out


async def tell(tx: Tx, user_id: UUID, told: Told) -> PresenceOut | None:
    """Tell the user what somebody else did with their queues."""
    return await change(tx, user_id, again=True, told=told.model_dump(mode="json"))


async def follow_pause(tx: Tx, user_id: UUID, paused: bool, words: str) -> PresenceOut | None:
    """The user paused their phone in the telephone system, for the reason in ``words``, or ended a pause there."""
    reason = reason_of(words)
    note = words[:80] if paused and words and reason is None else None
    state = State.AWAY if paused else State.AVAILABLE
    row = await row_of(tx, user_id)
    chosen = _chosen(tx, state, reason if paused else None) | {"chosen_note": note, "chosen_by": Source.PHONE}
    held = {} if row is None else _back(tx, row, chosen)
    out = await change(tx, user_id, again=True, **chosen | held)
    if held:
        await tell_chosen(tx, user_id)
    return out


async def overlay(tx: Tx, user_id: UUID, state: str | None) -> PresenceOut | None:
    """Show what the user's phone does (``ringing``, ``on_call``) over what they chose; None ends it.

    Wrap-up follows a call that was answered, unless a break was chosen meanwhile.
    """
    row = await row_of(tx, user_id)
    if row is None:
        return None
    if state is not None or not row.talked:
        return await _change(tx, row, overlay=state, talked=row.talked or state == State.ON_CALL)
    changes = await wrap_up.after_call(tx, row)
    out = await _change(tx, row, overlay=None, talked=False, **changes)
    if changes:
        await tell_chosen(tx, user_id)
    return out


async def come_online(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """A sign-in: the user is there, and available unless they were on a break."""
    row = await row_of(tx, user_id)
    if row is None:
        return None
    again = _chosen(tx, State.AVAILABLE) if row.chosen_state == State.OFFLINE else {}
    if again:
        again |= _back(tx, row, again)
    out = await change(tx, user_id, online=True, seen_at=tx.now, **again)
    if again:
        await tell_chosen(tx, user_id)
    return out


async def go_offline(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """The user's last session ended: nothing is chosen any more."""
    return await change(tx, user_id, online=False, owed=[], **_chosen(tx, State.AVAILABLE))


async def settle(tx: Tx, call_id: UUID, user_ids: Collection[UUID]) -> None:
    """The call was given its result: whoever of these waited for that, with the time of wrap-up up, is available."""
    query = sa.select(Presence).where(Presence.user_id.in_(list(user_ids))).order_by(Presence.user_id)
    for row in (await tx.session.scalars(query.with_for_update())).all():
        if str(call_id) not in row.owed:
            continue
        await _owe(tx, row, [one for one in row.owed if one != str(call_id)])


async def forgive(tx: Tx) -> None:
    """Less is asked of calls than before: whoever owes nothing any more is let out of wrap-up, if its time is up."""
    query = sa.select(Presence).where(sa.cast(Presence.owed, sa.Text) != "[]").order_by(Presence.user_id)
    rows = (await tx.session.scalars(query.with_for_update())).all()
    still = await HOOKS.still_owed(tx, {UUID(one) for row in rows for one in row.owed}) if rows else set()
    for row in rows:
        if (owed := [one for one in row.owed if UUID(one) in still]) != row.owed:
            await _owe(tx, row, owed)


async def owing_among(tx: Tx, users: Collection[UUID]) -> list[UUID]:
    """Those of the users who owe a result."""
    query = sa.select(Presence.user_id).where(Presence.user_id.in_(list(users)))
    return list(await tx.session.scalars(query.where(sa.cast(Presence.owed, sa.Text) != "[]")))


async def excuse(tx: Tx, user_id: UUID) -> set[UUID]:
    """The user can give no results any more, so none holds them; the calls for which nobody else is held either."""
    query = sa.select(Presence).where(sa.cast(Presence.owed, sa.Text) != "[]").order_by(Presence.user_id)
    rows = {row.user_id: row for row in await tx.session.scalars(query.with_for_update())}
    row = rows.pop(user_id, None)
    if row is None:
        return set()
    left = await HOOKS.still_owed(tx, {UUID(one) for one in row.owed})
    await _owe(tx, row, [])
    return left - {UUID(one) for other in rows.values() for one in other.owed}


async def refresh(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """Tell of a new name, role or extension; somebody deactivated is gone."""
    return await change(tx, user_id, again=True)


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
        await change(tx, user_id, online=True, seen_at=tx.now)


async def expire(tx: Tx, grace: timedelta = GRACE) -> list[UUID]:
    """Users whose pages have been gone for ``grace`` are offline; what they chose is kept. Returns them."""
    gone = sa.select(Presence.user_id).where(Presence.online, Presence.seen_at < tx.now - grace).limit(500)
    found = list((await tx.session.scalars(gone)).all())
    for user_id in found:
        await change(tx, user_id, online=False)
    return found


async def change(tx: Tx, user_id: UUID, *, again: bool = False, **changes: Any) -> PresenceOut | None:
    """Apply ``changes``; tell others when what they see is different, or ``again``.

    Wrap-up that ended before anybody said so ends when it did, so that the intervals are exact.
    """
    row = await row_of(tx, user_id)
    return None if row is None else await _change(tx, row, again=again, **changes)


async def _change(tx: Tx, row: Presence, *, again: bool = False, **changes: Any) -> PresenceOut | None:
    if row.wrap_up_until is not None and wrap_up.is_over(row, tx.now):
        await _apply(tx, row, row.wrap_up_until, again=False, chosen_state=State.AVAILABLE, wrap_up_until=None)
    return await _apply(tx, row, tx.now, again=again, **changes)


async def tell_chosen(tx: Tx, user_id: UUID) -> None:
    """The hub let this user be called from now on, or no more: whoever follows must do the same."""
    for follower in HOOKS.chosen:
        await follower(tx, user_id)


async def _owe(tx: Tx, row: Presence, owed: list[str]) -> None:
    up = row.wrap_up_until is not None and row.wrap_up_until <= tx.now
    freed = up and not owed and row.chosen_state == State.WRAP_UP
    await _apply(tx, row, tx.now, again=True, owed=owed, **_chosen(tx, State.AVAILABLE) if freed else {})
    if freed:
        await tell_chosen(tx, row.user_id)


async def _still(tx: Tx, row: Presence) -> list[str]:
    still = await HOOKS.still_owed(tx, {UUID(one) for one in row.owed})
    return [one for one in row.owed if UUID(one) in still]


def _back(tx: Tx, row: Presence, chosen: dict[str, Any]) -> dict[str, Any]:
    """Who would be available, and owes a result, is in wrap-up, with no time left of it."""
    if not row.owed or chosen["chosen_state"] != State.AVAILABLE:
        return {}
    return {"chosen_state": State.WRAP_UP, "chosen_by": Source.HUB, "wrap_up_until": tx.now}


def _chosen(tx: Tx, state: str, reason: str | None = None) -> dict[str, Any]:
    return {"chosen_state": state, "chosen_reason": reason, "chosen_note": None, "chosen_by": Source.HUB,
            "chosen_at": tx.now, "wrap_up_until": None, "told": None}  # fmt: skip


async def _apply(tx: Tx, row: Presence, at: datetime, *, again: bool, **changes: Any) -> PresenceOut | None:
    for name, value in changes.items():
        setattr(row, name, value)
    before = (row.state, row.reason)
    now = visible((row.chosen_state, row.chosen_reason), row.overlay, online=row.online)
    if now != before or row.version == 0:
        row.state, row.reason = now
        row.since = at if row.version == 0 else max(at, row.since)  # a clock may be set back
        row.version += 1
        await _turn_interval(tx, row)
    elif not again:
        return await _described(tx, row)
    else:
        row.version += 1
    await tx.session.flush()
    out = await _described(tx, row)
    await events.append(tx, ROOM, events.Kind.PRESENCE, row.user_id, row.version, out)
    return out


async def _turn_interval(tx: Tx, row: Presence) -> None:
    table = PresenceInterval
    still_open = sa.update(table).where(table.user_id == row.user_id, table.until.is_(None))
    await tx.session.execute(still_open.values(until=row.since))
    values = {"user_id": row.user_id, "state": row.state, "reason": row.reason, "since": row.since}
    await tx.session.execute(sa.insert(table).values(id=new_id(), **values))


async def row_of(tx: Tx, user_id: UUID) -> Presence | None:
    """The user's row, locked, made when it is missing; None for an unknown user."""
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
