"""Pure: a channel's headers → the leg that started."""

from __future__ import annotations

from connectors.asterisk.packet import Packet
from connectors.asterisk.text import NUMBER_LENGTH, clean, is_withheld, name_of, number_of
from hub.ports import LegRef, LegStarted, Party


def leg_started(packet: Packet, *, initiated: bool) -> LegStarted:
    """The leg of ``Channel``. Raises ``MalformedPacketError`` without Uniqueid or Channel."""
    leg = packet.leg()
    packet.need("Channel")
    party = packet.party()
    number, name = packet.get("CallerIDNum"), packet.get("CallerIDName")
    withheld = initiated and party is Party.OUTSIDE and is_withheld(number, name)
    return LegStarted(
        leg,
        packet.at,
        root=LegRef(packet.boot, clean(packet.get("Linkedid")) or leg.id),
        party=party,
        endpoint=packet.endpoint(),
        initiated=initiated,
        number=None if withheld else number_of(number),
        name=None if withheld else outside_name(packet),
        dialled=_dialled(packet) if initiated else None,
        withheld=withheld,
    )


def outside_name(packet: Packet) -> str | None:
    """The name at the leg's far end.

    Dial passes the calling agent's own name on to the trunk's leg: there, the other side's name says nothing.
    """
    name = name_of(packet.get("CallerIDName"))
    if name and packet.party() is Party.OUTSIDE and name == name_of(packet.get("ConnectedLineName")):
        return None
    return name


def _dialled(packet: Packet) -> str | None:
    exten = clean(packet.get("Exten"), NUMBER_LENGTH)
    return exten if exten not in {"", "s", "<unknown>"} else None
