"""Calls that go on: held, passed on by the phone's own keys and by the hub, and two at one phone."""

from __future__ import annotations

from tests.peers.asterisk.house.calls import SARA, SOON
from tests.peers.asterisk.house.desk import Desk, lived, states
from tests.peers.asterisk.house.handset import Dialogue, Handset
from tests.peers.asterisk.sipp import Sipp
from tests.support.stack.stage import cards

PASSED_ON = [
    "Mina's card: ringing, answered, ended",
    "Reza's card: ringing, answered, ended",
    "Sara's timeline: in completed, Mina",
]


async def phone_holds_and_resumes(desk: Desk) -> None:
    with desk.handset(1) as phone:
        call, caller = await _talk(desk, phone)
        await phone.hold(call)
        await desk.becomes("held")
        await phone.resume(call)
        await desk.becomes("answered")
        assert [card["state"] for card in cards(desk.agents[1])] == ["answered"]
        await caller.hang_up()
        assert await desk.over() == [
            f"inbound {SARA} to line 1: completed by Mina, held",
            "  phone 1 of Mina: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "Mina's card: ringing, answered, ended",
            "Sara's timeline: in completed, Mina",
        ]
    assert states(desk.calls()[0]) == ["ringing", "answered", "held", "answered", "ended"]


async def phone_passes_the_caller_on_unasked(desk: Desk) -> None:
    with desk.handset(1) as phone:
        call, caller = await _talk(desk, phone)
        await desk.agent(2)
        await desk.phone(2, SOON)
        await phone.hold(call)
        await desk.becomes("held")
        await phone.transfer(call, desk.extension(2))
        await _arrives(desk, caller)
        assert await desk.over() == [
            f"inbound {SARA} to line 1: completed by Mina and Reza, held",
            "  phone 1 of Mina: rung, answered",
            "  phone 2 of Reza: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "  Reza talks at phone 2",
            *PASSED_ON,
        ]


async def phone_passes_the_caller_on_after_asking(desk: Desk) -> None:
    with desk.handset(1) as phone:
        call, caller = await _talk(desk, phone)
        await desk.agent(2)
        await desk.phone(2, SOON)
        await phone.hold(call)
        await desk.becomes("held")
        asked = await phone.dial(desk.extension(2))
        await phone.hold(asked)
        await phone.transfer(call, desk.extension(2), instead_of=asked)
        await _arrives(desk, caller)
        assert await desk.over() == [
            f"inbound {SARA} to line 1: completed by Mina and Reza, held",
            "  phone 1 of Mina: answered",
            "  phone 1 of Mina: rung, answered",
            "  phone 2 of Reza: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "  Reza talks at phone 2",
            "Mina's card: ringing, answered, ended",
            "Reza's card: answered, ended",
            "Sara's timeline: in completed, Mina",
        ]


async def hub_passes_the_caller_on(desk: Desk) -> None:
    await desk.agent(1)
    await desk.agent(2)
    await desk.phone(1, SOON)
    await desk.phone(2, SOON)
    caller = await desk.call(1)
    card = await desk.card(1, "answered")
    await desk.answered()
    await desk.ask(1, "POST", f"/api/calls/{card['call_id']}/transfer", {"to": desk.extension(2)})
    await _arrives(desk, caller)
    assert await desk.over() == [
        f"inbound {SARA} to line 1: completed by Mina and Reza",
        "  phone 1 of Mina: rung, answered",
        "  phone 2 of Reza: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "  Reza talks at phone 2",
        *PASSED_ON,
    ]


async def hub_asks_first_and_hands_over(desk: Desk) -> None:
    call, caller = await _talk_aloud(desk)
    await _ask_reza(desk, call)
    await desk.ask(1, "POST", f"/api/calls/{call}/hangup")
    await _arrives(desk, caller)
    assert await desk.over() == [
        f"inbound {SARA} to line 5, queue support: completed by Mina and Reza, held",
        "  phone 1 of Mina: rung, answered",
        "  phone 2 of Reza: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "  Reza talks at phone 2",
        *PASSED_ON,
    ]


async def hub_asks_first_and_takes_the_caller_back(desk: Desk) -> None:
    call, caller = await _talk_aloud(desk)
    await _ask_reza(desk, call)
    await desk.ask(1, "POST", f"/api/calls/{call}/transfer/cancel")
    back = await desk.answered()
    assert back["asking"] is None
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 5, queue support: completed by Mina and Reza, held",
        "  phone 1 of Mina: rung, answered",
        "  phone 2 of Reza: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "  Mina talks at phone 1",
        *PASSED_ON,
    ]


async def hub_has_the_phone_hold_and_resume(desk: Desk) -> None:
    await desk.agent(1)
    await desk.pbx.holding_phone(desk.extension(1))
    caller = await desk.call(1)
    call = (await desk.card(1, "answered"))["call_id"]
    await desk.answered()
    await desk.ask(1, "POST", f"/api/calls/{call}/hold")
    assert (await desk.becomes("held"))["asking"] is None
    await desk.ask(1, "POST", f"/api/calls/{call}/resume")
    await desk.answered()
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 1: completed by Mina, held",
        "  phone 1 of Mina: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "Mina's card: ringing, answered, ended",
        "Sara's timeline: in completed, Mina",
    ]


async def two_calls_at_once_to_one_agent(desk: Desk) -> None:
    mina = await desk.agent(1)
    with desk.handset(1) as phone:
        await phone.open()
        sara = await desk.call(1, 1)
        await desk.card(1, "ringing")
        first = await phone.answer()
        await desk.card(1, "answered", dialled=desk.line(1))
        parviz = await desk.call(1, 2)
        second = await phone.rings()
        both = [("Parviz", "ringing"), ("Sara", "answered")]
        await mina.eventually(
            lambda: sorted((card["customer"]["name"], card["state"]) for card in cards(mina)) == both, "a second card"
        )
        await phone.hold(first)
        phone.pick_up(second)
        await mina.eventually(lambda: {card["state"] for card in cards(mina)} == {"answered"}, "two answered cards")
        await parviz.hang_up()
        await mina.eventually(
            lambda: [card["customer"]["name"] for card in cards(mina)] == ["Sara"], "Sara's card alone"
        )
        await phone.resume(first)
        await desk.eventually(lambda: desk.calls()[0][-1]["state"] == "answered", "Sara's call going on")
        await sara.hang_up()
        assert await desk.over(2) == [
            f"inbound {SARA} to line 1: completed by Mina, held",
            "  phone 1 of Mina: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "inbound Parviz's number (Parviz, confirmed) to line 1: completed by Mina",
            "  phone 1 of Mina: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "Mina's card: ringing, answered, ended",
            "Mina's card: ringing, answered, ended",
            "Sara's timeline: in completed, Mina",
            "Parviz's timeline: in completed, Mina",
        ]


async def _talk(desk: Desk, phone: Handset) -> tuple[Dialogue, Sipp]:
    """Sara calls Mina, who picks up at her handset."""
    await desk.agent(1)
    await phone.open()
    caller = await desk.call(1)
    await desk.card(1, "ringing")
    call = await phone.answer()
    await desk.card(1, "answered")
    await desk.answered()
    return call, caller


async def _talk_aloud(desk: Desk) -> tuple[str, Sipp]:
    """Sara calls the queue and talks to Mina, whose phone sends sound: Asterisk reads its digits between the frames."""
    await desk.agent(1)
    await desk.pbx.speaking_phone(desk.extension(1))
    caller = await desk.call(5)
    card = await desk.card(1, "answered")
    await desk.answered()
    return card["call_id"], caller


async def _ask_reza(desk: Desk, call: str) -> None:
    """Mina asks Reza, who answers, while Sara waits."""
    mina, reza = desk.agents[1], await desk.agent(2)
    await desk.phone(2, SOON)
    await desk.ask(1, "POST", f"/api/calls/{call}/transfer", {"to": desk.extension(2), "attended": True})

    def asked() -> bool:
        told = next((told[-1] for told in desk.calls() if told[-1]["id"] == call), None)
        return bool(told) and told["asking"] == mina.id and reza.id in {agent["id"] for agent in told["agents"]}

    await desk.eventually(asked, "a call whose agent asks Reza")


async def _arrives(desk: Desk, caller: Sipp) -> None:
    """The caller is with Reza now, and Mina's card is gone; then the caller hangs up."""
    mina = desk.agents[1]
    card = await desk.card(2, "answered", caller_name="Sara")
    assert card["customer"]["name"] == "Sara"
    await mina.eventually(lambda: lived(mina) == [["ringing", "answered", "ended"]], "the end of the first card")
    call = await desk.eventually(lambda: _with_reza(desk), "a call that Reza has")
    assert call
    await caller.hang_up()


def _with_reza(desk: Desk) -> bool:
    newest = [told[-1] for told in desk.calls() if told[-1]["direction"] == "inbound"]
    return [call["state"] for call in newest] == ["answered"] and newest[0]["agents"][-1]["name"] == "Reza"


MOVES = (
    phone_holds_and_resumes,
    phone_passes_the_caller_on_unasked,
    phone_passes_the_caller_on_after_asking,
    hub_passes_the_caller_on,
    hub_asks_first_and_hands_over,
    hub_asks_first_and_takes_the_caller_back,
    hub_has_the_phone_hold_and_resume,
    two_calls_at_once_to_one_agent,
)
