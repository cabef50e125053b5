"""Create, change, find and deactivate users."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import audit, sessions
from hub.accounts.hooks import HOOKS
from hub.accounts.models import User
from hub.accounts.permissions import Role
from hub.db import Tx, new_id
from hub.text import sort_key
from hub.web import Conflict, FieldError, NotFound, Problem

PREFERENCES = {"fa": {"calendar": "jalali"}, "en": {"calendar": "gregorian"}}


def email_key(email: str) -> str:
    """The form in which emails are compared: case and width make no difference."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()[:254]


async def add_user(  # each is one column
    tx: Tx,
    *,
    name: str,
    email: str,
    role: str,
    password_hash: str,
    language: str,
    time_zone: str,
    demo: bool = False,
    actor_id: UUID | None = None,
    address: str | None = None,
) -> User:
    """Store a user. Raises ``Problem`` 409 ``email_taken``."""
    await _refuse_taken(tx, email)
    user = User(
        id=new_id(),
        name=name,
        sort_name=sort_key(name),
        email=email,
        email_key=email_key(email),
        role=role,
        password_hash=password_hash,
        language=language,
        theme="auto",
        time_zone=time_zone,
        demo=demo,
        active=True,
        created_at=tx.now,
        version=1,
        **PREFERENCES.get(language, {}),
    )
    tx.session.add(user)
    await _flush(tx)
    audit.record(tx, "user_created", actor_id=actor_id, subject_id=user.id, address=address, role=role)
    await sessions.announce_user(tx, user.id)
    return user


async def change_user(
    tx: Tx, user_id: UUID, changes: Mapping[str, Any], *, actor_id: UUID | None, address: str | None = None
) -> User:
    """Change columns of a user. Raises ``NotFound``, or ``Conflict`` where nobody could administer any more.

    A new password, and being deactivated, ends the user's sessions.
    """
    user = await get_user(tx, user_id)
    if changes.get("active") is False and user_id == actor_id:
        raise Conflict("You cannot deactivate yourself.", code="own_account")
    if changes.get("active") is False or changes.get("role", user.role) != user.role:
        await _keep_an_administrator(tx, user)
    if "email" in changes and email_key(changes["email"]) != user.email_key:
        await _refuse_taken(tx, changes["email"])
        user.email_key = email_key(changes["email"])
    for name, value in changes.items():
        setattr(user, name, value)
    user.sort_name = sort_key(user.name)
    user.version += 1
    await _flush(tx)
    audit.record(
        tx, "user_changed", actor_id=actor_id, subject_id=user.id, address=address, fields=sorted(changes),
        **{name: str(changes[name]) for name in ("role", "active") if name in changes},
    )  # fmt: skip
    if "password_hash" in changes or changes.get("active") is False:
        user.access += 1
    if "password_hash" in changes or not user.active:
        reason = "password_changed" if user.active else "deactivated"
        await sessions.end_sessions(tx, await sessions.sessions_of(tx, user.id), reason)
    await sessions.announce_user(tx, user.id)
    if {"name", "active"} & changes.keys():
        for hook in HOOKS.person_changed:
            await hook(tx, user.id)
    return user


async def get_user(tx: Tx, user_id: UUID) -> User:
    """The user, to be changed. Raises ``NotFound``."""
    user: User | None = await tx.session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound("There is no such user.", code="user_not_found")
    return user


async def list_users(
    session: AsyncSession, *, demo: bool, after: tuple[str, UUID] | None = None, limit: int = 200
) -> list[User]:
    """Users by name, ``limit`` at most, behind the keyset ``after``; demo accounts only in the demo."""
    query = sa.select(User).order_by(User.sort_name, User.id).limit(limit)
    if not demo:
        query = query.where(User.demo.is_(False))
    if after:
        name, user_id = after
        later = sa.and_(User.sort_name == name, User.id > user_id)
        query = query.where(sa.or_(User.sort_name > name, later))
    return list((await session.scalars(query)).all())


async def find_user(session: AsyncSession, email: str) -> User | None:
    """The user with this email."""
    found: User | None = await session.scalar(sa.select(User).where(User.email_key == email_key(email)))
    return found


async def any_user(session: AsyncSession, *, demo: bool) -> bool:
    """True when somebody can sign in here at all."""
    query = sa.select(User.id).limit(1)
    if not demo:
        query = query.where(User.demo.is_(False))
    return (await session.execute(query)).first() is not None


async def _keep_an_administrator(tx: Tx, user: User) -> None:
    if user.role != Role.ADMINISTRATOR or not user.active:
        return
    admins = sa.select(User.id).where(User.role == Role.ADMINISTRATOR, User.active, User.demo == user.demo)
    if set(await tx.session.scalars(admins.with_for_update())) <= {user.id}:
        raise Conflict("The last administrator stays.", code="last_administrator")


async def _refuse_taken(tx: Tx, email: str) -> None:
    if await find_user(tx.session, email) is not None:
        raise _taken()


async def _flush(tx: Tx) -> None:
    try:
        await tx.session.flush()
    except sa.exc.IntegrityError as error:
        raise _taken() from error


def _taken() -> Problem:
    error = FieldError(field="body.email", code="email_taken", detail="Another user has this email.")
    return Problem(409, "email_taken", error.detail, errors=[error])
