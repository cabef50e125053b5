"""What waits for somebody, as a ringing card and a customer's page tell it."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Role
from hub.timeline.notes import pin
from hub.timeline.open_items import OpenItem, open_items
from tests.hub.timeline.conftest import Office


async def of(office: Office, *members: UUID) -> list[OpenItem]:
    async with office.db.read() as session:
        return await open_items(session, members)


async def test_calls_missed_since_the_last_talk_are_one_item(office: Office) -> None:
    sara = await office.customer("Sara")
    member = await office.customer("Sara again", sara)
    await office.touch([sara], 0, state="missed")
    await office.touch([sara], 1, state="completed")
    assert await of(office, sara, member) == []
    await office.touch([sara], 2, state="missed")
    latest = await office.touch([member], 3, state="abandoned")
    await office.touch([sara], 4, state="missed", direction="out")  # rung back, and nobody took it: still open
    (item,) = await of(office, sara, member)
    assert (item.kind, item.count, item.interaction_id, item.text) == ("missed_calls", 2, latest, None)
    await office.touch([sara], 5, state="completed", direction="out")
    assert await of(office, sara, member) == []


async def test_a_call_that_may_be_somebody_elses_is_not_open_here(office: Office) -> None:
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    await office.touch([sara, omid], 0, state="missed", certainty="candidate")
    assert await of(office, sara) == []


async def test_pinned_notes_come_latest_pinned_first(office: Office) -> None:
    sara, user = await office.customer("Sara"), await office.colleague("Nora", Role.SUPERVISOR)
    for number in range(4):
        await office.touch([sara], number, channel="note", direction="none", state="written", text=f"{number}" * 200)
    await office.touch([sara], 9, channel="note", direction="none", state="written", text="plain")
    entries = {item.text: item.id for item in (await office.page(sara)).items}
    for number in (2, 0, 3, 1):
        await office.db.write(lambda tx, text=f"{number}" * 200: pin(tx, user, entries[text]))  # type: ignore[misc]
    found = await of(office, sara)
    assert [(item.kind, item.text) for item in found] == [("pinned_note", text * 160) for text in "130"]
