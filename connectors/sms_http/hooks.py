"""Reading what a gateway posts: whether it is the gateway's at all, its charset, and what it says. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import unquote_to_bytes

from connectors.sms_http import expressions as at
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.description import Gateway, Hook, MessagesHook, ReportsHook, Signature
from connectors.sms_http.reading import Found, messages, reports
from hub.ports import HookAnswer, HookRead, HookRequest, Refused, Unreadable

INBOUND, STATUS = "inbound", "status"
SECRET = "secret"  # noqa: S105 (the name of the query's field, not a secret)
_MOST_FIELDS = 200
_SAME_SECONDS = 600  # gateways that got no answer post again within minutes


def read(options: SmsHttpOptions, gateway: Gateway, request: HookRequest) -> HookRead:
    """What the request says. Raises ``Refused`` and ``Unreadable``."""
    check(options, gateway, request)
    return read_again(gateway, request)


def check(options: SmsHttpOptions, gateway: Gateway, request: HookRequest) -> None:
    """Raises ``Refused`` for what is not the gateway's."""
    hook, rest = _hook(gateway, request)
    _check_sender(options, hook, request, rest)


def read_again(gateway: Gateway, request: HookRequest) -> HookRead:
    """What is known to be the gateway's. Raises ``Refused`` where nothing is posted, and ``Unreadable``."""
    hook, _rest = _hook(gateway, request)
    if isinstance(hook, MessagesHook):
        return _inbound(gateway, hook, request)
    return _status(gateway, hook, request)


def _hook(gateway: Gateway, request: HookRequest) -> tuple[MessagesHook | ReportsHook, str]:
    kind, _, rest = request.path.strip("/").partition("/")
    if kind == INBOUND and gateway.messages.hook:
        return gateway.messages.hook, rest
    if kind == STATUS and gateway.reports.hook:
        return gateway.reports.hook, rest
    raise Refused("Nothing is posted here.", cause="gone")


def _inbound(gateway: Gateway, hook: MessagesHook, request: HookRequest) -> HookRead:
    found = messages(gateway, hook, document(hook, request), request.account, _part_of_day(request), came=request.at)
    if not found.items:
        raise Unreadable("What was posted holds no message that can be read.")
    return HookRead(messages=found.items, leftovers=_leftovers(found), answer=_answer(hook))


def _status(gateway: Gateway, hook: ReportsHook, request: HookRequest) -> HookRead:
    found = reports(gateway, hook, document(hook, request), came=request.at)
    leftovers = _leftovers(found)
    if not found.items:
        raise Unreadable(leftovers[0] if found.unknown else "What was posted holds no report.")
    return HookRead(reports=found.items, leftovers=leftovers, answer=_answer(hook))


def _leftovers(found: Found[Any]) -> list[str]:
    """What keeps the rest out, in words."""
    said = [f"A report of an unknown state: {', '.join(found.unknown[:5])}."] if found.unknown else []
    if found.unreadable:
        said.append(f"{len(found.unreadable)} of {found.count} things that were posted cannot be read.")
    return said


def _part_of_day(request: HookRequest) -> str:
    """Posts of the same text are one message told again for so long, where neither id nor time tells them apart."""
    return f"part {int(request.at.timestamp() // _SAME_SECONDS)}"


def _answer(hook: Hook) -> HookAnswer:
    return HookAnswer(200, hook.answer.encode(), hook.content_type)


def _check_sender(options: SmsHttpOptions, hook: Hook, request: HookRequest, rest: str) -> None:
    secret = options.hook_secret.get_secret_value() if options.hook_secret else ""
    if not secret:
        raise Refused("This account has no secret for what is posted to it.", cause="rejected")
    if hook.signature:
        if not _signed(hook.signature, secret, request):
            raise Refused("The signature is wrong.", cause="rejected")
        return
    given = next((value for name, value in _pairs(request.query) if name == SECRET), rest.encode())
    if not hmac.compare_digest(given, secret.encode()):
        raise Refused("The secret is wrong.", cause="rejected")


def _signed(how: Signature, secret: str, request: HookRequest) -> bool:
    over = {"body": request.body, "url": request.url.encode(), "url_body": request.url.encode() + request.body}
    digest = hmac.new(secret.encode(), over[how.over], getattr(hashlib, how.algorithm)).digest()
    right = digest.hex() if how.encoding == "hex" else base64.b64encode(digest).decode()
    given = request.headers.get(how.header.lower(), "").removeprefix(how.prefix).strip()
    if how.encoding == "hex":
        given = given.lower()
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def document(hook: Hook, request: HookRequest) -> dict[str, Any]:
    """What expressions look at. Raises ``Unreadable`` where the charset or the JSON is broken."""
    said: dict[str, Any] = {"method": request.method, "query": {}, "form": {}, "body": None}
    raw = {"query": _pairs(request.query), "form": []}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if "json" in kind or (kind != "application/x-www-form-urlencoded" and request.body[:1] in {b"{", b"["}):
        said["body"] = _json(request.body)
    else:
        raw["form"] = _pairs(request.body)
    late = [(place, name, value) for place, pairs in raw.items() for name, value in pairs if name in hook.charset_for]
    for place, pairs in raw.items():
        said[place] = {name: _text(value, hook.charset) for name, value in pairs if name not in hook.charset_for}
    charset = hook.charsets.get(at.word(hook.charset_of, said) or "", hook.charset)
    for place, name, value in late:
        said[place].setdefault(name, _text(value, charset))
    said["fields"] = (said["body"] if isinstance(said["body"], dict) else {}) | said["form"] | said["query"]
    return said


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("What was posted is no JSON.") from None


def _text(value: bytes, charset: str) -> str:
    try:
        return value.decode(charset)
    except (UnicodeDecodeError, LookupError):
        raise Unreadable(f"What was posted is not written in {charset}.") from None


def _pairs(query: bytes) -> list[tuple[str, bytes]]:
    """Names and raw values of a query or form, whatever their charset; the first of a name counts."""
    found: dict[str, bytes] = {}
    for part in query.split(b"&", _MOST_FIELDS)[:_MOST_FIELDS]:
        name, _, value = part.partition(b"=")
        key = unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace")
        found.setdefault(key, unquote_to_bytes(value.replace(b"+", b" ")))
    return list(found.items())
