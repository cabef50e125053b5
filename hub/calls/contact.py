"""Find out who is at the other end of a call, once its number is known, and keep the call on their timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from hub import customers, timeline
from hub.calls.machine import Call
from hub.customers import Address
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


async def resolve(tx: Tx, call: Call, numbering: Numbering) -> Contact:
    """Look the caller up and store the interaction; a withheld or unreadable number has no identity.

    A number of the organisation's own has neither: a colleague's call is nobody's contact.
    """
    raw, name, dialled = _raw(call)
    outside = call.outside_leg
    withheld = bool(outside and outside.withheld)
    line = numbering.line_of(call)
    reading = (read_on if call.direction == "inbound" else read_dialled_on)(line, "" if withheld else raw or "")
    contact = Contact(raw, withheld, clean_name(line, name), dialled, line=line.ref, read=_as_read(reading))
    if reading.internal:
        return contact
    address = reading.address
    identity, people = await _look_up(tx, address) if address else (None, [])
    described = await customers.candidates(tx.connection, people, tx.now)
    certainty = {0: "none", 1: "confirmed"}.get(len(people), "candidate")
    touch = timeline.Touch(
        channel="call", direction="in" if call.direction == "inbound" else "out", state=call.state,
        occurred_at=call.started_at, account=call.account, identity_id=identity, call_id=call.id, line_id=line.id,
        facts={"queue": call.queue, "dialled": dialled},
    )  # fmt: skip
    ids = [person.id for person in people]
    pages = {person.member_id: person.id for person in people}  # who holds the link, and whom they were merged into
    added = await timeline.add_interaction(tx, touch, pages, certainty, soon=True)
    await timeline.push_new(tx, touch, added, certainty, pages, {person.id: person.name for person in people})
    return replace(
        contact, identity_id=identity, interaction_id=added.id, certainty=certainty,
        customer_id=ids[0] if len(ids) == 1 else None,
        candidates=tuple(candidate.model_dump(mode="json") for candidate in described),
    )  # fmt: skip


def _as_read(reading: Reading) -> dict[str, Any] | None:
    found = reading.address
    if found is None:
        return None
    shown = {"value": found.value, "display": found.display, "national": found.national, "region": found.region}
    return shown | {"internal": reading.internal}


async def _look_up(tx: Tx, address: Address) -> tuple[UUID, Sequence[Any]]:
    """The identity, made when it is new, and who uses it. When it was last seen is written as the call ends."""
    found = await customers.look_up(tx.connection, address)
    return found.identity_id or await customers.see_identity(tx, address), found.people


def _raw(call: Call) -> tuple[str | None, str | None, str | None]:
    """The outside number and name, and the number that was dialled."""
    outside = call.outside_leg
    if outside is None:
        return None, None, None
    if call.direction == "inbound":
        return outside.number, outside.name, outside.dialled
    placed = next((leg.dialled for leg in call.legs.values() if leg.initiated and leg.dialled), None)
    return outside.number or placed, outside.name, placed or outside.number
