"""Two stored calls that turn out to be one."""

from __future__ import annotations

from hub.calls.access import get_call
from tests.hub.calls.conftest import Office
from tests.hub.calls.script import Recorded

SARA = "09121234567"


def consulted() -> Recorded:
    """A talks to a caller, asks B on a second line and connects the two."""
    script = Recorded().caller("t").talk("a1", "101", "t", "x").starts("a2", "101", initiated=True)
    script.starts("b", "102", "a2").rings("b", "a2").up("b", "a2").into("y", "b", "a2").out("x", "a1", "t")
    return script.out("y", "a2").into("y", "t").ends("a1", "a2").ends("b", "t")


async def test_everything_moves_to_the_customers_call(office: Office) -> None:
    await office.customer("Sara", SARA)
    await office.hear(consulted().facts)
    calls = await office.rows("call")
    (kept,) = [call for call in calls if call.joined_into is None]
    (gone,) = [call for call in calls if call.joined_into]
    assert (gone.joined_into, gone.state, gone.ended_at is None) == (kept.id, "ended", False)
    assert {leg.call_id for leg in await office.rows("leg")} == {kept.id}
    assert (kept.result, len(kept.agent_ids)) == ("completed", 2)
    assert await office.pops() == ["pop A1 ended by A", "pop B1 ended by B"]
    assert (await office.count())["entry"] == 1
    assert await office.is_at_rest()


async def test_the_call_that_is_gone_leaves_every_page(office: Office) -> None:
    await office.hear(consulted().facts)
    (gone,) = [call for call in await office.rows("call") if call.joined_into]
    log = [event for event in await office.events() if event.kind == "call" and event.key == str(gone.id)]
    last = {event.room: event.data for event in log}
    assert set(last) == {"calls", office.room("A"), office.room("B")}
    assert set(map(type, last.values())) == {type(None)}


async def test_an_old_address_leads_to_the_call_that_stands(office: Office) -> None:
    await office.hear(consulted().facts)
    (gone,) = [call for call in await office.rows("call") if call.joined_into]
    async with office.db.read() as session:
        found = await get_call(session, office.reader("calls:read_all"), gone.id)
    assert found.id == gone.joined_into


async def test_a_restart_before_every_fact_changes_nothing(office: Office) -> None:
    for fact in consulted().facts:
        office.board = office.new_switchboard()
        await office.hear([fact])
    assert len([call for call in await office.rows("call") if call.joined_into is None]) == 1
    assert await office.pops() == ["pop A1 ended by A", "pop B1 ended by B"]
    assert await office.is_at_rest()


async def test_a_group_whose_first_leg_was_missed_is_one_call_over_a_restart(office: Office) -> None:
    script = Recorded().starts("a", "101", "lost").starts("b", "102", "lost")
    for fact in script.facts:
        office.board = office.new_switchboard()
        await office.hear([fact])
    assert len(await office.rows("call")) == 1
