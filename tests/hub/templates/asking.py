"""Ask the hub."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import Client


async def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The answer's status and body."""
    sent = {} if body is None else {"json": body}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = await client.request(method, f"/api{path}", headers=named, **sent)
    return response.status, await response.json(content_type=None) if response.status != 204 else None
