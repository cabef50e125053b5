"""The routes of modules."""

from __future__ import annotations

from aiohttp import web

from hub.accounts import Permission
from hub.modules.board import Modules
from hub.modules.schemas import ModuleOut, SwitchModule
from hub.modules.switching import UsedBy, list_modules, switch
from hub.web import Context, Items, Routes

routes = Routes("modules")
MODULES = web.AppKey("modules", Modules)
USED_BY: web.AppKey[UsedBy] = web.AppKey("modules_used_by")
MANAGE = Permission.MODULES_MANAGE


@routes.get("/api/modules", permission=MANAGE, summary="List modules")
async def get_modules(ctx: Context) -> Items[ModuleOut]:
    """The parts of the hub that can be switched off, what each needs, and what waits while it is off."""
    async with ctx.db.read() as session:
        return Items(items=await list_modules(session, ctx.service(MODULES), ctx.service(USED_BY)))


@routes.patch("/api/modules/{key}", permission=MANAGE, summary="Switch a module on or off", errors=(404, 409),
              if_match=True)  # fmt: skip
async def switch_module(ctx: Context, key: str, body: SwitchModule) -> ModuleOut:
    """At once, in every process, without a restart. Its data stays.

    What others need is not switched off, and what lacks something is not switched on: `names` says who and what.
    """
    modules, version, who = ctx.service(MODULES), ctx.if_match, (ctx.user.id, ctx.peer.address)
    changed = await ctx.db.write(
        lambda tx: switch(
            tx, modules, key, body.on,
            version=version, used_by=ctx.service(USED_BY), actor_id=who[0], address=who[1],
        )
    )  # fmt: skip
    await modules.changed()
    ctx.tag_answer(changed.version)
    return changed
