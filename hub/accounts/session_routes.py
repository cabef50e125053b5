"""Sign in and out, lock and unlock, set the hub up."""

from __future__ import annotations

from aiohttp import web

from hub.accounts import sessions, signing
from hub.accounts.area import routes
from hub.accounts.demo import ACCOUNTS
from hub.accounts.describe import organisation_name, session_out
from hub.accounts.models import Session
from hub.accounts.permissions import Permission
from hub.accounts.schemas import (
    LANGUAGES,
    DemoAccountOut,
    DemoOut,
    PublicOut,
    SessionOut,
    SetUp,
    SetupOut,
    SignIn,
    Unlock,
)
from hub.accounts.setup import set_up, setup_needed
from hub.accounts.signing import Browser
from hub.db import Tx
from hub.web import COOKIE, PUBLIC, Context, Principal, Rate


@routes.get("/api/session", permission=Permission.SESSION, summary="Who is signed in here", while_locked=True)
async def get_session(ctx: Context) -> SessionOut:
    """401 when nobody is; also answers while locked."""
    return await session_out(ctx)


@routes.post("/api/session", permission=PUBLIC, summary="Sign in", errors=(401, 429))
async def sign_in(ctx: Context, body: SignIn) -> SessionOut:
    """Sets the session cookie; a session that this browser had before ends."""
    user, token = await signing.sign_in(
        ctx.db, ctx.settings, browser_of(ctx), body.email, body.password, body.extension_id
    )
    _set_cookie(ctx, token, keep=body.keep)
    return await session_out(ctx, user)


@routes.delete("/api/session", permission=PUBLIC, summary="Sign out")
async def sign_out(ctx: Context) -> None:
    """Ends the session, if there is one."""
    user = await ctx.load_principal()
    address = ctx.peer.address

    async def end(tx: Tx, user: Principal) -> None:
        session = await tx.session.get(Session, user.session_id)
        await sessions.end_sessions(tx, [session] if session else [], "signed_out", address)

    if user is not None:
        signed_in = user
        await ctx.db.write(lambda tx: end(tx, signed_in))
    ctx.before_answer(lambda response: response.del_cookie(COOKIE, path="/"))


@routes.post("/api/session/lock", permission=Permission.SESSION, summary="Lock the session", while_locked=True)
async def lock_session(ctx: Context) -> None:
    """Until it is unlocked, every other route answers 423."""
    await ctx.db.write(lambda tx: sessions.lock(tx, ctx.user))


@routes.post(
    "/api/session/unlock",
    permission=Permission.SESSION,
    summary="Unlock the session",
    while_locked=True,
    errors=(403, 429),
)
async def unlock_session(ctx: Context, body: Unlock) -> SessionOut:
    """Takes the password of the user who is signed in."""
    await signing.confirm(ctx.db, ctx.user, body.password, ctx.peer.address)
    await ctx.db.write(lambda tx: sessions.unlock(tx, ctx.user))
    return await session_out(ctx, locked=False)


@routes.get("/api/setup", permission=PUBLIC, summary="Does the hub wait for its first administrator?")
async def get_setup(ctx: Context) -> SetupOut:
    """True until there is a user."""
    async with ctx.db.read() as session:
        return SetupOut(needed=await setup_needed(session, ctx.settings))


@routes.post("/api/setup", permission=PUBLIC, summary="Set the hub up", errors=(403, 409), rate=Rate(10, 60))
async def create_setup(ctx: Context, body: SetUp) -> SessionOut:
    """Takes the one-time token from the log, once; signs the new administrator in."""
    user, token = await set_up(ctx.db, ctx.settings, browser_of(ctx), body)
    _set_cookie(ctx, token, keep=False)
    return await session_out(ctx, user)


@routes.get("/api/public", permission=PUBLIC, summary="What the sign-in page shows")
async def get_public(ctx: Context) -> PublicOut:
    """Organisation, version, and in the demo its accounts."""
    async with ctx.db.read() as session:
        organisation = await organisation_name(session, ctx.settings)
        needed = await setup_needed(session, ctx.settings)
    accounts = [DemoAccountOut(email=a.email, password=a.password, role=a.role, name=a.name) for a in ACCOUNTS]
    return PublicOut(
        organisation=organisation,
        setup_needed=needed,
        demo=DemoOut(accounts=accounts) if ctx.settings.demo else None,
        sandbox=ctx.settings.sandbox,
        version=ctx.version,
        languages=list(LANGUAGES),
    )


def browser_of(ctx: Context) -> Browser:
    """Where the request comes from."""
    return Browser(ctx.peer.address, ctx.user_agent, ctx.request.cookies.get(COOKIE))


def _set_cookie(ctx: Context, token: str, *, keep: bool) -> None:
    life = int(ctx.settings.accounts.session_hours * 3600) if keep else None
    secure = ctx.peer.scheme == "https"

    def finish(response: web.StreamResponse) -> None:
        response.set_cookie(COOKIE, token, max_age=life, path="/", secure=secure, httponly=True, samesite="Lax")

    ctx.before_answer(finish)
