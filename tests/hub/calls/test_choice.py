"""Who is calling, where several people share the number."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from hub.accounts import Permission
from hub.calls import choose, choosing
from hub.calls.models import Call
from hub.customers import Customer, users_of
from hub.db import Tx, new_id
from hub.web import Invalid, NotFound, Principal
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import AT, facts_of

SARA, HALL = "09121234567", "02188881234"


async def say(office: Office, customer: UUID | None) -> None:
    call = await office.one("call")

    async def work(tx: Tx) -> None:
        row = await tx.session.get(Call, call.id)
        assert row
        await choose(tx, row, customer, office.board.numbering)

    await office.db.write(work)


async def holders(office: Office) -> list[tuple[str, str]]:
    names = {customer: name for name, customer in office.customers.items()}
    return sorted((names[row.customer_id], row.certainty) for row in await office.rows("entry"))


@pytest.fixture
async def shared(office: Office) -> Office:
    """A call rings from a number that two people use."""
    await office.customer("Sara", SARA)
    await office.customer("Omid", SARA)
    await office.hear(facts_of("queue_answered")[:5])
    return office


async def test_everybody_on_a_shared_number_is_a_candidate(shared: Office) -> None:
    call = await shared.one("call")
    assert (call.customer_id, call.certainty) == (None, "candidate")
    assert sorted(person["name"] for person in call.caller["candidates"]) == ["Omid", "Sara"]
    assert await holders(shared) == [("Omid", "candidate"), ("Sara", "candidate")]
    (pop,) = [event.data for event in await shared.events(shared.room("A")) if event.kind == "pop"]
    assert pop is not None
    assert (pop["certainty"], pop["customer"], len(pop["candidates"])) == ("candidate", None, 2)


async def test_the_chosen_one_keeps_the_call_and_the_others_lose_it(shared: Office) -> None:
    sara, omid = shared.customers["Sara"], shared.customers["Omid"]
    (entry,) = [row for row in await shared.rows("entry") if row.customer_id == omid]
    await say(shared, sara)
    call = await shared.one("call")
    assert (call.customer_id, call.certainty) == (sara, "confirmed")
    assert await holders(shared) == [("Sara", "confirmed")]
    gone = [event for event in await shared.events(f"customer:{omid}") if event.kind == "entry"]
    assert (gone[-1].key, gone[-1].data) == (str(entry.id), None)
    pop = [event.data for event in await shared.events(shared.room("A")) if event.kind == "pop"][-1]
    assert pop is not None
    assert (pop["certainty"], pop["customer"]["name"], pop["candidates"]) == ("confirmed", "Sara", [])


async def test_the_choice_lasts_to_the_end_of_the_call(shared: Office) -> None:
    sara = shared.customers["Sara"]
    await say(shared, sara)
    await shared.hear(facts_of("queue_answered")[5:])
    call = await shared.one("call")
    assert (call.customer_id, call.certainty, call.result) == (sara, "confirmed", "completed")
    assert await holders(shared) == [("Sara", "confirmed")]
    kinds = {event.kind for event in await shared.events(f"customer:{shared.customers['Omid']}")}
    assert kinds == {"entry"}
    assert (await shared.events(f"customer:{shared.customers['Omid']}"))[-1].data is None


async def test_the_choice_is_remembered_for_the_next_call(shared: Office) -> None:
    await say(shared, shared.customers["Sara"])
    identity = (await shared.one("call")).identity_id
    async with shared.db.read() as session:
        names = [customer.name for customer in await users_of(session, identity)]
        sara = await session.get(Customer, shared.customers["Sara"])
    assert names == ["Sara", "Omid"]
    assert sara is not None
    assert sara.last_contact_at is not None
    assert sara.last_contact_at - AT < timedelta(seconds=1)


async def test_none_of_these(shared: Office) -> None:
    await say(shared, None)
    call = await shared.one("call")
    assert (call.customer_id, call.certainty, call.caller["candidates"]) == (None, "none", [])
    assert await holders(shared) == []
    assert (await shared.one("interaction")).identity_id == call.identity_id


async def test_a_choice_can_be_changed(shared: Office) -> None:
    await say(shared, shared.customers["Sara"])
    await say(shared, shared.customers["Omid"])
    assert await holders(shared) == [("Omid", "confirmed")]


async def test_somebody_else_is_linked_to_the_number(shared: Office) -> None:
    other = await shared.customer("Reza", HALL)
    await say(shared, other)
    assert await holders(shared) == [("Reza", "confirmed")]
    async with shared.db.read() as session:
        names = {customer.name for customer in await users_of(session, (await shared.one("call")).identity_id)}
    assert names == {"Sara", "Omid", "Reza"}


async def test_nobody_cannot_be_chosen(shared: Office) -> None:
    before = await shared.dump()
    with pytest.raises(NotFound):
        await say(shared, new_id())
    assert await shared.dump() == before


async def claim(office: Office, user: Principal, customer: UUID) -> None:
    """What creating a customer for a call does."""
    call = await office.one("call")
    await office.db.write(lambda tx: choosing(office.board.numbering)(tx, user, call.id, customer))


async def test_a_new_customer_becomes_the_caller_for_who_may_say_so_only(shared: Office) -> None:
    sara = shared.customers["Sara"]
    control, everything = Permission.CALLS_CONTROL, Permission.CALLS_READ_ALL
    await shared.seat("C", "PJSIP/103")
    for stranger in (shared.reader(agent="A"), shared.reader(control, agent="C")):
        with pytest.raises(Invalid) as refused:
            await claim(shared, stranger, sara)
        assert [error.field for error in refused.value.errors] == ["body.call_id"]
    assert (await shared.one("call")).certainty == "candidate"
    await claim(shared, shared.reader(control, everything, agent="C"), sara)
    call = await shared.one("call")
    assert (call.customer_id, call.certainty) == (sara, "confirmed")
