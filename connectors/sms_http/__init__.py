"""SMS by any gateway that is reached over HTTP: what it wants and what it says is described, not programmed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from yarl import URL

from connectors.sms_http import checks, hooks, polls
from connectors.sms_http.client import SmsHttpAccount
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.description import Request
from connectors.sms_http.requests import build
from hub.ports import (
    CheckReport,
    Connector,
    HookRead,
    HookRequest,
    Host,
    MediaAccess,
    Network,
    Options,
    Recipe,
    Running,
    Tell,
    Unread,
    quietly,
)


class SmsHttpConnector:
    """What the entry point ``sms_http`` names."""

    name = "sms_http"
    channel = "sms"
    options: type[Options] = SmsHttpOptions
    hooks: Mapping[str, str] = {hooks.INBOUND: "inbound", hooks.STATUS: "status"}

    def create(self, options: Options, host: Host) -> Running:
        """An account that can run; opens nothing yet. Raises ``TypeError`` for another connector's options."""
        return SmsHttpAccount(_own(options), host)

    def address(self, options: Options) -> str:
        """``host:port``, for people."""
        return _place(_own(options).base).partition("://")[2]

    def destinations(self, options: Options) -> frozenset[str]:
        """Each place that a request goes to, and how."""
        own = _own(options)
        urls = [one.url for one in own.described().requests() if "://" in one.url]
        return frozenset(map(_place, [own.base, *urls]))

    def read_hook(self, options: Options, request: HookRequest) -> HookRead:
        """What the gateway posted. Raises ``Refused`` and ``Unreadable``."""
        own = _own(options)
        return hooks.read(own, own.described(), request)

    def lets_in(self, options: Options, request: HookRequest) -> None:
        """Check its secret or signature. Raises ``Refused``."""
        own = _own(options)
        hooks.check(own, own.described(), request)

    def read_again(self, options: Options, unread: Unread) -> HookRead:
        """What was posted, or told when the gateway was asked. Raises ``Refused`` and ``Unreadable``."""
        gateway = _own(options).described()
        return hooks.read_again(gateway, unread.request) if unread.request else polls.read_again(gateway, unread)

    def media_access(self, options: Options) -> MediaAccess:
        """The account's own sign-in, for what lies at the gateway's own addresses."""
        own = _own(options)
        files = own.described().files
        built = build(Request(method="GET", headers=files.headers, basic=files.basic), own.base, own.access())
        return MediaAccess(frozenset(map(_origin, self.destinations(options))), built.headers, base=own.base)

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Ask the gateway what sends nothing."""
        return await checks.check(_own(options), network, tell)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """Nothing is pasted at a gateway but the addresses of its hooks."""
        return ()


def _origin(place: str) -> str:
    return str(URL(place).origin())


def _place(url: str) -> str:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def _own(options: Options) -> SmsHttpOptions:
    if not isinstance(options, SmsHttpOptions):
        raise TypeError(f"options of an SMS gateway expected, not {type(options).__name__}")
    return options


CONNECTOR: Connector = SmsHttpConnector()
