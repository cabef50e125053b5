"""Who sits at which extension: claimed at sign-in, and the earlier holder is released."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.calls.models import Extension, ExtensionClaim
from hub.calls.schemas import ExtensionOut
from hub.channels import removed_accounts
from hub.db import Precompiled, Tx, new_id
from hub.leases import Guard

_SITTING_AT = Precompiled(
    sa.select(Extension.endpoint, ExtensionClaim.user_id)
    .join(ExtensionClaim, ExtensionClaim.extension_id == Extension.id)
    .where(
        Extension.account == sa.bindparam("account"),
        Extension.endpoint.in_(sa.bindparam("endpoints", expanding=True)),
        ExtensionClaim.until.is_(None),
    )
)


async def sitting_at(tx: Tx, account: str, endpoints: Collection[str], guard: Guard | None = None) -> dict[str, UUID]:
    """The agents who sit at these endpoints now; with ``guard``, its lease is checked by the same round trip."""
    wanted = {"account": account, "endpoints": list(endpoints)}
    found = await (guard.select(tx, _SITTING_AT, wanted) if guard else _SITTING_AT.on(tx.connection, wanted))
    return {row.endpoint: row.user_id for row in found}


async def watched(session: AsyncSession, account: str, overlays: Mapping[UUID, str]) -> dict[UUID, str]:
    """Those of ``overlays`` that come from this account's phones: of who sits at one, or last did.

    Somebody who signed out in mid-call sits nowhere, and is on that call no longer than it lasts.
    """
    users = list(overlays)
    last = sa.select(ExtensionClaim.user_id, sa.func.max(ExtensionClaim.since).label("since"))
    newest = last.where(ExtensionClaim.user_id.in_(users)).group_by(ExtensionClaim.user_id).subquery()
    query = (
        sa.select(ExtensionClaim.user_id, Extension.account)
        .join(newest, sa.and_(newest.c.user_id == ExtensionClaim.user_id, newest.c.since == ExtensionClaim.since))
        .join(Extension, Extension.id == ExtensionClaim.extension_id)
    )
    sat = {row.user_id: row.account for row in await session.execute(query)}
    return {user: state for user, state in overlays.items() if sat.get(user, account) == account}


async def find_extension(session: AsyncSession, extension_id: UUID, *, lock: bool = False) -> Extension | None:
    """The extension, unless its account was removed; with ``lock`` whoever else wants it waits here."""
    query = sa.select(Extension).where(Extension.id == extension_id, Extension.account.not_in(removed_accounts()))
    found = await session.scalars(query.with_for_update(key_share=True, of=Extension) if lock else query)
    return found.one_or_none()


async def seated_at(session: AsyncSession, account: str) -> list[UUID]:
    """Who sits at the account's phones."""
    sitting = sa.select(ExtensionClaim.user_id).join(Extension, Extension.id == ExtensionClaim.extension_id)
    query = sitting.where(Extension.account == account, ExtensionClaim.until.is_(None))
    return list(await session.scalars(query.order_by(ExtensionClaim.user_id)))


async def claim_extension(tx: Tx, user_id: UUID, extension_id: UUID | None) -> set[UUID]:
    """Seat the user at the extension (None: nowhere). Returns everybody whose seat changed, the user included."""
    table = ExtensionClaim
    open_claims = sa.select(table).where(
        table.until.is_(None), sa.or_(table.user_id == user_id, table.extension_id == extension_id)
    )
    changed = {user_id}
    for claim in (await tx.session.scalars(open_claims.with_for_update())).all():
        if claim.user_id == user_id and claim.extension_id == extension_id:
            return set()
        claim.until = tx.now
        changed.add(claim.user_id)
    await tx.session.flush()
    if extension_id is not None:
        tx.session.add(table(id=new_id(), extension_id=extension_id, user_id=user_id, since=tx.now))
        await tx.session.flush()
    return changed


async def extension_of(session: AsyncSession, user_id: UUID) -> Extension | None:
    """Where the user sits."""
    query = (
        sa.select(Extension)
        .join(ExtensionClaim, ExtensionClaim.extension_id == Extension.id)
        .where(ExtensionClaim.user_id == user_id, ExtensionClaim.until.is_(None))
    )
    return (await session.scalars(query)).one_or_none()


async def list_extensions(session: AsyncSession, limit: int = 1000) -> list[ExtensionOut]:
    """All extensions with their holders, by number. An account that was removed has none to sit at."""
    query = (
        sa.select(Extension, ExtensionClaim)
        .outerjoin(ExtensionClaim, sa.and_(ExtensionClaim.extension_id == Extension.id, ExtensionClaim.until.is_(None)))
        .where(Extension.account.not_in(removed_accounts()))
        .order_by(Extension.number, Extension.id)
        .limit(limit)
    )
    rows = (await session.execute(query)).all()
    holders = await user_refs(session, {claim.user_id for _, claim in rows if claim})
    return [
        ExtensionOut(
            id=item.id, account=item.account, endpoint=item.endpoint, number=item.number, label=item.label,
            holder=holders.get(claim.user_id) if claim else None, held_since=claim.since if claim else None,
        )
        for item, claim in rows
    ]  # fmt: skip
