"""Open calls and pops when their customers are merged, and who comes first for whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.calls import choose, regrouping
from hub.calls.lists import CallsQuery, history
from hub.calls.models import Call
from hub.calls.present import present_calls, rank_for
from hub.customers import Candidate, CustomerIdentity, members
from hub.customers.merging import merge, undo
from hub.customers.models import Customer, CustomerMerge
from hub.db import Tx, new_id
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import facts_of

SARA = "09121234567"


async def both(office: Office, work: Callable[[Tx], Awaitable[Any]]) -> None:
    """Merge or undo, and what follows for calls, as the routes do it."""

    async def change(tx: Tx) -> None:
        await work(tx)
        await regrouping(office.board.numbering)(tx, list(office.customers.values()))

    await office.db.write(change)


async def latest(office: Office, kind: str) -> dict[str, Any]:
    found = [event.data for event in await office.events(office.room("A")) if event.kind == kind]
    assert found[-1] is not None
    return dict(found[-1])


@pytest.fixture
async def ringing(office: Office) -> Office:
    """A call rings from a number that two people use."""
    await office.customer("Sara", SARA)
    await office.customer("S. Ahmadi", SARA)
    await office.hear(facts_of("queue_answered")[:5])
    return office


async def test_candidates_who_become_one_are_the_caller_until_they_are_two_again(ringing: Office) -> None:
    sara, double = ringing.customers["Sara"], ringing.customers["S. Ahmadi"]
    await both(ringing, lambda tx: merge(tx, sara, double, {}, new_id()))
    pop = await latest(ringing, "pop")
    assert (pop["certainty"], pop["customer"]["name"], pop["candidates"]) == ("confirmed", "Sara", [])
    assert (await ringing.one("call")).customer_id == sara

    async def apart(tx: Tx) -> None:
        await undo(tx, (await tx.session.scalars(sa.select(CustomerMerge.id))).one(), new_id())

    await both(ringing, apart)
    pop = await latest(ringing, "pop")
    assert (pop["certainty"], pop["customer"], len(pop["candidates"])) == ("candidate", None, 2)


async def test_the_chosen_caller_goes_by_the_survivors_name_now_and_later(ringing: Office) -> None:
    sara, double = ringing.customers["Sara"], ringing.customers["S. Ahmadi"]

    async def say(tx: Tx) -> None:
        row = await tx.session.get(Call, (await ringing.one("call")).id)
        assert row
        await choose(tx, row, double, ringing.board.numbering)

    await ringing.db.write(say)
    await both(ringing, lambda tx: merge(tx, sara, double, {}, new_id()))
    assert (await latest(ringing, "pop"))["customer"]["name"] == "Sara"
    (entry,) = await ringing.rows("entry")
    assert entry.customer_id == double
    await ringing.hear(facts_of("queue_answered")[5:])
    async with ringing.db.read() as session:
        for asked in (sara, double):
            rows = await history(session, ringing.reader("calls:read_all"), CallsQuery(customer_id=asked), None)
            (call,) = await present_calls(session, rows, ringing.board.numbering, past=True)
            assert call.customer is not None
            assert (call.customer.id, call.customer.name) == (sara, "Sara")
        survivor = await session.get(Customer, sara)
    assert survivor is not None
    assert survivor.last_contact_at is not None


async def test_a_merged_member_with_the_link_keeps_the_calls_over_it(ringing: Office) -> None:
    sara, other = ringing.customers["Sara"], await ringing.customer("Other", "02188881234")
    await both(ringing, lambda tx: merge(tx, other, sara, {}, new_id()))

    async def say(tx: Tx) -> list[UUID]:
        row = await tx.session.get(Call, (await ringing.one("call")).id)
        assert row
        await choose(tx, row, other, ringing.board.numbering)
        links = sa.select(CustomerIdentity.customer_id).where(CustomerIdentity.identity_id == row.identity_id)
        chosen = list(await tx.session.scalars(links.where(CustomerIdentity.chosen_at.is_not(None))))
        assert set(await members(tx.session, other)) == {other, sara}
        return chosen

    assert await ringing.db.write(say) == [sara]
    assert [entry.customer_id for entry in await ringing.rows("entry")] == [sara]
    assert (await ringing.one("call")).customer_id == other


def candidate(name: str, owner: UUID | None = None, *, likely: bool = False) -> Candidate:
    person = {"id": str(owner), "name": "A", "initials": "A"} if owner else None
    return Candidate.model_validate({
        "id": new_id(), "name": name, "kind": "person", "initials": "X", "job_title": None, "organisation": None,
        "tags": [], "owner": person, "place": None, "why": "linked", "why_at": None, "likely": likely, "recent": [],
    })  # fmt: skip


def test_an_agents_own_customers_come_after_the_likely_one_and_before_the_others() -> None:
    agent, colleague = new_id(), new_id()
    people = [candidate("likely", likely=True), candidate("theirs", colleague), candidate("mine", agent)]
    shown = rank_for(agent, people)
    assert [(one.name, one.why, one.likely) for one in shown] == [
        ("likely", "linked", True), ("mine", "owner", False), ("theirs", "linked", False),
    ]  # fmt: skip
    assert [(one.name, one.likely) for one in rank_for(agent, people[1:])] == [("mine", True), ("theirs", False)]
    assert [one.name for one in rank_for(colleague, people)] == ["likely", "theirs", "mine"]
