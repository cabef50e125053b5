"""The connector on the simulated phone: the checks that a real Asterisk passes too (tests/peers/asterisk)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from hub.ports import LegRef
from tests.support.telephony.attended import hand_over, take_back
from tests.support.telephony.checks import CHECKS
from tests.support.telephony.holding import hold_and_resume
from tests.support.telephony.lab import Lab, open_lab
from tests.support.telephony.pbx import Answers
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


@pytest.mark.parametrize("way", [hand_over, take_back, hold_and_resume])
async def test_what_the_hub_asks_of_a_call_that_goes_on(
    way: Callable[[Lab, LegRef, LegRef], Awaitable[None]], pbx: SimulatedExchange
) -> None:
    async with open_lab(pbx) as lab:
        await pbx.phone("101", Answers(after=0.2))
        call = await pbx.call("1000")
        caller, phone = await lab.leg("PJSIP/trunk"), await lab.leg("PJSIP/101")
        await lab.talking(caller, phone)
        await way(lab, caller, phone)
        await call.hang_up()
        await lab.quiet()
