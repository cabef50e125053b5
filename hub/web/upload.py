"""Take a small file from a form whole; what is larger goes to the blobs as it comes."""

from __future__ import annotations

import asyncio

from aiohttp import BodyPartReader, web

from hub.blobs import plain_name
from hub.web.problems import Invalid, Problem
from hub.web.validation import MALFORMED

_FORM = 16 * 1024  # bytes around the file
_SECONDS = 60.0
_CHUNK = 64 * 1024


async def receive_file(request: web.Request, most: int) -> tuple[str, bytes]:
    """Name and content of the form's field ``file``, of at most ``most`` bytes. Raises ``Problem``."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data, in the field file.")
    if (request.content_length or 0) > most + _FORM:
        raise _too_large(most)
    try:
        async with asyncio.timeout(_SECONDS):
            reader = await request.multipart()
            while (part := await reader.next()) is not None:
                if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                    return (plain_name(part.filename) or "file")[-200:], await _content(part, most)
    except TimeoutError:
        raise Problem(408, "too_slow", "The file did not arrive in time.") from None
    except MALFORMED:
        raise Problem(400, "malformed_body", "The form cannot be read.") from None
    raise Invalid.field("body.file", "missing", "Choose a file.")


async def _content(part: BodyPartReader, most: int) -> bytes:
    found = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        found += chunk
        if len(found) > most:
            raise _too_large(most)
    return bytes(found)


def _too_large(most: int) -> Problem:
    told = f"The file is larger than {most // 1024 // 1024} MB."
    return Problem(413, "too_large", told, headers={"Connection": "close"})
