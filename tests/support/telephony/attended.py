"""Attended transfers as they go on every exchange; phone 101 talks to the caller of ``lab`` already."""

from __future__ import annotations

from hub.ports import AttendedTransfer, CancelTransfer, HangUp, LegRef
from tests.support.telephony.lab import Lab


async def ask(lab: Lab, phone: LegRef) -> LegRef:
    """Phone 101 asks phone 102, which answers: its leg."""
    await lab.running.execute(AttendedTransfer(phone, "102"))
    asked = await lab.leg("PJSIP/102")
    await lab.sees(asked, lambda leg: leg.answered, "the colleague answers")
    return asked


async def hand_over(lab: Lab, caller: LegRef, phone: LegRef) -> None:
    """The agent hangs up: the caller goes on with whoever was asked."""
    asked = await ask(lab, phone)
    await lab.running.execute(HangUp(phone))
    passed = await lab.sees(phone, lambda leg: leg.ended, "the end of the first talk")
    assert passed.transferred_to
    assert not lab.ledger.legs[caller].ended
    assert not lab.ledger.legs[asked].ended


async def take_back(lab: Lab, caller: LegRef, phone: LegRef) -> None:
    """The agent comes back: whoever was asked is let go."""
    asked = await ask(lab, phone)
    await lab.running.execute(CancelTransfer(phone))
    await lab.talking(caller, phone)
    await lab.sees(asked, lambda leg: leg.ended, "the colleague is let go")
