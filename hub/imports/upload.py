"""Take the file of an import from a form, looking at it before anything is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import BodyPartReader, web

from hub.blobs import BlobInfo, Blobs, BlobTooLarge
from hub.sheets import MAX_BYTES, Refusal
from hub.web import MALFORMED, Invalid, Problem

FORM = 64 * 1024  # bytes around the file
SECONDS = 300.0  # for the whole file


async def receive(request: web.Request, blobs: Blobs) -> BlobInfo:
    """Keep the form's field ``file``. Raises ``Problem``."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data, in the field file.")
    if (request.content_length or 0) > MAX_BYTES + FORM:
        raise _too_large()
    try:
        async with asyncio.timeout(SECONDS):
            part = await _file(request)
            return await blobs.put(
                _chunks(part), content_type=part.headers.get("Content-Type", ""), name=part.filename
            )  # fmt: skip
    except BlobTooLarge:
        raise _too_large() from None
    except TimeoutError:
        raise Problem(408, "too_slow", "The file did not arrive in time.") from None
    except MALFORMED:
        raise Problem(400, "malformed_body", "The form cannot be read.") from None


async def _file(request: web.Request) -> BodyPartReader:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
            return part
    raise Invalid.field("body.file", "missing", "Choose a file.")


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(256 * 1024):
        yield bytes(chunk)


def _too_large() -> Problem:
    return Problem(413, "too_large", str(Refusal("too_large")), headers={"Connection": "close"})


def as_problem(refusal: Refusal, field: str = "body.file") -> Invalid:
    """A file that is not read, told at the field."""
    return Invalid.field(field, refusal.code, str(refusal))
