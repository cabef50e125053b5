"""A connector whose provider posts: as JSON a list of texts and of reports, let in by a secret in the path."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from typing import Any, ClassVar
from urllib.parse import parse_qs

from pydantic import SecretStr

from hub.channels.registry import GROUP
from hub.ports import (
    Connection,
    ConnectorState,
    DeliveryReport,
    HookAnswer,
    HookRead,
    HookRequest,
    Host,
    InboundMessage,
    Options,
    Peer,
    Refused,
    Running,
    Unread,
    Unreadable,
)

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
POINT = EntryPoint("postbox", "tests.support.hook_connector:CONNECTOR", GROUP)


class PostboxOptions(Options):
    """What lets its provider in."""

    host: str = "gateway.example"
    secret: SecretStr = SecretStr("let-me-in")
    charset: str = "utf-8"


class PostboxAccount:
    """Connected, and no more."""

    def __init__(self, host: Host) -> None:
        self.host = host

    async def run(self) -> None:
        """Say that it is there."""
        await self.host.report(ConnectorState(Connection.CONNECTED))
        await asyncio.Event().wait()

    def diagnostics(self) -> dict[str, Any]:
        """Nothing."""
        return {}


class Postbox:
    """Reads what a test posts; ``seen`` are the requests, as they came to it."""

    name = "postbox"
    channel = "sms"
    options: type[Options] = PostboxOptions
    hooks: ClassVar[dict[str, str]] = {"in": "inbound"}
    seen: ClassVar[list[HookRequest]] = []

    def create(self, _options: Options, host: Host) -> Running:
        """An account."""
        return PostboxAccount(host)

    def address(self, options: Options) -> str:
        """Its host."""
        return f"{options.host}:443"  # type: ignore[attr-defined]

    def read_hook(self, options: Options, request: HookRequest) -> HookRead:
        """Messages and reports of the body, or one message of the query."""
        self.seen.append(request)
        self.lets_in(options, request)
        return self.read_again(options, Unread(account=request.account, at=request.at, request=request))

    def lets_in(self, options: Options, request: HookRequest) -> None:
        """By the secret in the path."""
        assert isinstance(options, PostboxOptions)
        if not request.path.endswith(options.secret.get_secret_value()):
            raise Refused("wrong secret")

    def read_again(self, options: Options, unread: Unread) -> HookRead:
        """Whoever posted it."""
        assert isinstance(options, PostboxOptions)
        request = unread.request
        assert request is not None
        if request.method == "GET":
            said = {name: values[0] for name, values in parse_qs(request.query.decode("ascii")).items()}
            return HookRead(messages=[message(said["id"], said["from"], said["text"])], answer=HookAnswer(body=b"ACK"))
        try:
            told = json.loads(request.body.decode(options.charset))
        except ValueError:
            raise Unreadable("It is no JSON.") from None
        return HookRead(
            messages=[message(*one) for one in told.get("messages", [])],
            reports=[DeliveryReport(provider_id=key, state=state, at=AT) for key, state in told.get("reports", [])],
            leftovers=told.get("leftovers", []),
        )


def message(key: str, sender: str, text: str) -> InboundMessage:
    """A text that came in."""
    return InboundMessage("sms", key, sender, AT, Peer("phone", sender), text=text, own="+983000")


CONNECTOR = Postbox()
