"""Several outside parties in one call: each has it on their timeline."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub.calls.choice import choose
from hub.calls.models import Call
from hub.db import Tx
from hub.ports import LegStarted, Party
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import ref
from tests.hub.calls.script import Recorded

SARA, OMID, SHARED = "09121234567", "09351112233", "02188881234"


def consulted(number: str = OMID, *, told: bool = True) -> Recorded:
    """A talks to a caller, rings somebody outside on a second line, and connects the two."""
    script = Recorded().caller("t").talk("a1", "101", "t", "x")
    script.send(LegStarted(ref("a2"), script.at, ref("a2"), Party.STATION, "PJSIP/101", True, dialled=number))
    script.send(
        LegStarted(ref("o"), script.at, ref("a2"), Party.OUTSIDE, "PJSIP/trunk", False, number if told else None)
    )
    return script.rings("o", "a2").up("o", "a2").into("y", "o", "a2")


def connected(script: Recorded) -> Recorded:
    """The agent leaves; the two outside talk on, then hang up."""
    return script.out("x", "a1", "t").out("y", "a2").into("y", "t").ends("a1", "a2").ends("o", "t")


async def entries_of(office: Office, customer: UUID) -> list[tuple[str, str]]:
    return [(e.role, e.certainty) for e in await office.rows("entry") if e.customer_id == customer]


async def callers_entry(office: Office, customer: UUID) -> list[tuple[str, str]]:
    """What the customer has of the call that came in."""
    (call,) = [call for call in await office.rows("call") if call.joined_into is None]
    rows = await office.rows("entry")
    found = [e for e in rows if e.customer_id == customer and e.interaction_id == call.interaction_id]
    return [(entry.role, entry.certainty) for entry in found]


@pytest.mark.parametrize("told", [True, False])
async def test_a_transfer_to_a_number_outside_stands_on_both_timelines(office: Office, *, told: bool) -> None:
    sara, omid = await office.customer("Sara", SARA), await office.customer("Omid", OMID)
    await office.hear(connected(consulted(told=told)).facts)
    assert await callers_entry(office, sara) == [("from", "confirmed")]
    assert await callers_entry(office, omid) == [("conference", "confirmed")]
    pushed = [event for event in await office.events(f"customer:{omid}") if event.kind == "entry"]
    others = [event.data["customers"] for event in pushed if event.data and event.data["role"] == "conference"]
    assert others
    assert all(known == [{"id": str(sara), "name": "Sara"}] for known in others)
    assert await office.is_at_rest()


async def test_nobody_is_put_on_a_call_that_they_only_could_have_joined(office: Office) -> None:
    sara, omid = await office.customer("Sara", SARA), await office.customer("Omid", OMID)
    await office.hear(consulted().ends("o", "a2").ends("a1", "t").facts)
    assert await entries_of(office, sara) == [("from", "confirmed")]
    assert await entries_of(office, omid) == [("to", "confirmed")]


async def test_a_hub_restarted_before_every_fact_adds_each_party_once(office: Office) -> None:
    sara, omid = await office.customer("Sara", SARA), await office.customer("Omid", OMID)
    for fact in connected(consulted()).facts:
        office.board = office.new_switchboard()
        await office.hear([fact])
    assert await callers_entry(office, sara) == [("from", "confirmed")]
    assert await callers_entry(office, omid) == [("conference", "confirmed")]
    (call,) = [call for call in await office.rows("call") if call.joined_into is None]
    people = [p for p in await office.rows("participant") if p.interaction_id == call.interaction_id and p.identity_id]
    assert sorted(person.role for person in people) == ["conference", "from"]


async def test_choosing_the_caller_leaves_the_others_of_a_conference(office: Office) -> None:
    """Two share the further party's number, two the caller's."""
    sara, sister = await office.customer("Sara", SARA), await office.customer("Sister", SARA)
    one, other = await office.customer("One", SHARED), await office.customer("Other", SHARED)
    await office.hear(connected(consulted(SHARED)).facts)
    (row,) = [call for call in await office.rows("call") if call.joined_into is None]

    async def work(tx: Tx) -> None:
        call = await tx.session.get(Call, row.id)
        assert call
        await choose(tx, call, sara, office.board.numbering)

    await office.db.write(work)
    assert await callers_entry(office, sara) == [("from", "confirmed")]
    assert await callers_entry(office, sister) == []
    assert await callers_entry(office, one) == await callers_entry(office, other) == [("conference", "candidate")]
