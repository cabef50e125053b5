"""Answer with a file or, as players ask, with a part of it."""

from __future__ import annotations

from aiohttp import web

from hub.blobs import Blobs
from hub.blobs.port import BlobInfo
from hub.web import Problem


def span_of(request: web.Request, size: int) -> tuple[int, int, bool]:
    """First byte, end (exclusive), whether it is a part. Raises ``Problem`` 416; a header in disorder is ignored."""
    try:
        asked = request.http_range
    except ValueError:
        return 0, size, False
    if asked.start is None and asked.stop is None:
        return 0, size, False
    start = asked.start or 0
    if start < 0:  # the last so many
        start = max(0, size + start)
    stop = min(size, size if asked.stop is None else asked.stop)
    if start >= stop:
        raise Problem(416, "range", "The file has no such part.", headers={"Content-Range": f"bytes */{size}"})
    return start, stop, True


async def send(
    request: web.Request, blobs: Blobs, info: BlobInfo, span: tuple[int, int, bool], headers: dict[str, str]
) -> web.StreamResponse:
    """Stream the part. Raises ``BlobNotFound`` before the answer has begun."""
    start, stop, part = span
    _, chunks = await blobs.open(info.id, start)
    response = web.StreamResponse(status=206 if part else 200, headers=headers | {"Accept-Ranges": "bytes"})
    response.content_length = left = stop - start
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{info.size}"
    await response.prepare(request)
    async for chunk in chunks:
        await response.write(chunk[:left])
        left -= len(chunk[:left])
        if not left:
            break
    await response.write_eof()
    return response
