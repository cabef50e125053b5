"""Merge customers and undo it. Rows stay with whoever they were written for; only who stands for whom changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events, search, timeline
from hub.accounts import user_refs
from hub.customers import store
from hub.customers.merged_values import choose, conflicts, is_field, retract
from hub.customers.merges import MOST_MEMBERS, members, members_of
from hub.customers.models import Customer, CustomerMerge, DuplicatePair
from hub.customers.schemas import CustomerOut
from hub.customers.schemas_merges import Conflict, MergedName, MergeOut, MergePreview
from hub.db import Tx, new_id
from hub.web import FieldError, Invalid, NotFound, Problem

_ATTEMPTS = 5
_LISTED = 200
_WORDS = {
    "self": "Nobody can be merged with themselves.",
    "circle": "The survivor is itself merged into this one.",
    "merged_already": "This customer is merged already.",
    "kinds_differ": "A person and an organisation cannot be one.",
    "too_many_merged": f"One customer can stand for {MOST_MEMBERS} at most.",
    "conflict": "Others are merging these customers: try again.",
}


def _refusal(code: str) -> Problem:
    words = _WORDS[code]
    return Problem(409, code, words, errors=[FieldError(field="body.merged_id", code=code, detail=words)])


async def preview(session: AsyncSession, survivor_id: UUID, merged_id: UUID) -> MergePreview:
    """Both sides and where they differ. Raises what ``merge`` would."""
    rows = {row.id: row for row in await session.scalars(_with_roots([survivor_id, merged_id]))}
    if survivor_id not in rows:
        raise Invalid.field("body.survivor_id", "not_found", "There is no such customer.")
    survivor, merged = await _check(session, rows, survivor_id, merged_id)
    ours, theirs = await store.describe(session, survivor), await store.describe(session, merged)
    found = [
        Conflict(field=field, survivor=_shown(ours, field), merged=_shown(theirs, field), suggested=suggested)
        for field, suggested in conflicts(survivor, merged).items()
    ]
    return MergePreview(survivor=ours, merged=theirs, conflicts=found)


async def merge(tx: Tx, survivor_id: UUID, merged_id: UUID, picks: Mapping[str, str], by: UUID) -> Customer:
    """Let the survivor stand for both, with the values picked. Raises ``NotFound``, ``Invalid``, ``Problem`` (409)."""
    if strange := next((field for field in picks if not is_field(field)), None):
        raise Invalid.field(f"body.chosen.{strange}", "unknown_field", "Customers have no such field.")
    rows = await _lock(tx, [survivor_id, merged_id])
    if survivor_id not in rows:
        raise NotFound("There is no such customer.")
    survivor, merged = await _check(tx.session, rows, survivor_id, merged_id)
    before, chosen = choose(survivor, merged, picks)
    tx.session.add(
        CustomerMerge(
            id=new_id(), survivor_id=survivor.id, merged_id=merged.id, merged_by=by, merged_at=tx.now, before=before,
            chosen=chosen,
        )
    )  # fmt: skip
    merged.merged_into, merged.version = survivor.id, merged.version + 1
    merged.updated_at = tx.now
    await tx.session.flush()
    await _set_root(tx, await members(tx.session, merged.id), survivor.id)
    await _set_pair(tx, survivor.id, merged.id, "merged", by)
    await _tell(tx, survivor, merged)
    return survivor


async def undo(tx: Tx, merge_id: UUID, by: UUID) -> tuple[Customer, Customer]:
    """Take a merge back; others that were made after it stand. Returns who stands for the survivor, and the restored.

    Raises ``NotFound``, and ``Problem`` (409) for one that is undone already.
    """
    record = await tx.session.get(CustomerMerge, merge_id)
    if record is None:
        raise NotFound("There is no such merge.")
    rows = await _lock(tx, [record.survivor_id, record.merged_id])
    await tx.session.refresh(record)
    if record.undone_at is not None:
        raise Problem(409, "undone_already", "This merge is undone already.")
    restored = rows[record.merged_id]
    everybody = {row.id: row for row in await tx.session.scalars(_set_of(restored.root_id))}
    retract(record, await _standing(tx, everybody), everybody)
    record.undone_by, record.undone_at = by, tx.now
    restored.merged_into = None
    await _hear(tx, restored, _below(restored.id, everybody.values()))
    await tx.session.flush()
    await _set_root(tx, _below(restored.id, everybody.values()), restored.id)
    await _set_pair(tx, record.survivor_id, restored.id, "open", None)
    survivor = rows[rows[record.survivor_id].root_id]
    await store.touch_many(tx, [restored, survivor])
    return survivor, restored


async def merges_of(session: AsyncSession, root_id: UUID) -> list[MergeOut]:
    """The merges that made the customer what it is, and those that were undone; newest first."""
    one, other = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
    query = (
        sa.select(CustomerMerge, one.name, other.name)
        .join(one, one.id == CustomerMerge.survivor_id)
        .join(other, other.id == CustomerMerge.merged_id)
        .where(one.root_id == root_id)
        .order_by(CustomerMerge.merged_at.desc(), CustomerMerge.id.desc())
        .limit(_LISTED)
    )
    rows = (await session.execute(query)).all()
    people = {user for record, _, _ in rows for user in (record.merged_by, record.undone_by) if user}
    users = await user_refs(session, people)
    return [
        MergeOut(
            id=record.id, survivor=MergedName(id=record.survivor_id, name=name),
            merged=MergedName(id=record.merged_id, name=theirs), merged_at=record.merged_at,
            merged_by=users.get(record.merged_by or record.id), undone_at=record.undone_at,
            undone_by=users.get(record.undone_by or record.id),
        )
        for record, name, theirs in rows
    ]  # fmt: skip


def _with_roots(ids: Sequence[UUID]) -> sa.Select[Customer]:
    asked = sa.orm.aliased(Customer)
    roots = sa.select(asked.root_id).where(asked.id.in_(ids))
    return sa.select(Customer).where(sa.or_(Customer.id.in_(ids), Customer.id.in_(roots)))


def _set_of(root_id: UUID) -> sa.Select[Customer]:
    query = sa.select(Customer).where(Customer.root_id == root_id).order_by(Customer.id)
    return query.execution_options(populate_existing=True)


async def _lock(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Customer]:
    """The customers and who stands for them, held in the order of their ids until the transaction ends.

    Whoever changes a set holds its root; another merge may have moved the root while this one waited, so look again.
    """
    wanted = set(ids)
    for _ in range(_ATTEMPTS):
        roots = sa.select(Customer.root_id).where(Customer.id.in_(wanted))
        wanted |= set(await tx.session.scalars(roots))
        query = sa.select(Customer).where(Customer.id.in_(wanted)).order_by(Customer.id).with_for_update()
        found = await tx.session.scalars(query.execution_options(populate_existing=True))
        rows = {row.id: row for row in found}
        if all(row.root_id in rows for row in rows.values()):
            return rows
    raise _refusal("conflict")


async def _check(
    session: AsyncSession, rows: Mapping[UUID, Customer], survivor_id: UUID, merged_id: UUID
) -> tuple[Customer, Customer]:
    """Who stands for the survivor, and whom to merge into it; or why not."""
    if survivor_id == merged_id:
        raise _refusal("self")
    merged = rows.get(merged_id)
    if merged is None:
        raise Invalid.field("body.merged_id", "not_found", "There is no such customer.")
    survivor = rows[rows[survivor_id].root_id]
    if merged.merged_into is not None:
        raise _refusal("merged_already")
    if survivor.id == merged.id:
        raise _refusal("circle")
    if survivor.kind != merged.kind:
        raise _refusal("kinds_differ")
    sets = await members_of(session, [survivor.id, merged.id])
    if sum(map(len, sets.values())) > MOST_MEMBERS:
        raise _refusal("too_many_merged")
    return survivor, merged


async def _standing(tx: Tx, everybody: Collection[UUID]) -> list[CustomerMerge]:
    """The merges that hold a set together, oldest first."""
    query = sa.select(CustomerMerge).where(CustomerMerge.merged_id.in_(everybody), CustomerMerge.undone_at.is_(None))
    return list(await tx.session.scalars(query.order_by(CustomerMerge.merged_at, CustomerMerge.id)))


def _below(top: UUID, rows: Collection[Customer]) -> list[UUID]:
    """A customer and all who were merged into it, at any depth."""
    found = [top]
    for one in found:  # grows as it goes
        found += [row.id for row in rows if row.merged_into == one]
    return found


async def _set_root(tx: Tx, members: Sequence[UUID], root_id: UUID) -> None:
    change = sa.update(Customer).where(Customer.id.in_(members)).values(root_id=root_id)
    await tx.session.execute(change, execution_options={"synchronize_session": "evaluate"})


async def _hear(tx: Tx, restored: Customer, members: Sequence[UUID]) -> None:
    """While it was merged, only its root was noted as heard."""
    entry = timeline.TimelineEntry
    latest = sa.select(sa.func.max(entry.occurred_at)).where(
        entry.customer_id.in_(members), entry.certainty == "confirmed", entry.channel != "note"
    )
    at = await tx.session.scalar(latest)
    if at and (restored.last_contact_at is None or at > restored.last_contact_at):
        restored.last_contact_at = at


async def _set_pair(tx: Tx, one: UUID, other: UUID, state: str, by: UUID | None) -> None:
    pair = sorted((one, other))
    change = sa.update(DuplicatePair).where(DuplicatePair.a_id == pair[0], DuplicatePair.b_id == pair[1])
    values = {"state": state, "decided_by": by, "decided_at": tx.now if by else None}
    await tx.session.execute(change.values(**values), execution_options={"synchronize_session": False})


async def _tell(tx: Tx, survivor: Customer, merged: Customer) -> None:
    """Both pages hear: the merged one's is given the survivor's profile, which has another id."""
    await store.touch(tx, survivor)
    await search.index_customers(tx, [merged.id])
    profile = await store.describe(tx.session, survivor)
    room = timeline.customer_room(merged.id)
    await events.append(tx, room, events.Kind.CUSTOMER, merged.id, merged.version, profile)


def _shown(profile: CustomerOut, field: str) -> Any:
    """The value as the profile shows it."""
    _, custom, key = field.partition("fields.")
    value: Any = profile.fields.get(key) if custom else getattr(profile, field)
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
