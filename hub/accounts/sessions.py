"""Server-side sessions: made at sign-in, found by the cookie's token, locked, ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub import events
from hub.accounts import audit, throttle
from hub.accounts.grants import granted
from hub.accounts.hooks import HOOKS
from hub.accounts.models import CustomRole, Session, User
from hub.accounts.permissions import Permission
from hub.accounts.refs import forget_user
from hub.db import Database, StoreUnavailable, Tx, new_id, utc_now
from hub.settings import Settings
from hub.web import COOKIE, DATABASE, SETTINGS, Principal

TOUCH_EVERY = timedelta(seconds=30)
"""Activity is written this often at most; the page reports it every 20 s."""
_PASSIVE = ("/socket.io", "/api/session")  # asked by the page itself, not by a person


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def open_session(tx: Tx, user: User, hours: float, *, address: str, browser: str) -> tuple[Session, str]:
    """Start a session that lives ``hours`` at most; returns it with its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    session = Session(
        id=new_id(),
        token_hash=token_hash(token),
        user_id=user.id,
        created_at=tx.now,
        active_at=tx.now,
        expires_at=tx.now + timedelta(hours=hours),
        address=address,
        browser=browser[:200],
    )
    tx.session.add(session)
    return session, token


async def authenticate(request: web.Request) -> Principal | None:
    """Who sent this request; for ``hub.web`` and the websocket. What a person did counts as activity."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    db, settings = request.app[DATABASE], request.app[SETTINGS]
    active = not request.path.startswith(_PASSIVE)
    return await authenticate_cookie(db, settings, token, active=active)


async def authenticate_cookie(
    db: Database, settings: Settings, token: str, *, active: bool = False
) -> Principal | None:
    """Who holds ``token``, or None when the session is over. ``active`` keeps it from locking."""
    query = (
        sa.select(Session, User, CustomRole.permissions)
        .join(User, User.id == Session.user_id)
        .outerjoin(CustomRole, CustomRole.key == User.role)
        .where(Session.token_hash == token_hash(token), User.active)
    )
    async with db.read() as session:
        row = (await session.execute(query)).one_or_none()
    if row is None or (row.User.demo and not settings.demo):
        return None
    now = utc_now()
    if is_over(row.Session, settings, now):
        return None
    rights = granted(row.User.role, row.permissions)
    user = principal_of(row.Session, row.User, rights, locked=is_locked(row.Session, settings, now))
    if active and not user.locked and now - row.Session.active_at > TOUCH_EVERY:
        await record_activity(db, user)
    return user


def is_over(session: Session, settings: Settings, now: datetime) -> bool:
    """True after the session's life, or after too long without a touch."""
    idle = settings.accounts.idle_sign_out_seconds
    return now >= session.expires_at or bool(idle and now - session.active_at > timedelta(seconds=idle))


def is_locked(session: Session, settings: Settings, now: datetime) -> bool:
    """True when somebody locked it, or nobody touched it for the idle time, whatever the page did meanwhile."""
    idle = settings.accounts.idle_lock_seconds
    limit = timedelta(seconds=idle) + 2 * TOUCH_EVERY
    return session.locked_at is not None or bool(idle and now - session.active_at > limit)


def principal_of(session: Session, user: User, permissions: frozenset[Permission], *, locked: bool) -> Principal:
    """The session and its user, as routes and sockets see them."""
    return Principal(
        id=user.id,
        session_id=session.id,
        name=user.name,
        email=user.email,
        role=user.role,
        language=user.language,
        time_zone=user.time_zone,
        permissions=permissions,
        locked=locked,
        expires_at=session.expires_at,
    )


async def record_activity(db: Database, user: Principal) -> None:
    """Note that somebody is there; written every half minute at most, and dropped while the store is away."""

    async def touch(tx: Tx) -> None:
        touched = (
            sa.update(Session)
            .where(Session.id == user.session_id, Session.locked_at.is_(None), Session.active_at < tx.now - TOUCH_EVERY)
            .values(active_at=tx.now)
            .returning(Session.user_id)
        )
        if (await tx.session.execute(touched)).first():
            await tx.session.execute(sa.update(User).where(User.id == user.id).values(last_seen_at=tx.now))

    if user.locked:
        return
    try:
        await db.write(touch)
    except StoreUnavailable:
        return


async def lock(tx: Tx, user: Principal) -> None:
    """Let nothing through until the password is given."""
    await tx.session.execute(sa.update(Session).where(Session.id == user.session_id).values(locked_at=tx.now))
    await announce(tx, user.id, user.session_id, {"locked": True})


async def unlock(tx: Tx, user: Principal) -> None:
    """Open a locked session again."""
    values = {"locked_at": None, "active_at": tx.now}
    await tx.session.execute(sa.update(Session).where(Session.id == user.session_id).values(values))


async def end_sessions(tx: Tx, sessions: Sequence[Session], reason: str, address: str | None = None) -> None:
    """End these sessions: their sockets are told, and areas hear of users who have none left."""
    for session in sessions:
        await tx.session.delete(session)
        await announce(tx, session.user_id, session.id, None)
        audit.record(tx, "signed_out", actor_id=session.user_id, address=address, reason=reason)
    await tx.session.flush()
    for user_id in {session.user_id for session in sessions}:
        if (await tx.session.scalars(sa.select(Session.id).where(Session.user_id == user_id).limit(1))).first() is None:
            for hook in HOOKS.signed_out:
                await hook(tx, user_id)


async def sessions_of(tx: Tx, user_id: UUID, *, but: UUID | None = None) -> Sequence[Session]:
    """The user's sessions, perhaps all but one."""
    found = await tx.session.scalars(sa.select(Session).where(Session.user_id == user_id))
    return [session for session in found if session.id != but]


async def announce_user(tx: Tx, user_id: UUID) -> None:
    """The user, their preferences or their seat changed: tell their own pages, and the areas that show users."""
    tx.after_commit(lambda: forget_user(user_id))
    for hook in HOOKS.user_changed:
        await hook(tx, user_id)
    await announce(tx, user_id, user_id, {"user_id": str(user_id)})


async def announce(tx: Tx, user_id: UUID, key: UUID, data: dict[str, object] | None) -> None:
    """Tell the user's pages that a session (or, by the user's id, the user) changed; null when it ended."""
    version = int(tx.now.timestamp() * 1_000_000)
    await events.append(tx, events.user_room(user_id), events.Kind.SESSION, key, version, data)


async def purge_sessions(tx: Tx, settings: Settings) -> int:
    """End sessions that are over, and forget old attempts; for a repeated job. Returns how many ended."""
    await throttle.purge(tx)
    idle = settings.accounts.idle_sign_out_seconds
    over = [Session.expires_at <= tx.now]
    if idle:
        over.append(Session.active_at < tx.now - timedelta(seconds=idle))
    found = (await tx.session.scalars(sa.select(Session).where(sa.or_(*over)).limit(500))).all()
    await end_sessions(tx, found, "expired")
    return len(found)
