"""Hold and resume from the hub: by NOTIFY inside of the call, to a phone that follows it and to one that does not."""

from __future__ import annotations

import pytest

from hub.ports import Hold, LegRef, Refused, Unheeded
from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.server import HOLDER
from tests.peers.asterisk.sipp import Sipp
from tests.support.telephony.holding import hold_and_resume
from tests.support.telephony.lab import Lab, open_lab


@pytest.fixture
def holding(pbx: RealExchange) -> RealExchange:
    """An exchange whose account offers hold."""
    pbx.more = {"username": HOLDER, "remote_hold": True}
    return pbx


async def talk(lab: Lab, pbx: RealExchange, *, follows: bool) -> tuple[LegRef, LegRef, Sipp]:
    await pbx.holding_phone("101", follows=follows)
    call = await pbx.call("1001")
    caller, phone = await lab.leg("PJSIP/trunk"), await lab.leg("PJSIP/101")
    await lab.talking(caller, phone)
    return caller, phone, call


async def test_a_phone_holds_the_call_and_takes_it_back(holding: RealExchange) -> None:
    async with open_lab(holding) as lab:
        caller, phone, call = await talk(lab, holding, follows=True)
        await hold_and_resume(lab, caller, phone)
        await call.hang_up()
        await lab.quiet()


async def test_a_phone_that_does_not_is_told_of_within_three_seconds(holding: RealExchange) -> None:
    async with open_lab(holding) as lab:
        _caller, phone, call = await talk(lab, holding, follows=False)
        with pytest.raises(Unheeded, match="did not hold the call"):
            await lab.running.execute(Hold(phone))
        assert not lab.ledger.legs[phone].held
        await call.hang_up()
        await lab.quiet()


async def test_a_user_without_the_right_is_refused(pbx: RealExchange) -> None:
    pbx.more = {"remote_hold": True}
    async with open_lab(pbx) as lab:
        _caller, phone, call = await talk(lab, pbx, follows=True)
        with pytest.raises(Refused, match="Permission denied"):
            await lab.running.execute(Hold(phone))
        await call.hang_up()
        await lab.quiet()
