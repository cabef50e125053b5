"""What exists inside the simulated exchange: endpoints, channels, bridges, queues and their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call


class Party(NamedTuple):
    """A number and a name, as AMI shows them."""

    number: str
    name: str


UNKNOWN = Party("<unknown>", "<unknown>")


class ChannelState(IntEnum):
    """Asterisk's channel states, those that occur here."""

    DOWN = 0
    RING = 4
    RINGING = 5
    UP = 6


class MemberStatus(IntEnum):
    """Asterisk's device states as a queue shows them."""

    NOT_INUSE = 1
    INUSE = 2
    RINGING = 6
    RINGINUSE = 7


class Cause(IntEnum):
    """Q.850 causes, those that occur here."""

    UNKNOWN = 0
    UNALLOCATED = 1
    NORMAL = 16
    BUSY = 17
    ANSWERED_ELSEWHERE = 26


CAUSE_TEXT = {
    Cause.UNKNOWN: "Unknown",
    Cause.UNALLOCATED: "Unallocated (unassigned) number",
    Cause.NORMAL: "Normal Clearing",
    Cause.BUSY: "User busy",
    Cause.ANSWERED_ELSEWHERE: "Answered elsewhere",
}


@dataclass(slots=True, eq=False)
class Endpoint:
    """A phone (``number`` is its extension) or a trunk (no number)."""

    address: str  # "PJSIP/101"
    number: str | None
    name: str
    context: str
    channels: set[Channel] = field(default_factory=set)

    @property
    def party(self) -> Party:
        """How this endpoint identifies itself."""
        return Party(self.number, self.name) if self.number else UNKNOWN

    @property
    def status(self) -> MemberStatus:
        """Idle, ringing or talking, from the channels that it has."""
        states = {channel.state for channel in self.channels}
        ringing = ChannelState.RINGING in states
        used = bool(states & {ChannelState.UP, ChannelState.RING})
        if ringing:
            return MemberStatus.RINGINUSE if used else MemberStatus.RINGING
        return MemberStatus.INUSE if used else MemberStatus.NOT_INUSE

    @property
    def idle(self) -> bool:
        """Whether no channel is on its way to, or from, this endpoint."""
        return not self.channels


@dataclass(slots=True, eq=False)
class Bridge:
    """Channels that hear each other."""

    id: str
    channels: list[Channel] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """The headers that describe a bridge, in Asterisk's order."""
        return [
            ("BridgeUniqueid", self.id),
            ("BridgeType", "basic"),
            ("BridgeTechnology", "simple_bridge"),
            ("BridgeCreator", "<unknown>"),
            ("BridgeName", "<unknown>"),
            ("BridgeNumChannels", str(len(self.channels))),
            ("BridgeVideoSourceMode", "none"),
        ]


@dataclass(slots=True, eq=False)
class Channel:
    """One leg."""

    name: str
    uniqueid: str
    linkedid: str
    endpoint: Endpoint
    call: Call
    state: ChannelState
    caller: Party
    exten: str
    context: str
    started: float  # the loop's clock, seconds
    connected: Party = UNKNOWN
    priority: int = 1
    application: tuple[str, str] = ("", "")
    bridge: Bridge | None = None
    held: bool = False  # its phone holds the other party

    def fields(self, prefix: str = "") -> list[tuple[str, str]]:
        """The headers that describe a channel, in Asterisk's order, each key with ``prefix``."""
        return [
            (prefix + "Channel", self.name),
            (prefix + "ChannelState", str(int(self.state))),
            (prefix + "ChannelStateDesc", self.state.name.capitalize()),
            (prefix + "CallerIDNum", self.caller.number),
            (prefix + "CallerIDName", self.caller.name),
            (prefix + "ConnectedLineNum", self.connected.number),
            (prefix + "ConnectedLineName", self.connected.name),
            (prefix + "Language", "en"),
            (prefix + "AccountCode", ""),
            (prefix + "Context", self.context),
            (prefix + "Exten", self.exten),
            (prefix + "Priority", str(self.priority)),
            (prefix + "Uniqueid", self.uniqueid),
            (prefix + "Linkedid", self.linkedid),
        ]


@dataclass(slots=True, eq=False)
class Member:
    """An endpoint that takes a queue's calls. Times are seconds since the epoch."""

    endpoint: Endpoint
    name: str
    login_time: int
    dynamic: bool = False
    penalty: int = 0
    paused: bool = False
    paused_reason: str = ""
    calls_taken: int = 0
    last_call: int = 0
    last_pause: int = 0
    in_call: bool = False
    wrap_up: int = 0  # seconds


@dataclass(slots=True, eq=False)
class Queue:
    """A queue of strategy ringall."""

    name: str
    label: str
    members: dict[str, Member] = field(default_factory=dict)
    waiting: list[Channel] = field(default_factory=list)
    member_timeout: float = 15.0  # seconds that members ring before the next round
    max_wait: float = 120.0  # seconds until the caller is sent away
    ring_in_use: bool = False
    completed: int = 0
    abandoned: int = 0

    def free_members(self) -> list[Member]:
        """Whom a caller may ring now."""
        return [
            member
            for member in self.members.values()
            if not member.paused and (self.ring_in_use or member.endpoint.idle)
        ]
