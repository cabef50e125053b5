"""What other areas know of people, and what they must learn; ``hub.app`` wires it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Reader, Tx
from hub.web import Principal

FindNumbers = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, str]]]
FindPhones = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, str]]]
WrapUp = Callable[[Tx, UUID], Awaitable[float]]
Owed = Callable[[Tx, UUID], Awaitable[UUID | None]]
StillOwed = Callable[[Tx, Collection[UUID]], Awaitable[set[UUID]]]
Manages = Callable[[Reader, Principal, UUID], Awaitable[None]]
Chosen = Callable[[Tx, UUID], Awaitable[None]]


async def _nowhere(session: AsyncSession, users: Collection[UUID]) -> dict[UUID, str]:
    return {}


async def _at_once(tx: Tx, user_id: UUID) -> float:
    return 0.0


async def _nothing(tx: Tx, user_id: UUID) -> UUID | None:
    return None


async def _all(tx: Tx, calls: Collection[UUID]) -> set[UUID]:
    return set(calls)


async def manage_everybody(reader: Reader, actor: Principal, user_id: UUID) -> None:
    """Whoever may set others' presence may set anybody's."""


@dataclass
class Hooks:
    """``find_numbers`` gives the extension's number of each user who sits at one, ``find_phones`` what is wrong with
    the phone there, ``wrap_up`` the seconds that a user gets after the call just ended, ``owed`` that call where it
    must be given a result, and ``still_owed`` which of these must be given one even now. ``chosen`` hear of whoever is
    to be called from now on, or no more, by the hub's own doing. ``manages`` raises ``Forbidden`` where somebody with
    the right to set others' presence may not set this one's.
    """

    find_numbers: FindNumbers = _nowhere
    find_phones: FindPhones = _nowhere
    wrap_up: WrapUp = _at_once
    owed: Owed = _nothing
    still_owed: StillOwed = _all
    manages: Manages = manage_everybody
    chosen: list[Chosen] = field(default_factory=list)


HOOKS = Hooks()
