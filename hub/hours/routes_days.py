"""The routes of special days: holidays, half days, and days that are open all the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hub.accounts import Permission, audit
from hub.db import Tx
from hub.hours import special
from hub.hours.board import HOURS
from hub.hours.routes import MANAGE, routes
from hub.hours.schemas import SpecialDayIn, SpecialDayOn, SpecialDayOut, SpecialDaysQuery
from hub.web import Context, Items


@routes.get(
    "/api/hours/{calendar_id}/days", permission=Permission.SESSION, summary="List special days", errors=(404,)
)  # fmt: skip
async def list_special_days(ctx: Context, calendar_id: UUID, query: SpecialDaysQuery) -> Items[SpecialDayOn]:
    """Those of some dates, in their order."""
    async with ctx.db.read() as session:
        return Items(items=await special.list_days(session, calendar_id, query.first, query.last))


@routes.post(
    "/api/hours/{calendar_id}/days", permission=MANAGE, summary="Add a special day", status=201, errors=(404, 409)
)  # fmt: skip
async def create_special_day(ctx: Context, calendar_id: UUID, body: SpecialDayIn) -> SpecialDayOut:
    """A holiday where it has no hours."""

    async def work(tx: Tx) -> SpecialDayOut:
        made = await special.add_day(tx, calendar_id, body)
        audit.record(tx, "special_day_added", subject_id=calendar_id, day=made.name, **who(ctx))
        return made

    made = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(made.version)
    return made


@routes.put(
    "/api/hours/{calendar_id}/days/{day_id}", permission=MANAGE, summary="Change a special day", errors=(404,),
    if_match=True,
)  # fmt: skip
async def change_special_day(ctx: Context, calendar_id: UUID, day_id: UUID, body: SpecialDayIn) -> SpecialDayOut:
    """Another name, other hours, another date: a lunar date that was announced, say."""
    version = ctx.if_match

    async def work(tx: Tx) -> SpecialDayOut:
        changed = await special.change_day(tx, calendar_id, day_id, body, version)
        audit.record(tx, "special_day_changed", subject_id=calendar_id, day=changed.name, **who(ctx))
        return changed

    changed = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(changed.version)
    return changed


@routes.delete(
    "/api/hours/{calendar_id}/days/{day_id}", permission=MANAGE, summary="Delete a special day", errors=(404,)
)  # fmt: skip
async def delete_special_day(ctx: Context, calendar_id: UUID, day_id: UUID) -> None:
    """The week's hours hold on it again."""

    async def work(tx: Tx) -> None:
        name = await special.delete_day(tx, calendar_id, day_id)
        audit.record(tx, "special_day_removed", subject_id=calendar_id, day=name, **who(ctx))

    await ctx.db.write(work)
    await ctx.service(HOURS).changed()


def who(ctx: Context) -> dict[str, Any]:
    """Who does it, from where, for the audit log."""
    return {"actor_id": ctx.user.id, "address": ctx.peer.address}
