"""Further parties of a call: a conference, or a transfer to a number outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from hub import customers, timeline
from hub.calls.contact import Numbering
from hub.calls.machine import Call, Leg
from hub.db import Tx
from hub.lines import read_dialled_on, read_on
from hub.ports import Party

ROLE = "conference"


def further_legs(call: Call, known: Collection[UUID]) -> list[Leg]:
    """Legs of outside parties who talk in the call besides the one whose call it is, and are not ``known``."""
    return [
        leg for leg in call.legs.values()
        if leg.party is Party.OUTSIDE and leg.ref != call.outside and leg.answered_at and leg.id not in known
        and not leg.withheld and _number(call, leg)
    ]  # fmt: skip


async def add_parties(tx: Tx, call: Call, interaction_id: UUID, legs: Sequence[Leg], numbering: Numbering) -> None:
    """Let the call stand on the timelines of those behind these legs too. Doing it twice changes nothing."""
    await tx.written()
    parties: dict[str, timeline.OutsideParty] = {}
    for leg in legs:
        line = numbering.line(call.account, leg.dialled if leg.initiated else None, leg.endpoint)
        reading = (read_on if leg.initiated else read_dialled_on)(line, _number(call, leg) or "")
        address = reading.address
        if address is None or reading.internal or address.value in parties:
            continue
        identity = await customers.see_identity(tx, address)
        people = await customers.users_of(tx.connection, identity)
        parties[address.value] = timeline.OutsideParty(identity, ROLE, [person.member_id for person in people])
    if parties:
        await timeline.add_parties(tx, interaction_id, list(parties.values()))


def _number(call: Call, leg: Leg) -> str | None:
    """The number at the far end; of a leg that we placed it may be known only as what was dialled."""
    placed_by = call.legs.get(leg.root) if leg.root else None
    return leg.number or (placed_by.dialled if placed_by and not leg.initiated else None)
