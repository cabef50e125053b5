"""What belongs to which team: queues, lines, and the inboxes of any channel.

An area that has something to own tells how it is listed (``Owned``), once, in ``hub.app``; with that it can be given
to a team on the team's page and by the API. Whoever shows it or routes by it asks ``owners_of``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub import events
from hub.accounts import PEOPLE_ROOM, audit
from hub.db import Reader, Tx
from hub.teams.models import Owner, Team
from hub.teams.refs import TeamRef, team_refs
from hub.teams.schemas_people import OwnedOut
from hub.teams.scope import Scope
from hub.web import Conflict, Invalid, NotFound, Principal


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a team may own. ``detail`` tells it from another of this name."""

    id: UUID
    name: str
    detail: str | None = None


ListItems = Callable[[Reader], Awaitable[list[Item]]]
Owned = dict[str, ListItems]
"""By kind (queue, line, inbox; 16 letters at most): what lists all of that kind, a few hundred at most."""
OWNED: web.AppKey[Owned] = web.AppKey("owned")


async def owners_of(reader: Reader, kind: str, ids: Collection[UUID]) -> dict[UUID, TeamRef]:
    """The team of each item that has one, in one query."""
    query = (
        sa.select(Owner.item_id, Team.id, Team.name, Team.colour, Team.active)
        .join(Team, Team.id == Owner.team_id)
        .where(Owner.kind == kind, Owner.item_id.in_(list(ids)))
    )
    return {row.item_id: TeamRef.model_validate(row) for row in await reader.execute(query)} if ids else {}


async def owned_by(reader: Reader, kind: str, team_ids: Collection[UUID]) -> set[UUID]:
    """The items of this kind that belong to one of the teams."""
    query = sa.select(Owner.item_id).where(Owner.kind == kind, Owner.team_id.in_(list(team_ids)))
    return {row.item_id for row in await reader.execute(query)} if team_ids else set()


async def list_owned(reader: Reader, owned: Owned) -> list[OwnedOut]:
    """All that can belong to a team, by kind and name; three queries, and one for each kind."""
    kept = {(row.kind, row.item_id): row for row in await reader.execute(_OWNERS)}
    teams = await team_refs(reader, {row.team_id for row in kept.values() if row.team_id})
    found = []
    for kind, list_items in sorted(owned.items()):
        for item in await list_items(reader):
            row = kept.get((kind, item.id))
            found.append(_present(kind, item, teams.get(row.team_id) if row else None, row.version if row else 0))
    return found


async def set_owner(
    tx: Tx,
    actor: Principal,
    scope: Scope,
    owned: Owned,
    kind: str,
    item_id: UUID,
    team_id: UUID | None,
    *,
    address: str,
) -> OwnedOut:
    """Give an item to a team, or to none. Raises ``NotFound``, ``Forbidden``, ``Invalid`` or ``Conflict``."""
    items = {item.id: item for item in await owned[kind](tx.session)} if kind in owned else {}
    if item_id not in items:
        raise NotFound("There is no such thing to own.")
    row = await tx.session.get(Owner, (kind, item_id), with_for_update=True)
    scope.require(*await _units(tx, {row.team_id} if row and row.team_id else set()))
    if team_id is not None:
        scope.require(*await _units(tx, {team_id}, field="body.team_id"))
    if row is None:
        row = Owner(kind=kind, item_id=item_id, version=0)
        tx.session.add(row)
    row.team_id, row.updated_at, row.version = team_id, tx.now, row.version + 1
    await tx.session.flush()
    audit.record(
        tx, "owner_set", actor_id=actor.id, subject_id=item_id, address=address, kind=kind,
        team=str(team_id) if team_id else None,
    )  # fmt: skip
    teams = await team_refs(tx.session, {team_id} if team_id else set())
    shown = _present(kind, items[item_id], teams.get(team_id) if team_id else None, row.version)
    await events.append(tx, PEOPLE_ROOM, events.Kind.OWNER, f"{kind}:{item_id}", row.version, shown)
    return shown


async def _units(tx: Tx, team_ids: Collection[UUID], field: str | None = None) -> list[UUID | None]:
    """The units of these teams; with ``field`` the teams must be there, and not archived."""
    query = sa.select(Team.unit_id, Team.active).where(Team.id.in_(list(team_ids))).with_for_update(read=True)
    rows = (await tx.session.execute(query)).all() if team_ids else []
    if field and not rows:
        raise Invalid.field(field, "not_found", "There is no such team.")
    if field and not rows[0].active:
        raise Conflict("The team is archived: bring it back first.", code="team_archived")
    return [row.unit_id for row in rows]


def _present(kind: str, item: Item, team: TeamRef | None, version: int) -> OwnedOut:
    return OwnedOut(
        id=f"{kind}:{item.id}",
        kind=kind,
        item_id=item.id,
        name=item.name,
        detail=item.detail,
        team=team,
        version=version,
    )


_OWNERS = sa.select(Owner.kind, Owner.item_id, Owner.team_id, Owner.version)
