"""Building requests: pure. Whatever is sent becomes text within a JSON value, a form field or a part of an address."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from connectors.sms_http.description import Gateway, Request
from connectors.sms_http.placeholders import Given, filled, texts, written
from connectors.sms_http.text import alphabet, line, sendable, ways_to_write
from hub.ports import OutboundMessage, Refused

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Built:
    """A request as it goes out. Its address may hold a secret: it is never shown."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


def build(request: Request, address: str, given: Given) -> Built:
    """The request. Raises ``Refused`` for what lacks, and for what the charset cannot say."""
    url = written(request.url, given, lambda value: quote(value, safe=""))
    if "://" not in url:
        url = address.rstrip("/") + "/" + url.lstrip("/") if url else address
    if query := _encoded(texts(request.query, given), request.charset):
        url += ("&" if "?" in url else "?") + query
    kind, body = _body(request, given)
    headers = {name: line(value, 2000) for name, value in texts(request.headers, given).items()}
    if kind:
        headers.setdefault("Content-Type", kind)
    if request.basic:
        pair = f"{given.get('username') or ''}:{given.get('password') or given.get('api_key') or ''}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return Built(request.method, url, headers, body)


def _body(request: Request, given: Given) -> tuple[str | None, bytes | None]:
    if request.form is not None:
        return FORM, _encoded(texts(request.form, given), request.charset).encode("ascii")
    if request.body is not None:
        said = json.dumps(filled(request.body, given), ensure_ascii=request.charset != "utf-8", allow_nan=False)
        return "application/json", said.encode("utf-8")
    return None, None


def _encoded(fields: Mapping[str, str], charset: str) -> str:
    try:
        return urlencode(fields, encoding=charset, errors="strict")
    except UnicodeEncodeError:
        raise Refused(f"The gateway's charset {charset} cannot say this text.", cause="content") from None


def sending(
    gateway: Gateway, message: OutboundMessage, access: Given, sender: str | None, callback: str | None
) -> dict[str, Any]:
    """What a message fills in."""
    text = sendable(message.text)
    kind = alphabet(text)
    given: dict[str, Any] = {
        **access, **ways_to_write(message.to.value), "from": line(message.sender_address or sender or "") or None,
        "text": text, "id": message.id, "language": message.language, "alphabet": gateway.alphabets.get(kind, kind),
        "callback": callback, "pattern": None, "values": None,
    }  # fmt: skip
    if message.pattern:
        given["pattern"] = line(message.pattern.name)
        given["values"] = {name: sendable(value) for name, value in message.pattern.values.items()}
    return given
