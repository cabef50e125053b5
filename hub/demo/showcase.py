"""What the demo's histories have no reason to hold: people kept twice, one merged, notes that name colleagues, copies.

Made by the areas' own functions, so that it is what a user would have made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from hub import customers, timeline, views
from hub.accounts import ROLE_PERMISSIONS
from hub.customers import Address, NewCustomer, NewIdentity
from hub.db import Tx, new_id
from hub.demo.consents import allow
from hub.demo.people import Somebody
from hub.web import Principal

NOTES: Final = {
    "fa": ("@{name} لطفاً پیش از تماس بعدی پیش‌فاکتور را بفرست.", "پیش از ساعت ده تماس نگیرید؛ صبح‌ها در جلسه است."),
    "en": ("@{name} please send the quote before the next call.", "Never call before ten: mornings are meetings."),
}  # fmt: skip
WORDS: Final = {"fa": ("درخواست نمونه", "سلام، رونوشت برای همکارم هم رفت."),
                "en": ("Samples", "Hello, I have copied in my colleague.")}  # fmt: skip
NUMBERS: Final = {"fa": ("+989125550911", "+989125550912"), "en": ("+442079460911", "+442079460912")}
VIEWS: Final = (
    ("ویژه‌ها | VIPs", {"all": [{"field": "tags", "op": "in", "value": ["ویژه", "VIP"]}]}, "name"),
    ("تهران", {"all": [{"field": "city", "op": "is", "value": "تهران"}]}, "-last_contact_at"),
    ("بی‌مسئول | No owner", {"all": [{"field": "owner_id", "op": "empty"}]}, "-created_at"),
)
ARABIC: Final = str.maketrans({"ی": "ي", "ک": "ك"})  # as an old program writes a name: the same to a reader


async def show(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal], region: str) -> None:
    """Add it to the store that holds ``people``; ``users`` by email."""
    for language, agent, other in (("fa", "narges", "sara"), ("en", "alex", "tom")):
        by, named = users[f"{agent}@demo.example"], users[f"{other}@demo.example"]
        alone = [one for one in people if one.language == language and one.kind == "person" and not one.organisation
                 and one.email and one.phone(tx.now).until is None]  # fmt: skip
        await _twins(tx, alone[0], alone[1], language, region)
        await _merged(tx, alone[2], by, language, region)
        await _notes(tx, alone[3], by, named, language)
        await _copies(tx, [one for one in people if one.language == language and one.organisation and one.email][:2])
    await allow(tx, people, users)
    for position, (name, wanted, sort) in enumerate(VIEWS):
        tx.session.add(views.SavedView(
            area="customers", name=name, owner_id=users["narges@demo.example"].id, shared=True, filter=wanted,
            columns=[], sort=sort, position=position, created_at=tx.now, updated_at=tx.now, version=1,
        ))  # fmt: skip
    await tx.session.flush()


async def _twins(tx: Tx, one: Somebody, other: Somebody, language: str, region: str) -> None:
    """Two who are kept a second time: by another hand with another number, and by initials with the same mail."""
    written = await _somebody(tx, one.name.translate(ARABIC), "phone", NUMBERS[language][0], language, region)
    written.city = one.city
    await tx.session.flush()
    await customers.look_for_duplicates(tx, written)
    first, *_, last = other.name.split()
    short = await _somebody(tx, f"{first[0]}. {last}", "email", _mail(other).value, language, region)
    await customers.look_for_duplicates(tx, short)


async def _somebody(tx: Tx, name: str, kind: Any, value: str, language: Any, region: str) -> customers.Customer:
    identity = NewIdentity(kind=kind, value=value, primary=True)
    made = await customers.add_customer(
        tx, NewCustomer(name=name, language=language, identities=[identity]), region, None
    )
    made.created_at = made.updated_at = tx.now - timedelta(days=9)
    return made


async def _merged(tx: Tx, one: Somebody, by: Principal, language: str, region: str) -> None:
    twin = await _somebody(tx, one.name, "phone", NUMBERS[language][1], language, region)
    await tx.session.flush()
    await customers.merge(tx, one.id, twin.id, {}, by.id)


async def _notes(tx: Tx, one: Somebody, by: Principal, named: Principal, language: str) -> None:
    """A question to a colleague, and a warning that stays on top."""
    asking, standing = NOTES[language]
    question = timeline.NewNote(text=asking.format(name=named.name), mentions=[named.id])
    await timeline.add_note(tx, by, question, [one.id])
    await timeline.add_note(tx, by, timeline.NewNote(text=standing), [one.id], pinned=True)


async def _copies(tx: Tx, pair: Sequence[Somebody]) -> None:
    """A mail of one customer with another in copy: it stands on both timelines."""
    sender, copied = pair
    ids = await customers.see_identities(tx, [_mail(sender), _mail(copied)])
    at = tx.now - timedelta(days=1, hours=3)
    subject, text = WORDS[sender.language]
    touch = timeline.Touch("email", "in", "received", at, identity_id=ids[_mail(sender)], subject=subject, text=text)
    parties = [timeline.Taking(ids[_mail(one)], role, [(one.id, one.id)])
               for one, role in ((sender, "from"), (copied, "cc"))]  # fmt: skip
    await timeline.add_interactions(tx, [timeline.Arrival(new_id(), touch, parties)])


def _mail(one: Somebody) -> Address:
    if one.email is None:
        raise ValueError(f"{one.name} has no mail address")
    return one.email.address


def principal(user_id: UUID, name: str, email: str, role: Any, tx: Tx) -> Principal:
    """A demo user, as a route would have them."""
    return Principal(
        id=user_id, session_id=new_id(), name=name, email=email, role=role, language="fa", time_zone="UTC",
        permissions=frozenset(ROLE_PERMISSIONS[role]), locked=False, expires_at=tx.now + timedelta(hours=1),
    )  # fmt: skip
