"""Pure: the PBX's lists → its phones, trunks and queues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import party_of
from connectors.asterisk.text import clean
from hub.ports import FoundEndpoint, FoundQueue, Party

MOST = 2_000  # of each kind: a bound, far above any one PBX
_ENDPOINT = re.compile(r"[A-Za-z][A-Za-z0-9]{1,15}/[A-Za-z0-9_.@+-]{1,80}")
_MEMBER = re.compile(r"local/(\d{1,20})@", re.IGNORECASE)

Packets = Sequence[Mapping[str, str]]


def queues_of(status: Packets) -> list[FoundQueue]:
    """The queues of an answer to QueueStatus, with their members' endpoints; FreePBX's catch-all is none."""
    members: dict[str, list[str]] = {}
    for packet in status:
        name = clean(packet.get("queue", ""), 80)
        if not name or name == "default":
            continue
        if packet.get("event") == "QueueParams":
            members.setdefault(name, [])
        elif packet.get("event") == "QueueMember" and (endpoint := _endpoint_of_member(packet)):
            members.setdefault(name, []).append(endpoint)
    return [FoundQueue(name, tuple(found)) for name, found in sorted(members.items())[:MOST]]


def endpoints_of(
    options: AsteriskOptions, listed: Packets, peers: Packets, hints: Packets, status: Packets
) -> tuple[list[FoundEndpoint], list[FoundEndpoint]]:
    """Phones and trunks of PJSIPShowEndpoints, SIPpeers, ExtensionStateList and QueueStatus, whichever answered."""
    found: dict[str, FoundEndpoint] = {}
    for endpoint, name, number in _all(listed, peers, hints, status):
        if not _ENDPOINT.fullmatch(endpoint) or len(found) >= MOST:
            continue
        before = found.get(endpoint)
        own = endpoint.partition("/")[2]
        best = (before and before.number) or number or (own if own.isdigit() else None)
        found[endpoint] = FoundEndpoint(endpoint, best, (before and before.name) or name)
    phones = [item for item in found.values() if party_of(item.endpoint, options) is Party.STATION]
    trunks = [FoundEndpoint(item.endpoint, None, item.name) for item in found.values()
              if party_of(item.endpoint, options) is Party.OUTSIDE]  # fmt: skip
    return sorted(phones, key=_order), sorted(trunks, key=_order)


def _all(
    listed: Packets, peers: Packets, hints: Packets, status: Packets
) -> Iterator[tuple[str, str | None, str | None]]:
    for packet in _events(listed, "EndpointList"):
        yield f"PJSIP/{clean(packet.get('objectname', ''), 80).partition('/')[0]}", None, None
    for packet in _events(peers, "PeerEntry"):
        technology = clean(packet.get("channeltype", "SIP"), 16) or "SIP"
        yield f"{technology}/{clean(packet.get('objectname', ''), 80)}", None, None
    for packet in _events(hints, "ExtensionStatus"):
        number = clean(packet.get("exten", ""), 20)
        for device in clean(packet.get("hint", "")).split(",")[0].split("&"):
            if number.isascii() and number.isdigit():
                yield device.strip(), None, number
    for packet in _events(status, "QueueMember"):
        name = clean(packet.get("name", ""), 80)
        yield _endpoint_of_member(packet), None if "/" in name or name.isdigit() else name or None, _number(packet)


def _events(packets: Packets, name: str) -> Iterable[Mapping[str, str]]:
    return (packet for packet in packets if packet.get("event") == name)


def _endpoint_of_member(packet: Mapping[str, str]) -> str:
    """The phone behind a member: FreePBX rings ``Local/101@from-queue/n`` and watches ``hint:…`` or ``PJSIP/101``."""
    for key in ("location", "stateinterface"):
        value = clean(packet.get(key, ""), 120).removesuffix("/n")
        if _ENDPOINT.fullmatch(value) and not value.lower().startswith("local/"):
            return value
    return ""


def _number(packet: Mapping[str, str]) -> str | None:
    found = _MEMBER.match(packet.get("location", ""))
    return found[1] if found else None


def _order(item: FoundEndpoint) -> tuple[int, str]:
    number = item.number or ""
    return (int(number) if number.isascii() and number.isdigit() else 0), item.endpoint
