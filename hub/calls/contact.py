"""Find out who is at the other end of a call, once its number is known, and keep the call on their timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub import customers, timeline
from hub.calls.machine import Call
from hub.customers import Address
from hub.db import Tx


@dataclass(frozen=True, slots=True)
class Numbering:
    """How local numbers of an account are read: ISO region and area code."""

    region: str = "IR"
    area_code: str | None = None

    def read(self, raw: str | None) -> Address | None:
        """The address behind a received number."""
        return customers.read_number(raw, self.region, self.area_code) if raw else None


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

    def columns(self) -> dict[str, Any]:
        """The columns of ``call`` that this fills."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "candidates"}
        return values | {"caller": {"candidates": list(self.candidates)}}


def is_known(call: Call) -> bool:
    """True when enough is known to say who it is: nothing more will come, or the number is there."""
    leg = call.outside_leg
    if leg is None:
        return False
    if leg.number or leg.withheld or call.ended_at:
        return True
    return call.direction == "inbound" and (len(call.legs) > 1 or call.queue is not None)  # the dialplan went on


async def resolve(tx: Tx, call: Call, numbering: Numbering) -> Contact:
    """Look the caller up and store the interaction; a withheld or unreadable number has no identity."""
    raw, name, dialled = _raw(call)
    outside = call.outside_leg
    withheld = bool(outside and outside.withheld)
    address = None if withheld else numbering.read(raw)
    identity, people = await _look_up(tx, address) if address else (None, [])
    described = await customers.candidates(tx.connection, people, tx.now)
    certainty = {0: "none", 1: "confirmed"}.get(len(people), "candidate")
    touch = timeline.Touch(
        channel="call", direction="in" if call.direction == "inbound" else "out", state=call.state,
        occurred_at=call.started_at, account=call.account, identity_id=identity, call_id=call.id,
        facts={"queue": call.queue, "dialled": dialled},
    )  # fmt: skip
    ids = [person.id for person in people]
    pages = {person.member_id: person.id for person in people}  # who holds the link, and whom they were merged into
    added = await timeline.add_interaction(tx, touch, pages, certainty, soon=True)
    await timeline.push_new(tx, touch, added, certainty, pages)
    return Contact(
        number=raw, withheld=withheld, caller_name=name, dialled=dialled, identity_id=identity,
        interaction_id=added.id, customer_id=ids[0] if len(ids) == 1 else None, certainty=certainty,
        candidates=tuple(candidate.model_dump(mode="json") for candidate in described),
    )  # fmt: skip


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
