"""Agents who signed in by phone (AgentLogin) and stay on the line: each of their conversations is a leg of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, party_of
from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.text import clean
from hub.ports import BridgeEntered, CallEvent, LegAnswered, LegEnded, LegRef, LegStarted

APPLICATION = "agentlogin"
HOLDING = "holding_bridge"

Events = tuple[CallEvent, ...]


def conversation(line: LegRef, bridge: str) -> LegRef:
    """The name of the leg that a standing line is while it is in this bridge."""
    return LegRef(line.boot, f"{line.id}|{bridge}"[:ID_LENGTH])


def line_of(leg: str) -> str:
    """The Uniqueid of the line behind such a leg's name; any other name is its own."""
    return leg.partition("|")[0]


def conversations(channels: Sequence[Mapping[str, str]]) -> dict[str, str | None]:
    """Of a list of channels, the Uniqueids of the standing lines, with the bridge of the conversation that one is in.

    Those who wait share a bridge with nobody else.
    """
    shared = {clean(channel.get("bridgeid", "")) for channel in channels if not _stands(channel)}
    found: dict[str, str | None] = {}
    for channel in filter(_stands, channels):
        bridge = clean(channel.get("bridgeid", ""))
        found[clean(channel.get("uniqueid", ""))] = bridge if bridge and bridge in shared else None
    return found


def _stands(channel: Mapping[str, str]) -> bool:
    return channel.get("application", "").strip().lower() == APPLICATION


class StandingLines:
    """Rewrites what happens at a standing line. Without it every call of the day would hang on the one leg."""

    def __init__(self, options: AsteriskOptions) -> None:
        self._options = options
        self._legs: dict[str, LegRef | None] = {}  # Uniqueid → the conversation that the line is in

    def learn(self, channels: Sequence[Mapping[str, str]], boot: str) -> None:
        """Start from a list of channels."""
        found = conversations(channels)
        self._legs = {
            line: conversation(LegRef(boot, line), bridge) if bridge else None for line, bridge in found.items()
        }

    def translate(self, packet: Mapping[str, str], events: Events, at: datetime) -> Events:
        """The same events, those of a standing line as events of its conversation."""
        event, line = packet.get("event"), clean(packet.get("uniqueid", ""))
        if line not in self._legs:
            if event == "AgentLogin" and events:
                self._legs[line] = None
            return events
        told = tuple(new for old in events for new in (self._told(packet, old) if old.leg.id == line else (old,)))
        waits = event == "BridgeEnter" and packet.get("bridgetechnology", "").lower() == HOLDING
        if waits or event in {"Hangup", "AgentLogoff"}:
            told += self._end(line, at)
        if event == "Hangup":
            del self._legs[line]
        return told

    def _end(self, line: str, at: datetime) -> Events:
        leg, self._legs[line] = self._legs[line], None
        return (LegEnded(leg, at),) if leg else ()

    def _told(self, packet: Mapping[str, str], event: CallEvent) -> Events:
        leg = self._legs[event.leg.id]
        if isinstance(event, LegEnded):
            return ()
        if leg is not None:
            return (replace(event, leg=leg),)
        return self._begin(packet, event) if isinstance(event, BridgeEntered) else ()

    def _begin(self, packet: Mapping[str, str], event: BridgeEntered) -> Events:
        """It is named by its first bridge: a consultation and back is still the same conversation."""
        leg, endpoint = conversation(event.leg, event.bridge), endpoint_of(clean(packet.get("channel", "")))
        self._legs[event.leg.id] = leg
        started = LegStarted(leg, event.at, leg, party_of(endpoint, self._options), endpoint, initiated=False)
        return (started, LegAnswered(leg, event.at), replace(event, leg=leg))
