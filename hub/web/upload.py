"""Take the file of a form, as it comes or whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from hub.blobs import BlobTooLarge, plain_name
from hub.web.problems import Invalid, Problem
from hub.web.validation import MALFORMED

_FORM = 64 * 1024  # bytes around the file
_SECONDS = 60.0
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file that comes: what the browser says of it, and its bytes."""

    name: str
    content_type: str
    chunks: AsyncIterator[bytes]


@asynccontextmanager
async def file_of(request: web.Request, most: int, seconds: float) -> AsyncIterator[FormFile]:
    """The form's field ``file``, of at most ``most`` bytes, to be read within ``seconds``. Raises ``Problem``."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data, in the field file.")
    if (request.content_length or 0) > most + _FORM:
        raise _too_large(most)
    try:
        async with asyncio.timeout(seconds):
            part = await _find(request)
            yield FormFile(part.filename or "", part.headers.get("Content-Type", ""), _chunks(part, most))
    except BlobTooLarge:
        raise _too_large(most) from None
    except TimeoutError:
        raise Problem(408, "too_slow", "The file did not arrive in time.") from None
    except MALFORMED:
        raise Problem(400, "malformed_body", "The form cannot be read.") from None


async def receive_file(request: web.Request, most: int) -> tuple[str, bytes]:
    """Name and content of a small file. Raises ``Problem``."""
    async with file_of(request, most, _SECONDS) as file:
        return (plain_name(file.name) or "file")[-200:], b"".join([chunk async for chunk in file.chunks])


async def _find(request: web.Request) -> BodyPartReader:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
            return part
    raise Invalid.field("body.file", "missing", "Choose a file.")


async def _chunks(part: BodyPartReader, most: int) -> AsyncIterator[bytes]:
    size = 0
    while chunk := await part.read_chunk(_CHUNK):
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        yield bytes(chunk)


def _too_large(most: int) -> Problem:
    told = f"The file is larger than {most // 1024 // 1024} MB."
    return Problem(413, "too_large", told, headers={"Connection": "close"})
