"""The routes of what belongs to a template: its versions and files; and of folders."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub.accounts import Permission, user_refs
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage, drop_references
from hub.db import Tx
from hub.templates import files, folders, store
from hub.templates.access import reading
from hub.templates.models import TemplateFile, TemplateVersion
from hub.templates.present import present, present_version, present_words
from hub.templates.routes import READ, WRITE, note
from hub.templates.schemas import (
    NewTemplateFolder,
    TemplateFolderChange,
    TemplateFolderOut,
    TemplateOut,
    TemplateVersionOut,
    TemplateVersionRow,
)
from hub.web import Context, Items, NotFound, Page, PageQuery, Routes, cut_page, decode_cursor, given

routes = Routes("templates")
MANAGE = Permission.TEMPLATES_MANAGE


@routes.get("/api/templates/{template_id}/versions", permission=READ, summary="A template's versions", errors=(404,))
async def list_versions(ctx: Context, template_id: UUID, query: PageQuery) -> Page[TemplateVersionRow]:
    """The latest first."""
    version = TemplateVersion
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        template = await store.get_template(session, who, template_id)
        wanted = sa.select(version).where(version.template_id == template.id)
        if query.cursor:
            wanted = wanted.where(version.number < decode_cursor(query.cursor, int)[0])
        found = await session.scalars(wanted.order_by(version.number.desc()).limit(query.limit + 1))
        page, cursor = cut_page(found.all(), query.limit, "number")
        users = await user_refs(session, {one.saved_by for one in page if one.saved_by})
        return Page(items=[present_version(one, users) for one in page], next=cursor)


@routes.get("/api/templates/{template_id}/versions/{number}", permission=READ, summary="A version of a template",
            errors=(404,))  # fmt: skip
async def get_version(ctx: Context, template_id: UUID, number: int) -> TemplateVersionOut:
    """Its words, to be compared with others."""
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        found = await store.get_version(session, await store.get_template(session, who, template_id), number)
        return present_words(found, await user_refs(session, {found.saved_by} if found.saved_by else set()))


@routes.post("/api/templates/{template_id}/versions/{number}/restore", permission=WRITE, summary="Restore a version",
             errors=(403, 404), if_match=True)  # fmt: skip
async def restore_version(ctx: Context, template_id: UUID, number: int) -> TemplateOut:
    """Its words become a new version; none is lost. Words whose fields are gone are refused."""
    asked = ctx.if_match

    async def work(tx: Tx) -> TemplateOut:
        who = await reading(tx.session, ctx.user)
        restored = await store.restore_version(tx, who, template_id, number, asked)
        note(ctx, tx, "template_restored", restored.id, number=restored.number, restored_from=number)
        return await present(tx.session, who, restored)

    shown = await ctx.db.write(work)
    ctx.tag_answer(shown.version)
    return shown


@routes.post("/api/templates/{template_id}/files", permission=WRITE, summary="Add a file to a template", status=201,
             errors=(400, 403, 404, 408, 409, 413, 415, 422))  # fmt: skip
async def add_file(ctx: Context, template_id: UUID) -> TemplateOut:
    """A file of at most 10 MB in the form field `file`; ten of a template."""
    async with ctx.db.read() as session:  # before the bytes are taken
        who = await reading(session, ctx.user)
        if not who.may_edit(await store.get_template(session, who, template_id)):
            raise NotFound("There is no such template to change.")
    blobs = _blobs(ctx)
    info = await files.receive(ctx.request, blobs)

    async def work(tx: Tx) -> TemplateOut:
        who = await reading(tx.session, ctx.user)
        template = await store.get_own(tx, who, template_id, None)
        file = await files.add_file(tx, template, info, ctx.user.id)
        await store.touch(tx, who, template)
        note(ctx, tx, "template_file_added", template.id, file=str(file.id), size=file.size)
        return await present(tx.session, who, template)

    try:
        return await ctx.db.write(work)
    except BaseException:
        await blobs.discard(info.id)
        raise


@routes.get("/api/templates/{template_id}/files/{file_id}", permission=READ, summary="A file of a template",
            errors=(404,), media="application/octet-stream")  # fmt: skip
async def get_file(ctx: Context, template_id: UUID, file_id: UUID) -> web.StreamResponse:
    """The bytes, as an attachment."""
    async with ctx.db.read() as session:
        who = await reading(session, ctx.user)
        file = await files.get_file(session, await store.get_template(session, who, template_id), file_id)
    try:
        return await files.send(ctx.request, _blobs(ctx), file)
    except BlobNotFound:
        raise NotFound("The file is gone.") from None


@routes.delete("/api/templates/{template_id}/files/{file_id}", permission=WRITE, summary="Remove a file",
               errors=(403, 404))  # fmt: skip
async def remove_file(ctx: Context, template_id: UUID, file_id: UUID) -> None:
    """It goes with no further message."""

    async def work(tx: Tx) -> None:
        who = await reading(tx.session, ctx.user)
        template = await store.get_own(tx, who, template_id, None)
        file: TemplateFile = await files.get_file(tx.session, template, file_id)
        await drop_references(tx, files.OWNER, file.id)
        await tx.session.delete(file)
        await store.touch(tx, who, template)
        note(ctx, tx, "template_file_removed", template.id, file=str(file_id))

    await ctx.db.write(work)


@routes.get("/api/template-folders", permission=READ, summary="Folders of templates")
async def list_folders(ctx: Context) -> Items[TemplateFolderOut]:
    """In the alphabet's order."""
    async with ctx.db.read() as session:
        return Items(items=await folders.list_folders(session, await reading(session, ctx.user)))


@routes.post("/api/template-folders", permission=MANAGE, summary="Add a folder", status=201, errors=(409,))
async def create_folder(ctx: Context, body: NewTemplateFolder) -> TemplateFolderOut:
    """An empty folder, at the top or inside one that is."""

    async def work(tx: Tx) -> TemplateFolderOut:
        made = await folders.add_folder(tx, body.name, body.parent_id)
        note(ctx, tx, "template_folder_created", made.id)
        return made

    return await ctx.db.write(work)


@routes.patch("/api/template-folders/{folder_id}", permission=MANAGE, summary="Rename or move a folder",
              errors=(404, 409), if_match=True)  # fmt: skip
async def change_folder(ctx: Context, folder_id: UUID, body: TemplateFolderChange) -> TemplateFolderOut:
    """Its templates stay in it. What is left out stays; a folder with folders in it stays at the top."""
    version = ctx.if_match

    async def work(tx: Tx) -> TemplateFolderOut:
        changes = given(body)
        changed = await folders.change_folder(tx, folder_id, changes, version)
        note(ctx, tx, "template_folder_changed", changed.id, changed=sorted(changes))
        return changed

    shown = await ctx.db.write(work)
    ctx.tag_answer(shown.version)
    return shown


@routes.delete("/api/template-folders/{folder_id}", permission=MANAGE, summary="Delete a folder", errors=(404, 409))
async def delete_folder(ctx: Context, folder_id: UUID) -> None:
    """Its templates stay, in no folder. Not while folders are in it."""

    async def work(tx: Tx) -> None:
        await folders.delete_folder(tx, folder_id)
        note(ctx, tx, "template_folder_deleted", folder_id)

    await ctx.db.write(work)


def _blobs(ctx: Context) -> Blobs:
    return Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory))
