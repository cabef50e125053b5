"""The connector on a real Asterisk: the checks that the simulator passes too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.peers.asterisk.exchange import RealExchange
from tests.support.telephony.checks import CHECKS
from tests.support.telephony.lab import Lab, open_lab


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_check(check: Callable[[Lab], Awaitable[None]], pbx: RealExchange) -> None:
    async with open_lab(pbx) as lab:
        await check(lab)
