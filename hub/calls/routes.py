"""The routes of calls and pops."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub import events
from hub.accounts import Permission
from hub.calls import choice, commands, lists
from hub.calls.access import get_call as find_call
from hub.calls.access import lock_call
from hub.calls.contact import Numbering
from hub.calls.extensions import extension_of
from hub.calls.lists import CallsQuery
from hub.calls.models import Call, Pop
from hub.calls.outcome import dispose
from hub.calls.present import notes_version, present_calls, present_pops
from hub.calls.schemas import (
    Accepted,
    CallDetail,
    CallOut,
    CustomerChoice,
    DialRequest,
    DispositionChoice,
    Notes,
    PopOut,
    TransferRequest,
)
from hub.channels import command_lane
from hub.db import Tx
from hub.web import Conflict, Context, Items, NotFound, Page, Routes, Stale, cut_page, decode_cursor

routes = Routes("calls")
READ, CONTROL = Permission.CALLS_READ, Permission.CALLS_CONTROL
NUMBERING = web.AppKey("numbering", Numbering)


@routes.get("/api/calls", permission=READ, summary="Call history")
async def list_calls(ctx: Context, query: CallsQuery) -> Page[CallOut]:
    """Calls that the reader may see, newest first; internal ones only when asked for."""
    before = decode_cursor(query.cursor, datetime, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        found = await lists.history(session, ctx.user, query, before)
        rows, cursor = cut_page(found, query.limit, "started_at", "id")
        return Page(items=await present_calls(session, rows, ctx.service(NUMBERING), past=True), next=cursor)


@routes.get("/api/calls/live", permission=READ, summary="Calls going on now")
async def list_live_calls(ctx: Context) -> Items[CallOut]:
    """Calls that are not over, oldest first."""
    async with ctx.db.read() as session:
        return Items(items=await lists.live_calls(session, ctx.user, ctx.service(NUMBERING)))


@routes.get("/api/calls/{call_id}", permission=READ, summary="A call with its legs", errors=(404,))
async def get_call(ctx: Context, call_id: UUID) -> CallDetail:
    """A call, its legs and its talk segments."""
    async with ctx.db.read() as session:
        call = await find_call(session, ctx.user, call_id)
        return await lists.describe_call(session, call, ctx.service(NUMBERING))


@routes.post("/api/calls", permission=CONTROL, summary="Call a number from one's own phone", status=202, errors=(409,))
async def place_call(ctx: Context, body: DialRequest) -> Accepted:
    """Ring the reader's phone; when it is picked up, call the number."""
    numbering = ctx.service(NUMBERING)

    async def work(tx: Tx) -> Accepted:
        seat = await extension_of(tx.session, ctx.user.id)
        target = commands.dialable(body.number, numbering.line(seat.account if seat else ""), "body.number")
        if seat is None:
            raise Conflict("Choose the phone you sit at first.", code="no_extension")
        job = commands.new_job(ctx.user, seat.account, "dial", endpoint=seat.endpoint, target=target)
        return Accepted(command_id=await commands.ask(tx, job, command_lane(seat.account)))

    return await ctx.db.write(work)


@routes.post("/api/calls/{call_id}/hangup", permission=CONTROL, summary="Hang up", status=202, errors=(404, 409))
async def hang_up(ctx: Context, call_id: UUID) -> Accepted:
    """End the reader's own leg; those who see all calls may end an agent's."""

    async def work(tx: Tx) -> Accepted:
        call = await find_call(tx.session, ctx.user, call_id)
        leg = await commands.leg_of(tx.session, ctx.user, call)
        job = commands.new_job(ctx.user, call.account, "hang_up", boot=leg.boot, leg=leg.ref)
        return Accepted(command_id=await commands.ask(tx, job, command_lane(call.account)))

    return await ctx.db.write(work)


@routes.post("/api/calls/{call_id}/transfer", permission=CONTROL, summary="Pass the call on", status=202,
             errors=(404, 409))  # fmt: skip
async def transfer_call(ctx: Context, call_id: UUID, body: TransferRequest) -> Accepted:
    """To an extension or a number. With `attended` they are asked first: hanging up then hands the caller over."""
    numbering = ctx.service(NUMBERING)
    verb: commands.Verb = "attended_transfer" if body.attended else "transfer"

    async def work(tx: Tx) -> Accepted:
        call = await find_call(tx.session, ctx.user, call_id)
        target = commands.dialable(body.to, numbering.line(call.account), "body.to")
        leg = await commands.leg_of(tx.session, ctx.user, call)
        if leg.answered_at is None:
            raise Conflict("Answer the call first.", code="not_answered")
        job = commands.new_job(ctx.user, call.account, verb, boot=leg.boot, leg=leg.ref, target=target)
        return Accepted(command_id=await commands.ask(tx, job, command_lane(call.account)))

    return await ctx.db.write(work)


@routes.post("/api/calls/{call_id}/transfer/cancel", permission=CONTROL, summary="Go back to the caller", status=202,
             errors=(404, 409))  # fmt: skip
async def cancel_transfer(ctx: Context, call_id: UUID) -> Accepted:
    """End an attended transfer that is not handed over yet."""

    async def work(tx: Tx) -> Accepted:
        call = await find_call(tx.session, ctx.user, call_id)
        leg = await commands.leg_of(tx.session, ctx.user, call)
        job = commands.new_job(ctx.user, call.account, "cancel_transfer", boot=leg.boot, leg=leg.ref)
        return Accepted(command_id=await commands.ask(tx, job, command_lane(call.account)))

    return await ctx.db.write(work)


@routes.post("/api/calls/{call_id}/hold", permission=CONTROL, summary="Put the caller on hold", status=202,
             errors=(404, 409))  # fmt: skip
async def hold_call(ctx: Context, call_id: UUID) -> Accepted:
    """Ask the reader's own phone to. That it did is told by the call's state, as when its own key is pressed."""
    return await _ask_phone(ctx, call_id, "hold")


@routes.post("/api/calls/{call_id}/resume", permission=CONTROL, summary="Take the caller back from hold", status=202,
             errors=(404, 409))  # fmt: skip
async def resume_call(ctx: Context, call_id: UUID) -> Accepted:
    """Ask the reader's own phone to."""
    return await _ask_phone(ctx, call_id, "resume")


async def _ask_phone(ctx: Context, call_id: UUID, verb: commands.Verb) -> Accepted:
    async def work(tx: Tx) -> Accepted:
        call = await find_call(tx.session, ctx.user, call_id)
        leg = await commands.own_phone(tx.session, ctx.user, call)
        job = commands.new_job(ctx.user, call.account, verb, boot=leg.boot, leg=leg.ref)
        return Accepted(command_id=await commands.ask(tx, job, command_lane(call.account)))

    return await ctx.db.write(work)


@routes.put("/api/calls/{call_id}/customer", permission=CONTROL, summary="Say who is calling", errors=(404,))
async def choose_customer(ctx: Context, call_id: UUID, body: CustomerChoice) -> CallOut:
    """Choose among several people, link a customer, or say that it is none of those shown."""
    numbering = ctx.service(NUMBERING)

    async def work(tx: Tx) -> CallOut:
        call = await lock_call(tx, ctx.user, call_id)
        await choice.choose(tx, call, body.customer_id, numbering)
        return (await present_calls(tx.session, [call], numbering))[0]

    return await ctx.db.write(work)


@routes.put("/api/calls/{call_id}/notes", permission=CONTROL, summary="Write notes on a call", errors=(404,),
            if_match=True)  # fmt: skip
async def write_notes(ctx: Context, call_id: UUID, body: Notes) -> CallOut:
    """Replace the notes; saved as they are typed. With ``If-Match``, only those whose `notes_version` it is."""
    numbering, seen = ctx.service(NUMBERING), ctx.if_match

    async def work(tx: Tx) -> CallOut:
        call = await lock_call(tx, ctx.user, call_id)
        if (call.notes or "") == body.text:  # an answer was lost, and this is the same again
            return (await present_calls(tx.session, [call], numbering))[0]
        if seen not in (None, notes_version(call)):
            current = (await present_calls(tx.session, [call], numbering))[0]
            raise Stale(current, ["notes"], version=current.notes_version)
        call.notes = body.text or None
        await choice.keep_notes(tx, call)
        return await choice.push_call(tx, call, numbering)

    out = await ctx.db.write(work)
    ctx.tag_answer(out.notes_version)
    return out


@routes.get("/api/pops", permission=READ, summary="The reader's open screen pops")
async def list_pops(ctx: Context) -> Items[PopOut]:
    """Cards that are not over, oldest first."""
    async with ctx.db.read() as session:
        return Items(items=await lists.open_pops(session, ctx.user.id, ctx.service(NUMBERING)))


@routes.put("/api/calls/{call_id}/disposition", permission=CONTROL, summary="Say what came of a call",
            errors=(403, 404, 409))  # fmt: skip
async def choose_disposition(ctx: Context, call_id: UUID, body: DispositionChoice) -> CallOut:
    """By an agent who took it, while it goes on or later; those who see all calls may for any, and take it back."""
    user, numbering = ctx.user, ctx.service(NUMBERING)
    return await ctx.db.write(lambda tx: dispose(tx, user, call_id, body.disposition_id, numbering))


@routes.post("/api/pops/{pop_id}/aside", permission=READ, summary="Put a pop aside", errors=(404,))
async def put_aside(ctx: Context, pop_id: UUID) -> PopOut:
    """The card leaves the reader's pages; the call goes on."""
    numbering = ctx.service(NUMBERING)

    async def work(tx: Tx) -> PopOut:
        mine = sa.select(Pop, Call).join(Call, Call.id == Pop.call_id)
        row = (await tx.session.execute(mine.where(Pop.id == pop_id, Pop.user_id == ctx.user.id))).one_or_none()
        if row is None:
            raise NotFound("There is no such pop.")
        pop, call = row
        pop.aside, pop.version = True, pop.version + 1
        await tx.session.flush()
        out = (await present_pops(tx.session, [(pop, call)], numbering))[0]
        await events.append(tx, events.user_room(ctx.user.id), events.Kind.POP, pop.id, pop.version, out)
        return out

    return await ctx.db.write(work)
