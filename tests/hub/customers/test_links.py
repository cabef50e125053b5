"""Addresses of a customer: shared, primary, ended, and whose a contact's history is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import jobs, timeline
from hub.customers import contacts, get_customer, link, read_number, see_identity
from hub.customers.links import change_link, end_link
from hub.customers.schemas import NewIdentity
from hub.customers.store import read_identity
from hub.db import Tx, new_id
from hub.events.models import Event
from hub.jobs.models import Job
from hub.web import NotFound
from tests.hub.customers.people import People

NUMBER = "09121234567"


async def identity_of(people: People, number: str) -> UUID:
    address = read_number(number)
    assert address
    return await people.db.write(lambda tx: see_identity(tx, address))


async def primaries(people: People, customer: UUID) -> list[tuple[str, bool]]:
    return [(one.value, one.primary) for one in (await people.profile(customer)).identities]


async def test_there_is_one_primary_address_of_each_kind_also_of_a_merged_set(people: People) -> None:
    async def add(customer: UUID, kind: str, value: str) -> None:
        async def work(tx: Tx) -> None:
            wanted = NewIdentity.model_validate({"kind": kind, "value": value})
            identity = await see_identity(tx, read_identity(wanted, "IR", None, "body.value"))
            await link(tx, customer, identity, primary=True)

        await people.db.write(work)

    sara, double = await people.add("Sara"), await people.add("Double")
    await add(sara, "phone", NUMBER)
    await add(sara, "phone", "09351234567")
    await add(sara, "email", "sara@example.com")
    assert [value for value, primary in await primaries(people, sara) if primary] == [
        "+989351234567",
        "sara@example.com",
    ]
    await add(double, "phone", "02188881234")
    await people.merge(sara, double)
    shown = await primaries(people, sara)
    assert [value for value, primary in shown if primary] == ["+989351234567", "sara@example.com"]
    (hers,) = [one for one in (await people.profile(sara)).identities if one.value == "+982188881234"]
    await people.db.write(lambda tx: change_link(tx, sara, hers.link_id, {"primary": True, "label": "work"}))
    shown = await primaries(people, sara)
    assert {value for value, primary in shown if primary} == {"+982188881234", "sara@example.com"}
    with pytest.raises(NotFound):
        await people.db.write(lambda tx: change_link(tx, sara, new_id(), {"label": "x"}))


async def test_an_address_tells_how_many_others_use_it_and_ends_for_the_whole_set(people: People) -> None:
    sara, double, other = [await people.add(name, NUMBER) for name in ("Sara", "Double", "Other")]
    assert [one.shared_with for one in (await people.profile(sara)).identities] == [2]
    await people.merge(sara, double)
    (mine,) = (await people.profile(sara)).identities
    assert mine.shared_with == 1
    await people.db.write(lambda tx: end_link(tx, sara, mine.link_id))
    assert (await people.profile(sara)).identities == []
    assert [one.shared_with for one in (await people.profile(other)).identities] == [0]
    with pytest.raises(NotFound):
        await people.db.write(lambda tx: end_link(tx, sara, mine.link_id))


class History:
    """Calls from one number, of which somebody may know whose they were."""

    def __init__(self, people: People) -> None:
        self.people = people

    async def hear(self, identity: UUID, minutes: int, customers: list[UUID], certainty: str = "candidate") -> UUID:
        async def work(tx: Tx) -> UUID:
            at = tx.now - timedelta(minutes=minutes)
            touch = timeline.Touch("call", "in", "completed", at, identity_id=identity)
            return (await timeline.add_interaction(tx, touch, customers, certainty)).id

        return await self.people.db.write(work)

    async def holders(self, interaction: UUID) -> list[tuple[UUID, str]]:
        entry = timeline.TimelineEntry
        async with self.people.db.read() as session:
            query = sa.select(entry.customer_id, entry.certainty).where(entry.interaction_id == interaction)
            return [(customer, certainty) for customer, certainty in await session.execute(query)]

    async def give(self, identity: UUID, customer: UUID) -> None:
        async def work(tx: Tx) -> None:
            await contacts.give(tx, identity, await get_customer(tx.session, customer))

        await self.people.db.write(work)


async def test_what_came_from_a_contact_is_theirs_unless_it_was_somebody_elses_for_sure(people: People) -> None:
    sara, omid = await people.add("Sara"), await people.add("Omid")
    identity = await identity_of(people, NUMBER)
    history = History(people)
    nobodys = await history.hear(identity, 1, [])
    shared = await history.hear(identity, 2, [sara, omid])
    omids = await history.hear(identity, 3, [omid], "confirmed")
    others = await history.hear(identity, 4, [omid, await people.add("Reza")])
    await history.give(identity, sara)
    assert await history.holders(nobodys) == [(sara, "confirmed")]
    assert await history.holders(shared) == [(sara, "confirmed")]
    assert await history.holders(omids) == [(omid, "confirmed")]
    assert len(await history.holders(others)) == 2
    assert (await people.profile(sara)).last_contact_at is not None
    async with people.db.read() as session:
        told = await session.scalars(sa.select(Event).where(Event.kind == "entry").order_by(Event.id))
        seen = [(event.room.removeprefix("customer:"), event.data and event.data["certainty"]) for event in told]
    assert sorted(seen, key=str) == sorted(
        [(str(sara), "confirmed"), (str(sara), "confirmed"), (str(omid), None)], key=str
    )
    with pytest.raises(NotFound):
        await history.give(new_id(), sara)


async def test_a_long_history_is_gone_through_in_the_background(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(contacts, "BATCH", 2)
    sara = await people.add("Sara")
    identity = await identity_of(people, NUMBER)
    history = History(people)
    calls = [await history.hear(identity, minutes, []) for minutes in range(1, 8)]
    await history.give(identity, sara)
    assert [len(await history.holders(call)) for call in calls] == [1, 1, 0, 0, 0, 0, 0]
    async with people.db.read() as session:
        (job,) = await session.scalars(sa.select(Job))
    handlers = jobs.Handlers()
    contacts.register(handlers)
    handler = handlers.by_kind[job.kind]
    claimed = jobs.Context(job, people.db)  # type: ignore[arg-type]
    await handler.handle(claimed, handler.payload.model_validate(job.payload))
    assert [await history.holders(call) for call in calls] == [[(sara, "confirmed")]] * 7
