"""The shape of a connector, and what the hub offers one that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, JsonValue

from hub.ports.calls import CallEvent, LegsSnapshot
from hub.ports.commands import CallCommand
from hub.ports.messages import InboundMessage
from hub.ports.network import Network
from hub.ports.outbound import DeliveryReport
from hub.ports.recovered import Records


class Options(BaseModel):
    """Base of every connector's typed options; an unknown key is refused and secrets are ``SecretStr``.

    ``groups`` are the headings under which a page shows those that few need, folded; the rest stands open above.
    ``places`` are those of a group that only the settings file may say (``FILE_ONLY``), with an example each.
    """

    groups: ClassVar[Mapping[str, Sequence[str]]] = {}
    places: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    model_config = ConfigDict(extra="forbid", frozen=True)


FILE_ONLY: dict[str, JsonValue] = {"settings_file_only": True}
"""As ``json_schema_extra`` of an option that names a place on the hub's machine, or one that no guard looks at: only
whoever owns the machine may set it."""


class Connection(StrEnum):
    """Where an account stands with its provider."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"  # will be tried again by itself
    NEEDS_SIGN_IN = "needs_sign_in"  # a person must act
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ConnectorState:
    """What the settings page shows of an account.

    ``reason`` is a stable word that the translations know (``refused``, ``timeout``, ``rejected``,
    ``no_challenge``, ``no_pong``, ``lost``, ``overrun``, ``not_a_pbx``); ``answer`` is the provider's own text, shown
    as it came.
    """

    connection: Connection
    reason: str | None = None
    answer: str | None = None
    retry_at: datetime | None = None
    facts: dict[str, str | int] = field(default_factory=dict)  # version, channels … (keys are translated)


class Host(Protocol):
    """What the hub offers one running account. Everything here may be awaited from the connector's own task."""

    account: str
    network: Network  # the only way to what the options name
    records: Records | None  # None where nobody keeps what records tell
    hooks: str | None  # the public address below which this account's hooks lie; None where none is configured

    async def receive(self, events: Sequence[CallEvent | LegsSnapshot]) -> None:
        """Store these facts, in this order; returns after the commit. Raises ``RetryLater`` when the store is away."""

    async def take(self, message: InboundMessage) -> None:
        """Store a message, once by its key; one that cannot be taken in is parked. Returns after the commit.

        Raises ``RetryLater`` when the store is away, as do the three below.
        """

    async def take_reports(self, reports: Sequence[DeliveryReport]) -> None:
        """Store what became of messages; those on messages that nobody knows are parked."""

    async def park(self, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        """Keep what cannot be read, for people to see; once by its key."""

    async def cursor(self, name: str) -> str | None:
        """How far this account had read, as ``keep_cursor`` was told last."""

    async def keep_cursor(self, name: str, value: str) -> None:
        """Remember it (1,000 letters at most): what lies before it is stored."""

    async def report(self, state: ConnectorState) -> None:
        """Show this state to administrators. Never raises."""


class Running(Protocol):
    """One account of a connector at work; what it can do beside is a protocol each."""

    async def run(self) -> None:
        """Connect, listen and reconnect until cancelled. Never returns by itself, never raises for the network."""

    def diagnostics(self) -> dict[str, Any]:
        """Facts for a support request, without secrets and without anybody's number."""


@runtime_checkable
class CommandsCalls(Protocol):
    """An account that places and steers calls."""

    async def execute(self, command: CallCommand) -> None:
        """Carry a command out, once. Raises a ``ConnectorError``."""


@runtime_checkable
class TellsDestinations(Protocol):
    """A connector whose secrets may go to more than one place, or to one by more than one way."""

    def destinations(self, options: Options) -> frozenset[str]:
        """Each of them, as ``https://host:port``."""


class Connector(Protocol):
    """What an entry point of the group ``hub.connectors`` names."""

    name: str
    channel: str
    options: type[Options]

    def create(self, options: Options, host: Host) -> Running:
        """An account that can run; opens nothing yet."""

    def address(self, options: Options) -> str:
        """Where it connects to, for people: ``pbx.example:5038``."""
