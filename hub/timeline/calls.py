"""Calls on timelines: put there, and followed as they go on; one statement of a kind, however many calls there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import UserRef, user_refs
from hub.db import Precompiled, Tx, new_id
from hub.db.statements import update_by_id, update_values
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.present import CUSTOMER, Beside, Standing, line_refs, present_entry
from hub.timeline.push import customer_room
from hub.timeline.schemas import CustomerRef, LineRef
from hub.timeline.store import Touch

AT_ONCE = 500  # ids in one query
_TOUCH = tuple(Touch.__slots__)


class NewCall(NamedTuple):
    """A call that is to stand on timelines: its holders with the roots on whose pages that is, and the roots' names."""

    touch: Touch
    pages: Mapping[UUID, UUID]
    names: Mapping[UUID, str]
    certainty: str
    agents: Sequence[UUID] = ()


class Followed(NamedTuple):
    """A call that went on: what its interaction says of it now. ``new_agents`` are not named in it yet."""

    interaction_id: UUID
    state: str
    facts: dict[str, Any]
    agents: Sequence[UUID]
    new_agents: Sequence[UUID]


async def add_calls(tx: Tx, calls: Sequence[NewCall]) -> list[UUID]:
    """Store their interactions with ``tx.written()`` and tell the open pages; returns the ids. Nothing is read back."""
    items: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for call in calls:
        touch, item = call.touch, new_id()
        items.append({"id": item, "version": 1, **{name: getattr(touch, name) for name in _TOUCH}})
        if touch.identity_id:
            people.append(_participant(item, touch.role, identity=touch.identity_id))
        people += [_participant(item, "agent", user=agent) for agent in call.agents]
        entries += [
            {"id": new_id(), "customer_id": holder, "interaction_id": item, "occurred_at": touch.occurred_at,
             "channel": touch.channel, "role": touch.role, "certainty": call.certainty} for holder in call.pages
        ]  # fmt: skip
    await tx.insert(Interaction, items)
    await tx.insert(Participant, people)
    await tx.insert(TimelineEntry, entries)
    await _push_new(tx, calls, items, entries)
    return [item["id"] for item in items]


def _participant(item: UUID, role: str, *, identity: UUID | None = None, user: UUID | None = None) -> dict[str, Any]:
    return {"id": new_id(), "interaction_id": item, "role": role, "identity_id": identity, "customer_id": None,
            "user_id": user}  # fmt: skip


async def _push_new(
    tx: Tx, calls: Sequence[NewCall], items: Sequence[dict[str, Any]], entries: Sequence[dict[str, Any]]
) -> None:
    agents, lines = await _named(tx, [call.agents for call in calls], [call.touch.line_id for call in calls])
    mine: dict[UUID, list[dict[str, Any]]] = {}
    for entry in entries:
        mine.setdefault(entry["interaction_id"], []).append(entry)
    for call, row in zip(calls, items, strict=True):
        item = SimpleNamespace(edited_at=None, **row)
        holders = [CustomerRef(id=root, name=call.names[root]) for root in call.pages.values()]
        beside = Beside(
            agent=_first(call.agents, agents), line=lines.get(item.line_id) if item.line_id else None, holders=holders
        )
        for entry in mine.get(item.id, ()):
            root = call.pages[entry["customer_id"]]
            out = present_entry(item, Standing(entry["id"], root, entry["role"], call.certainty), beside)
            await events.append(tx, customer_room(root), events.Kind.ENTRY, entry["id"], 1, out)


async def follow_calls(tx: Tx, calls: Sequence[Followed]) -> None:
    """Calls went on: their interactions' state and facts, their agents, and the entries on open pages."""
    if not calls:
        return
    items = await _updated(tx, calls)
    known = [call for call in calls if call.interaction_id in items]
    rows = [_participant(call.interaction_id, "agent", user=agent) for call in known for agent in call.new_agents]
    await tx.insert(Participant, rows)
    await _push(tx, known, items)


async def _updated(tx: Tx, calls: Sequence[Followed]) -> dict[UUID, Any]:
    """The interactions' rows as they now are, by their ids; one that is not there is left out."""
    await tx.written()
    values = [update_values(call.interaction_id, {"state": call.state, "facts": call.facts}) for call in calls]
    if len(values) == 1:
        change = update_by_id(Interaction, ("state", "facts"), versioned=True, returning=True)
        return {row.id: row for row in await change.on(tx.connection, values[0])}
    await update_by_id(Interaction, ("state", "facts"), versioned=True).many(tx.connection, values)
    ids = [call.interaction_id for call in calls]
    return {row.id: row for some in _some(ids) for row in await _ITEMS.on(tx.connection, {"ids": some})}


async def _push(tx: Tx, calls: Sequence[Followed], items: Mapping[UUID, Any]) -> None:
    standing: dict[UUID, list[Any]] = {}
    for some in _some([call.interaction_id for call in calls]):
        for row in await _ENTRIES.on(tx.connection, {"ids": some}):
            standing.setdefault(row.interaction_id, []).append(row)
    told = [call for call in calls if call.interaction_id in standing]
    pinned = [[row.pinned_by for row in rows if row.pinned_by] for rows in standing.values()]
    people, lines = await _named(
        tx, [*(call.agents for call in told), *pinned], [items[call.interaction_id].line_id for call in told]
    )
    for call in told:
        item, rows = items[call.interaction_id], standing[call.interaction_id]
        holders = {row.root_id: CustomerRef(id=row.root_id, name=row.name) for row in rows}
        beside = Beside(
            agent=_first(call.agents, people), notes=rows[0].notes, holders=list(holders.values()),
            line=lines.get(item.line_id) if item.line_id else None,
        )  # fmt: skip
        for row in {row.root_id: row for row in reversed(rows)}.values():
            pinned_by = people.get(row.pinned_by) if row.pinned_by else None
            at = Standing(row.id, row.root_id, row.role, row.certainty, row.pinned_at, pinned_by)
            out = present_entry(item, at, beside)
            await events.append(tx, customer_room(row.root_id), events.Kind.ENTRY, row.id, item.version, out)


async def _named(
    tx: Tx, users: Sequence[Sequence[UUID]], lines: Sequence[UUID | None]
) -> tuple[dict[UUID, UserRef], dict[UUID, LineRef]]:
    """Everybody and every line that some entries name."""
    people = await user_refs(tx.connection, {user for some in users for user in some})
    return people, await line_refs(tx.connection, {line for line in lines if line})


def _first(agents: Sequence[UUID], people: Mapping[UUID, UserRef]) -> UserRef | None:
    return people.get(agents[0]) if agents else None


def _some(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]


_TABLE: Any = TimelineEntry.__table__
_ITEM: Any = Interaction.__table__
_HOLDER, _ROOT = CUSTOMER.alias("holder"), CUSTOMER.alias("root")
_IDS: Any = sa.bindparam("ids", expanding=True, type_=sa.Uuid())
_ITEMS = Precompiled(sa.select(*_ITEM.c).where(_ITEM.c.id.in_(_IDS)))
_NOTES = (
    sa.select(sa.func.count(_ITEM.c.id))
    .where(_ITEM.c.about_id == _TABLE.c.interaction_id)
    .correlate(_TABLE)
    .scalar_subquery()
    .label("notes")
)
_ENTRIES = Precompiled(
    sa.select(
        *(_TABLE.c[name] for name in ("id", "interaction_id", "role", "certainty", "pinned_at", "pinned_by")),
        _HOLDER.c.root_id, _ROOT.c.name, _NOTES,
    )
    .join(_HOLDER, _HOLDER.c.id == _TABLE.c.customer_id)
    .join(_ROOT, _ROOT.c.id == _HOLDER.c.root_id)
    .where(_TABLE.c.interaction_id.in_(_IDS))
    .order_by(_TABLE.c.id)
)  # fmt: skip
