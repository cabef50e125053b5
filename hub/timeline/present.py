"""Build what the API and the live updates say of an entry; the same for both."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.accounts import UserRef, user_refs
from hub.db import Reader
from hub.timeline.models import Interaction, Mention, Participant, TimelineEntry
from hub.timeline.schemas import CustomerRef, EntryOut, LineRef

KEEP_SECONDS = 30.0
_NOBODY = UUID(int=0)
# tables of areas that use this one: an entry names whose page it stands on, and the line
CUSTOMER = sa.table("customer", sa.column("id", sa.Uuid()), sa.column("root_id", sa.Uuid()), sa.column("name"))
LINE = sa.table("line", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("brand"))
_LINES: dict[UUID, tuple[float, LineRef]] = {}  # a handful, named over and over


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an interaction stands: on whose page, in which role, how surely."""

    id: UUID
    customer_id: UUID | None
    role: str
    certainty: str
    pinned_at: Any = None
    pinned_by: UserRef | None = None


@dataclass(slots=True)
class Beside:
    """What an entry shows that is not of its interaction."""

    agent: UserRef | None = None
    line: LineRef | None = None
    holders: list[CustomerRef] = field(default_factory=list)
    mentions: list[UserRef] = field(default_factory=list)
    notes: int = 0


NOTHING = Beside()


def present_entry(item: Any, standing: Standing, beside: Beside = NOTHING) -> EntryOut:
    """An entry as the API gives it; ``item`` is an interaction or a row of one."""
    others = [holder for holder in beside.holders if holder.id != standing.customer_id]
    merged = standing.certainty == "candidate" and not others  # candidates who are one by now: there is no choice
    certainty = "confirmed" if merged else standing.certainty
    return EntryOut(
        id=standing.id, interaction_id=item.id, customer_id=standing.customer_id, channel=item.channel,
        direction=item.direction, state=item.state, subject=item.subject, text=item.text,
        occurred_at=item.occurred_at, role=standing.role, certainty=certainty, agent=beside.agent,
        facts=item.facts, call_id=item.call_id, identity_id=item.identity_id, about_id=item.about_id,
        edited_at=item.edited_at, pinned_at=standing.pinned_at, pinned_by=standing.pinned_by,
        customers=others, mentions=beside.mentions, line=beside.line, notes_count=beside.notes, version=item.version,
    )  # fmt: skip


async def beside(
    reader: Reader, items: Sequence[Any], users: Collection[UUID] = (), page: UUID | None = None
) -> tuple[dict[UUID, Beside], dict[UUID, UserRef]]:
    """What stands beside these interactions, by their ids, and ``users`` by theirs; in at most three queries.

    Among their holders ``page``, on whose page they all are, is left out.
    """
    if not items:
        return {}, {}
    values = {"ids": [item.id for item in items], "page": page or _NOBODY}
    rows = (await reader.execute(_BESIDE[dialect_of(reader)], values)).all()
    people = await user_refs(reader, {row.who for row in rows if row.kind in ("agent", "mention")} | set(users))
    lines = await line_refs(reader, {item.line_id for item in items if item.line_id})
    found = {item.id: Beside(line=lines.get(item.line_id)) for item in items}
    for row in rows:
        _take(found[row.item], row, people)
    return found, people


def _take(one: Beside, row: Any, people: dict[UUID, UserRef]) -> None:
    if row.kind == "notes":
        one.notes = row.total
    elif row.kind == "holder":
        if all(row.who != holder.id for holder in one.holders):
            one.holders.append(CustomerRef(id=row.who, name=row.name))
    elif row.who in people and row.kind == "agent":
        one.agent = one.agent or people[row.who]
    elif row.who in people:
        one.mentions.append(people[row.who])


def dialect_of(reader: Reader) -> str:
    """The store's kind: some statements are told otherwise to each."""
    return reader.dialect.name if isinstance(reader, AsyncConnection) else reader.get_bind().dialect.name


async def line_refs(reader: Reader, ids: Collection[UUID]) -> dict[UUID, LineRef]:
    """The lines behind ``ids``. A name may be half a minute old."""
    now = time.monotonic()
    known = {line: kept[1] for line in ids if (kept := _LINES.get(line)) and now - kept[0] < KEEP_SECONDS}
    missing = [line for line in ids if line not in known]
    if missing:
        for row in await reader.execute(sa.select(LINE).where(LINE.c.id.in_(missing))):
            known[row.id] = LineRef(id=row.id, name=row.name, brand=row.brand)
            _LINES[row.id] = now, known[row.id]
    return known


def _beside(dialect: str) -> Any:
    """Agents, holders, mentions and the number of notes of some interactions, as one query: each is a round trip."""
    if dialect == "postgresql":  # one parameter, so that its plan is kept however many there are
        ids: Any = sa.func.any(sa.bindparam("ids", type_=ARRAY(sa.Uuid())))
    else:
        ids = sa.bindparam("ids", expanding=True, type_=sa.Uuid())
    person, entry, mention, note = (model.__table__ for model in (Participant, TimelineEntry, Mention, Interaction))
    holder, root = CUSTOMER.alias("holder"), CUSTOMER.alias("root")
    nobody, nothing = sa.cast(sa.null(), sa.Uuid()), sa.cast(sa.null(), sa.String)
    none: Any = sa.literal_column("0")

    def part(kind: str, item: Any, key: Any, who: Any = nobody, name: Any = nothing, total: Any = none) -> Any:
        labels = {"item": item, "key": key, "who": who, "name": name, "total": total}
        literal: Any = sa.literal_column(f"'{kind}'")
        columns = [literal.label("kind"), *(value.label(label) for label, value in labels.items())]
        return sa.select(*columns).where(item == ids if dialect == "postgresql" else item.in_(ids))

    of_entry = entry.join(holder, holder.c.id == entry.c.customer_id).join(root, root.c.id == holder.c.root_id)
    return sa.union_all(
        part("agent", person.c.interaction_id, person.c.id, person.c.user_id).where(
            person.c.role == "agent", person.c.user_id.is_not(None)
        ),
        part("holder", entry.c.interaction_id, entry.c.id, root.c.id, root.c.name)
        .select_from(of_entry)
        .where(root.c.id != sa.bindparam("page", type_=sa.Uuid())),
        part("mention", mention.c.interaction_id, mention.c.id, mention.c.user_id),
        part("notes", note.c.about_id, nobody, total=sa.func.count()).group_by(note.c.about_id),
    ).order_by("kind", "key")


_BESIDE = {dialect: _beside(dialect) for dialect in ("postgresql", "sqlite")}
