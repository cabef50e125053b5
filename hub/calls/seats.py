"""Taking and leaving a seat: claims, and what others must learn of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import accounts
from hub.accounts import Permission, SessionExtension, User
from hub.calls.extensions import claim_extension, extension_of, find_extension, seated_at
from hub.calls.models import Extension, ExtensionClaim
from hub.channels import can_hold
from hub.db import Tx
from hub.web import Forbidden, Invalid

Seated = Callable[[str, str], None]  # account, extension's number
Move = Callable[[Tx, UUID, Extension | None, Extension | None], Awaitable[None]]  # who, from where, to where


class Seats:
    """Who sits where. ``taken`` and ``left`` hear of a seat after the commit, ``moving`` in the transaction."""

    def __init__(self) -> None:
        self.taken: list[Seated] = []
        self.left: list[Seated] = []
        self.moving: list[Move] = []

    async def sit(self, tx: Tx, user_id: UUID, extension_id: UUID | None) -> None:
        """Seat the user, release the earlier holder, tell both.

        Raises ``Invalid`` for an unknown extension, and ``Forbidden`` for who takes no calls.
        """
        if extension_id is not None and not await _takes_calls(tx, user_id):
            raise Forbidden("Your role takes no calls.")
        extension = await find_extension(tx.session, extension_id, lock=True) if extension_id else None
        if extension_id is not None and extension is None:
            raise Invalid.field("body.extension_id", "not_found", "There is no such extension.")
        before = await extension_of(tx.session, user_id)
        for changed in await claim_extension(tx, user_id, extension_id):
            await accounts.announce_user(tx, changed)
        for follower in self.moving:
            await follower(tx, user_id, before, extension)
        if before and before is not extension:
            self._tell(tx, self.left, before)
        if extension:
            self._tell(tx, self.taken, extension)

    async def sit_on_sign_in(self, tx: Tx, user_id: UUID, extension_id: UUID | None) -> None:
        """The extension chosen on the sign-in page; none chosen leaves the seat as it is."""
        if extension_id is not None:
            await self.sit(tx, user_id, extension_id)

    async def leave(self, tx: Tx, user_id: UUID) -> None:
        """Signed out everywhere: the phone is free."""
        await self.sit(tx, user_id, None)

    async def tell(self, tx: Tx, account: str) -> None:
        """What the account's phones can be asked has changed: tell who sits there."""
        for user_id in await seated_at(tx.session, account):
            await accounts.announce_user(tx, user_id)

    async def clear(self, tx: Tx, account: str) -> None:
        """The account was removed: nobody sits at its phones."""
        for user_id in await seated_at(tx.session, account):
            await self.leave(tx, user_id)

    async def follow_role(self, tx: Tx, user_id: UUID) -> None:
        """Who takes no calls any more gives up the seat: calls and pops go to whoever sits there."""
        if await extension_of(tx.session, user_id) and not await _takes_calls(tx, user_id):
            await self.leave(tx, user_id)

    async def follow_rights(self, tx: Tx, users: Sequence[UUID]) -> None:
        """The role of these users allows less: those who take no calls any more give up their seats."""
        sitting = sa.select(ExtensionClaim.user_id).where(ExtensionClaim.until.is_(None))
        for user_id in list(await tx.session.scalars(sitting.where(ExtensionClaim.user_id.in_(list(users))))):
            await self.follow_role(tx, user_id)

    def _tell(self, tx: Tx, listeners: list[Seated], extension: Extension) -> None:
        account, number = extension.account, extension.number
        for listener in listeners:
            tx.after_commit(lambda listener=listener: listener(account, number))  # type: ignore[misc]


async def _takes_calls(tx: Tx, user_id: UUID) -> bool:
    user = await tx.session.get(User, user_id)
    return user is not None and Permission.CALLS_READ in await accounts.permissions_of(tx.session, user.role)


async def seat_of(session: AsyncSession, user_id: UUID) -> SessionExtension | None:
    """The extension as the session's answer shows it."""
    found = await extension_of(session, user_id)
    if found is None:
        return None
    return SessionExtension(
        id=found.id, endpoint=found.endpoint, number=found.number, label=found.label or "",
        can_hold=await can_hold(session, found.account),
    )  # fmt: skip


async def numbers_of(session: AsyncSession, users: Collection[UUID]) -> dict[UUID, str]:
    """The extension's number of each user who sits at one."""
    query = (
        sa.select(ExtensionClaim.user_id, Extension.number)
        .join(Extension, Extension.id == ExtensionClaim.extension_id)
        .where(ExtensionClaim.until.is_(None), ExtensionClaim.user_id.in_(list(users)))
    )
    return {row.user_id: row.number for row in await session.execute(query)}
