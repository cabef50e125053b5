"""SMS over SMPP 3.4: one account is one SMSC."""

from __future__ import annotations

from connectors.smpp import again, checks
from connectors.smpp.client import SmppAccount
from connectors.smpp.config import SmppOptions
from hub.ports import CheckReport, Connector, HookRead, Host, Network, Options, Recipe, Running, Tell, Unread, quietly


class SmppConnector:
    """What the entry point ``smpp`` names."""

    name = "smpp"
    channel = "sms"
    options: type[Options] = SmppOptions

    def create(self, options: Options, host: Host) -> Running:
        """An account that can run; opens nothing yet. Raises ``TypeError`` for another connector's options."""
        return SmppAccount(_own(options), host)

    def address(self, options: Options) -> str:
        """``host:port``, for people."""
        own = _own(options)
        return f"{own.host}:{own.port}"

    def read_again(self, options: Options, unread: Unread) -> HookRead:
        """A message or receipt that could not be read when it was delivered. Raises ``Unreadable``."""
        return again.read_again(_own(options), unread)

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Bind as an account with these options would, and unbind; sends nothing."""
        return await checks.check(_own(options), network, tell)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """None: what a provider must be told differs with each, and is told to people."""
        return ()


def _own(options: Options) -> SmppOptions:
    if not isinstance(options, SmppOptions):
        raise TypeError(f"options of SMPP expected, not {type(options).__name__}")
    return options


CONNECTOR: Connector = SmppConnector()
