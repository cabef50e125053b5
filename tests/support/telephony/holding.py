"""Hold and resume from the hub as they go on every exchange; phone 101 talks to the caller of ``lab`` already."""

from __future__ import annotations

from hub.ports import Hold, LegRef, Resume
from tests.support.telephony.lab import Lab


async def hold_and_resume(lab: Lab, caller: LegRef, phone: LegRef) -> None:
    """The phone does it, says so, and takes the caller back; twice, since it must be able to again."""
    for _ in range(2):
        await lab.running.execute(Hold(phone))
        await lab.sees(phone, lambda leg: leg.held, "the hold")
        await lab.running.execute(Resume(phone))
        await lab.sees(phone, lambda leg: not leg.held, "the end of the hold")
    await lab.talking(caller, phone)
