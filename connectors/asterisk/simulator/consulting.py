"""An attended transfer: the agent asks somebody else while the other party waits, then hands it over or comes back.

Asterisk reaches whoever is asked through a pair of Local channels; the simulation rings them from the agent's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Behaviour, Consult, HangUp, Return
from connectors.asterisk.simulator.dialling import offer
from connectors.asterisk.simulator.model import Bridge, Cause, Channel, ChannelState, Endpoint
from connectors.asterisk.simulator.switchboard import Outside

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call
    from connectors.asterisk.simulator.exchange import Exchange


async def consult(call: Call, wish: Consult, waiting: Channel) -> HangUp | Channel | None:
    """How it ended: somebody hung up the call itself, ``waiting`` was handed over to this channel, or (None) all is as
    before.
    """
    exchange, agent = call.exchange, wish.channel
    target = exchange.switchboard.resolve(wish.exten, may_leave=True)
    bridge = agent.bridge
    if not isinstance(target, Endpoint | Outside) or bridge is None:
        return None  # the digits lead nowhere
    exchange.emit("Hold", agent.fields(), [("MusicClass", "default")])
    exchange.emit("MusicOnHoldStart", waiting.fields(), [("Class", "default")])
    exchange.leave_bridge(agent)
    asked = offer(exchange, agent, target)
    signal = await _ask(call, agent, asked)
    if isinstance(signal, HangUp) and signal.channel is agent and asked.state is ChannelState.UP:
        return _hand_over(exchange, agent, asked, waiting, bridge)
    exchange.hang_up(asked)
    exchange.emit("MusicOnHoldStop", waiting.fields())
    exchange.emit("Unhold", agent.fields())
    exchange.leave_bridge(agent)
    exchange.enter_bridge(bridge, agent)
    return signal if isinstance(signal, HangUp) and signal.channel in (agent, waiting) else None


async def _ask(call: Call, agent: Channel, asked: Channel) -> HangUp | Return | None:
    """Ring, talk, until one of them ends it; None when nobody answered."""
    exchange, plan = call.exchange, call.exchange.habits.plan
    if signal := await _ended(call, plan.ring_seconds):
        return signal
    if plan.behaviour is not Behaviour.ANSWER:
        exchange.dial_event("DialEnd", agent, asked, "DialStatus", "NOANSWER")
        return None
    exchange.set_state(asked, ChannelState.UP)
    exchange.dial_event("DialEnd", agent, asked, "DialStatus", "ANSWER")
    exchange.open_bridge(asked, agent)
    return await _ended(call, plan.talk_seconds)


async def _ended(call: Call, seconds: float) -> HangUp | Return | None:
    signal = await call.wait(seconds, HangUp, Return)
    return signal if isinstance(signal, HangUp | Return) else None


def _hand_over(exchange: Exchange, agent: Channel, asked: Channel, waiting: Channel, bridge: Bridge) -> Channel:
    exchange.emit("MusicOnHoldStop", waiting.fields())
    exchange.leave_bridge(asked)
    exchange.enter_bridge(bridge, asked)
    parties = agent.fields("OrigTransferer") + agent.fields("SecondTransferer") + waiting.fields("Transferee")
    exchange.emit("AttendedTransfer", [("Result", "Success")], parties, [("IsExternal", "No"), ("DestType", "Bridge")])
    exchange.hang_up(agent, Cause.NORMAL)
    return asked
