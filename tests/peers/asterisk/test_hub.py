"""The whole hub on a real Asterisk: the scenarios that it passes on the simulated phone, too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.peers.asterisk.exchange import RealExchange
from tests.support.browser import NewPage
from tests.support.hub_process import StartHub
from tests.support.stack.outages import (
    OUTAGES,
    killed_exchange_leaves_the_result_unknown,
    killed_hub_goes_on_with_its_call,
)
from tests.support.stack.page import page_shows_who_rings
from tests.support.stack.stage import Stage, open_stage
from tests.support.stack.talks import TALKS, agent_passes_the_caller_on, one_of_two_agents_answers

Scenario = Callable[[Stage], Awaitable[None]]
ON_POSTGRESQL = (
    one_of_two_agents_answers,
    agent_passes_the_caller_on,
    killed_exchange_leaves_the_result_unknown,
    killed_hub_goes_on_with_its_call,
)


@pytest.mark.parametrize("scenario", [*TALKS, *OUTAGES], ids=lambda scenario: scenario.__name__)
async def test_hub(scenario: Scenario, pbx: RealExchange, start_hub: StartHub, tmp_path: Path) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await scenario(stage)


@pytest.mark.parametrize("scenario", ON_POSTGRESQL, ids=lambda scenario: scenario.__name__)
async def test_hub_on_postgresql(
    scenario: Scenario, pbx: RealExchange, postgresql_url: str, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(pbx, start_hub, tmp_path, postgresql_url) as stage:
        await scenario(stage)


async def test_page_shows_who_rings(pbx: RealExchange, start_hub: StartHub, tmp_path: Path, new_page: NewPage) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await page_shows_who_rings(stage, new_page, tmp_path)
