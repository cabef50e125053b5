"""Attended transfers from the hub: begun by the digits of the feature, handed over by hanging up, or taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from hub.ports import AttendedTransfer, LegRef, Refused
from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.sipp import Sipp
from tests.support.telephony.attended import hand_over, take_back
from tests.support.telephony.lab import Lab, open_lab
from tests.support.telephony.pbx import Answers

Way = Callable[[Lab, LegRef, LegRef], Awaitable[None]]


async def talk(lab: Lab, pbx: RealExchange, to: str) -> tuple[LegRef, LegRef, Sipp]:
    """The caller's leg and that of phone 101, who talk; phone 102 is there."""
    await pbx.speaking_phone("101")
    await pbx.phone("102", Answers(after=0.2))
    call = await pbx.call(to)
    caller, phone = await lab.leg("PJSIP/trunk"), await lab.leg("PJSIP/101")
    await lab.talking(caller, phone)
    return caller, phone, call


@pytest.mark.parametrize("way", [hand_over, take_back])
async def test_the_caller_is_handed_over_or_taken_back(way: Way, pbx: RealExchange) -> None:
    async with open_lab(pbx) as lab:
        caller, phone, call = await talk(lab, pbx, "1000")
        await way(lab, caller, phone)
        await call.hang_up()
        await lab.quiet()


async def test_a_call_that_was_dialled_without_the_option_is_left_alone(
    pbx: RealExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.asterisk.departures.PATIENCE", 2.0)
    async with open_lab(pbx) as lab:
        caller, phone, call = await talk(lab, pbx, "1001")
        with pytest.raises(Refused, match="option t or T"):
            await lab.running.execute(AttendedTransfer(phone, "102"))
        await lab.talking(caller, phone)
        await call.hang_up()
        await lab.quiet()
