"""Calls as they come and go: what the hub tells of each, in full."""

from __future__ import annotations

from tests.peers.asterisk.house.desk import Desk, lived
from tests.support.agent import Entity
from tests.support.stack.stage import cards
from tests.support.telephony.pbx import Answers, Rings

SOON = Answers(after=0.5)
SARA = "Sara's number (Sara, confirmed)"


async def ring_group(desk: Desk) -> None:
    await _one_of_two_answers(desk, 2)
    assert await desk.over() == _answered_by_reza("line 2")


async def ring_group_of_local_channels(desk: Desk) -> None:
    await _one_of_two_answers(desk, 3)
    assert await desk.over() == _answered_by_reza("line 3")


async def queue_as_freepbx_shapes_it(desk: Desk) -> None:
    card = await _one_of_two_answers(desk, 4)
    assert (card["queue"], card["caller_name"]) == (f"sales-{desk.number:02}", "Sales:Sara")
    assert await desk.over() == _answered_by_reza("line 4, queue sales")


async def two_devices_of_one_agent(desk: Desk) -> None:
    await desk.agent(3)
    await desk.phone(3, Rings())
    await desk.phone(3, SOON, second=True)
    caller = await desk.call(7)
    await desk.card(3, "ringing")
    await desk.card(3, "answered")
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 7: completed by Nika",
        "  phone 3 of Nika: rung, answered",
        "  phone 3 of Nika: rung, not answered (cancelled)",
        "  trunk: answered",
        "  Nika talks at phone 3",
        "Nika's card: ringing, answered, ended",
        "Sara's timeline: in completed, Nika",
    ]


async def queue_tries_a_phone_again(desk: Desk) -> None:
    mina = await desk.agent(1)
    await desk.phone(1, Rings())
    caller = await desk.call(5)
    first = await desk.card(1, "ringing")
    await mina.eventually(lambda: lived(mina) == [["ringing", "missed"]], "the end of the first offer")
    await desk.phone(1, SOON)
    again = await desk.card(1, "answered")
    assert (first["offer"], again["offer"], again["call_id"]) == (1, 2, first["call_id"])
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 5, queue support: completed by Mina",
        "  phone 1 of Mina: rung, answered",
        "  phone 1 of Mina: rung, not answered (no_answer)",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "Mina's card: ringing, missed",
        "Mina's card: ringing, answered, ended",
        "Sara's timeline: in completed, Mina",
    ]


async def caller_gives_up_in_the_queue(desk: Desk) -> None:
    for phone in (1, 2):
        await desk.agent(phone)
        await desk.phone(phone, Rings())
    caller = await desk.call(4)
    await desk.card(1, "ringing")
    await desk.card(2, "ringing")
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 4, queue sales: abandoned by nobody",
        "  phone 1 of Mina: rung, not answered (cancelled)",
        "  phone 2 of Reza: rung, not answered (cancelled)",
        "  trunk: answered",
        "Mina's card: ringing, missed",
        "Reza's card: ringing, missed",
        "Sara's timeline: in abandoned",
    ]


async def nobody_picks_up(desk: Desk) -> None:
    await desk.agent(1)
    await desk.phone(1, Rings())
    caller = await desk.call(1)
    await desk.card(1, "ringing")
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 1: missed by nobody",
        "  phone 1 of Mina: rung, not answered (cancelled)",
        "  trunk: not answered",
        "Mina's card: ringing, missed",
        "Sara's timeline: in missed",
    ]


async def number_is_withheld(desk: Desk) -> None:
    await desk.agent(1)
    await desk.known(1)
    await desk.phone(1, SOON)
    caller = await desk.call(1, withheld=True)
    card = await desk.card(1, "ringing")
    assert (card["withheld"], card["number"], card["customer"], card["candidates"]) == (True, None, None, [])
    await desk.card(1, "answered")
    await caller.hang_up()
    assert await desk.over() == [
        "inbound withheld to line 1: completed by Mina",
        "  phone 1 of Mina: rung, answered",
        "  trunk: answered",
        "  Mina talks at phone 1",
        "Mina's card: ringing, answered, ended",
    ]


async def colleagues_call_each_other(desk: Desk) -> None:
    await desk.agent(1)
    await desk.agent(2)
    await desk.phone(2, SOON)
    caller = await desk.pbx.call_from(desk.extension(1), desk.extension(2))
    await desk.answered()
    await caller.hang_up()
    assert await desk.over() == [
        "internal None to -: completed by Mina and Reza",
        "  phone 1 of Mina: answered",
        "  phone 2 of Reza: rung, answered",
    ], "no card, and nothing on anybody's timeline"


async def desk_phone_dials_out(desk: Desk) -> None:
    await desk.agent(1)
    await desk.known(1)
    caller = await desk.pbx.call_from(desk.extension(1), desk.mobile(1))
    await desk.answered()
    await caller.hang_up()
    assert await desk.over() == [
        f"outbound {SARA} to Sara's number: completed by Mina",
        "  phone 1 of Mina: answered",
        "  trunk: rung, answered",
        "  Mina talks at phone 1",
        "Sara's timeline: out completed, Mina",
    ]


async def click_to_dial(desk: Desk) -> None:
    await desk.agent(1)
    await desk.known(1)
    await desk.phone(1, SOON)
    await desk.ask(1, "POST", "/api/calls", {"number": desk.mobile(1)})
    call = await desk.answered()
    await desk.ask(1, "POST", f"/api/calls/{call['id']}/hangup")
    assert await desk.over() == [
        f"outbound {SARA} to Sara's number: completed by Mina",
        "  phone 1 of Mina: rung, answered",
        "  trunk: rung, answered",
        "  Mina talks at phone 1",
        "Sara's timeline: out completed, Mina",
    ]


async def message_is_left_behind_a_phone(desk: Desk) -> None:
    await desk.agent(1)
    await desk.phone(1, Rings())
    caller = await desk.call(6)
    await desk.card(1, "ringing")
    await desk.eventually(lambda: recording(desk), "a message that is spoken")
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 6: missed by nobody",
        "  phone 1 of Mina: rung, not answered (no_answer)",
        "  trunk: answered",
        "Mina's card: ringing, missed",
        "Sara's timeline: in missed, message in phone 1",
    ]


async def message_is_left_behind_a_queue(desk: Desk) -> None:
    await desk.agent(1)
    await desk.phone(1, Rings())
    caller = await desk.call(8)
    await desk.card(1, "ringing")
    await desk.eventually(lambda: recording(desk), "a message that is spoken")
    await caller.hang_up()
    assert await desk.over() == [
        f"inbound {SARA} to line 8, queue support: missed by nobody",
        "  phone 1 of Mina: rung, not answered (no_answer)",
        "  trunk: answered",
        "Mina's card: ringing, missed",
        "Sara's timeline: in missed, message in phone 1",
    ]


def recording(desk: Desk) -> bool:
    """The exchange writes a message of the desk's mailbox."""
    mailbox = desk.pbx.server.home / "spool" / "voicemail" / "default" / desk.extension(1)
    return any(mailbox.rglob("*.wav"))


async def _one_of_two_answers(desk: Desk, kind: int) -> Entity:
    """Both phones ring, Reza picks up: his card. Mina's leaves, and says who answered."""
    mina = await desk.agent(1)
    await desk.agent(2)
    await desk.phone(1, Rings())
    await desk.phone(2, SOON)
    caller = await desk.call(kind)
    await desk.card(1, "ringing")
    card = await desk.card(2, "answered")
    await mina.eventually(lambda: lived(mina) == [["ringing", "answered_elsewhere"]], "a card that leaves")
    (lost,) = mina.me.of("pop")
    assert (lost["answered_by"]["name"], cards(mina)) == ("Reza", [])
    await caller.hang_up()
    return card


def _answered_by_reza(line: str) -> list[str]:
    return [
        f"inbound {SARA} to {line}: completed by Reza",
        "  phone 1 of Mina: rung, not answered (cancelled)",
        "  phone 2 of Reza: rung, answered",
        "  trunk: answered",
        "  Reza talks at phone 2",
        "Mina's card: ringing, answered_elsewhere",
        "Reza's card: ringing, answered, ended",
        "Sara's timeline: in completed, Reza",
    ]


CALLS = (
    ring_group,
    ring_group_of_local_channels,
    queue_as_freepbx_shapes_it,
    two_devices_of_one_agent,
    queue_tries_a_phone_again,
    caller_gives_up_in_the_queue,
    nobody_picks_up,
    number_is_withheld,
    colleagues_call_each_other,
    desk_phone_dials_out,
    click_to_dial,
    message_is_left_behind_a_phone,
    message_is_left_behind_a_queue,
)
