"""Twenty calls a second for a minute, ten on either exchange: each is there once, with its result, and none stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.peers.asterisk.house.desk import Desk
from tests.peers.asterisk.house.house import House
from tests.support.agent import Entity
from tests.support.stack.stage import story
from tests.support.telephony.pbx import Answers, Behaviour, Rings

pytestmark = pytest.mark.asyncio(loop_scope="package")

SECONDS = 60
PAGE = 100


@dataclass(frozen=True)
class Kind:
    """One kind of call: so many a second to this line of desk ``desk``, whose phone 1 does so; what comes of each."""

    desk: int
    scenario: str
    line: int
    rate: int
    phone: Behaviour
    result: str
    card: str | None  # its last state

    def numbers(self, account: str) -> list[str]:
        """Who calls: nobody twice."""
        return [f"0935{account[-2:]}{self.line}{caller:04}" for caller in range(self.rate * SECONDS)]


KINDS = (
    Kind(30, "talker", 1, 6, Answers(after=0.3), "completed", "ended"),
    Kind(31, "quitter", 2, 2, Rings(), "missed", "missed"),
    Kind(32, "talker", 4, 2, Rings(), "abandoned", None),  # the queue answers by itself; nobody else does
)


@pytest_asyncio.fixture(loop_scope="package")
async def desks(house: House) -> AsyncIterator[list[tuple[Kind, Desk]]]:
    """A desk a kind on either exchange, its first phone ready."""
    made = [(kind, Desk(house, account, kind.desk)) for account in house.exchanges for kind in KINDS]
    for kind, desk in made:
        await desk.agent(1)
        await desk.phone(1, kind.phone)
    yield made
    for _, desk in made:
        await desk.close()


async def test_every_call_is_accounted_for(house: House, desks: list[tuple[Kind, Desk]]) -> None:
    wanted = {number: (desk.account, desk.line(kind.line), kind.result)
              for kind, desk in desks for number in kind.numbers(desk.account)}  # fmt: skip
    assert len(wanted) == 20 * SECONDS
    callers = [
        desk.pbx.traffic(kind.scenario, desk.line(kind.line), kind.numbers(desk.account), kind.rate)
        for kind, desk in desks
    ]
    assert await asyncio.gather(*(one.ended(SECONDS + 30) for one in callers)) == [0] * len(callers)
    await house.admin.eventually(lambda: _ended(house) >= wanted.keys(), "the end of every call")
    listed = [call for call in await _all_calls(house) if call["number"] and call["number"]["raw"] in wanted]
    assert len(listed) == len(wanted), "none is doubled"
    assert {call["number"]["raw"]: (call["account"], call["dialled"], call["result"]) for call in listed} == wanted
    assert {call["inferred"] for call in listed} == {False}
    assert {len(call["agents"]) for call in listed if call["result"] == "completed"} == {1}
    assert (await house.admin.get("/api/calls/live"))["items"] == []
    for kind, desk in desks:
        await _cards_are_gone(kind, desk)


async def _cards_are_gone(kind: Kind, desk: Desk) -> None:
    """The agent saw a card for each call, and all of them left."""
    agent = desk.agents[1]
    await agent.eventually(lambda: not any(pop["ended_at"] is None for pop in agent.me.of("pop")), "no card")
    assert (await agent.get("/api/pops"))["items"] == []
    if kind.card:
        stories = story(agent)
        assert len(stories) == kind.rate * SECONDS
        assert {states[-1] for states in stories} == {kind.card}


def _ended(house: House) -> set[str]:
    newest = [told[-1] for told in house.told()]
    return {call["number"]["raw"] for call in newest if call["number"] and call["state"] == "ended"}


async def _all_calls(house: House) -> list[Entity]:
    """The whole history, page by page."""
    page = await house.admin.get("/api/calls", limit=str(PAGE))
    found = list(page["items"])
    while page["next"]:
        page = await house.admin.get("/api/calls", limit=str(PAGE), cursor=page["next"])
        found += page["items"]
    return found
