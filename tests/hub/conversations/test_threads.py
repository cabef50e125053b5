"""What comes in opens conversations, in the order of its real time; what goes out joins them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from hub import messaging
from hub.conversations import Conversation, store
from hub.conversations.push import room_of
from hub.customers import CustomerIdentity
from hub.db import new_id, utc_now
from hub.messaging import Wanted
from tests.hub.conversations.conftest import NOON, Inbox


async def test_one_for_each_own_number_and_account_and_each_message_once(inbox: Inbox) -> None:
    for _ in range(2):
        await inbox.hear("one", "k1")
    await asyncio.gather(*(inbox.hear(f"text {place}", minutes=place) for place in range(5)))
    await inbox.hear("other line", own="+984000")
    await inbox.hear("other account", account="second")
    await inbox.hear("no number told", own=None)
    found = {(one.account, one.own): one.unread for one in await inbox.conversations()}
    assert found == {("gateway", "+983000"): 6, ("gateway", "+984000"): 1, ("second", "+983000"): 1, ("gateway", ""): 1}


async def test_late_ones_are_sorted_in_by_their_real_time(inbox: Inbox) -> None:
    for text, minutes in (("second", 5), ("third", 9), ("first", 0)):
        await inbox.hear(text, minutes=minutes)
    found = await inbox.only()
    assert await inbox.texts(found.id) == ["first", "second", "third"]
    assert (found.last_at, found.unread, found.state) == (NOON + timedelta(minutes=9), 3, "open")


async def test_a_message_opens_again_what_was_resolved(inbox: Inbox, people: dict[str, Any]) -> None:
    await inbox.hear("one")
    first = await inbox.only()
    given = {"state": "resolved", "assignee_id": people["agent"].id}
    resolved = await inbox.db.write(lambda tx: store.change(tx, first.id, given, first.version))
    assert (resolved.state, resolved.assignee and resolved.assignee.id) == ("resolved", people["agent"].id)
    await inbox.hear("two", minutes=3)
    again = await inbox.only()
    assert (again.state, again.resolved_at, again.assignee_id) == ("open", None, people["agent"].id)
    versions = [event.version for event in await inbox.told("conversation")]
    assert versions == sorted(set(versions)) == [1, 2, 3]
    assert {event.room for event in await inbox.told("conversation")} == {room_of(first.id)}


async def test_what_people_answer_joins_and_is_read_what_goes_by_itself_only_joins(inbox: Inbox) -> None:
    await inbox.hear("hello", own=None)
    found = await inbox.only()

    def wanted(origin: str) -> Wanted:
        return Wanted(dedupe_key=origin, channel="sms", purpose="service", identity_id=found.identity_id, language="en",
                      text=f"by {origin}", origin=origin)  # fmt: skip

    await inbox.db.write(lambda tx: messaging.enqueue(tx, wanted("campaign")))
    assert (await inbox.only()).unread == 1
    await inbox.db.write(lambda tx: messaging.enqueue(tx, wanted("agent")))
    assert (await inbox.only()).unread == 0
    assert await inbox.texts(found.id) == ["hello", "by campaign", "by agent"]


async def test_an_answer_joins_the_conversation_that_it_answers(inbox: Inbox) -> None:
    await inbox.hear("to the shop")
    await inbox.hear("to the clinic", minutes=5, own="+984000")
    shop, clinic = await inbox.conversations()
    for place, answered in enumerate((shop.id, new_id(), None)):
        wanted = Wanted(dedupe_key=str(place), channel="sms", purpose="service", identity_id=shop.identity_id,
                        language="en", text=f"answer {place}", origin="agent", conversation_id=answered)  # fmt: skip
        await inbox.db.write(lambda tx, one=wanted: messaging.enqueue(tx, one))  # type: ignore[misc]
        if answered == shop.id:
            assert [one.unread for one in await inbox.conversations()] == [0, 1]
            past = sa.update(Conversation).where(Conversation.id == shop.id).values(last_at=shop.last_at)
            await inbox.db.write(lambda tx, change=past: tx.session.execute(change))  # type: ignore[misc]
    assert await inbox.texts(shop.id) == ["to the shop", "answer 0"]
    assert await inbox.texts(clinic.id) == ["to the clinic", "answer 1", "answer 2"]


async def test_what_goes_out_to_others_opens_nothing(inbox: Inbox) -> None:
    await inbox.hear("x", sender="09350000000")
    other = await inbox.only()
    async with inbox.db.read() as session:
        sara = await session.scalar(sa.select(CustomerIdentity.identity_id))
    assert sara
    wanted = Wanted(dedupe_key="k", channel="sms", purpose="service", identity_id=sara, language="en", text="news",
                    origin="campaign")  # fmt: skip
    await inbox.db.write(lambda tx: messaging.enqueue(tx, wanted))
    assert [one.id for one in await inbox.conversations()] == [other.id]


async def test_put_off_it_comes_back_when_its_time_is_there(inbox: Inbox) -> None:
    await inbox.hear("one")
    found = await inbox.only()
    until = utc_now() + timedelta(hours=1)
    given = {"state": "snoozed", "snoozed_until": until}
    await inbox.db.write(lambda tx: store.change(tx, found.id, given, None))
    assert await inbox.db.write(store.wake) == 0
    past = sa.update(type(found)).values(snoozed_until=utc_now() - timedelta(seconds=1))
    await inbox.db.write(lambda tx: tx.session.execute(past))
    assert await inbox.db.write(store.wake) == 1
    assert ((await inbox.only()).state, (await inbox.only()).snoozed_until) == ("open", None)
