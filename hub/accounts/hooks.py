"""What other areas add to signing in and out. ``hub.app`` wires them once, before anything is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts.permissions import Permission
from hub.accounts.schemas import SessionExtension
from hub.db import Reader, Tx

FindExtension = Callable[[AsyncSession, UUID], Awaitable[SessionExtension | None]]
SignedIn = Callable[[Tx, UUID, UUID | None], Awaitable[object]]
OnUsers = Callable[[Tx, Sequence[UUID]], Awaitable[object]]
OnRole = Callable[[Tx, str], Awaitable[object]]
OnUser = Callable[[Tx, UUID], Awaitable[object]]


async def _none(session: AsyncSession, user_id: UUID) -> SessionExtension | None:
    return None


async def _no_modules(reader: Reader) -> list[str]:
    return []


@dataclass
class Hooks:
    """Callbacks by occasion; each runs inside the transaction."""

    find_extension: FindExtension = _none  # where the user sits, for the session's answer
    signed_in: list[SignedIn] = field(default_factory=list)  # (tx, user_id, extension_id asked for)
    signed_out: list[OnUser] = field(default_factory=list)  # the user's last session ended
    user_changed: list[OnUser] = field(default_factory=list)  # name, role or being active changed
    person_changed: list[OnUser] = field(default_factory=list)  # what colleagues see: the name, or being active
    rights_lost: list[OnUsers] = field(default_factory=list)  # the role that these have allows less
    role_deleted: list[OnRole] = field(default_factory=list)  # before it goes; may refuse by ``Conflict``
    withheld: Callable[[], frozenset[Permission]] = frozenset  # rights of what is switched off; nobody has them
    modules: Callable[[Reader], Awaitable[list[str]]] = _no_modules  # what is switched on, for the session's answer


HOOKS = Hooks()
