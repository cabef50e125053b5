"""Pure: a call that changes places (picked up, parked), and a message left."""

from __future__ import annotations

from collections.abc import Callable

from connectors.asterisk.packet import Packet
from connectors.asterisk.text import NUMBER_LENGTH, clean
from hub.ports import CallEvent, LegHeld, LegPickedUp, LegResumed, VoicemailLeft

Events = tuple[CallEvent, ...]


def _pickup(packet: Packet) -> Events:
    """Both keep their names and ids, since a masquerade swaps both: the target's leg ends, the other goes on."""
    if packet.ignored() or packet.ignored("Target"):
        return ()
    return (LegPickedUp(packet.leg("Target"), packet.at, packet.leg()),)


def _parked(packet: Packet) -> Events:
    return () if packet.ignored("Parkee") else (LegHeld(packet.leg("Parkee"), packet.at),)


def _unparked(packet: Packet) -> Events:
    return () if packet.ignored("Parkee") else (LegResumed(packet.leg("Parkee"), packet.at),)


def _message_waiting(packet: Packet) -> Events:
    """It names the channel that was in the mailbox, where there was one. Newexten and CDR would tell the same, at the
    price of every step of every dialplan, or of a right more.
    """
    mailbox, leg = clean(packet.get("Mailbox"), NUMBER_LENGTH), packet.optional_leg()
    if leg is None or not mailbox or packet.ignored() or packet.get("New").strip() in {"", "0"}:
        return ()
    return (VoicemailLeft(leg, packet.at, mailbox),)


MOVES: dict[str, Callable[[Packet], Events]] = {
    "Pickup": _pickup,
    "ParkedCall": _parked,
    "ParkedCallTimeOut": _unparked,
    "ParkedCallGiveUp": _unparked,
    "UnParkedCall": _unparked,
    "MessageWaiting": _message_waiting,
}
