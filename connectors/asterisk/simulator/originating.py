"""Click to dial: the PBX rings a phone by itself, and then lets it call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Call, HangUp
from connectors.asterisk.simulator.dialplan import follow
from connectors.asterisk.simulator.model import UNKNOWN, Cause, Channel, ChannelState, Endpoint, Party

if TYPE_CHECKING:
    from connectors.asterisk.simulator.exchange import Exchange

_NO_ENDPOINT, _NO_ANSWER, _ANSWERED = "0", "3", "4"  # OriginateResponse's Reason


@dataclass(frozen=True, slots=True)
class Origination:
    """Ring ``address`` for at most ``seconds``, showing ``caller``; then let it call ``exten`` in ``context``."""

    address: str
    caller: Party
    exten: str
    context: str
    seconds: float
    action_id: str


def start_originating(exchange: Exchange, endpoint: Endpoint | None, wish: Origination) -> None:
    """Carry it out, and tell how it went once it has; without an ``endpoint`` it fails."""
    call = Call(exchange, exchange.habits.plan)
    exchange.start(call, _originate(call, endpoint, wish))


async def _originate(call: Call, endpoint: Endpoint | None, wish: Origination) -> None:
    exchange = call.exchange
    if endpoint is None:
        return _tell(exchange, wish, None, _NO_ENDPOINT)
    channel = _ring(call, endpoint, wish)
    desk_ring = exchange.habits.desk_ring
    hung_up = await call.wait(min(desk_ring, wish.seconds), HangUp) is not None
    if hung_up or wish.seconds < desk_ring:
        exchange.dial_event("DialEnd", None, channel, "DialStatus", "NOANSWER")
        exchange.hang_up(channel, Cause.NORMAL if hung_up else Cause.UNKNOWN)
        return _tell(exchange, wish, channel, _NO_ANSWER)
    exchange.set_state(channel, ChannelState.UP)
    exchange.dial_event("DialEnd", None, channel, "DialStatus", "ANSWER")
    channel.exten, channel.context = wish.exten, wish.context
    _tell(exchange, wish, channel, _ANSWERED)
    return await follow(call, channel)


def _ring(call: Call, endpoint: Endpoint, wish: Origination) -> Channel:
    exchange = call.exchange
    channel = exchange.open_channel(call, endpoint, ChannelState.DOWN)
    exchange.run_application(channel, "AppDial2", "(Outgoing Line)")
    exchange.set_connected(channel, wish.caller)
    exchange.dial_event("DialBegin", None, channel, "DialString", endpoint.number or "")
    exchange.set_state(channel, ChannelState.RINGING)
    exchange.dial_event("DialState", None, channel, "DialStatus", "RINGING")
    return channel


def _tell(exchange: Exchange, wish: Origination, channel: Channel | None, reason: str) -> None:
    party = channel.caller if channel else UNKNOWN
    fields = [("ActionID", wish.action_id)] if wish.action_id else []
    fields += [
        ("Response", "Success" if reason == _ANSWERED else "Failure"),
        ("Channel", channel.name if channel else wish.address),
        ("Context", wish.context),
        ("Exten", wish.exten),
        ("Reason", reason),
        ("Uniqueid", channel.uniqueid if channel else "<null>"),
        ("CallerIDNum", party.number),
        ("CallerIDName", party.name),
    ]
    exchange.emit("OriginateResponse", fields)
