"""Store a batch of messages in a fixed number of statements: who wrote, what, and on whose timelines it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import customers, search, timeline
from hub.customers import Address
from hub.db import Tx, new_id
from hub.inbound.hooks import HOOKS, Arrived
from hub.inbound.models import Received
from hub.inbound.storable import storable
from hub.ports import InboundMessage, Peer

Read = Callable[[Peer], Address]
"""The address behind a peer. Raises ``Refused`` for what cannot be one."""
_TABLE: Any = Received.__table__
_NEW = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.dedupe_key, _TABLE.c.interaction_id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a message: ``new`` is False for one that was delivered before."""

    interaction_id: UUID
    new: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with the addresses of its parties, each once, in the role that comes first."""

    message: InboundMessage
    account: str
    parties: dict[Address, str]
    line_id: UUID | None = None


def address(account: str, message: InboundMessage, read: Read, line_id: UUID | None = None) -> Letter:
    """Read everybody's address. Raises ``Refused``."""
    parties: dict[Address, str] = {}
    for role, peers in (("from", (message.sender,)), ("to", message.to), ("cc", message.cc)):
        for peer in peers:
            parties.setdefault(read(peer), role)
    return Letter(storable(message), account, parties, line_id)


async def store(tx: Tx, letters: Sequence[Letter]) -> list[Stored]:
    """Store those that are new, in order; applying it twice changes nothing."""
    wanted = {(one.account, one.message.dedupe_key): one for one in reversed(letters)}  # the first of its key counts
    ids = await _claim(tx, list(wanted))
    new = [one for key, one in reversed(wanted.items()) if key in ids]
    identities = await customers.see_identities(tx, {party for one in new for party in one.parties})
    users = await customers.users_of_many(tx.connection, set(identities.values()))
    await timeline.add_interactions(tx, [
        _arrival(one, ids[one.account, one.message.dedupe_key], identities, users) for one in new
    ])  # fmt: skip
    await search.index_messages(tx, [
        (ids[one.account, one.message.dedupe_key], one.message.at, one.message.subject, one.message.text)
        for one in new
    ])  # fmt: skip
    await customers.heard_from_many(tx, _latest(new, identities, users))
    for follow in HOOKS.arrived if new else ():
        await follow(tx, [_arrived(one, ids, identities, users) for one in new])
    known = await _known(tx, [key for key in wanted if key not in ids])
    fresh = dict(ids)
    found = []
    for one in letters:
        key = (one.account, one.message.dedupe_key)
        found.append(Stored(ids.get(key) or known[key], new=fresh.pop(key, None) is not None))
    return found


async def _claim(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Those of the keys that were not there, sorted so that two batches cannot wait for each other."""
    rows = [{"account": account, "dedupe_key": key, "interaction_id": new_id(), "received_at": tx.now}
            for account, key in sorted(keys)]  # fmt: skip
    made = dict(zip((row["interaction_id"] for row in rows), sorted(keys), strict=True))
    inserted = await tx.connection.execute(_NEW[tx.dialect], rows)
    return {made[row.interaction_id]: row.interaction_id for row in inserted}


async def _known(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    if not keys:
        return {}
    query = sa.select(_TABLE).where(sa.tuple_(_TABLE.c.account, _TABLE.c.dedupe_key).in_(keys))
    return {(row.account, row.dedupe_key): row.interaction_id for row in await tx.connection.execute(query)}


def _arrival(
    one: Letter, interaction_id: UUID, identities: dict[Address, UUID], users: dict[UUID, list[tuple[UUID, UUID]]]
) -> timeline.Arrival:
    message = one.message
    touch = timeline.Touch(
        channel=message.channel, direction="in", state="received", occurred_at=message.at, account=one.account,
        identity_id=identities[next(iter(one.parties))], subject=message.subject, text=message.text,
        line_id=one.line_id, facts=message.facts,
    )  # fmt: skip
    parties = [timeline.Taking(identities[party], role, users.get(identities[party], []))
               for party, role in one.parties.items()]  # fmt: skip
    return timeline.Arrival(interaction_id, touch, parties)


def _arrived(
    one: Letter, ids: dict[tuple[str, str], UUID], identities: dict[Address, UUID],
    users: dict[UUID, list[tuple[UUID, UUID]]],
) -> Arrived:  # fmt: skip
    sender = identities[next(iter(one.parties))]
    key = one.account, one.message.dedupe_key
    return Arrived(one.message, one.account, one.line_id, ids[key], sender, users.get(sender, []))


def _latest(
    letters: Sequence[Letter], identities: dict[Address, UUID], users: dict[UUID, list[tuple[UUID, UUID]]]
) -> dict[UUID, Any]:
    """When each customer wrote last, where it is sure who it was."""
    found: dict[UUID, Any] = {}
    for one in letters:
        people = users.get(identities[next(iter(one.parties))], [])
        if len(people) == 1:
            root = people[0][1]
            found[root] = max(found.get(root, one.message.at), one.message.at)
    return found
