"""The routes of templates."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission, audit, organisation_name
from hub.db import Tx, utc_now
from hub.templates import store
from hub.templates.access import reading
from hub.templates.contexts import Sender, load_sender
from hub.templates.fields import list_fields
from hub.templates.present import present, present_rows
from hub.templates.previews import preview, render_for
from hub.templates.schemas import (
    NewTemplate,
    RenderedTemplate,
    RenderTemplate,
    TemplateChange,
    TemplateFieldOut,
    TemplateOut,
    TemplatePreviewIn,
    TemplatePreviewOut,
    TemplateRow,
    TemplatesQuery,
)
from hub.web import Context, Items, Page, Problem, Routes, cut_page, given

routes = Routes("templates")
READ, WRITE = Permission.TEMPLATES_READ, Permission.TEMPLATES_WRITE
BODY_LIMIT = 512 * 1024


@routes.get("/api/templates", permission=READ, summary="List templates")
async def list_templates(ctx: Context, query: TemplatesQuery) -> Page[TemplateRow]:
    """Those that the reader may use, in the alphabet's order."""
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        page, cursor = cut_page(await store.find_templates(session, who, query), query.limit, "sort_key", "id")
        return Page(items=await present_rows(session, who, page), next=cursor)


@routes.post("/api/templates", permission=WRITE, summary="Add a template", status=201, errors=(409,),
             body_limit=BODY_LIMIT)  # fmt: skip
async def create_template(ctx: Context, body: NewTemplate) -> TemplateOut:
    """With its first version. Words that could not be rendered are refused: `problems` say where and why."""

    async def work(tx: Tx) -> TemplateOut:
        who = await reading(tx.session, ctx.user)
        made = await store.add_template(tx, who, body)
        note(ctx, tx, "template_created", made.id, number=1)
        return await present(tx.session, who, made)

    return await ctx.db.write(work)


@routes.get("/api/templates/fields", permission=READ, summary="The fields that templates may use")
async def list_template_fields(ctx: Context) -> Items[TemplateFieldOut]:
    """The hub's own and the organisation's."""
    async with ctx.db.read() as session:
        return Items(items=await list_fields(session))


@routes.post("/api/templates/preview", permission=READ, summary="Preview words", errors=(404,), body_limit=BODY_LIMIT)
async def preview_template(ctx: Context, body: TemplatePreviewIn) -> TemplatePreviewOut:
    """What the words would say, and what is wrong with them; nothing is kept. Its HTML is sanitised."""
    check_customers(ctx, body.customer_id)
    async with ctx.db.read() as session:
        return await preview(session, body, await sender_of(ctx, session, body.line_id))


@routes.get("/api/templates/{template_id}", permission=READ, summary="A template", errors=(404,))
async def get_template(ctx: Context, template_id: UUID) -> TemplateOut:
    """The template with its latest words and its files."""
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        shown = await present(session, who, await store.get_template(session, who, template_id))
    ctx.tag_answer(shown.version)
    return shown


@routes.patch("/api/templates/{template_id}", permission=WRITE, summary="Change a template", errors=(403, 404, 409),
              if_match=True, body_limit=BODY_LIMIT)  # fmt: skip
async def change_template(ctx: Context, template_id: UUID, body: TemplateChange) -> TemplateOut:
    """What is left out stays; other words are a new version. An archived template gives its shortcut free."""
    version = ctx.if_match

    async def work(tx: Tx) -> TemplateOut:
        who = await reading(tx.session, ctx.user)
        changed, names = await store.change_template(tx, who, template_id, given(body), version)
        note(ctx, tx, "template_changed", changed.id, number=changed.number, changed=names)
        return await present(tx.session, who, changed)

    shown = await ctx.db.write(work)
    ctx.tag_answer(shown.version)
    return shown


@routes.delete("/api/templates/{template_id}", permission=WRITE, summary="Archive a template", errors=(403, 404, 409))
async def archive_template(ctx: Context, template_id: UUID) -> None:
    """It is offered no more; what was sent with it still tells which version that was."""

    async def work(tx: Tx) -> None:
        who = await reading(tx.session, ctx.user)
        await store.change_template(tx, who, template_id, {"archived": True}, None)
        note(ctx, tx, "template_archived", template_id)

    await ctx.db.write(work)


@routes.post("/api/templates/{template_id}/render", permission=READ, summary="Fill a template in", errors=(404, 422))
async def render_template(ctx: Context, template_id: UUID, body: RenderTemplate) -> RenderedTemplate:
    """Its latest words for a customer, in the customer's language or in the one that is asked for."""
    check_customers(ctx, body.customer_id)
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        template = await store.get_template(session, who, template_id)
        text = (await store.load_texts(session, [template.version_id]))[template.version_id]
        sender = await sender_of(ctx, session, body.line_id)
        return await render_for(session, text, body.customer_id, sender, body.language)


async def sender_of(ctx: Context, reader: AsyncSession, line: UUID | None) -> Sender:
    """The reader as the sender."""
    name = await organisation_name(reader, ctx.settings)
    zone = ctx.settings.organisation.time_zone
    return await load_sender(reader, name, zone, utc_now(), agent=ctx.user.id, line=line)


def check_customers(ctx: Context, customer: UUID | None) -> None:
    """A customer is shown to those who may see customers. Raises ``Problem`` 403."""
    if customer is not None and not ctx.user.may(Permission.CUSTOMERS_READ):
        raise Problem(403, "forbidden", "Your role does not allow this.")


def note(ctx: Context, tx: Tx, action: str, subject: UUID, **details: object) -> None:
    """Put a change on record."""
    audit.record(tx, action, actor_id=ctx.user.id, subject_id=subject, address=ctx.peer.address, **details)
