"""The whole hub on the simulated phone; tests/peers/asterisk holds these and more against a real Asterisk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.browser import NewPage
from tests.support.hub_process import StartHub
from tests.support.stack.outages import call_ends_while_the_hub_is_dead, killed_exchange_leaves_the_result_unknown
from tests.support.stack.page import page_shows_who_rings
from tests.support.stack.stage import Stage, open_stage
from tests.support.stack.talks import (
    agent_passes_the_caller_on,
    click_to_dial_reaches_the_customer,
    direct_call_is_missed,
    one_of_two_agents_answers,
)
from tests.support.telephony.simulated import SimulatedExchange

Scenario = Callable[[Stage], Awaitable[None]]
CORE = (  # each costs the start of a hub: all of them run with the real peer
    direct_call_is_missed,
    one_of_two_agents_answers,
    click_to_dial_reaches_the_customer,
    agent_passes_the_caller_on,
    killed_exchange_leaves_the_result_unknown,
    call_ends_while_the_hub_is_dead,
)


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedExchange]:
    """The simulated phone with the switchboard of the checks."""
    exchange = SimulatedExchange()
    await exchange.start()
    yield exchange
    await exchange.kill()


@pytest.mark.parametrize("scenario", CORE, ids=lambda scenario: scenario.__name__)
async def test_hub(scenario: Scenario, pbx: SimulatedExchange, start_hub: StartHub, tmp_path: Path) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await scenario(stage)


async def test_hub_on_postgresql(
    pbx: SimulatedExchange, postgresql_url: str, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(pbx, start_hub, tmp_path, postgresql_url) as stage:
        await one_of_two_agents_answers(stage)


async def test_page(pbx: SimulatedExchange, start_hub: StartHub, tmp_path: Path, new_page: NewPage) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await page_shows_who_rings(stage, new_page, tmp_path)
