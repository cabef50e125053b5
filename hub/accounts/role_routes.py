"""The routes of roles."""

from __future__ import annotations

from hub.accounts import roles
from hub.accounts.area import routes
from hub.accounts.hooks import HOOKS
from hub.accounts.permissions import ABOUT, NEEDS, Permission
from hub.accounts.schemas_roles import ChangeRole, NewRole, PermissionOut, RoleOut
from hub.web import Context, Items, given


@routes.get("/api/roles", permission=Permission.SESSION, summary="List roles")
async def list_roles(ctx: Context) -> Items[RoleOut]:
    """The built-in ones, then the organisation's own by name."""
    async with ctx.db.read() as session:
        return Items(items=await roles.list_roles(session))


@routes.get("/api/permissions", permission=Permission.SESSION, summary="List permissions")
async def list_permissions(ctx: Context) -> Items[PermissionOut]:
    """All that a role can be made of."""
    return Items(items=[
        PermissionOut(permission=right, about=about, needs=sorted(NEEDS.get(right, ())))
        for right, about in ABOUT.items()
        if right not in HOOKS.withheld()
    ])  # fmt: skip


@routes.post("/api/roles", permission=Permission.ROLES_MANAGE, summary="Create a role", status=201, errors=(409,))
async def create_role(ctx: Context, body: NewRole) -> RoleOut:
    """From permissions that one has oneself."""
    user, address = ctx.user, ctx.peer.address
    made = await ctx.db.write(lambda tx: roles.add_role(tx, user, **dict(body), address=address))
    ctx.tag_answer(made.version)
    return made


@routes.patch("/api/roles/{role_id}", permission=Permission.ROLES_MANAGE, summary="Change a role",
              errors=(403, 404, 409), if_match=True)  # fmt: skip
async def change_role(ctx: Context, role_id: str, body: ChangeRole) -> RoleOut:
    """Takes effect at once for who has it: rights that are lost disconnect the live updates that they allowed."""
    user, changes, version, address = ctx.user, given(body), ctx.if_match, ctx.peer.address
    changed = await ctx.db.write(
        lambda tx: roles.change_role(tx, user, role_id, changes, version=version, address=address)
    )  # fmt: skip
    ctx.tag_answer(changed.version)
    return changed


@routes.delete(
    "/api/roles/{role_id}", permission=Permission.ROLES_MANAGE, summary="Delete a role", errors=(403, 404, 409)
)
async def delete_role(ctx: Context, role_id: str) -> None:
    """Only when nobody has it."""
    user, address = ctx.user, ctx.peer.address
    await ctx.db.write(lambda tx: roles.delete_role(tx, user, role_id, address=address))
