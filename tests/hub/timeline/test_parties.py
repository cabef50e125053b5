"""Several outside parties in one interaction, such as a mail with others in To and Cc."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from hub import timeline
from hub.timeline import OutsideParty, TimelinePage, Window, identity_timeline
from tests.hub.timeline.conftest import Office


async def entry(office: Office, customer: UUID) -> tuple[str, str, list[str]]:
    """Role, certainty and who else is in it."""
    (found,) = (await office.page(customer)).items
    return found.role, found.certainty, sorted(other.name for other in found.customers)


async def page_of(office: Office, identity: UUID) -> TimelinePage:
    async with office.db.read() as session:
        return await identity_timeline(session, identity)


async def test_everybody_of_a_mail_has_it_in_their_role(office: Office) -> None:
    """From Sara, to us and Omid, Cc to an address of two colleagues and to somebody unknown."""
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    one, other = await office.customer("One"), await office.customer("Other")
    mails = [await office.identity(f"0912123456{digit}") for digit in range(4)]
    mail = await office.touch([sara], channel="email", state="received", identity=mails[0])
    parties = [OutsideParty(mails[1], "to", [omid]), OutsideParty(mails[2], "cc", [one, other]),
               OutsideParty(mails[3], "cc")]  # fmt: skip
    for _ in range(2):
        await office.db.write(lambda tx: timeline.add_parties(tx, mail, parties))
    assert await entry(office, sara) == ("from", "confirmed", ["Omid", "One", "Other"])
    assert await entry(office, omid) == ("to", "confirmed", ["One", "Other", "Sara"])
    assert await entry(office, one) == ("cc", "candidate", ["Omid", "Other", "Sara"])
    for customer in (sara, omid, one, other):
        (found,) = (await office.page(customer)).items
        assert (await office.shown(customer))[str(found.id)] == found.model_dump(mode="json")
    (unknown,) = (await page_of(office, mails[3])).items
    assert (unknown.interaction_id, unknown.role, len(unknown.customers)) == (mail, "cc", 4)
    (sender,) = (await page_of(office, mails[0])).items
    assert (sender.interaction_id, sender.role) == (mail, "from")


async def test_somebodys_first_role_counts_and_sure_is_sure(office: Office) -> None:
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    shared, own = await office.identity("02188881234"), await office.identity("09121234567")
    mail = await office.touch([sara, omid], channel="email", identity=shared, certainty="candidate")
    again = [OutsideParty(own, "to", [sara]), OutsideParty(own, "cc", [sara])]
    await office.db.write(lambda tx: timeline.add_parties(tx, mail, again))
    assert await entry(office, sara) == ("from", "confirmed", ["Omid"])
    assert await entry(office, omid) == ("from", "candidate", ["Sara"])
    assert len((await page_of(office, own)).items) == 1


async def test_somebody_who_was_merged_has_it_once_and_an_open_page_too(office: Office) -> None:
    sara = await office.customer("Sara")
    again, third = await office.customer("Sara again", sara), await office.customer("Sara, third", sara)
    work, home = await office.identity("02188881234"), await office.identity("09121234567")
    mail = await office.touch([sara, again], channel="email", identity=work, certainty="candidate")
    parties = [OutsideParty(home, "cc", [third])]
    await office.db.write(partial(timeline.add_parties, interaction_id=mail, parties=parties))
    (found,) = (await office.page(sara)).items
    assert await office.shown(sara) == {str(found.id): found.model_dump(mode="json")}


async def test_a_contacts_page_holds_both_kinds_each_once(office: Office) -> None:
    contact, caller = await office.identity("09121234567"), await office.identity("09121234568")
    for minute in range(12):
        made = await office.touch([], minute // 2, identity=contact if minute % 3 else caller)
        if not minute % 3:
            further = [OutsideParty(contact, "conference")]
            await office.db.write(partial(timeline.add_parties, interaction_id=made, parties=further))
    whole = (await page_of(office, contact)).items
    assert len({one.id for one in whole}) == len(whole) == 12
    found, place = [], None
    async with office.db.read() as session:
        for _ in range(12):
            page = await identity_timeline(session, contact, Window(1, cursor=place))
            found += page.items
            place = (page.items[-1].occurred_at, page.items[-1].id)
            if page.next is None:
                break
    assert found == whole
