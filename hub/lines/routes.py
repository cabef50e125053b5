"""The routes of lines."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from hub.accounts import Permission
from hub.db import Tx
from hub.lines import store
from hub.lines.board import Lines, rules_of
from hub.lines.reading import clean_name, dial_on, read_on
from hub.lines.schemas import AddressOut, LineChange, LineIn, LineOut, StepOut, Tried, TryLine
from hub.web import Context, Items, Routes, given

routes = Routes("lines")
MANAGE = Permission.LINES_MANAGE
LINES: web.AppKey[Lines] = web.AppKey("lines")


@routes.get("/api/lines", permission=Permission.SESSION, summary="List lines")
async def list_lines(ctx: Context) -> Items[LineOut]:
    """All of them, in their order."""
    async with ctx.db.read() as session:
        return Items(items=await store.list_lines(session))


@routes.post("/api/lines", permission=MANAGE, summary="Add a line", status=201, errors=(409,))
async def create_line(ctx: Context, body: LineIn) -> LineOut:
    """Calls are read by it at once."""
    made = await ctx.db.write(lambda tx: store.add_line(tx, body))
    await ctx.service(LINES).changed()
    return made


@routes.post("/api/lines/try", permission=MANAGE, summary="Try a number on a line", errors=(404,))
async def try_line(ctx: Context, body: TryLine) -> Tried:
    """What each step makes of a number, received or to be dialled; the line need not be saved."""
    if body.line is not None:
        line = rules_of(store.columns_of(body.line) | {"id": None})
    else:
        async with ctx.db.read() as session:
            found = await store.get_line(session, body.line_id or UUID(int=0))
            line = rules_of({column.name: getattr(found, column.name) for column in found.__table__.columns})
    read = read_on(line, body.value) if body.direction == "in" else dial_on(line, body.value)
    return Tried(
        steps=[StepOut.model_validate(step) for step in read.steps], internal=read.internal, dial=read.dial,
        address=AddressOut.model_validate(read.address) if read.address else None, name=clean_name(line, body.name),
    )  # fmt: skip


@routes.get("/api/lines/{line_id}", permission=Permission.SESSION, summary="A line", errors=(404,))
async def get_line(ctx: Context, line_id: UUID) -> LineOut:
    """The line with its rules."""
    async with ctx.db.read() as session:
        line = store.present(await store.get_line(session, line_id))
    ctx.tag_answer(line.version)
    return line


@routes.patch("/api/lines/{line_id}", permission=MANAGE, summary="Change a line", errors=(404, 409), if_match=True)
async def change_line(ctx: Context, line_id: UUID, body: LineChange) -> LineOut:
    """What is left out stays. Calls from now on are read by it."""
    changes = {name: _plain(value) for name, value in given(body).items()}
    version = ctx.if_match
    line = await ctx.db.write(lambda tx: store.change_line(tx, line_id, dict(changes), version))
    await ctx.service(LINES).changed()
    ctx.tag_answer(line.version)
    return line


@routes.delete("/api/lines/{line_id}", permission=MANAGE, summary="Delete a line", errors=(404,))
async def delete_line(ctx: Context, line_id: UUID) -> None:
    """Calls that came over it stay."""

    async def work(tx: Tx) -> None:
        await store.delete_line(tx, line_id)

    await ctx.db.write(work)
    await ctx.service(LINES).changed()


def _plain(value: object) -> object:
    """Models as the store keeps them."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.model_dump() if isinstance(value, BaseModel) else value
