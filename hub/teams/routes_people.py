"""The routes of people, their skills, and what teams own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hub.db import Tx
from hub.teams import owners, people, skills
from hub.teams.routes import ALL, OWN, READ, routes
from hub.teams.schemas_people import (
    ChangePerson,
    ChangeSkill,
    NewSkill,
    OwnedOut,
    OwnerIn,
    PersonOut,
    SkillOut,
    StaffQuery,
)
from hub.teams.scope import scope_of
from hub.web import Context, Items, NotFound, Page, cut_page, decode_cursor, given


@routes.get("/api/skills", permission=READ, summary="List skills")
async def list_skills(ctx: Context) -> Items[SkillOut]:
    """The organisation's own list, by name."""
    async with ctx.db.read() as session:
        return Items(items=await skills.list_skills(session))


@routes.post("/api/skills", permission=ALL, summary="Create a skill", status=201, errors=(409,))
async def create_skill(ctx: Context, body: NewSkill) -> SkillOut:
    """From then on people can have it."""
    user, address = ctx.user, ctx.peer.address
    made = await ctx.db.write(lambda tx: skills.add_skill(tx, user, body.name, address=address))
    ctx.tag_answer(made.version)
    return made


@routes.patch("/api/skills/{skill_id}", permission=ALL, summary="Rename a skill", errors=(404, 409), if_match=True)
async def change_skill(ctx: Context, skill_id: UUID, body: ChangeSkill) -> SkillOut:
    """Who has it keeps it."""
    user, changes, version, address = ctx.user, given(body), ctx.if_match, ctx.peer.address
    changed = await ctx.db.write(
        lambda tx: skills.change_skill(tx, user, skill_id, changes, version=version, address=address)
    )  # fmt: skip
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/skills/{skill_id}", permission=ALL, summary="Delete a skill", errors=(404, 409))
async def delete_skill(ctx: Context, skill_id: UUID) -> None:
    """Only when nobody has it."""
    user, address = ctx.user, ctx.peer.address
    await ctx.db.write(lambda tx: skills.delete_skill(tx, user, skill_id, address=address))


@routes.get("/api/people", permission=READ, summary="List people")
async def list_staff(ctx: Context, query: StaffQuery) -> Page[PersonOut]:
    """Those who may sign in, by name, with unit, teams, skills and languages."""
    after: Any = decode_cursor(query.cursor, str, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        rows = await people.list_people(session, query, demo=ctx.settings.demo, after=after)
        shown, following = cut_page(rows, query.limit, "sort_name", "id")
        return Page[PersonOut](items=await people.present(session, shown), next=following)


@routes.get("/api/people/{user_id}", permission=READ, summary="A person", errors=(404,))
async def get_person(ctx: Context, user_id: UUID) -> PersonOut:
    """With unit, teams, skills and languages."""
    async with ctx.db.read() as session:
        person = await people.get_person(session, user_id)
    ctx.tag_answer(person.version)
    return person


@routes.patch("/api/people/{user_id}", permission=OWN, summary="Change a person's unit, skills and languages",
              errors=(403, 404), if_match=True)  # fmt: skip
async def change_person(ctx: Context, user_id: UUID, body: ChangePerson) -> PersonOut:
    """Of people who belong to a unit that one manages, or are in a team of it."""
    user, version, address = ctx.user, ctx.if_match, ctx.peer.address
    changed = await ctx.db.write(
        lambda tx: people.change_person(tx, user, user_id, body, version=version, address=address)
    )  # fmt: skip
    ctx.tag_answer(changed.version)
    return changed


@routes.get("/api/owners", permission=READ, summary="List what teams own")
async def list_owners(ctx: Context) -> Items[OwnedOut]:
    """Queues and lines, each with the team that it belongs to."""
    async with ctx.db.read() as session:
        return Items(items=await owners.list_owned(session, ctx.service(owners.OWNED)))


@routes.put("/api/owners/{kind}/{item_id}", permission=OWN, summary="Give a queue or line to a team",
            errors=(403, 404, 409))  # fmt: skip
async def set_owner(ctx: Context, kind: str, item_id: UUID, body: OwnerIn) -> OwnedOut:
    """`kind` is queue or line; both the team of before and the one to come must be managed by the reader."""
    user, address, owned = ctx.user, ctx.peer.address, ctx.service(owners.OWNED)
    if kind not in owned:
        raise NotFound("There is nothing of this kind that a team could own.")

    async def work(tx: Tx) -> OwnedOut:
        scope = await scope_of(tx.session, user)
        return await owners.set_owner(tx, user, scope, owned, kind, item_id, body.team_id, address=address)

    return await ctx.db.write(work)
