"""A conversation: two bridged channels, until one hangs up or passes the other on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Behaviour, Consult, HangUp, Notified, PassOn
from connectors.asterisk.simulator.consulting import consult
from connectors.asterisk.simulator.dialling import announce_end
from connectors.asterisk.simulator.model import Cause, Channel
from connectors.asterisk.simulator.switchboard import INTERNAL_CONTEXT

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call
    from connectors.asterisk.simulator.exchange import Exchange

Completed = Callable[[float, str], None]  # seconds talked; who ended it: caller, agent or transfer


async def talk(call: Call, owner: Channel, other: Channel, completed: Completed | None = None) -> Channel | None:
    """Bridge ``owner``, whose dialplan runs, with ``other``. The channel that was passed on, or None at the end."""
    began = asyncio.get_running_loop().time()
    call.exchange.open_bridge(other, owner)

    def complete(reason: str) -> None:
        if completed:
            completed(asyncio.get_running_loop().time() - began, reason)

    end = await _converse(call, owner, other)
    while isinstance(end, Consult):
        end, owner, other, completed = await _consulted(call, end, owner, other, completed)
    if isinstance(end, PassOn):
        call.plan = replace(call.plan, behaviour=Behaviour.ANSWER, answered_by=None)
        return _pass_on(call.exchange, end, owner if end.channel is other else other, complete)
    if end is None:  # the caller has nothing more to say
        cause = [] if completed else [("Cause", str(int(Cause.NORMAL)))]  # Queue's callers go without a cause
        call.exchange.emit("HangupRequest", owner.fields(), cause)
    _part(call.exchange, owner, other, complete, by_owner=end is None or end.channel is owner)
    return None


async def _consulted(
    call: Call, wish: Consult, owner: Channel, other: Channel, completed: Completed | None
) -> tuple[HangUp | PassOn | Consult | None, Channel, Channel, Completed | None]:
    """What ended the talk after somebody was asked, who talks then, and whom to tell of its end."""
    waiting = other if wish.channel is owner else owner
    began = asyncio.get_running_loop().time()
    result = await consult(call, wish, waiting)
    if isinstance(result, HangUp):
        return result, owner, other, completed
    if isinstance(result, Channel):
        if completed:
            completed(asyncio.get_running_loop().time() - began, "transfer")
        owner, other, completed = waiting, result, None
    call.plan = replace(call.plan, behaviour=Behaviour.ANSWER)
    return await _converse(call, owner, other), owner, other, completed


async def _converse(call: Call, owner: Channel, other: Channel) -> HangUp | PassOn | Consult | None:
    plan, agent = call.plan, other if other.endpoint.number else owner
    if plan.behaviour is Behaviour.HOLD:
        third = plan.talk_seconds / 3
        end = await _wait(call, third) or await _hold(call, agent, third) or await _wait(call, third)
    else:
        end = await _wait(call, plan.talk_seconds)
    if end is None and plan.behaviour is Behaviour.TRANSFER:
        return PassOn(agent, plan.transfer_to, INTERNAL_CONTEXT)
    return end


async def _hold(call: Call, agent: Channel, seconds: float) -> HangUp | PassOn | Consult | None:
    call.exchange.emit("Hold", agent.fields(), [("MusicClass", "default")])
    if end := await _wait(call, seconds):
        return end
    call.exchange.emit("Unhold", agent.fields())
    return None


async def _wait(call: Call, seconds: float) -> HangUp | PassOn | Consult | None:
    clock = asyncio.get_running_loop().time
    until = clock() + seconds
    while isinstance(signal := await call.wait(until - clock(), HangUp, PassOn, Consult, Notified), Notified):
        _follow(call.exchange, signal)
    return signal if isinstance(signal, HangUp | PassOn | Consult) else None


def _follow(exchange: Exchange, notified: Notified) -> None:
    """As a phone does that knows the event; one that is so already does nothing."""
    channel, held = notified.channel, notified.event == "hold"
    if channel.bridge is not None and channel.held is not held:
        channel.held = held
        exchange.emit("Hold" if held else "Unhold", channel.fields(), [("MusicClass", "default")] if held else [])


def _part(
    exchange: Exchange, owner: Channel, other: Channel, complete: Callable[[str], None], *, by_owner: bool
) -> None:
    for channel in (owner, other) if by_owner else (other, owner):
        exchange.leave_bridge(channel)
    if by_owner:
        announce_end(exchange, owner)
    exchange.hang_up(other)
    if not by_owner:
        owner.priority += 1
        announce_end(exchange, owner)
    complete("caller" if by_owner else "agent")
    exchange.hang_up(owner)


def _pass_on(exchange: Exchange, wish: PassOn, passed: Channel, complete: Callable[[str], None]) -> Channel:
    transferer = wish.channel
    exchange.emit("Unhold", transferer.fields())
    bridge = transferer.bridge.fields() if transferer.bridge else []
    target = [("IsExternal", "Yes"), ("Context", wish.context), ("Extension", wish.exten)]
    parties = transferer.fields("Transferer") + passed.fields("Transferee")
    exchange.emit("BlindTransfer", [("Result", "Success")], parties, bridge, target)
    passed.exten, passed.context, passed.priority = wish.exten, wish.context, 1
    exchange.leave_bridge(passed)
    exchange.leave_bridge(transferer)
    exchange.hang_up(transferer)
    complete("transfer")
    return passed
