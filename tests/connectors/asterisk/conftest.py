"""Recordings, a compact notation for events, an AMI peer, and a hub that remembers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.asterisk.client import AsteriskAccount
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.normalise import normalise
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.standing import StandingLines
from hub.network import GuardedNetwork
from hub.ports import (
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    ConnectorState,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegLinked,
    LegParty,
    LegPickedUp,
    LegResumed,
    LegRinging,
    LegsSnapshot,
    LegStarted,
    LegTransferred,
    LegUnanswered,
    Network,
    QueueJoined,
    QueueLeft,
    RetryLater,
    VoicemailLeft,
)
from tests.connectors.asterisk.ami_peer import AmiPeer

RECORDINGS = Path(__file__).parent / "recordings"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
BOOT = "2026-11-22 10:00:00"


def make_options(**changes: Any) -> AsteriskOptions:
    given: dict[str, Any] = {"host": "127.0.0.1", "username": "peyvand", "secret": "s3cr3t", "trunks": ("trunk",)}
    return AsteriskOptions.model_validate(given | changes)


@pytest.fixture
def options() -> AsteriskOptions:
    return make_options()


def packets_of(name: str) -> Iterable[dict[str, str]]:
    for block in (RECORDINGS / f"{name}.raw").read_bytes().decode().split("\r\n\r\n"):
        headers = dict(line.partition(": ")[::2] for line in block.split("\r\n") if ": " in line)
        if "Event" in headers:
            yield headers


@pytest.fixture
def recorded(options: AsteriskOptions) -> Callable[[str], list[CallEvent]]:
    """Events of a recording; an odd packet fails the test."""

    def read(name: str) -> list[CallEvent]:
        odd: list[tuple[str, str]] = []
        standing = StandingLines(options)
        events = [
            event
            for packet in map(lower_keys, packets_of(name))
            for event in standing.translate(
                packet, normalise(packet, options, BOOT, AT, lambda *what: odd.append(what)), AT
            )
        ]
        assert odd == []
        return events

    return read


class Notation:
    """One short line an event. A leg is its endpoint's name, told apart by a/b where two have the same."""

    def __init__(self) -> None:
        self._legs: dict[str, str] = {}
        self._bridges: dict[str, str] = {}

    def lines(self, events: Sequence[CallEvent]) -> list[str]:
        return [self._line(event) for event in events]

    def _line(self, event: CallEvent) -> str:  # noqa: PLR0912 - one branch an event
        if isinstance(event, LegStarted):
            self._name(event)
        leg = self._legs[event.leg.id]
        match event:
            case LegStarted():
                who = "withheld" if event.withheld else f"{event.number or '?'} {event.name or '?'}"
                route = f" → {event.dialled}" if event.dialled else ""
                return f"{leg} {'calls' if event.initiated else 'called'} [{event.party} {who}]{route}"
            case LegParty():
                return f"{leg} is {event.number} {event.name or '?'}"
            case LegRinging():
                return f"{leg} rings for {self._legs[event.by.id] if event.by else 'the PBX'}"
            case LegUnanswered():
                return f"{leg} {event.reason}"
            case LegAnswered():
                return f"{leg} up"
            case LegLinked():
                return f"{leg} = {self._legs[event.other.id]}"
            case LegPickedUp():
                return f"{leg} picked up by {self._legs[event.by.id]}"
            case VoicemailLeft():
                return f"{leg} leaves a message in {event.mailbox}"
            case QueueJoined():
                return f"{leg} waits in {event.queue}"
            case QueueLeft():
                return f"{leg} {'gives up' if event.abandoned else 'leaves'} {event.queue}"
            case BridgeEntered():
                return f"{leg} into {self._bridge(event.bridge)}"
            case BridgeLeft():
                return f"{leg} out of {self._bridge(event.bridge)}"
            case LegHeld():
                return f"{leg} holds"
            case LegResumed():
                return f"{leg} resumes"
            case LegTransferred():
                return f"{leg} transfers {'attended' if event.attended else 'blind'} to {event.target}"
            case LegEnded():
                return f"{leg} ends {event.cause}"
        raise AssertionError(event)

    def _name(self, event: LegStarted) -> None:
        name = event.endpoint.partition("/")[2]
        taken = sum(known.rstrip("'") == name for known in self._legs.values())
        self._legs[event.leg.id] = name + "'" * taken

    def _bridge(self, bridge: str) -> str:
        return self._bridges.setdefault(bridge, "ABCDEFG"[len(self._bridges)])


@pytest.fixture
def notation() -> Notation:
    return Notation()


class RecordingHost:
    """A hub that remembers what it is told, and whose store may be away."""

    account = "pbx"
    network: Network = GuardedNetwork()

    def __init__(self) -> None:
        self.items: list[CallEvent | LegsSnapshot] = []
        self.states: list[ConnectorState] = []
        self.attempts: list[list[CallEvent | LegsSnapshot]] = []
        self.away = False
        self.poison: Callable[[CallEvent | LegsSnapshot], bool] = lambda _item: False

    async def receive(self, events: Sequence[CallEvent | LegsSnapshot]) -> None:
        self.attempts.append(list(events))
        if self.away:
            raise RetryLater("the store is locked", after=0.02)
        if any(self.poison(event) for event in events):
            raise ValueError("a defect in the hub")
        self.items.extend(events)

    async def report(self, state: ConnectorState) -> None:
        self.states.append(state)

    def words(self) -> list[str]:
        return [f"{state.connection}{' ' + state.reason if state.reason else ''}" for state in self.states]

    def snapshots(self) -> list[LegsSnapshot]:
        return [item for item in self.items if isinstance(item, LegsSnapshot)]

    def events(self) -> list[CallEvent]:
        return [item for item in self.items if isinstance(item, CallEvent)]


@pytest.fixture
def host() -> RecordingHost:
    return RecordingHost()


@pytest.fixture
async def peer() -> AsyncIterator[AmiPeer]:
    peer = AmiPeer()
    await peer.start()
    yield peer
    await peer.stop()


@pytest.fixture
async def connect(peer: AmiPeer, host: RecordingHost) -> AsyncIterator[Callable[..., Awaitable[AsteriskAccount]]]:
    """Run an account against the peer, with short pauses; it is stopped after the test."""
    tasks: list[asyncio.Task[None]] = []

    async def start(**changes: Any) -> AsteriskAccount:
        quick = {
            "port": peer.port, "connect_timeout": 0.4, "boot_timeout": 0.4, "ping_interval": 0.1, "ping_timeout": 0.3,
            "reconnect_min": 0.02, "reconnect_max": 0.1,
        }  # fmt: skip
        account = AsteriskAccount(make_options(**(quick | changes)), host)
        tasks.append(asyncio.create_task(account.run()))
        return account

    yield start
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
