"""One's own preferences and password, and the administrators' list of users."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hub.accounts import passwords, roles, signing, users
from hub.accounts.admin import find_by_id
from hub.accounts.area import routes
from hub.accounts.describe import describe_user, session_out
from hub.accounts.models import User
from hub.accounts.permissions import Permission
from hub.accounts.schemas import ChangeMe, ChangePassword, ChangeUser, NewUser, SessionOut, UserOut
from hub.db import Tx
from hub.web import Context, Page, PageQuery, cut_page, decode_cursor, given


@routes.patch("/api/me", permission=Permission.SESSION, summary="Change one's own preferences")
async def change_me(ctx: Context, body: ChangeMe) -> SessionOut:
    """What is left out stays."""
    changes, user, address = given(body), ctx.user, ctx.peer.address
    if changes:
        await ctx.db.write(lambda tx: users.change_user(tx, user.id, changes, actor_id=user.id, address=address))
    return await session_out(ctx)


@routes.put("/api/me/password", permission=Permission.SESSION, summary="Change one's own password", errors=(403, 429))
async def change_password(ctx: Context, body: ChangePassword) -> None:
    """Every other session of the user ends."""
    await signing.change_password(ctx.db, ctx.user, body.current, body.new, ctx.peer.address)


@routes.get("/api/users", permission=Permission.USERS_MANAGE, summary="List users")
async def list_users(ctx: Context, query: PageQuery) -> Page[UserOut]:
    """By name."""
    after: Any = decode_cursor(query.cursor, str, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        rows = await users.list_users(session, demo=ctx.settings.demo, after=after, limit=query.limit + 1)
    shown, following = cut_page(rows, query.limit, "sort_name", "id")
    return Page[UserOut](items=[describe_user(user) for user in shown], next=following)


@routes.post("/api/users", permission=Permission.USERS_MANAGE, summary="Create a user", status=201, errors=(409,))
async def create_user(ctx: Context, body: NewUser) -> UserOut:
    """The administrator tells the user the first password."""
    passwords.check_policy(body.password, email=body.email, name=body.name, field="body.password")
    encoded = await passwords.hash_password(body.password)
    zone, actor, address = ctx.settings.organisation.time_zone, ctx.user.id, ctx.peer.address

    async def add(tx: Tx) -> User:
        await roles.role_for(tx, body.role, ctx.user)
        return await users.add_user(
            tx, name=body.name, email=body.email, role=body.role, password_hash=encoded, language=body.language,
            time_zone=zone, actor_id=actor, address=address,
        )  # fmt: skip

    return describe_user(await ctx.db.write(add))


@routes.patch(
    "/api/users/{user_id}", permission=Permission.USERS_MANAGE, summary="Change a user", errors=(403, 404, 409)
)
async def change_user(ctx: Context, user_id: UUID, body: ChangeUser) -> UserOut:
    """A new password, and being deactivated, ends the user's sessions."""
    changes, actor, address = given(body), ctx.user.id, ctx.peer.address
    known = await find_by_id(ctx.db, user_id, demo=ctx.settings.demo)
    if "password" in changes:
        name, email = changes.get("name", known.name), changes.get("email", known.email)
        passwords.check_policy(changes["password"], email=email, name=name, field="body.password")
        changes["password_hash"] = await passwords.hash_password(changes.pop("password"))
    if not changes:
        return describe_user(known)

    async def change(tx: Tx) -> User:
        await roles.may_change_user(tx, await users.get_user(tx, user_id), ctx.user)
        if "role" in changes:
            await roles.role_for(tx, changes["role"], ctx.user)
        return await users.change_user(tx, user_id, changes, actor_id=actor, address=address)

    return describe_user(await ctx.db.write(change))
