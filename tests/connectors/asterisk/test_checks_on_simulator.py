"""The connector on the simulated phone: the checks that a real Asterisk passes too (tests/peers/asterisk)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.support.telephony.checks import CHECKS
from tests.support.telephony.lab import Lab, open_lab
from tests.support.telephony.simulated import SimulatedExchange


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedExchange]:
    """The simulated phone with the switchboard of the checks."""
    exchange = SimulatedExchange()
    await exchange.start()
    yield exchange
    await exchange.kill()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_check(check: Callable[[Lab], Awaitable[None]], pbx: SimulatedExchange) -> None:
    async with open_lab(pbx) as lab:
        await check(lab)
