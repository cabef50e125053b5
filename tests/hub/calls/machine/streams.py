"""Recorded sessions as packets that can be mixed, and what the exchange that sent them would list at any moment."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.normalise import normalise
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.snapshot import read_snapshot
from hub.ports import CallEvent, LegsSnapshot
from tests.hub.calls.recordings import AT, BOOT, NAMES, RECORDINGS, TICK

OPTIONS = AsteriskOptions.model_validate({"host": "pbx", "username": "u", "secret": "s", "trunks": ("trunk",)})
Packet = dict[str, str]
MIXED = [name for name in NAMES if name != "agent_login"]  # its events are translated by what the session remembers
_KEPT = ("channel", "channelstate", "calleridnum", "calleridname", "connectedlinename", "linkedid", "exten")
_INSTANCE = re.compile(r"-[0-9a-f]([0-9a-f]{7})")


@cache
def packets_of(name: str, copy: int = 0) -> tuple[Packet, ...]:
    """The events of a recording; another copy has other channels and bridges."""
    blocks = (RECORDINGS / f"{name}.raw").read_bytes().decode().split("\r\n\r\n")
    packets = [dict(line.partition(": ")[::2] for line in block.split("\r\n") if ": " in line) for block in blocks]
    return tuple(_shifted(lower_keys(packet), copy) for packet in packets if "Event" in packet)


def _shifted(packet: Packet, copy: int) -> Packet:
    moved = dict(packet)
    for key, value in packet.items():
        if key.endswith(("uniqueid", "linkedid")) and value:
            moved[key] = f"{copy}x{value}"
        elif key.endswith("channel"):
            moved[key] = _INSTANCE.sub(rf"-{copy:x}\1", value)
    return type(packet)(moved)


def facts(packet: Packet, at: datetime) -> tuple[CallEvent, ...]:
    """What the connector makes of a packet."""
    return normalise(packet, OPTIONS, BOOT, at)


class Exchange:
    """The channels that live, as the packets so far tell; nothing sent is lost on the way to it."""

    def __init__(self) -> None:
        self.channels: dict[str, Packet] = {}

    def follow(self, packet: Packet) -> None:
        event, uniqueid = packet["event"], packet.get("uniqueid", "")
        if event == "Newchannel":
            self.channels[uniqueid] = {"application": "AppDial" if packet["channelstate"] == "0" else "Dial"}
        channel = self.channels.get(uniqueid)
        if channel is None:
            return
        channel |= {key: packet[key] for key in _KEPT if key in packet} | {"uniqueid": uniqueid}
        if event == "Hangup":
            del self.channels[uniqueid]
        elif event == "BridgeEnter":
            channel["bridgeid"] = packet["bridgeuniqueid"]
            channel["application"] = "Park" if packet["bridgetechnology"] == "holding_bridge" else "AppDial"
        elif event == "BridgeLeave":
            channel["bridgeid"] = ""

    def list(self, at: datetime) -> list[LegsSnapshot | CallEvent]:
        """What a session hands on after it has asked for the list."""
        listed = [lower_keys({"event": "CoreShowChannel", **channel}) for channel in self.channels.values()]
        snapshot, links = read_snapshot(listed, OPTIONS, BOOT, at)
        return [snapshot, *links]


def moment(tick: int) -> datetime:
    """The time of the n-th packet."""
    return AT + tick * TICK
