"""Sessions and users as the API gives them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts.grants import granted
from hub.accounts.hooks import HOOKS
from hub.accounts.models import CustomRole, Organisation, User
from hub.accounts.schemas import SessionOut, SessionUser, UserOut
from hub.settings import Settings
from hub.text import initials
from hub.web import Context, Principal, Unauthorized


async def organisation_name(session: AsyncSession, settings: Settings) -> str:
    """The name given at set-up, else the settings'."""
    stored = await session.scalar(sa.select(Organisation.name))
    return stored or settings.organisation.name


async def session_out(ctx: Context, user: Principal | None = None, *, locked: bool | None = None) -> SessionOut:
    """The answer of every route that gives a session back; ``user`` where the request has just signed in."""
    principal = user or ctx.user
    async with ctx.db.read() as session:
        stored = await session.get(User, principal.id)
        if stored is None:
            raise Unauthorized
        own = await session.get(CustomRole, stored.role)
        organisation = await organisation_name(session, ctx.settings)
        extension = await HOOKS.find_extension(session, principal.id)
        modules = await HOOKS.modules(session)
    return SessionOut(
        user=session_user(stored, own.name if own else None),
        permissions=sorted(granted(stored.role, own.permissions if own else None)),
        modules=modules,
        locked=principal.locked if locked is None else locked,
        idle_lock_seconds=ctx.settings.accounts.idle_lock_seconds,
        expires_at=principal.expires_at,
        organisation=organisation,
        extension=extension,
        version=ctx.version,
        demo=ctx.settings.demo,
        secure_context_expected=secure_context_expected(ctx.settings),
    )


def secure_context_expected(settings: Settings) -> bool:
    """True when the hub is set up to be opened over HTTPS."""
    http = settings.http
    return http.tls_certificate is not None or (http.public_url or "").startswith("https://")


def session_user(user: User, role_name: str | None) -> SessionUser:
    """The user with their preferences."""
    made = {"initials": initials(user.name), "role_name": role_name}
    return SessionUser.model_validate(
        {name: getattr(user, name) for name in SessionUser.model_fields.keys() - made} | made
    )


def describe_user(user: User) -> UserOut:
    """The user as administrators see them."""
    return UserOut.model_validate(user)
