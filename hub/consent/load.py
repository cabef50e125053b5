"""Read how consent stands at some addresses, held until the transaction ends, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.consent.arrays import asked_of
from hub.consent.models import Consent, ConsentEvent, ConsentImport, ConsentOptOut
from hub.consent.standing import Standing, Users, Word
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Reader

TAKEN_BACK = ("undoing", "undone")
Key = tuple[UUID, str, str]  # identity, channel, purpose


@dataclass
class Loaded:
    """What is known of some addresses; ``standing`` may be changed, and is then written back by ``record``."""

    kinds: dict[UUID, str] = field(default_factory=dict)
    standings: dict[Key, Standing] = field(default_factory=lambda: defaultdict(Standing))
    opt_out_rows: dict[Key, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[Key, Any] = field(default_factory=dict)  # of ``consent``
    roots: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    root_of: dict[UUID, UUID] = field(default_factory=dict)

    def standing(self, key: Key) -> Standing:
        """How it stands."""
        return self.standings[key]

    def users(self, identity_id: UUID) -> Users:
        """Who uses the address."""
        return Users(frozenset(self.roots[identity_id]), self.root_of)


async def load(reader: Reader, identity_ids: Collection[UUID], named: Collection[UUID], *, hold: bool = True) -> Loaded:
    """All that was said at these addresses; with ``hold`` nobody else changes it until the transaction ends."""
    found = Loaded()
    asked = asked_of(reader, identity_ids)
    lock = sa.select(Identity.id, Identity.kind).where(Identity.id.in_(sa.select(asked.c.id))).order_by(Identity.id)
    for identity, kind in await reader.execute(lock.with_for_update(key_share=True) if hold else lock):
        found.kinds[identity] = kind
    await _opt_outs(reader, found, asked)
    await _grants(reader, found, asked)
    await _last(reader, found, asked)
    await _people(reader, found, asked, named)
    return found


async def _opt_outs(reader: Reader, found: Loaded, asked: Any) -> None:
    for row in await reader.execute(sa.select(ConsentOptOut.__table__).join(
        asked, asked.c.id == ConsentOptOut.identity_id)):  # fmt: skip
        key = row.identity_id, row.channel, row.purpose
        found.standings[key].opt_outs.append(Word(row.event_id, row.state, row.at, row.customer_id, row.here))
        found.opt_out_rows[key].append(row.id)


async def _grants(reader: Reader, found: Loaded, asked: Any) -> None:
    """The last consent of each person; of those at one time any will do."""
    event = ConsentEvent
    place = sa.func.row_number().over(
        partition_by=(event.identity_id, event.channel, event.purpose, event.customer_id),
        order_by=(event.at.desc(), event.id.desc()),
    )
    placed = (
        sa.select(event.id, event.identity_id, event.channel, event.purpose, event.state, event.at, event.customer_id,
                  place.label("place"))
        .join(asked, asked.c.id == event.identity_id)
        .where(event.state == "granted", counts(event))
        .subquery()
    )  # fmt: skip
    for row in await reader.execute(sa.select(placed).where(placed.c.place == 1)):
        key = row.identity_id, row.channel, row.purpose
        found.standings[key].grants.append(Word(row.id, row.state, row.at, row.customer_id))


def counts(event: type[ConsentEvent]) -> Any:
    """Whether an event of the log counts: those of imports that were taken back do not."""
    taken_back = sa.select(ConsentImport.id).where(ConsentImport.state.in_(TAKEN_BACK))
    return sa.or_(event.import_id.is_(None), event.import_id.not_in(taken_back))


async def _last(reader: Reader, found: Loaded, asked: Any) -> None:
    query = sa.select(Consent.__table__).join(asked, asked.c.id == Consent.identity_id)
    for row in await reader.execute(query):
        found.rows[row.identity_id, row.channel, row.purpose] = row
        if row.event_id is not None and row.at is not None:
            last = Word(row.event_id, row.state, row.at, None)
            found.standings[row.identity_id, row.channel, row.purpose].last = last


async def _people(reader: Reader, found: Loaded, asked: Any, named: Collection[UUID]) -> None:
    links = (
        sa.select(CustomerIdentity.identity_id, Customer.id, Customer.root_id)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .join(asked, asked.c.id == CustomerIdentity.identity_id)
        .where(CustomerIdentity.valid_to.is_(None))
    )
    for identity, customer, root in await reader.execute(links):
        found.roots[identity].add(root)
        found.root_of[customer] = root
    words = [word for standing in found.standings.values() for word in [*standing.opt_outs, *standing.grants]]
    others = {*named, *(word.customer for word in words if word.customer)} - found.root_of.keys()
    if others:
        everybody = asked_of(reader, others)
        query = sa.select(Customer.id, Customer.root_id).join(everybody, everybody.c.id == Customer.id)
        found.root_of |= {row[0]: row[1] for row in await reader.execute(query)}
