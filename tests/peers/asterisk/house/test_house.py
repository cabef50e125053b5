"""Every kind of call on Asterisk 22 and 16, both connected to one hub, and the scenarios going on side by side."""

from __future__ import annotations

import asyncio

import pytest

from tests.peers.asterisk.house.calls import CALLS, SOON
from tests.peers.asterisk.house.conftest import VERSIONS, Scenario
from tests.peers.asterisk.house.crossings import CROSSINGS
from tests.peers.asterisk.house.desk import Desk
from tests.peers.asterisk.house.house import House
from tests.peers.asterisk.house.moves import MOVES

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("scenario", [*CALLS, *MOVES, *CROSSINGS], ids=lambda scenario: scenario.__name__)
async def test_scenario(scenario: Scenario, version: str, outcomes: dict[tuple[str, str], asyncio.Task[None]]) -> None:
    await outcomes[f"pbx{version}", scenario.__name__]


async def test_one_person_calls_both_exchanges_at_once(house: House) -> None:
    """Both have the same extensions and lines; each call stays with its own exchange's agent."""
    desks = [Desk(house, account, 39) for account in house.exchanges]
    sara = await desks[0].known(1)
    try:
        for desk in desks:
            await desk.agent(1)
            await desk.phone(1, SOON)
        calls = [await desk.pbx.call(desk.line(1), number=desks[0].mobile(1), name="Sara") for desk in desks]
        cards = [await desk.card(1, "answered") for desk in desks]
        assert cards[0]["call_id"] != cards[1]["call_id"]
        assert [card["customer"]["id"] for card in cards] == [sara["id"]] * 2
        for call in calls:
            await call.hang_up()
        told = [[line for line in await desk.calls_over() if not line.startswith("inbound")] for desk in desks]
    finally:
        for desk in desks:
            await desk.close()
    assert (
        told[0]
        == told[1]
        == [
            "  phone 1 of Mina: rung, answered",
            "  trunk: answered",
            "  Mina talks at phone 1",
            "Mina's card: ringing, answered, ended",
        ]
    )
    entries = (await house.admin.get(f"/api/customers/{sara['id']}/timeline"))["items"]
    assert sorted((entry["direction"], entry["state"]) for entry in entries) == [("in", "completed")] * 2
    assert {entry["call_id"] for entry in entries} == {card["call_id"] for card in cards}
