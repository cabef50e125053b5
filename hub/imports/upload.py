"""Take the file of an import from a form, looking at it before anything is kept."""

from __future__ import annotations

from aiohttp import web

from hub.blobs import BlobInfo, Blobs
from hub.sheets import MAX_BYTES, Refusal
from hub.web import Invalid, file_of

SECONDS = 300.0  # for the whole file


async def receive(request: web.Request, blobs: Blobs) -> BlobInfo:
    """Keep the form's field ``file``. Raises ``Problem``."""
    async with file_of(request, MAX_BYTES, SECONDS) as file:
        return await blobs.put(file.chunks, content_type=file.content_type, name=file.name)


def as_problem(refusal: Refusal, field: str = "body.file") -> Invalid:
    """A file that is not read, told at the field."""
    return Invalid.field(field, refusal.code, str(refusal))
