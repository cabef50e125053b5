"""The routes of the files of messages."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.attachments.erase import erase
from hub.attachments.kinds import INLINE, OCTETS
from hub.attachments.models import Attachment
from hub.attachments.schemas import AttachmentOut, ContentQuery
from hub.attachments.store import name_of, of_interaction, present
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage
from hub.db import Tx
from hub.web import Context, Items, NotFound, Routes
from hub.web.ranged import send, span_of

routes = Routes("attachments")
READ, ERASE = Permission.CUSTOMERS_READ, Permission.ATTACHMENTS_ERASE


@routes.get("/api/interactions/{interaction_id}/attachments", permission=READ, summary="The files of a message")
async def list_attachments(ctx: Context, interaction_id: UUID) -> Items[AttachmentOut]:
    """What came with a message, in its order, or why it is not there."""
    async with ctx.db.read() as session:
        return Items(items=[present(row) for row in await of_interaction(session, interaction_id)])


@routes.get("/api/attachments/{attachment_id}/content", permission=READ, summary="A file of a message",
            errors=(404, 416), media="*/*")  # fmt: skip
async def get_attachment_content(ctx: Context, attachment_id: UUID, query: ContentQuery) -> web.StreamResponse:
    """The file, whole or by `Range`; what a page neither draws nor plays comes as a download."""
    async with ctx.db.read() as session:
        row = await session.get(Attachment, attachment_id)
        if row is None:
            raise NotFound("There is no such file.")
    blobs = Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory))
    try:
        if row.blob_id is None:
            raise BlobNotFound  # noqa: TRY301 - the same answer as for one that is gone
        async with ctx.db.read() as session:
            info = await blobs.info(session, row.blob_id)
        span = span_of(ctx.request, info.size)
        return await send(ctx.request, blobs, info, span, _headers(row, download=query.download))
    except BlobNotFound:
        raise NotFound("This file is not here.", code="no_file") from None


@routes.delete("/api/attachments/{attachment_id}", permission=ERASE, summary="Erase a file of a message", errors=(404,))
async def erase_attachment(ctx: Context, attachment_id: UUID) -> None:
    """It is gone from the hub for good, and is not fetched again; that there was one stays known."""

    async def work(tx: Tx) -> UUID | None:
        row = await tx.session.get(Attachment, attachment_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such file.")
        audit.record(
            tx, "attachment_erased", actor_id=ctx.user.id, subject_id=row.id, address=ctx.peer.address,
            interaction_id=str(row.interaction_id),
        )  # fmt: skip
        return await erase(tx, row)

    blob = await ctx.db.write(work)
    if blob is not None:
        await Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory)).delete(blob)


def _headers(row: Attachment, *, download: bool) -> dict[str, str]:
    """Nothing of it is ever run: neither in the page's name nor as another kind than its bytes are."""
    inline = row.media_type in INLINE and not download
    plain = name_of(row).encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    how = "inline" if inline else "attachment"
    return {
        "Content-Type": row.media_type if inline and row.media_type else OCTETS,
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name_of(row), safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
