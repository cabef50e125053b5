"""A request of a provider, as a connector reads it, as people see it when it could not be read, and back again."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_from_bytes, quote_plus

from aiohttp import web
from pydantic import JsonValue, SecretStr

from hub.logs import REDACTED, redact_text
from hub.ports import HookRequest, Options
from hub.web import PEER, read_body

LARGEST = 1_000_000  # bytes of a body
_FORM = "application/x-www-form-urlencoded"
_ASCII = "".join(map(chr, range(1, 128)))
_SECRET = re.compile(
    rb"(?i)((?:^|[&?;])[^=&;]*(?:pass|secret|token|key|auth|sign)[^=&;]*=)[^&;]*"
)  # a field of a query or form that may hold one


async def hook_request(request: web.Request, account: str, path: str, public_url: str | None) -> HookRequest:
    """What came, word for word. Raises ``Problem`` for a body that is too large or too slow."""
    raw = _target(request.raw_path)
    peer = request[PEER]
    base = public_url.rstrip("/") if public_url else f"{peer.scheme}://{peer.host}"
    names = {name.lower() for name in request.headers}
    return HookRequest(
        account=account, path=path, method=request.method, url=base + raw,
        query=raw.partition("?")[2].encode("utf-8", "surrogateescape"),
        body=await read_body(request, LARGEST), remote=peer.address or None,
        headers={name: ", ".join(request.headers.getall(name)) for name in names},
    )  # fmt: skip


def _target(raw: str) -> str:
    """Without scheme and host, which a request through a proxy may name; and never with a fragment."""
    if not raw.startswith("/"):
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    return raw.partition("#")[0]


def hook_key(request: HookRequest) -> str:
    """The same for the same request, however often it comes."""
    parts = (request.method.encode(), request.path.encode("utf-8", "replace"), request.query, request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def packed(request: HookRequest, options: Options) -> dict[str, JsonValue]:
    """What is kept of it: without its headers but for the content type, and without the account's secrets."""
    secrets = sorted(_secrets(options), key=len, reverse=True)
    content_type = request.headers.get("content-type", "")[:200]
    query = _SECRET.sub(rb"\1" + REDACTED.encode(), request.query)
    body = _SECRET.sub(rb"\1" + REDACTED.encode(), request.body) if content_type.startswith(_FORM) else request.body
    text, encoding = _text(_without(body, secrets))
    return {
        "method": request.method, "path": _without(request.path.encode(), secrets).decode()[:500],
        "query": redact_text(quote_from_bytes(_without(query, secrets), _ASCII)),
        "content_type": content_type, "body": text, "encoding": encoding, "remote": request.remote,
    }  # fmt: skip


def unpacked(account: str, payload: Mapping[str, Any], at: datetime) -> HookRequest:
    """What ``packed`` kept, as it came ``at`` that time: without what lets it in."""
    body = str(payload["body"])
    return HookRequest(
        account=account, path=str(payload["path"]), method=str(payload["method"]), url="",
        query=str(payload["query"]).encode(),
        body=base64.b64decode(body) if payload.get("encoding") == "base64" else body.encode(),
        headers={"content-type": str(payload.get("content_type", ""))}, at=at,
    )  # fmt: skip


def _secrets(options: Options) -> set[bytes]:
    """Every secret of the account as it may stand in an address or a body."""
    values = [getattr(options, name) for name in type(options).model_fields]
    said = {value.get_secret_value() for value in values if isinstance(value, SecretStr)} - {""}
    return {form.encode() for one in said for form in (one, quote(one, safe=""), quote_plus(one))}


def _without(data: bytes, secrets: list[bytes]) -> bytes:
    for secret in secrets:
        data = data.replace(secret, REDACTED.encode())
    return data


def _text(data: bytes) -> tuple[str, str]:
    """As text where it is, else as base64: stores take neither U+0000 nor what is no UTF-8."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    return (base64.b64encode(data).decode(), "base64") if "\0" in text else (text, "text")
