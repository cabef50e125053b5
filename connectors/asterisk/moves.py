"""Pure: a call that changes places (picked up, parked), and a message left."""

from __future__ import annotations

from collections.abc import Callable

from connectors.asterisk.packet import Packet
from connectors.asterisk.text import NUMBER_LENGTH, clean
from hub.ports import CallEvent, LegEnded, LegHeld, LegPickedUp, LegResumed, VoicemailLeft

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


def _agent_login(packet: Packet) -> Events:
    """The call to sign in is over: from now on the line only waits, and each conversation is a leg of its own."""
    return () if packet.ignored() else (LegEnded(packet.leg(), packet.at),)


MOVES: dict[str, Callable[[Packet], Events]] = {
    "Pickup": _pickup,
    "ParkedCall": _parked,
    "ParkedCallTimeOut": _unparked,
    "ParkedCallGiveUp": _unparked,
    "UnParkedCall": _unparked,
    "MessageWaiting": _message_waiting,
    "AgentLogin": _agent_login,
    "AgentLogoff": lambda _packet: (),  # its Hangup follows
}
