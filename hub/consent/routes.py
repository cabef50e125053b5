"""The routes of what customers allow, of suppressions, and of the links that people are sent."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission, audit
from hub.consent import links, suppressions
from hub.consent.history import history
from hub.consent.hooks import HOOKS
from hub.consent.say import holder_of, say, tell
from hub.consent.schemas import (
    ConsentChange,
    ConsentEventOut,
    HistoryQuery,
    Lifting,
    LinkOut,
    NewLink,
    NewSuppression,
    SuppressionChange,
    SuppressionOut,
    SuppressionPage,
    SuppressionQuery,
)
from hub.customers import CustomerOut, lock_customer
from hub.db import Tx, utc_now
from hub.web import Context, Page, Routes, given

routes = Routes("consent")
READ, WRITE, SUPPRESS = Permission.CONSENT_READ, Permission.CONSENT_WRITE, Permission.SUPPRESSION_MANAGE


@routes.put("/api/customers/{customer_id}/consents", permission=WRITE, summary="Record what a customer allows",
            errors=(404, 409, 412))  # fmt: skip
async def set_consent(ctx: Context, customer_id: UUID, body: ConsentChange) -> CustomerOut:
    """What somebody said at one of the customer's addresses; a consent that may not undo an opt-out is refused."""

    async def work(tx: Tx) -> CustomerOut:
        return await say(tx, await lock_customer(tx, customer_id), body, ctx.user.id)

    return await ctx.db.write(work)


@routes.get("/api/identities/{identity_id}/consents", permission=READ, summary="What was said at an address",
            errors=(404,))  # fmt: skip
async def list_consent_events(ctx: Context, identity_id: UUID, query: HistoryQuery) -> Page[ConsentEventOut]:
    """The log: nothing in it is ever changed."""
    async with ctx.db.read() as session:
        return await history(session, identity_id, query)


@routes.post("/api/customers/{customer_id}/consent-links", permission=WRITE, status=201, errors=(404, 409),
             summary="Make a link to confirm a consent, or to preferences")  # fmt: skip
async def make_consent_link(ctx: Context, customer_id: UUID, body: NewLink) -> LinkOut:
    """The link is shown this once. It is sent to the address where messages can be sent; else send it by hand."""
    own = f"{ctx.peer.scheme}://{ctx.peer.host}"

    async def work(tx: Tx) -> LinkOut:
        customer = await lock_customer(tx, customer_id)
        await holder_of(tx, customer.id, body.identity_id)
        if body.kind == "confirm":
            link = await links.ask_to_confirm(tx, body, ctx.settings, ctx.user.id)
        else:
            (link,) = await links.preference_links(
                tx, [body.identity_id], ctx.settings, body.language, ctx.user.id, body.channel or ""
            )
        url = link.url(ctx.settings, own)
        sent = await HOOKS.send_link(tx, body.identity_id, body.kind, url, body.language)
        await tell(tx, [body.identity_id], also=[customer.id])
        audit.record(tx, "consent.link", actor_id=ctx.user.id, subject_id=body.identity_id, kind=body.kind)
        return LinkOut(url=url, expires_at=link.row["expires_at"], sent=sent)

    return await ctx.db.write(work)


@routes.get("/api/suppressions", permission=READ, summary="List suppressions")
async def list_suppressions(ctx: Context, query: SuppressionQuery) -> SuppressionPage:
    """The newest first."""
    async with ctx.db.read() as session:
        return await suppressions.list_suppressions(session, query, utc_now())


@routes.post("/api/suppressions", permission=SUPPRESS, summary="Suppress an address or a pattern", status=201,
             errors=(409,))  # fmt: skip
async def add_suppression(ctx: Context, body: NewSuppression) -> SuppressionOut:
    """Nothing is sent to it from now on, whatever was allowed."""
    place = ctx.settings.organisation

    async def work(tx: Tx) -> SuppressionOut:
        made = await suppressions.suppress(tx, body, ctx.user.id, region=place.region, area_code=place.area_code)
        await suppressions.tell_users(tx, made)
        return (await suppressions.present(tx.session, [made], tx.now))[0]

    return await ctx.db.write(work)


@routes.patch("/api/suppressions/{suppression_id}", permission=SUPPRESS, summary="Change a suppression",
              errors=(404, 409), if_match=True)  # fmt: skip
async def change_suppression(ctx: Context, suppression_id: UUID, body: SuppressionChange) -> SuppressionOut:
    """Its note, and when it ends by itself."""
    changes, version = given(body), ctx.if_match

    async def work(tx: Tx) -> SuppressionOut:
        return await suppressions.change(tx, suppression_id, changes, version, ctx.user.id)

    found = await ctx.db.write(work)
    ctx.tag_answer(found.version)
    return found


@routes.post("/api/suppressions/{suppression_id}/lift", permission=SUPPRESS, summary="Lift a suppression",
             errors=(404, 409), if_match=True)  # fmt: skip
async def lift_suppression(ctx: Context, suppression_id: UUID, body: Lifting) -> SuppressionOut:
    """It ends now and stays on record with the reason. Opt-outs of the person hold on."""
    version = ctx.if_match

    async def work(tx: Tx) -> SuppressionOut:
        return await suppressions.lift(tx, suppression_id, body.why, version, ctx.user.id)

    found = await ctx.db.write(work)
    ctx.tag_answer(found.version)
    return found
