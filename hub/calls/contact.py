"""Find out who is at the other end of a call, once its number is known, and keep the call on their timelines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hub import customers, timeline
from hub.calls.machine import Call
from hub.customers import Address, Found, display
from hub.db import Tx
from hub.lines import LineRules, Lines, Reading, clean_name, read_dialled_on, read_on


@dataclass(frozen=True, slots=True)
class Numbering:
    """How numbers are read: by the rules of their line, else by an ISO region and area code."""

    region: str = "IR"
    area_code: str | None = None
    lines: Lines | None = None
    record: str = "never"  # the consent to recordings of calls on no line

    def read(self, raw: str | None) -> Address | None:
        """The address behind a received number."""
        return customers.read_number(raw, self.region, self.area_code) if raw else None

    def line(self, account: str, dialled: str | None = None, endpoint: str | None = None) -> LineRules:
        """The line of a call; where there is none, how numbers are read without one."""
        found = self.lines.find(account, dialled, endpoint) if self.lines else None
        return found or LineRules(self.region, self.area_code, record=self.record)

    def line_of(self, call: Call) -> LineRules:
        """The line that a call is on."""
        outside, inbound = call.outside_leg, call.direction == "inbound"
        if outside is None:
            return self.line(call.account)
        return self.line(call.account, outside.dialled if inbound else None, outside.endpoint)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who the call is with. ``certainty``: confirmed, candidate (several people share the number) or none."""

    number: str | None
    withheld: bool
    caller_name: str | None
    dialled: str | None
    identity_id: UUID | None = None
    interaction_id: UUID | None = None
    customer_id: UUID | None = None
    certainty: str = "none"
    candidates: tuple[dict[str, Any], ...] = ()
    line: dict[str, Any] | None = None
    read: dict[str, Any] | None = None  # what the number was read as: rules of lines change, a past call does not

    def columns(self) -> dict[str, Any]:
        """The columns of ``call`` that this fills."""
        values = {name: getattr(self, name) for name in self.__slots__ if name not in _KEPT}
        return values | {"caller": {"candidates": list(self.candidates), "line": self.line, "read": self.read}}


_KEPT = frozenset({"candidates", "line", "read"})


def is_known(call: Call) -> bool:
    """True when enough is known to say who it is: nothing more will come, or the number is there."""
    leg = call.outside_leg
    if leg is None:
        return False
    if leg.number or leg.withheld or call.ended_at:
        return True
    return call.direction == "inbound" and (len(call.legs) > 1 or call.queue is not None)  # the dialplan went on


@dataclass(frozen=True, slots=True)
class _Approach:
    """A call before anybody knows who it is with. Without an address nobody is looked for."""

    call: Call
    line: LineRules
    contact: Contact
    internal: bool
    address: Address | None


async def resolve(tx: Tx, calls: Sequence[Call], numbering: Numbering) -> dict[UUID, Contact]:
    """Look the callers up and store the interactions; a withheld or unreadable number has no identity.

    A number of the organisation's own has neither: a colleague's call is nobody's contact.
    """
    read = [_approach(call, numbering) for call in calls]
    outside = [one for one in read if not one.internal]
    found = await _look_up(tx, {one.address: None for one in outside if one.address})
    several = [found[one.address].people if one.address else () for one in outside]
    described = await customers.candidates_of_each(tx.connection, several, tx.now) if any(several) else several
    known = [found[one.address].identity_id if one.address else None for one in outside]
    news = [
        _on_timelines(tx, one, identity, people)
        for one, identity, people in zip(outside, known, several, strict=True)
    ]  # fmt: skip
    ids = await timeline.add_calls(tx, news)
    contacts = {one.call.id: one.contact for one in read}
    for one, new, interaction, people in zip(outside, news, ids, described, strict=True):
        roots = list(new.pages.values())
        contacts[one.call.id] = replace(
            one.contact, identity_id=new.touch.identity_id, interaction_id=interaction, certainty=new.certainty,
            customer_id=roots[0] if len(roots) == 1 else None,
            candidates=tuple(candidate.model_dump(mode="json") for candidate in people),
        )  # fmt: skip
    return contacts


def _approach(call: Call, numbering: Numbering) -> _Approach:
    raw, name, dialled = _raw(call)
    outside = call.outside_leg
    withheld = bool(outside and outside.withheld)
    line = numbering.line_of(call)
    reading = (read_on if call.direction == "inbound" else read_dialled_on)(line, "" if withheld else raw or "")
    contact = Contact(raw, withheld, clean_name(line, name), dialled, line=line.ref, read=_as_read(reading))
    return _Approach(call, line, contact, reading.internal, reading.address)


def _on_timelines(tx: Tx, one: _Approach, identity: UUID | None, people: Sequence[Any]) -> timeline.NewCall:
    """How the call is put on the timelines of all whom it may be with; what is over or answered by now says so."""
    call = one.call
    touch = timeline.Touch(
        channel="call", direction="in" if call.direction == "inbound" else "out", state=call.result or call.state,
        occurred_at=call.started_at, account=call.account, identity_id=identity, call_id=call.id,
        line_id=one.line.id, facts=facts_of(call, one.contact.dialled, tx.now, first=True),
    )  # fmt: skip
    pages = {person.member_id: person.id for person in people}  # who holds the link, and whom they were merged into
    certainty = {0: "none", 1: "confirmed"}.get(len(people), "candidate")
    return timeline.NewCall(touch, pages, {person.id: person.name for person in people}, certainty, call.agents)


def facts_of(call: Call, dialled: str | None, now: datetime, *, first: bool = False) -> dict[str, Any]:
    """What the timeline says of a call; at ``first``, while it only rings, not yet how it went."""
    dialled = dialled and display(dialled)
    if first and not call.agents and not call.ended_at:
        return {"queue": call.queue, "dialled": dialled}
    waiting, talking, held = (round(round(part, 3)) for part in call.seconds(now))  # as its row rounds them
    facts = {
        "queue": call.queue, "dialled": dialled, "result": call.result, "waited": waiting, "talked": talking,
        "held": held, "inferred": call.inferred,
        "answered_at": call.answered_at.isoformat() if call.answered_at else None,
    }  # fmt: skip
    told = {"voicemail": call.voicemail} if call.voicemail else {}
    return facts | told | ({"recovered": True} if call.recovered else {})


def _as_read(reading: Reading) -> dict[str, Any] | None:
    found = reading.address
    if found is None:
        return None
    shown = {"value": found.value, "display": found.display, "national": found.national, "region": found.region}
    return shown | {"internal": reading.internal}


async def _look_up(tx: Tx, addresses: Collection[Address]) -> dict[Address, Found]:
    """The identities, made where they are new, and who uses them. When one was last seen is written as a call ends."""
    if len(addresses) == 1:
        (address,) = addresses
        one = await customers.look_up(tx.connection, address)
        return {address: Found(one.identity_id or await customers.see_identity(tx, address), one.people)}
    found = await customers.look_up_many(tx.connection, addresses)
    new = await customers.see_identities(tx, [one for one in addresses if found[one].identity_id is None])
    return found | {address: Found(identity, ()) for address, identity in new.items()}


def _raw(call: Call) -> tuple[str | None, str | None, str | None]:
    """The outside number and name, and the number that was dialled."""
    outside = call.outside_leg
    if outside is None:
        return None, None, None
    if call.direction == "inbound":
        return outside.number, outside.name, outside.dialled
    placed = next((leg.dialled for leg in call.legs.values() if leg.initiated and leg.dialled), None)
    return outside.number or placed, outside.name, placed or outside.number
