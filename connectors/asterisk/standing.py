"""Agents who signed in by phone (AgentLogin) and stay on the line: each of their conversations is a leg of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, party_of
from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.text import clean
from hub.ports import BridgeEntered, BridgeLeft, CallEvent, LegAnswered, LegEnded, LegRef, LegStarted

APPLICATION = "agentlogin"

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
        self._bridges: dict[str, str | None] = {}

    def learn(self, channels: Sequence[Mapping[str, str]]) -> None:
        """Start from a list of channels."""
        self._bridges = conversations(channels)

    def translate(self, packet: Mapping[str, str], events: Events) -> Events:
        """The same events, those of a standing line as events of its conversation."""
        uniqueid = clean(packet.get("uniqueid", ""))
        if packet.get("event") == "AgentLogin" and events:
            self._bridges[uniqueid] = None
            return events
        if uniqueid not in self._bridges:
            return events
        found = tuple(told for event in events for told in self._told(packet, event))
        if packet.get("event") == "Hangup":
            self._bridges.pop(uniqueid, None)
        return found

    def _told(self, packet: Mapping[str, str], event: CallEvent) -> Events:
        line = event.leg.id
        bridge = self._bridges.get(line)
        if isinstance(event, BridgeEntered):
            self._bridges[line] = event.bridge
            return self._begin(packet, event)
        if bridge is None:
            return ()
        leg = conversation(event.leg, bridge)
        if isinstance(event, BridgeLeft):
            self._bridges[line] = None
            return (replace(event, leg=leg), LegEnded(leg, event.at, None))
        return (replace(event, leg=leg),)

    def _begin(self, packet: Mapping[str, str], event: BridgeEntered) -> Events:
        leg, endpoint = conversation(event.leg, event.bridge), endpoint_of(clean(packet.get("channel", "")))
        started = LegStarted(leg, event.at, leg, party_of(endpoint, self._options), endpoint, initiated=False)
        return (started, LegAnswered(leg, event.at), replace(event, leg=leg))
