"""Pure: one AMI packet → what happened to which leg."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.event_names import IGNORED
from connectors.asterisk.legs import leg_started, outside_name
from connectors.asterisk.moves import MOVES
from connectors.asterisk.packet import MalformedPacketError, Packet, lower_keys
from connectors.asterisk.text import NUMBER_LENGTH, clean, number_of
from hub.ports import (
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegLinked,
    LegParty,
    LegResumed,
    LegRinging,
    LegTransferred,
    LegUnanswered,
    Party,
    QueueJoined,
    QueueLeft,
)

Events = tuple[CallEvent, ...]
Notice = Callable[[str, str], None]

UP = "6"
HOLDING = "holding_bridge"

# DialStatus of a called leg that was not picked up. GOTO and CONTINUE follow an answer that was told before.
_UNANSWERED = {
    "BUSY": "busy",
    "CANCEL": "cancelled",
    "ABORT": "cancelled",
    "NOANSWER": "no_answer",
    "TIMEOUT": "no_answer",
    "TIMEDOUT": "no_answer",
}
_NOT_AN_END = frozenset({"GOTO", "CONTINUE"})


def normalise(
    packet: Mapping[str, object],
    options: AsteriskOptions,
    boot: str,
    at: datetime,
    notice: Notice = lambda _kind, _detail: None,
) -> Events:
    """The facts in one packet, none for an event that does not matter.

    ``notice`` hears of ("unknown", event name) and ("malformed", event name and the header that lacks).
    """
    read = Packet(lower_keys(packet), options, boot, at)
    handler = HANDLERS.get(read.event)
    if handler is None:
        if read.event not in IGNORED:
            notice("unknown", read.event) if read.event else notice("malformed", "Event")
        return ()
    try:
        return handler(read)
    except MalformedPacketError as error:
        notice("malformed", f"{read.event}: {error}")
        return ()


def _newchannel(packet: Packet) -> Events:
    return () if packet.ignored() else (leg_started(packet, initiated=packet.get("ChannelState") == "4"),)


def _newstate(packet: Packet) -> Events:
    if packet.get("ChannelState") != UP or packet.ignored():
        return ()
    return (LegAnswered(packet.leg(), packet.at),)


def _new_callerid(packet: Packet) -> Events:
    # A dialplan sets the caller's number on a phone's own leg too (the outbound number): that is nobody's far end.
    if packet.ignored() or packet.party() is not Party.OUTSIDE:
        return ()
    number, name = number_of(packet.get("CallerIDNum")), outside_name(packet)
    return (LegParty(packet.leg(), packet.at, number, name),) if number or name else ()


def _dial_begin(packet: Packet) -> Events:
    if packet.ignored("Dest"):
        return ()
    return (LegRinging(packet.leg("Dest"), packet.at, by=packet.optional_leg()),)


def _dial_end(packet: Packet) -> Events:
    status = clean(packet.get("DialStatus"), 32).upper()
    if packet.ignored("Dest") or status in _NOT_AN_END:
        return ()
    leg = packet.leg("Dest")
    if status == "ANSWER":
        return (LegAnswered(leg, packet.at),)
    return (LegUnanswered(leg, packet.at, _UNANSWERED.get(status, "failed")),)


def _local_bridge(packet: Packet) -> Events:
    if packet.ignored("LocalOne"):
        return ()
    return (LegLinked(packet.leg("LocalOne"), packet.at, other=packet.leg("LocalTwo")),)


def _queue_join(packet: Packet) -> Events:
    return () if packet.ignored() else (QueueJoined(packet.leg(), packet.at, packet.need("Queue")),)


def _queue_leave(packet: Packet) -> Events:
    return _left_queue(packet, abandoned=False)


def _queue_abandon(packet: Packet) -> Events:
    return _left_queue(packet, abandoned=True)


def _left_queue(packet: Packet, *, abandoned: bool) -> Events:
    if packet.ignored():
        return ()
    return (QueueLeft(packet.leg(), packet.at, packet.need("Queue"), abandoned),)


def _bridge_enter(packet: Packet) -> Events:
    if clean(packet.get("BridgeTechnology"), 32).lower() == HOLDING:
        return ()  # parked or waiting: those in there hear music, not each other
    return () if packet.ignored() else (BridgeEntered(packet.leg(), packet.at, packet.need("BridgeUniqueid")),)


def _bridge_leave(packet: Packet) -> Events:
    return () if packet.ignored() else (BridgeLeft(packet.leg(), packet.at, packet.need("BridgeUniqueid")),)


def _hold(packet: Packet) -> Events:
    return () if packet.ignored() else (LegHeld(packet.leg(), packet.at),)


def _unhold(packet: Packet) -> Events:
    return () if packet.ignored() else (LegResumed(packet.leg(), packet.at),)


def _blind_transfer(packet: Packet) -> Events:
    if _failed(packet) or packet.ignored("Transferer"):
        return ()
    target = clean(packet.get("Extension"), NUMBER_LENGTH) or None
    return (LegTransferred(packet.leg("Transferer"), packet.at, target, attended=False),)


def _attended_transfer(packet: Packet) -> Events:
    if _failed(packet) or packet.ignored("OrigTransferer"):
        return ()
    # Whom the agent consulted: named only where the transfer went to a channel, else the second leg's far end.
    target = number_of(packet.get("TransferTargetCallerIDNum") or packet.get("SecondTransfererConnectedLineNum"))
    return (LegTransferred(packet.leg("OrigTransferer"), packet.at, target, attended=True),)


def _failed(packet: Packet) -> bool:
    return clean(packet.get("Result"), 32).lower() not in {"success", ""}


def _hangup(packet: Packet) -> Events:
    if packet.ignored():
        return ()
    cause = packet.get("Cause").strip()
    known = cause.isascii() and cause.isdigit() and 0 < len(cause) <= 3 and int(cause) > 0
    return (LegEnded(packet.leg(), packet.at, int(cause) if known else None),)


HANDLERS: dict[str, Callable[[Packet], Events]] = {
    "Newchannel": _newchannel,
    "Newstate": _newstate,
    "NewCallerid": _new_callerid,
    "DialBegin": _dial_begin,
    "DialEnd": _dial_end,
    "LocalBridge": _local_bridge,
    "QueueCallerJoin": _queue_join,
    "QueueCallerLeave": _queue_leave,
    "QueueCallerAbandon": _queue_abandon,
    "BridgeEnter": _bridge_enter,
    "BridgeLeave": _bridge_leave,
    "Hold": _hold,
    "Unhold": _unhold,
    "BlindTransfer": _blind_transfer,
    "AttendedTransfer": _attended_transfer,
    "Hangup": _hangup,
    **MOVES,
    "Rename": lambda _packet: (),  # ids go along with the names: it concerns the session's list of names alone
    "Shutdown": lambda _packet: (),  # the session ends by itself
}
