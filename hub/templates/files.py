"""The files of templates: received, kept as blobs, given back as attachments and never as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from hub.blobs import BlobInfo, Blobs, add_reference
from hub.db import Tx, new_id
from hub.templates.file_types import LOOKED_AT, MAX_BYTES, MOST_FILES, TYPES, type_of
from hub.templates.models import MessageTemplate, TemplateFile
from hub.web import Conflict, Invalid, NotFound, file_of

SECONDS = 120.0
OWNER = "template_file"


async def receive(request: web.Request, blobs: Blobs) -> BlobInfo:
    """Keep the form's field ``file``; nobody refers to it yet. Raises ``Problem``."""
    async with file_of(request, MAX_BYTES, SECONDS) as file:
        first = await anext(file.chunks, b"")
        media = type_of(file.name, first[:LOOKED_AT])
        if media is None:
            known = ", ".join(sorted(TYPES))
            raise Invalid.field("body.file", "file_type", f"Files of these kinds only: {known}.")
        return await blobs.put(_with(first, file.chunks), content_type=media, name=file.name, max_bytes=MAX_BYTES)


async def add_file(tx: Tx, template: MessageTemplate, info: BlobInfo, by: UUID) -> TemplateFile:
    """Let a file live with the template. Raises ``Conflict`` for too many or a name that is taken."""
    table = TemplateFile
    names = set(await tx.session.scalars(sa.select(table.name).where(table.template_id == template.id)))
    name = info.name or "file"
    if len(names) >= MOST_FILES:
        raise Conflict(f"A template may have {MOST_FILES} files at most.", code="too_many_files")
    if name in names:
        raise Conflict("The template has a file of this name: remove that first.", code="file_taken")
    file = TemplateFile(
        id=new_id(), template_id=template.id, blob_id=info.id, name=name, content_type=info.content_type,
        size=info.size, added_by=by, created_at=tx.now,
    )  # fmt: skip
    tx.session.add(file)
    await tx.session.flush()
    await add_reference(tx, info.id, OWNER, file.id)
    return file


async def get_file(session: AsyncSession, template: MessageTemplate, file_id: UUID) -> TemplateFile:
    """A file of the template. Raises ``NotFound``."""
    file = await session.get(TemplateFile, file_id)
    if file is None or file.template_id != template.id:
        raise NotFound("There is no such file.")
    return file


async def send(request: web.Request, blobs: Blobs, file: TemplateFile) -> web.StreamResponse:
    """The bytes, to be saved and never shown in place. Raises ``BlobNotFound``."""
    info, chunks = await blobs.open(file.blob_id)
    response = web.StreamResponse(headers=headers_of(file))
    response.content_length = info.size
    await response.prepare(request)
    async for chunk in chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


def headers_of(file: TemplateFile) -> dict[str, str]:
    """Headers by which no browser takes the file for a page of the hub."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in file.name)
    return {
        "Content-Type": file.content_type, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }  # fmt: skip


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for chunk in rest:
        yield chunk
