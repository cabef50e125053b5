"""Asterisk over AMI: calls in, click to dial, hang-up and blind transfer out."""

from __future__ import annotations

from connectors.asterisk.client import AsteriskAccount
from connectors.asterisk.config import AsteriskOptions
from hub.ports import Connector, Host, Options, Running


class AsteriskConnector:
    """What the entry point ``asterisk`` names."""

    name = "asterisk"
    channel = "call"
    options: type[Options] = AsteriskOptions

    def create(self, options: Options, host: Host) -> Running:
        """An account that can run; opens nothing yet. Raises ``TypeError`` for another connector's options."""
        return AsteriskAccount(_own(options), host)

    def address(self, options: Options) -> str:
        """``host:port``, for people."""
        own = _own(options)
        return f"{own.host}:{own.port}"


def _own(options: Options) -> AsteriskOptions:
    if not isinstance(options, AsteriskOptions):
        raise TypeError(f"options of Asterisk expected, not {type(options).__name__}")
    return options


CONNECTOR: Connector = AsteriskConnector()
