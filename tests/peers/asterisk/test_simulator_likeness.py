"""The simulated phone tells the connector the same story as a real Asterisk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable

import pytest

from hub.ports import CallEvent
from tests.peers.asterisk.exchange import RealExchange
from tests.support.telephony import checks
from tests.support.telephony.lab import Lab, open_lab
from tests.support.telephony.pbx import Pbx
from tests.support.telephony.simulated import SimulatedExchange

Check = Callable[[Lab], Awaitable[None]]
Story = dict[str, list[str]]

# Without cuts and restarts, whose moment no two runs share.
STEADY = [check for check in checks.CHECKS if "cut" not in check.__name__ and "killed" not in check.__name__]


@pytest.mark.parametrize("check", STEADY, ids=lambda check: check.__name__)
async def test_each_leg_has_the_same_story(check: Check, pbx: RealExchange) -> None:
    simulated = SimulatedExchange()
    await simulated.start()
    try:
        assert await _story(check, simulated) == await _story(check, pbx)
    finally:
        await simulated.kill()


async def _story(check: Check, pbx: Pbx) -> Story:
    """The kinds of facts about each endpoint's leg, in order, without repetitions."""
    async with open_lab(pbx) as lab:
        await check(lab)
        told: Story = defaultdict(list)
        for event in lab.ledger.events:
            if isinstance(event, CallEvent):
                kinds = told[lab.ledger.legs[event.leg].started.endpoint]
                if (kind := type(event).__name__) not in kinds[-1:]:
                    kinds.append(kind)
        return {endpoint: _ordered(kinds) for endpoint, kinds in told.items()}


def _ordered(kinds: list[str]) -> list[str]:
    """A transfer moves a bridge: whether its teller is told to have left before or after has no order in Asterisk."""
    kinds = list(kinds)
    for place in range(len(kinds) - 1):
        if kinds[place : place + 2] == ["LegTransferred", "BridgeLeft"]:
            kinds[place : place + 2] = ["BridgeLeft", "LegTransferred"]
    return kinds
