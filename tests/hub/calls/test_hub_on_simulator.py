"""The whole hub on the simulated phone; tests/peers/asterisk holds the same scenarios against a real Asterisk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.hub_process import StartHub
from tests.support.stack.outages import OUTAGES
from tests.support.stack.stage import Stage, open_stage
from tests.support.stack.talks import TALKS
from tests.support.telephony.simulated import SimulatedExchange

Scenario = Callable[[Stage], Awaitable[None]]


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedExchange]:
    """The simulated phone with the switchboard of the checks."""
    exchange = SimulatedExchange()
    await exchange.start()
    yield exchange
    await exchange.kill()


@pytest.mark.parametrize("scenario", [*TALKS, *OUTAGES], ids=lambda scenario: scenario.__name__)
async def test_hub(scenario: Scenario, pbx: SimulatedExchange, start_hub: StartHub, tmp_path: Path) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await scenario(stage)
