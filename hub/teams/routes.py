"""The routes of teams and units."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.db import Tx
from hub.teams import store, units
from hub.teams.schemas import (
    ChangeTeam,
    ChangeUnit,
    ManagedOut,
    MemberIn,
    NewTeam,
    NewUnit,
    TeamOut,
    TeamsQuery,
    UnitOut,
)
from hub.teams.scope import scope_of
from hub.web import Context, Items, Routes, given

routes = Routes("teams")
READ, OWN, ALL = Permission.TEAMS_READ, Permission.TEAMS_MANAGE_OWN, Permission.TEAMS_MANAGE


@routes.get("/api/me/managed", permission=READ, summary="Which teams one manages")
async def get_managed(ctx: Context) -> ManagedOut:
    """All, or those of one's own unit and of the units below it."""
    async with ctx.db.read() as session:
        scope = await scope_of(session, ctx.user)
    return ManagedOut(everything=scope.everything, units=sorted(scope.units))


@routes.get("/api/units", permission=READ, summary="List units")
async def list_units(ctx: Context) -> Items[UnitOut]:
    """All of them by name; `parent_id` makes the tree."""
    async with ctx.db.read() as session:
        return Items(items=await units.list_units(session))


@routes.post("/api/units", permission=ALL, summary="Create a unit", status=201, errors=(409,))
async def create_unit(ctx: Context, body: NewUnit) -> UnitOut:
    """A branch or department."""
    user, address = ctx.user, ctx.peer.address
    made = await ctx.db.write(lambda tx: units.add_unit(tx, user, **dict(body), address=address))
    ctx.tag_answer(made.version)
    return made


@routes.patch("/api/units/{unit_id}", permission=ALL, summary="Rename or move a unit", errors=(404,), if_match=True)
async def change_unit(ctx: Context, unit_id: UUID, body: ChangeUnit) -> UnitOut:
    """It moves with all that is below it; into itself it cannot."""
    user, changes, version, address = ctx.user, given(body), ctx.if_match, ctx.peer.address
    changed = await ctx.db.write(
        lambda tx: units.change_unit(tx, user, unit_id, changes, version=version, address=address)
    )  # fmt: skip
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/units/{unit_id}", permission=ALL, summary="Delete a unit", errors=(404, 409))
async def delete_unit(ctx: Context, unit_id: UUID) -> None:
    """Only when no unit, team or person belongs to it."""
    user, address = ctx.user, ctx.peer.address
    await ctx.db.write(lambda tx: units.delete_unit(tx, user, unit_id, address=address))


@routes.get("/api/teams", permission=READ, summary="List teams")
async def list_teams(ctx: Context, query: TeamsQuery) -> Items[TeamOut]:
    """By name, with who is in them."""
    async with ctx.db.read() as session:
        return Items(items=await store.list_teams(session, archived=query.archived))


@routes.get("/api/teams/{team_id}", permission=READ, summary="A team", errors=(404,))
async def get_team(ctx: Context, team_id: UUID) -> TeamOut:
    """With who is in it; also one that is archived."""
    async with ctx.db.read() as session:
        team = await store.get_team(session, team_id)
    ctx.tag_answer(team.version)
    return team


@routes.post("/api/teams", permission=OWN, summary="Create a team", status=201, errors=(403, 409))
async def create_team(ctx: Context, body: NewTeam) -> TeamOut:
    """In a unit that one manages."""
    user, address = ctx.user, ctx.peer.address

    async def work(tx: Tx) -> TeamOut:
        return await store.add_team(tx, user, await scope_of(tx.session, user), body, address=address)

    made = await ctx.db.write(work)
    ctx.tag_answer(made.version)
    return made


@routes.patch("/api/teams/{team_id}", permission=OWN, summary="Change a team", errors=(403, 404, 409), if_match=True)
async def change_team(ctx: Context, team_id: UUID, body: ChangeTeam) -> TeamOut:
    """Rename it, move it to another unit, archive it (`active` false) or bring it back."""
    user, changes, version, address = ctx.user, given(body), ctx.if_match, ctx.peer.address

    async def work(tx: Tx) -> TeamOut:
        scope = await scope_of(tx.session, user)
        return await store.change_team(tx, user, scope, team_id, changes, version=version, address=address)

    changed = await ctx.db.write(work)
    ctx.tag_answer(changed.version)
    return changed


@routes.put("/api/teams/{team_id}/members/{user_id}", permission=OWN, summary="Put somebody into a team",
            errors=(403, 404, 409))  # fmt: skip
async def set_member(ctx: Context, team_id: UUID, user_id: UUID, body: MemberIn) -> TeamOut:
    """Or change whether they lead it."""
    user, address = ctx.user, ctx.peer.address

    async def work(tx: Tx) -> TeamOut:
        scope = await scope_of(tx.session, user)
        return await store.set_member(tx, user, scope, team_id, user_id, lead=body.lead, address=address)

    return await ctx.db.write(work)


@routes.delete("/api/teams/{team_id}/members/{user_id}", permission=OWN, summary="Take somebody out of a team",
               errors=(403, 404))  # fmt: skip
async def remove_member(ctx: Context, team_id: UUID, user_id: UUID) -> TeamOut:
    """What they did for it stays."""
    user, address = ctx.user, ctx.peer.address

    async def work(tx: Tx) -> TeamOut:
        return await store.remove_member(tx, user, await scope_of(tx.session, user), team_id, user_id, address=address)

    return await ctx.db.write(work)
