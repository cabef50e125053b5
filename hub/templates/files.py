"""The files of templates: received, kept as blobs, given back as attachments and never as pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from aiohttp import BodyPartReader, web
from sqlalchemy.ext.asyncio import AsyncSession

from hub.blobs import BlobInfo, Blobs, BlobTooLarge, add_reference
from hub.db import Tx, new_id
from hub.templates.file_types import LOOKED_AT, MAX_BYTES, MOST_FILES, TYPES, type_of
from hub.templates.models import MessageTemplate, TemplateFile
from hub.web import MALFORMED, Conflict, Invalid, NotFound, Problem

FORM = 64 * 1024  # bytes around the file
SECONDS = 120.0
OWNER = "template_file"


async def receive(request: web.Request, blobs: Blobs) -> BlobInfo:
    """Keep the form's field ``file``; nobody refers to it yet. Raises ``Problem``."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data, in the field file.")
    if (request.content_length or 0) > MAX_BYTES + FORM:
        raise _too_large()
    try:
        async with asyncio.timeout(SECONDS):
            part = await _file(request)
            chunks = _chunks(part)
            first = await anext(chunks, b"")
            media = type_of(part.filename or "", first[:LOOKED_AT])
            if media is None:
                known = ", ".join(sorted(TYPES))
                raise Invalid.field("body.file", "file_type", f"Files of these kinds only: {known}.")
            whole = _with(first, chunks)
            return await blobs.put(whole, content_type=media, name=part.filename, max_bytes=MAX_BYTES)
    except BlobTooLarge:
        raise _too_large() from None
    except TimeoutError:
        raise Problem(408, "too_slow", "The file did not arrive in time.") from None
    except MALFORMED:
        raise Problem(400, "malformed_body", "The form cannot be read.") from None


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


async def _file(request: web.Request) -> BodyPartReader:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
            return part
    raise Invalid.field("body.file", "missing", "Choose a file.")


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(256 * 1024):
        yield bytes(chunk)


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for chunk in rest:
        yield chunk


def _too_large() -> Problem:
    detail = f"A file may have {MAX_BYTES // 1024 // 1024} MB at most."
    return Problem(413, "too_large", detail, headers={"Connection": "close"})
