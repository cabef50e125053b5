"""Headers that are not UTF-8: a browser's name or a token may be anything."""

from __future__ import annotations

import asyncio
import json

from tests.support.accounts import PASSWORD, MakeSite, Site


async def send(site: Site, head: str, headers: bytes, body: bytes = b"") -> int:
    """The status of a request that no client library would send."""
    reader, writer = await asyncio.open_connection(site.server.host, site.server.port)
    length = f"Content-Length: {len(body)}\r\nContent-Type: application/json\r\n".encode()
    fixed = b"Host: hub.example\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    writer.write(head.encode() + b" HTTP/1.1\r\n" + fixed + length + headers + b"\r\n" + body)
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


async def test_a_browser_whose_name_is_not_text_signs_in(site: Site) -> None:
    body = json.dumps({"email": "agent@example.com", "password": PASSWORD}).encode()
    assert await send(site, "POST /api/session", b"User-Agent: odd \xff\xfe\r\n", body) == 200


async def test_a_token_that_is_not_text_is_refused(make_site: MakeSite) -> None:
    site = await make_site(metrics={"token": "right"})
    headers = b"X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer \xff\xfe\r\n"
    assert await send(site, "GET /metrics", headers) == 403
