"""Asterisk over AMI: calls in, click to dial, hang-up and transfers out."""

from __future__ import annotations

from connectors.asterisk import checks, rights
from connectors.asterisk.audio import AsteriskAudio
from connectors.asterisk.client import AsteriskAccount
from connectors.asterisk.config import AsteriskOptions
from hub.ports import AudioSource, CheckReport, Connector, Host, Network, Options, Recipe, Running, Tell, quietly


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

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Look at the PBX as an account with these options would see it; changes nothing."""
        return await checks.check(_own(options), network, tell)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """The AMI user to paste, for Asterisk, FreePBX and Issabel."""
        return rights.recipes(username, hub_address)

    def can_hold(self, options: Options) -> bool:
        """Whether the page offers hold: the phones have to understand it, which nobody can ask them."""
        return _own(options).remote_hold

    def audio(self, options: Options) -> AudioSource | None:
        """Where recordings and voicemail lie; None when the options name no place."""
        own = _own(options)
        return AsteriskAudio(own) if own.recordings or own.voicemail else None


def _own(options: Options) -> AsteriskOptions:
    if not isinstance(options, AsteriskOptions):
        raise TypeError(f"options of Asterisk expected, not {type(options).__name__}")
    return options


CONNECTOR: Connector = AsteriskConnector()
