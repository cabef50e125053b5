"""What ``peyvand user …`` does: for who has the hub's settings, without signing in."""

from __future__ import annotations

from uuid import UUID

from pydantic import ValidationError

from hub.accounts import passwords, roles, users
from hub.accounts.describe import describe_user
from hub.accounts.models import User
from hub.accounts.permissions import Role
from hub.accounts.schemas import NewUser, UserOut
from hub.db import Database, Tx
from hub.web import Invalid, NotFound
from hub.web.validation import field_errors


async def create_user(
    db: Database, *, email: str, name: str, role: str, password: str, language: str = "en", time_zone: str = "UTC"
) -> UserOut:
    """Create a user. Raises ``Invalid`` for what is not right and ``Problem`` 409 for a known email."""
    given = {"email": email, "name": name, "role": role, "password": password, "language": language}
    try:
        wanted = NewUser.model_validate(given)
    except ValidationError as error:
        raise Invalid(field_errors(error, "user")) from None
    passwords.check_policy(password, email=wanted.email, name=wanted.name, field="user.password")
    encoded = await passwords.hash_password(password)

    async def add(tx: Tx) -> User:
        await roles.role_for(tx, wanted.role, None, "user.role")
        return await users.add_user(
            tx, name=wanted.name, email=wanted.email, role=wanted.role, password_hash=encoded,
            language=wanted.language, time_zone=time_zone,
        )  # fmt: skip

    return describe_user(await db.write(add))


async def set_password(db: Database, email: str, password: str) -> UserOut:
    """Give a user another password; their sessions end. Raises ``NotFound`` and ``Invalid``."""
    user = await _find(db, email)
    passwords.check_policy(password, email=user.email, name=user.name, field="user.password")
    return await _change(db, user.id, password_hash=await passwords.hash_password(password))


async def deactivate(db: Database, email: str) -> UserOut:
    """Keep a user out and end their sessions. Raises ``NotFound``, or ``Conflict`` for the last administrator."""
    return await _change(db, (await _find(db, email)).id, active=False)


async def activate(db: Database, email: str) -> UserOut:
    """Let a user in again. Raises ``NotFound``."""
    return await _change(db, (await _find(db, email)).id, active=True)


async def set_role(db: Database, email: str, role: Role) -> UserOut:
    """Give a user another role. Raises ``NotFound`` and ``Conflict``."""
    return await _change(db, (await _find(db, email)).id, role=role)


async def list_users(db: Database) -> list[UserOut]:
    """Every user by name, the demo's included."""
    async with db.read() as session:
        return [describe_user(user) for user in await users.list_users(session, demo=True, limit=100_000)]


async def _find(db: Database, email: str) -> User:
    async with db.read() as session:
        user = await users.find_user(session, email)
    if user is None:
        raise NotFound(f"There is no user {email}.", code="user_not_found")
    return user


async def _change(db: Database, user_id: UUID, **changes: object) -> UserOut:
    return describe_user(await db.write(lambda tx: users.change_user(tx, user_id, changes, actor_id=None)))


async def find_by_id(db: Database, user_id: UUID, *, demo: bool) -> User:
    """The user with this id. Raises ``NotFound``, also for an account of the demo outside of it."""
    async with db.read() as session:
        user = await session.get(User, user_id)
    if user is None or (user.demo and not demo):
        raise NotFound("There is no such user.", code="user_not_found")
    return user
