"""What must hold for the connector on every exchange, real or simulated. Each check gets a fresh ``Lab``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hub.ports import Connection, Dial, HangUp, LegRef, Party, Transfer
from tests.support.telephony.lab import Lab
from tests.support.telephony.pbx import OUTSIDE, Answers, Busy, PlacedCall, Rings

TRUNK, FIRST, SECOND = "PJSIP/trunk", "PJSIP/101", "PJSIP/102"
CUSTOMER = "09121234567"
LANDLINE = "02188881234"


async def direct_call_is_answered(lab: Lab) -> None:
    caller, phone, call = await _talk(lab)
    outside, station = lab.ledger.legs[caller], lab.ledger.legs[phone]
    assert (outside.started.party, outside.started.initiated) == (Party.OUTSIDE, True)
    assert (outside.number, outside.name, outside.started.dialled) == (CUSTOMER, "Sara", "1001")
    assert (station.started.party, station.started.initiated) == (Party.STATION, False)
    assert station.started.root == caller
    assert station.rung_by == caller
    await call.hang_up()
    await lab.quiet()
    assert not outside.started.withheld
    assert outside.unanswered is None


async def queue_call_is_answered(lab: Lab) -> None:
    await lab.pbx.phone("101", Answers(after=0.5))
    call = await lab.pbx.call("1000", number=CUSTOMER)
    caller = await lab.leg(TRUNK)
    await lab.sees(caller, lambda leg: leg.queue == "support", "the queue")
    phone = await lab.leg(FIRST)
    await lab.sees(phone, lambda leg: leg.rung_by == caller, "ringing for the caller")
    await lab.talking(caller, phone)
    left = await lab.sees(caller, lambda leg: leg.queue is None, "leaving the queue")
    assert not left.abandoned
    await call.hang_up()
    await lab.quiet()


async def one_of_two_phones_answers(lab: Lab) -> None:
    await lab.pbx.phone("101", Rings())
    await lab.pbx.phone("102", Answers(after=0.5))
    call = await lab.pbx.call("1003", number=CUSTOMER)
    caller, first, second = await lab.leg(TRUNK), await lab.leg(FIRST), await lab.leg(SECOND)
    await lab.talking(caller, second)
    lost = await lab.sees(first, lambda leg: leg.ended, "the end of the other offer")
    assert lost.rung
    assert not lost.answered
    assert lost.unanswered == "cancelled"
    await call.hang_up()
    await lab.quiet()


async def direct_call_is_missed(lab: Lab) -> None:
    await lab.pbx.phone("101", Rings())
    call = await lab.pbx.call("1001", number=CUSTOMER)
    caller, phone = await lab.leg(TRUNK), await lab.leg(FIRST)
    await lab.sees(phone, lambda leg: leg.rung, "ringing")
    await call.hang_up()
    await lab.quiet()
    assert lab.ledger.legs[phone].unanswered == "cancelled"
    assert not lab.ledger.legs[caller].answered


async def busy_phone_refuses(lab: Lab) -> None:
    await lab.pbx.phone("101", Busy())
    await lab.pbx.call("1001", number=CUSTOMER)
    phone = await lab.leg(FIRST)
    await lab.quiet()
    assert lab.ledger.legs[phone].unanswered == "busy"
    assert not lab.ledger.legs[phone].answered


async def queue_call_is_abandoned(lab: Lab) -> None:
    await lab.pbx.phone("101", Rings())
    call = await lab.pbx.call("1000", number=CUSTOMER)
    caller, phone = await lab.leg(TRUNK), await lab.leg(FIRST)
    await lab.sees(phone, lambda leg: leg.rung, "ringing")
    await call.hang_up()
    await lab.quiet()
    assert lab.ledger.legs[caller].abandoned
    assert not lab.ledger.legs[phone].answered


async def withheld_number_stays_unknown(lab: Lab) -> None:
    await lab.pbx.phone("101", Answers())
    call = await lab.pbx.call("1000", number=None)
    caller, phone = await lab.leg(TRUNK), await lab.leg(FIRST)
    await lab.talking(caller, phone)
    outside = lab.ledger.legs[caller]
    assert outside.started.withheld
    assert (outside.started.number, outside.number) == (None, None)
    await call.hang_up()
    await lab.quiet()


async def desk_phone_dials_out(lab: Lab) -> None:
    await lab.pbx.phone(OUTSIDE, Answers(after=0.3))
    call = await lab.pbx.call_from("101", LANDLINE)
    desk, outside = await lab.leg(FIRST), await lab.leg(TRUNK)
    await lab.talking(desk, outside)
    started = lab.ledger.legs[desk].started
    assert (started.party, started.initiated, started.dialled) == (Party.STATION, True, LANDLINE)
    far = lab.ledger.legs[outside]
    assert (far.started.party, far.started.initiated, far.rung_by) == (Party.OUTSIDE, False, desk)
    await call.hang_up()
    await lab.quiet()


async def phones_call_each_other(lab: Lab) -> None:
    await lab.pbx.phone("102", Answers())
    call = await lab.pbx.call_from("101", "102")
    first, second = await lab.leg(FIRST), await lab.leg(SECOND)
    await lab.talking(first, second)
    assert {leg.started.party for leg in lab.ledger.legs.values()} == {Party.STATION}
    await call.hang_up()
    await lab.quiet()


async def dial_rings_the_desk_first(lab: Lab) -> None:
    await lab.pbx.phone("101", Answers(after=0.3))
    await lab.pbx.phone(OUTSIDE, Answers(after=0.3))
    await lab.running.execute(Dial(FIRST, LANDLINE))
    desk = await lab.leg(FIRST)
    await lab.sees(desk, lambda leg: leg.rung and leg.rung_by is None, "ringing by the exchange itself")
    outside = await lab.leg(TRUNK)
    await lab.talking(desk, outside)
    assert not lab.ledger.legs[desk].started.initiated
    await lab.running.execute(HangUp(desk))
    await lab.quiet()


async def hang_up_ends_the_call(lab: Lab) -> None:
    _, phone, _ = await _talk(lab)
    await lab.running.execute(HangUp(phone))
    await lab.quiet()


async def transfer_passes_the_caller_on(lab: Lab) -> None:
    caller, phone, call = await _talk(lab)
    await lab.pbx.phone("102", Answers(after=0.3))
    await lab.running.execute(Transfer(phone, "102"))
    second = await lab.leg(SECOND)
    await lab.talking(caller, second)
    passed = await lab.sees(phone, lambda leg: leg.ended, "the end of the first talk")
    assert passed.transferred_to == "102"
    assert not lab.ledger.legs[caller].ended
    await call.hang_up()
    await lab.quiet()


async def killed_exchange_takes_its_legs_along(lab: Lab) -> None:
    caller, phone, _ = await _talk(lab)
    known = len(lab.ledger.snapshots)
    await lab.pbx.kill()
    await lab.connection(Connection.DISCONNECTED)
    assert not lab.ledger.legs[caller].ended, "nobody knows yet whether they still talk"
    await lab.pbx.start()
    await lab.host.wait(lambda: len(lab.ledger.snapshots) > known, "a snapshot of the new life")
    snapshot = lab.ledger.snapshots[known]
    assert snapshot.boot != caller.boot
    assert snapshot.legs == ()
    assert {caller, phone}.isdisjoint(lab.ledger.open_legs())
    await lab.connection(Connection.CONNECTED)
    again, _, call = await _talk(lab, index=1)
    assert again.boot == snapshot.boot
    await call.hang_up()
    await lab.quiet()


async def cut_connection_finds_the_call_again(lab: Lab) -> None:
    caller, phone, call = await _talk(lab)
    known = len(lab.ledger.snapshots)
    await lab.cable.cut()
    await lab.connection(Connection.DISCONNECTED)
    await lab.cable.mend()
    await lab.host.wait(lambda: len(lab.ledger.snapshots) > known, "a snapshot after the cut")
    snapshot = lab.ledger.snapshots[known]
    seen = {one.started.leg: one for one in snapshot.legs}
    assert set(seen) == {caller, phone}
    assert snapshot.boot == caller.boot
    assert all(one.answered for one in seen.values())
    assert seen[caller].bridge == seen[phone].bridge is not None
    assert (seen[caller].started.number, seen[caller].started.initiated) == (CUSTOMER, True)
    assert (seen[phone].started.endpoint, seen[phone].started.initiated) == (FIRST, False)
    await call.hang_up()
    await lab.quiet()


async def call_that_ends_during_a_cut_is_over(lab: Lab) -> None:
    caller, phone, call = await _talk(lab)
    known = len(lab.ledger.snapshots)
    await lab.cable.cut()
    await lab.connection(Connection.DISCONNECTED)
    await call.hang_up()
    await lab.cable.mend()
    await lab.host.wait(lambda: len(lab.ledger.snapshots) > known, "a snapshot after the cut")
    assert {caller, phone}.isdisjoint(one.started.leg for one in lab.ledger.snapshots[known].legs)
    await lab.quiet()


async def _talk(lab: Lab, *, index: int = 0) -> tuple[LegRef, LegRef, PlacedCall]:
    """A direct call to 101, answered: the caller's leg, the phone's leg, the caller's side."""
    await lab.pbx.phone("101", Answers())
    call = await lab.pbx.call("1001", number=CUSTOMER, name="Sara")
    caller, phone = await lab.leg(TRUNK, index=index), await lab.leg(FIRST, index=index)
    await lab.talking(caller, phone)
    return caller, phone, call


CHECKS: tuple[Callable[[Lab], Awaitable[None]], ...] = (
    direct_call_is_answered,
    queue_call_is_answered,
    one_of_two_phones_answers,
    direct_call_is_missed,
    busy_phone_refuses,
    queue_call_is_abandoned,
    withheld_number_stays_unknown,
    desk_phone_dials_out,
    phones_call_each_other,
    dial_rings_the_desk_first,
    hang_up_ends_the_call,
    transfer_passes_the_caller_on,
    killed_exchange_takes_its_legs_along,
    cut_connection_finds_the_call_again,
    call_that_ends_during_a_cut_is_over,
)
