"""How a call starts, and which application its dialled number runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Behaviour, Call, Plan
from connectors.asterisk.simulator.dialling import dial, finish
from connectors.asterisk.simulator.model import UNKNOWN, Cause, Channel, ChannelState, Party, Queue
from connectors.asterisk.simulator.packets import clean
from connectors.asterisk.simulator.queueing import Waiting
from connectors.asterisk.simulator.switchboard import TRUNK_CONTEXT, is_number
from connectors.asterisk.simulator.talking import talk

if TYPE_CHECKING:
    import asyncio

    from connectors.asterisk.simulator.exchange import Exchange

WITHHELD = Party("anonymous", "Anonymous")
_MAX_SECONDS = 3600.0


class CallRefusedError(Exception):
    """A call that cannot be simulated; ``str()`` is one sentence that says why."""


def place_call(
    exchange: Exchange, from_: str, to: str, name: str | None, plan: Plan
) -> tuple[Channel, asyncio.Task[None]]:
    """Let ``from_`` (an outside number, empty when withheld, or an extension) call ``to``: the caller's channel.

    Raises ``CallRefusedError``.
    """
    station = exchange.switchboard.stations.get(from_)
    endpoint = station or exchange.switchboard.trunk
    party = station.party if station else _outside_party(from_, name)
    _check_number(exchange, to, may_leave=station is not None, what="to")
    _check_plan(exchange, plan)
    call = Call(exchange, plan)
    channel = exchange.open_channel(call, endpoint, ChannelState.RING, party=party, exten=to)
    return channel, exchange.start(call, follow(call, channel))


async def follow(call: Call, owner: Channel | None) -> None:
    """Run the dialplan for ``owner``, and for whoever is passed on, to the end."""
    while owner:
        owner = await _run(call, owner)


async def _run(call: Call, owner: Channel) -> Channel | None:
    target = call.exchange.switchboard.resolve(owner.exten, may_leave=owner.context != TRUNK_CONTEXT)
    if target is None:
        finish(call.exchange, owner, Cause.UNALLOCATED)
        return None
    if isinstance(target, Queue):
        return await _run_queue(call, owner, target)
    callee = await dial(call, owner, target)
    return await talk(call, owner, callee) if callee else None


async def _run_queue(call: Call, owner: Channel, queue: Queue) -> Channel | None:
    waiting = Waiting(call, owner, queue)
    if (answer := await waiting.answered()) is None:
        return None
    agent, member = answer
    return await talk(call, owner, agent, lambda talked, why: waiting.complete(agent, member, talked, why))


def _outside_party(from_: str, name: str | None) -> Party:
    if from_.lower() in {"", "anonymous"}:
        return WITHHELD
    if not is_number(from_):
        raise CallRefusedError("The caller's number may hold digits, *, # and a leading + only")
    return Party(from_, clean(name or "") or UNKNOWN.name)


def _check_number(exchange: Exchange, number: str, *, may_leave: bool, what: str) -> None:
    if not is_number(number):
        raise CallRefusedError(f"The number to call ({what}) may hold digits, *, # and a leading + only")
    if exchange.switchboard.resolve(number, may_leave=may_leave) is None:
        raise CallRefusedError(f"Nothing answers at {number}: give an extension, a queue's number or a direct number")


def _check_plan(exchange: Exchange, plan: Plan) -> None:
    for seconds in (plan.ring_seconds, plan.talk_seconds):
        if not 0 <= seconds <= _MAX_SECONDS:
            raise CallRefusedError(f"Times are between 0 and {_MAX_SECONDS:.0f} seconds")
    if plan.behaviour is Behaviour.TRANSFER:
        _check_number(exchange, plan.transfer_to, may_leave=True, what="transfer to")
