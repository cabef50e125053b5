"""The Dial application: one destination rings until it answers or nobody waits any longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Behaviour, HangUp
from connectors.asterisk.simulator.model import Cause, Channel, ChannelState, Endpoint, Party
from connectors.asterisk.simulator.switchboard import Outside

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call
    from connectors.asterisk.simulator.exchange import Exchange

_PRESENTATION = ("CID-CallingPres", "0 (Presentation Allowed, Not Screened)")


async def dial(call: Call, caller: Channel, target: Endpoint | Outside) -> Channel | None:
    """Ring ``target`` for ``caller``: the channel that answered, or None once everybody is gone."""
    exchange = call.exchange
    callee = offer(exchange, caller, target)
    signal = await call.wait(call.plan.ring_seconds, HangUp)
    if isinstance(signal, HangUp):
        _cancel(exchange, caller, callee, requested=signal.channel is caller, by_caller=False)
    elif call.plan.behaviour.answers:
        return _answer(exchange, caller, callee)
    elif call.plan.behaviour is Behaviour.ABANDON:
        _cancel(exchange, caller, callee, requested=True, by_caller=True)
    else:
        _ring_out(exchange, caller, callee, busy=call.plan.behaviour is Behaviour.BUSY)
    return None


def finish(exchange: Exchange, owner: Channel, cause: Cause = Cause.NORMAL) -> None:
    """The dialplan of ``owner`` is at its end."""
    announce_end(exchange, owner)
    exchange.hang_up(owner, cause)


def announce_end(exchange: Exchange, owner: Channel) -> None:
    """The PBX asks the channel whose dialplan ended to go."""
    exchange.emit("SoftHangupRequest", owner.fields(), [("Cause", str(int(Cause.NORMAL)))])


def offer(exchange: Exchange, caller: Channel, target: Endpoint | Outside) -> Channel:
    """Let ``target`` ring for ``caller``."""
    if isinstance(target, Outside):
        callee, dialled = _open_outside(exchange, caller, target), f"{target.number}@trunk"
    else:
        callee, dialled = _open_station(exchange, caller, target), target.number or ""
    exchange.set_connected(callee, caller.caller)
    exchange.dial_event("DialBegin", caller, callee, "DialString", dialled)
    exchange.set_connected(caller, callee.caller)
    exchange.set_state(callee, ChannelState.RINGING)
    exchange.dial_event("DialState", caller, callee, "DialStatus", "RINGING")
    return callee


def _open_station(exchange: Exchange, caller: Channel, station: Endpoint) -> Channel:
    exchange.run_application(caller, "Dial", f"{station.address},30")
    callee = exchange.open_channel(caller.call, station, ChannelState.DOWN, root=caller)
    callee.exten = caller.exten
    callee.application = ("AppDial", "(Outgoing Line)")
    return callee


def _open_outside(exchange: Exchange, caller: Channel, target: Outside) -> Channel:
    trunk = exchange.switchboard.trunk
    exchange.run_application(caller, "Dial", f"PJSIP/{target.number}@trunk,60,T")
    callee = exchange.open_channel(caller.call, trunk, ChannelState.DOWN, root=caller)
    callee.exten = target.number
    callee.caller = Party(target.number, caller.connected.name)
    callee.connected = caller.caller
    callee.application = ("AppDial", "(Outgoing Line)")
    exchange.emit("NewCallerid", callee.fields(), [_PRESENTATION])
    return callee


def _answer(exchange: Exchange, caller: Channel, callee: Channel) -> Channel:
    exchange.set_state(callee, ChannelState.UP)
    callee.exten = ""
    exchange.dial_event("DialEnd", caller, callee, "DialStatus", "ANSWER")
    exchange.set_state(caller, ChannelState.UP)
    return callee


def _ring_out(exchange: Exchange, caller: Channel, callee: Channel, *, busy: bool) -> None:
    exchange.dial_event("DialEnd", caller, callee, "DialStatus", "BUSY" if busy else "NOANSWER")
    caller.priority += 1
    exchange.run_application(caller, "Hangup")
    announce_end(exchange, caller)
    exchange.hang_up(callee, Cause.BUSY if busy else Cause.UNKNOWN)
    exchange.hang_up(caller, Cause.BUSY if busy else Cause.NORMAL)


def _cancel(exchange: Exchange, caller: Channel, callee: Channel, *, requested: bool, by_caller: bool) -> None:
    if by_caller:
        exchange.emit("HangupRequest", caller.fields())
    exchange.dial_event("DialEnd", caller, callee, "DialStatus", "CANCEL" if requested else "NOANSWER")
    announce_end(exchange, caller)
    exchange.hang_up(callee, Cause.UNKNOWN)
    exchange.hang_up(caller, Cause.UNKNOWN if by_caller else Cause.NORMAL)
