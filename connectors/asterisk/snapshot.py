"""Pure: a complete CoreShowChannels list → the legs that live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.legs import leg_started
from connectors.asterisk.normalise import UP, Notice
from connectors.asterisk.packet import MalformedPacketError, Packet, lower_keys
from connectors.asterisk.standing import conversation, conversations
from connectors.asterisk.text import clean
from hub.ports import LegLinked, LegRef, LegSeen, LegsSnapshot

RINGING = "5"
_DOWN_OR_RINGING = frozenset({"0", "1", RINGING})
# What a channel that was called shows as its application (Dial, the Dial of features, Queue).
_CALLED = frozenset({"appdial", "appdial2", "appqueue"})
# Applications whose bridge is a holding one (the list does not tell its kind): they hear music, not each other.
_WAITING = frozenset({"park", "parkandannounce", "bridgewait", "agentlogin"})


class IncompleteListError(ValueError):
    """The list's end does not match what arrived."""


def read_channel_list(answer: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """The channels of an answer to CoreShowChannels. Raises ``IncompleteListError``."""
    packets: list[dict[str, str]] = [lower_keys(packet) for packet in answer]
    channels = [packet for packet in packets if packet.get("event", "") == "CoreShowChannel"]
    complete = [packet for packet in packets if packet.get("event", "") == "CoreShowChannelsComplete"]
    announced = complete[0].get("listitems", "").strip() if complete else ""
    if announced != str(len(channels)):
        raise IncompleteListError(f"{len(channels)} channels, {announced or 'no number'} announced")
    return channels


def read_snapshot(
    channels: Sequence[Mapping[str, str]],
    options: AsteriskOptions,
    boot: str,
    at: datetime,
    notice: Notice = lambda _kind, _detail: None,
) -> tuple[LegsSnapshot, tuple[LegLinked, ...]]:
    """The live legs, and the pairs among them that are the halves of one Local channel."""
    seen: list[LegSeen] = []
    halves: dict[str, dict[str, LegRef]] = {}
    standing = conversations(channels)
    for headers in channels:
        packet = Packet(headers, options, boot, at)
        if packet.ignored():
            continue
        try:
            seen += _standing(packet, standing) if packet.get("Uniqueid") in standing else [_seen(packet)]
        except MalformedPacketError as error:
            notice("malformed", f"CoreShowChannel: {error}")
            continue
        pipe, _, half = clean(packet.get("Channel")).rpartition(";")
        if half in {"1", "2"}:
            halves.setdefault(pipe, {})[half] = packet.leg()
    links = tuple(LegLinked(pair["1"], at, other=pair["2"]) for pair in halves.values() if len(pair) == 2)
    return LegsSnapshot(boot, at, tuple(seen)), links


def _standing(packet: Packet, bridges: Mapping[str, str | None]) -> list[LegSeen]:
    """The conversation that a standing line is in, if any."""
    bridge, seen = bridges[packet.get("Uniqueid")], _seen(packet)
    if bridge is None:
        return []
    leg = conversation(seen.started.leg, bridge)
    started = replace(seen.started, leg=leg, root=leg, initiated=False, at=packet.at, dialled=None)
    return [LegSeen(started, answered=True, bridge=bridge)]


def _seen(packet: Packet) -> LegSeen:
    state = packet.get("ChannelState").strip()
    application = packet.get("Application").strip().lower()
    called = state in _DOWN_OR_RINGING or application in _CALLED
    since = Packet(packet.headers, packet.options, packet.boot, packet.at - _duration(packet))
    return LegSeen(
        leg_started(since, initiated=not called),
        ringing=state == RINGING,
        answered=state == UP,
        bridge=None if application in _WAITING else clean(packet.get("BridgeId")) or None,
    )


def _duration(packet: Packet) -> timedelta:
    parts = packet.get("Duration").strip().split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return timedelta()
    hours, minutes, seconds = (int(part) for part in parts)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
