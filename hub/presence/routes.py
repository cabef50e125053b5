"""One's own presence, and everybody's."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission, audit
from hub.db import Tx
from hub.presence.board import set_for, set_presence
from hub.presence.hooks import HOOKS
from hub.presence.read import everybody
from hub.presence.schemas import ChooseForOther, ChoosePresence, PresenceOut
from hub.presence.timers import prolong
from hub.web import Context, Items, NotFound, Routes, Unauthorized

routes = Routes("presence")


@routes.put("/api/me/presence", permission=Permission.SESSION, summary="Choose one's own presence")
async def choose_presence(ctx: Context, body: ChoosePresence) -> PresenceOut:
    """A running call shows until it ends, then what was chosen."""
    user = ctx.user

    async def choose(tx: Tx) -> PresenceOut | None:
        return await set_presence(tx, user.id, body.state, body.reason)

    changed = await ctx.db.write(choose)
    if changed is None:
        raise Unauthorized
    return changed


@routes.post("/api/me/presence/longer", permission=Permission.SESSION, summary="Prolong one's wrap-up by a minute",
             errors=(409,))  # fmt: skip
async def prolong_wrap_up(ctx: Context) -> PresenceOut:
    """Half an hour at the most, counted from now."""
    changed = await ctx.db.write(lambda tx: prolong(tx, ctx.user.id))
    if changed is None:
        raise Unauthorized
    return changed


@routes.get("/api/presence", permission=Permission.PRESENCE_READ, summary="What everybody does")
async def list_presence(ctx: Context) -> Items[PresenceOut]:
    """All active users by name."""
    async with ctx.db.read() as session:
        return Items[PresenceOut](items=await everybody(session))


@routes.put("/api/presence/{user_id}", permission=Permission.PRESENCE_MANAGE, summary="Choose somebody else's presence",
            errors=(403, 404))  # fmt: skip
async def choose_for_other(ctx: Context, user_id: UUID, body: ChooseForOther) -> PresenceOut:
    """They see who did it. A running call shows until it ends, then what was chosen."""
    user, address = ctx.user, ctx.peer.address

    async def choose(tx: Tx) -> PresenceOut:
        await HOOKS.manages(tx.session, user, user_id)
        changed = await set_for(tx, user_id, body.state, body.reason, by=user.name)
        if changed is None:
            raise NotFound("There is no such user.")
        what = {"state": body.state, "reason": body.reason}
        audit.record(tx, "presence_set", actor_id=user.id, subject_id=user_id, address=address, **what)
        return changed

    return await ctx.db.write(choose)
