"""Sign in, unlock, change the password: all that compares a password, with one answer for all that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import audit, passwords, sessions, throttle
from hub.accounts.grants import permissions_of
from hub.accounts.hooks import HOOKS
from hub.accounts.models import Session, User
from hub.accounts.sessions import principal_of
from hub.accounts.users import email_key
from hub.db import Database, Tx
from hub.settings import Settings
from hub.web import Forbidden, Principal, Unauthorized


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from, and the token that this browser held before."""

    address: str
    name: str
    token: str | None


async def sign_in(
    db: Database, settings: Settings, browser: Browser, email: str, password: str, extension_id: UUID | None = None
) -> tuple[Principal, str]:
    """Open a session; returns who that is and the cookie's token. Raises ``Unauthorized`` or ``Throttled``.

    Known and unknown names get the same answer after the same work.
    """
    key = email_key(email)
    user = await _attempt(db, key, browser.address)
    right = await passwords.verify(user.password_hash if user else None, password)
    if user is None or not right or not user.active or (user.demo and not settings.demo):
        await _failed(db, browser.address, "sign_in_failed", user)
        raise Unauthorized("The email or the password is not right.", code="sign_in_failed")
    found = user

    async def enter(tx: Tx) -> tuple[Principal, str]:
        stored = await tx.session.get(User, found.id, with_for_update=True)
        if stored is None or not stored.active or stored.password_hash != found.password_hash:
            raise Unauthorized("The email or the password is not right.", code="sign_in_failed")
        await throttle.forgive(tx, key)
        return await admit(tx, stored, settings, browser, extension_id)

    return await db.write(enter)


async def admit(
    tx: Tx, user: User, settings: Settings, browser: Browser, extension_id: UUID | None = None
) -> tuple[Principal, str]:
    """Give the user a new session in place of this browser's old one."""
    if browser.token:
        old = sa.select(Session).where(Session.token_hash == sessions.token_hash(browser.token))
        await sessions.end_sessions(tx, (await tx.session.scalars(old)).all(), "replaced", browser.address)
    hours = settings.accounts.session_hours
    session, token = sessions.open_session(tx, user, hours, address=browser.address, browser=browser.name)
    user.last_seen_at = tx.now
    await tx.session.flush()
    audit.record(tx, "signed_in", actor_id=user.id, address=browser.address)
    for hook in HOOKS.signed_in:
        await hook(tx, user.id, extension_id)
    rights = await permissions_of(tx.session, user.role)
    return principal_of(session, user, rights, locked=False), token


async def confirm(db: Database, user: Principal, password: str, address: str) -> None:
    """Make sure that it is still the same person. Raises ``Forbidden`` (``wrong_password``) or ``Throttled``."""
    key = email_key(user.email)
    stored = await _attempt(db, key, address)
    if not await passwords.verify(stored.password_hash if stored else None, password):
        await _failed(db, address, "password_wrong", stored)
        raise Forbidden("The password is not right.", code="wrong_password")
    await db.write(lambda tx: throttle.forgive(tx, key))


async def change_password(db: Database, user: Principal, current: str, new: str, address: str) -> None:
    """Set a new password; every other session of the user ends. Raises ``Invalid``, ``Forbidden``, ``Throttled``."""
    passwords.check_policy(new, email=user.email, name=user.name, field="body.new")
    await confirm(db, user, current, address)
    encoded = await passwords.hash_password(new)

    async def change(tx: Tx) -> None:
        await tx.session.execute(
            sa.update(User).where(User.id == user.id).values(password_hash=encoded, access=User.access + 1)
        )
        others = await sessions.sessions_of(tx, user.id, but=user.session_id)
        await sessions.end_sessions(tx, others, "password_changed", address)
        audit.record(tx, "password_changed", actor_id=user.id, subject_id=user.id, address=address)

    await db.write(change)


async def _attempt(db: Database, key: str, address: str) -> User | None:
    """Count the attempt, then look the account up. Raises ``Throttled`` alike for known and unknown names."""

    async def count(tx: Tx) -> tuple[int, int, User | None]:
        wait = await throttle.count_account(tx, key), await throttle.wait_of_address(tx, address)
        return *wait, await tx.session.scalar(sa.select(User).where(User.email_key == key))

    account, from_address, user = await db.write(count)
    throttle.raise_if_waiting(account, from_address)
    return user


async def _failed(db: Database, address: str, action: str, user: User | None) -> None:
    async def note(tx: Tx) -> None:
        await throttle.count_failure(tx, address)
        audit.record(tx, action, subject_id=user.id if user else None, address=address)

    await db.write(note)
