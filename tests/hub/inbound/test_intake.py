"""Messages are stored once, in order, on the right timelines; a bad one costs only itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import inbound, timeline
from hub.calls import Numbering
from hub.customers import Address, Customer, link, see_identity
from hub.db import Database, StoreUnavailable, Tx, new_id
from hub.events.models import Event
from hub.inbound import GroupCommit, Stored
from hub.intake import Intake
from hub.parked.models import ParkedItem
from hub.ports import InboundMessage, Peer, Refused

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SARA, OFFICE, OMID = Peer("phone", "0912 123 4567"), Peer("phone", "021-88881234"), Peer("email", "omid@Example.com")
ADDRESSES = {
    SARA: Address("phone", "+989121234567", "IR", "", ""),
    OFFICE: Address("phone", "+982188881234", "IR", "", ""),
    OMID: Address("email", "omid@example.com", None, "", ""),
}


def message(key: str, sender: Peer = SARA, *, minutes: int = 0, **more: Any) -> InboundMessage:
    at = NOON + timedelta(minutes=minutes)
    return InboundMessage("sms", key, sender.value, at, sender, text=f"text of {key}", **more)


async def customer(db: Database, name: str, *peers: Peer, root: UUID | None = None) -> UUID:
    made = new_id()

    async def work(tx: Tx) -> None:
        tx.session.add(Customer(id=made, name=name, sort_key="1", search=name, created_at=NOON, updated_at=NOON,
                                merged_into=root, root_id=root or made))  # fmt: skip
        await tx.session.flush()
        for peer in peers:
            await link(tx, made, await see_identity(tx, ADDRESSES[peer]))

    await db.write(work)
    return made


async def entries(db: Database) -> set[tuple[str, str, str, str]]:
    """(customer, text, role, certainty)."""
    query = (
        sa.select(Customer.name, timeline.Interaction.text, timeline.TimelineEntry.role,
                  timeline.TimelineEntry.certainty)
        .join(timeline.TimelineEntry, timeline.TimelineEntry.customer_id == Customer.id)
        .join(timeline.Interaction, timeline.Interaction.id == timeline.TimelineEntry.interaction_id)
    )  # fmt: skip
    async with db.read() as session:
        return {tuple(row) for row in await session.execute(query)}


async def count(db: Database, model: Any) -> int:
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


async def test_a_message_stands_on_the_timelines_of_all_its_parties(database: Database) -> None:
    await customer(database, "Sara", SARA)
    await customer(database, "Reza", OFFICE)
    await customer(database, "Mina", OFFICE)
    intake = Intake(database, Numbering())
    await intake.take("line", message("one", SARA, to=(OFFICE,), cc=(OMID, SARA)))
    assert await entries(database) == {
        ("Sara", "text of one", "from", "confirmed"),
        ("Reza", "text of one", "to", "candidate"),
        ("Mina", "text of one", "to", "candidate"),
    }
    assert await count(database, timeline.Participant) == 3


async def test_what_is_delivered_again_changes_nothing(database: Database) -> None:
    await customer(database, "Sara", SARA)
    intake = Intake(database, Numbering())
    first = await intake.take("line", message("one"))
    again = await asyncio.gather(*(intake.take("line", message("one")) for _ in range(5)))
    assert first.new
    assert set(again) == {Stored(first.interaction_id, new=False)}
    other = await intake.take("other line", message("one"))
    assert other.new
    assert await count(database, timeline.Interaction) == 2
    assert await count(database, Event) == 2


async def test_the_same_message_twice_in_one_batch_is_one(database: Database) -> None:
    intake = Intake(database, Numbering())
    found = await asyncio.gather(*(intake.take("line", message(f"key {n % 3}")) for n in range(30)))
    assert sum(one.new for one in found) == 3
    assert len({one.interaction_id for one in found}) == 3
    assert await count(database, timeline.Interaction) == 3


async def test_what_a_sender_writes_never_keeps_a_message_out(database: Database) -> None:
    odd = {"a\0b": ["\ud800", {"deep": "\0"}]}
    key = "k" * 300 + "\0"
    sent = replace(message(key), subject="s\0" * 500, text="سلام\0\ud83d", facts=odd)
    intake = Intake(database, Numbering())
    first = await intake.take("line", sent)
    assert await intake.take("line", sent) == Stored(first.interaction_id, new=False)
    assert (await intake.take("line", replace(sent, dedupe_key=key + "k"))).new
    async with database.read() as session:
        kept = await session.get_one(timeline.Interaction, first.interaction_id)
    assert (kept.subject, kept.text, kept.facts) == ("s" * 400, "سلام?", {"ab": ["?", {"deep": ""}]})


async def test_a_merged_customer_keeps_the_entry_and_the_root_hears_of_it(database: Database) -> None:
    root = await customer(database, "Sara", SARA)
    await customer(database, "Sarah", SARA, root=root)
    await customer(database, "S.", OFFICE, root=root)
    intake = Intake(database, Numbering())
    await intake.take("line", message("shared"))
    await intake.take("line", message("office", OFFICE, minutes=5))
    assert await entries(database) == {
        ("Sara", "text of shared", "from", "confirmed"), ("S.", "text of office", "from", "confirmed"),
    }  # fmt: skip
    async with database.read() as session:
        rooms = set(await session.scalars(sa.select(Event.room)))
        heard = await session.scalar(sa.select(Customer.last_contact_at).where(Customer.id == root))
    assert rooms == {f"customer:{root}"}
    assert heard == NOON + timedelta(minutes=5)


async def test_an_unknown_sender_is_an_identity_and_nobody(database: Database) -> None:
    stored = await Intake(database, Numbering()).take("line", message("one", OMID))
    async with database.read() as session:
        item = await session.get(timeline.Interaction, stored.interaction_id)
    assert item is not None
    assert item.identity_id is not None
    assert await entries(database) == set()


@pytest.mark.parametrize("peer", [Peer("email", "nobody"), Peer("phone", "  "), Peer("external", "")])
async def test_what_cannot_be_an_address_is_parked_once_and_tried_again(database: Database, peer: Peer) -> None:
    intake, sent = Intake(database, Numbering()), message("one", peer, subject="سلام")
    assert await intake.take("line", sent) is None
    assert await intake.take("line", sent) is None
    assert await count(database, timeline.Interaction) == 0
    async with database.read() as session:
        (item,) = (await session.scalars(sa.select(ParkedItem))).all()
    assert (item.kind, item.account, item.reason, item.retryable) == (inbound.PARKED, "line", "refused", True)
    assert inbound.unpacked(item.payload) == sent
    with pytest.raises(Refused):
        await intake.take_again(item.account, item.payload)
    mended = inbound.packed(replace(sent, sender=SARA))
    await intake.take_again(item.account, mended)
    await intake.take_again(item.account, mended)
    assert await count(database, timeline.Interaction) == 1


async def test_a_bad_item_costs_only_itself_and_the_order_is_kept(database: Database) -> None:
    order: list[int] = []

    async def work(tx: Tx, items: Sequence[int]) -> Sequence[int]:
        if 7 in items:
            raise ValueError("seven")
        tx.after_commit(lambda: order.extend(items))
        return [item * 10 for item in items]

    group: GroupCommit[int, int] = GroupCommit(database, work)
    found = await asyncio.gather(*(group.submit(item) for item in range(20)), return_exceptions=True)
    assert [one for one in found if isinstance(one, int)] == [item * 10 for item in range(20) if item != 7]
    assert isinstance(found[7], ValueError)
    assert order == [item for item in range(20) if item != 7]


async def test_a_store_that_is_away_is_told_to_everybody_who_waits(database: Database) -> None:
    async def work(_tx: Tx, _items: Sequence[int]) -> Sequence[int]:
        raise StoreUnavailable("away")

    group: GroupCommit[int, int] = GroupCommit(database, work)
    found = await asyncio.gather(*(group.submit(item) for item in range(5)), return_exceptions=True)
    assert [type(one) for one in found] == [StoreUnavailable] * 5
