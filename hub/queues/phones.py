"""Which memberships are whose: a member names an endpoint, or just the number of an extension."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.calls import Extension, ExtensionClaim
from hub.db import Tx
from hub.queues.models import Membership, PhoneStanding
from hub.queues.states import Pause, pause_of


@dataclass(slots=True)
class Desk:
    """An extension, who sits there, and the memberships of its phone."""

    extension: Extension
    user_id: UUID | None
    members: list[Membership] = field(default_factory=list)

    def face(self) -> list[tuple[object, ...]]:
        """What people see of the memberships."""
        return [(m.queue, m.signed_in, m.paused, m.reason, m.penalty, m.static, m.wanted) for m in self.members]

    def pause(self) -> Pause | None:
        """How its queues see it; None when it is in none."""
        return pause_of((m.paused, m.reason) for m in self.members if m.signed_in)


async def desks(
    session: AsyncSession, account: str, endpoints: Collection[str] | None = None, numbers: Collection[str] = ()
) -> list[Desk]:
    """The extensions of these phones (None: all at which somebody sits), with memberships; two queries."""
    query = (
        sa.select(Extension, ExtensionClaim.user_id)
        .outerjoin(ExtensionClaim, sa.and_(ExtensionClaim.extension_id == Extension.id, ExtensionClaim.until.is_(None)))
        .where(Extension.account == account)
        .order_by(Extension.id)
    )
    if endpoints is None:
        query = query.where(ExtensionClaim.user_id.is_not(None))
    else:
        query = query.where(sa.or_(Extension.endpoint.in_(list(endpoints)), Extension.number.in_(list(numbers))))
    found = [Desk(extension, user) for extension, user in (await session.execute(query)).all()]
    members = await _memberships(session, account, [desk.extension for desk in found])
    for desk in found:
        desk.members = [member for member in members if belongs(member, desk.extension)]
    return found


async def desk_of(session: AsyncSession, extension: Extension, user_id: UUID | None) -> Desk:
    """One extension with its memberships."""
    return Desk(extension, user_id, await _memberships(session, extension.account, [extension]))


def belongs(member: Membership, extension: Extension) -> bool:
    """Whether this membership rings this phone."""
    if member.account != extension.account:
        return False
    return member.endpoint == extension.endpoint if member.endpoint else member.number == extension.number


async def standing(tx: Tx, account: str, endpoint: str) -> PhoneStanding:
    """How the phone stands; the row is made when it is missing."""
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    row = insert(PhoneStanding).values(account=account, endpoint=endpoint, pending=False, refused=False)
    await tx.session.execute(row.on_conflict_do_nothing())
    return await tx.session.get_one(PhoneStanding, (account, endpoint), with_for_update=True)


async def troubles(session: AsyncSession, users: Collection[UUID]) -> dict[UUID, str]:
    """What is wrong with the phones at which these users sit: it cannot be reached, or the system refuses pauses."""
    query = (
        sa.select(ExtensionClaim.user_id, PhoneStanding.reachable)
        .join(Extension, Extension.id == ExtensionClaim.extension_id)
        .join(
            PhoneStanding,
            sa.and_(PhoneStanding.account == Extension.account, PhoneStanding.endpoint == Extension.endpoint),
        )
        .where(ExtensionClaim.until.is_(None), ExtensionClaim.user_id.in_(list(users)))
        .where(sa.or_(PhoneStanding.reachable.is_(False), PhoneStanding.refused))
    )
    return {row.user_id: "unreachable" if row.reachable is False else "refused" for row in await session.execute(query)}


async def _memberships(session: AsyncSession, account: str, extensions: Iterable[Extension]) -> list[Membership]:
    phones = list(extensions)
    theirs = sa.or_(
        Membership.endpoint.in_([phone.endpoint for phone in phones]),
        sa.and_(Membership.endpoint.is_(None), Membership.number.in_([phone.number for phone in phones])),
    )
    query = sa.select(Membership).where(Membership.account == account, theirs)
    return list(await session.scalars(query.order_by(Membership.queue, Membership.id)))
