"""SMS by Twilio: one account is one account (or subaccount) there."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import encode_basic_auth
from yarl import URL

from connectors.twilio import checks, hooks
from connectors.twilio.client import TwilioAccount
from connectors.twilio.config import TwilioOptions
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
    Unreadable,
    quietly,
)


class TwilioConnector:
    """What the entry point ``twilio`` names."""

    name = "twilio"
    channel = "sms"
    options: type[Options] = TwilioOptions
    hooks: Mapping[str, str] = {"inbound": "inbound", "status": "status"}

    def create(self, options: Options, host: Host) -> Running:
        """An account that can run; opens nothing yet. Raises ``TypeError`` for another connector's options."""
        return TwilioAccount(_own(options), host)

    def address(self, options: Options) -> str:
        """The API's host, for people."""
        return _own(options).api_url.partition("://")[2]

    def destinations(self, options: Options) -> frozenset[str]:
        """Where the token goes, and how."""
        return frozenset({str(URL(_own(options).api_url).origin())})

    def read_hook(self, options: Options, request: HookRequest) -> HookRead:
        """Check the signature and read it. Raises ``Refused`` or ``Unreadable``."""
        return hooks.read(_own(options), request)

    def lets_in(self, options: Options, request: HookRequest) -> None:
        """Check the signature. Raises ``Refused``."""
        hooks.check(_own(options), request)

    def read_again(self, options: Options, unread: Unread) -> HookRead:
        """What could not be read when it was posted. Raises ``Unreadable``."""
        if unread.request is None:
            raise Unreadable("It is no request of Twilio's.")
        return hooks.read_again(_own(options), unread.request)

    def media_access(self, options: Options) -> MediaAccess:
        """The token opens files at the API; Twilio leads on to a place that wants none."""
        own = _own(options)
        sign_in = encode_basic_auth(own.account_sid, own.auth_token.get_secret_value())
        return MediaAccess(self.destinations(options), {"Authorization": sign_in}, forget=own.delete_media)

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Ask for the account; sends nothing."""
        return await checks.check(_own(options), network, tell)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """None: the addresses to paste are the account's hooks, which the page shows."""
        return ()


def _own(options: Options) -> TwilioOptions:
    if not isinstance(options, TwilioOptions):
        raise TypeError(f"options of Twilio expected, not {type(options).__name__}")
    return options


CONNECTOR: Connector = TwilioConnector()
