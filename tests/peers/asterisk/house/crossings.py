"""Both sides act in the same moment: whoever wins, the call, its card and its timeline agree."""

from __future__ import annotations

import asyncio
import socket

from tests.peers.asterisk.house.calls import SARA
from tests.peers.asterisk.house.desk import Desk
from tests.peers.asterisk.house.handset import Handset
from tests.support.agent import Entity
from tests.support.ports import free_ports
from tests.support.stack.stage import story

ROUNDS = 6


async def caller_hangs_up_as_the_agent_answers(desk: Desk) -> None:
    """The caller's CANCEL and the phone's 200 OK pass each other; which one leaves first changes from call to call."""
    await desk.agent(1)
    await desk.known(1)
    with desk.handset(1) as phone:
        await phone.open()
        for done in range(ROUNDS):
            caller = Handset(desk.mobile(1), free_ports(1, socket.SOCK_DGRAM)[0], desk.pbx.server.sip_port)
            try:
                await _cross(desk, phone, await caller.open(), answer_first=bool(done % 2))
                await desk.eventually(lambda n=done: _ended(desk) == n + 1, "an end")  # type: ignore[misc]
            finally:
                caller.close()
    lines = await desk.over(ROUNDS)
    agreeing = [_agreeing(told[-1]) for told in desk.calls()]
    assert [line for line in lines if line.startswith("inbound")] == [head for head, _, _ in agreeing]
    assert [states[-1] for states in story(desk.agents[1])] == [card for _, card, _ in agreeing]
    assert [line for line in lines if line.startswith("Sara's")] == [entry for _, _, entry in agreeing]
    talks = [line for line in lines if line == "  Mina talks at phone 1"]
    assert len(talks) == sum(told[-1]["result"] == "completed" for told in desk.calls())


async def caller_hangs_up_at_the_answer(desk: Desk) -> None:
    """The caller's phone hears the answer, and ends the call at once."""
    await desk.agent(1)
    await desk.known(1)
    caller = Handset(desk.mobile(1), free_ports(1, socket.SOCK_DGRAM)[0], desk.pbx.server.sip_port)
    try:
        with desk.handset(1) as phone:
            await phone.open()
            await caller.open()
            call = asyncio.create_task(caller.dial(desk.line(1)))
            ringing = await phone.rings()
            await desk.card(1, "ringing")
            phone.pick_up(ringing)
            caller.hang_up(await call)
            lines = await desk.over()
    finally:
        caller.close()
    assert story(desk.agents[1])[0][-1] == "ended"
    assert [line for line in lines if "card" not in line] == [
        f"inbound {SARA} to line 1: completed by Mina",
        "  phone 1 of Mina: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "Sara's timeline: in completed, Mina",
    ], "so short a talk may be told of as a whole, the card with it"


async def _cross(desk: Desk, phone: Handset, caller: Handset, *, answer_first: bool) -> None:
    call = caller.start(desk.line(1))
    ringing = await phone.rings()
    await desk.card(1, "ringing")
    await desk.eventually(lambda: any(one.status == 180 for one in call.answers), "ringing at the caller's")
    deeds = [lambda: phone.pick_up(ringing), lambda: caller.cancel(call)]
    for deed in deeds if answer_first else reversed(deeds):
        deed()
    await desk.eventually(lambda: call.confirmed or call.ended, "the exchange's word")
    if call.confirmed:  # the answer had passed already
        caller.hang_up(call)


def _ended(desk: Desk) -> int:
    return sum(told[-1]["state"] == "ended" for told in desk.calls())


def _agreeing(call: Entity) -> tuple[str, str, str]:
    """Head, the card's last state and timeline as they must be after what the call itself came to."""
    by = call["agents"][0]["name"] if call["agents"] else "nobody"
    head = f"inbound {SARA} to line 1: {call['result']} by {by}"
    assert call["result"] in ({"completed", "missed"} if call["agents"] else {"missed"})
    return (
        head,
        "ended" if call["agents"] else "missed",
        f"Sara's timeline: in {call['result']}{', Mina' if call['agents'] else ''}",
    )


CROSSINGS = (caller_hangs_up_as_the_agent_answers, caller_hangs_up_at_the_answer)
