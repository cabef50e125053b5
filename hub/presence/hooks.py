"""Where people sit is known to another area; ``hub.app`` wires it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

FindNumbers = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, str]]]


async def _nowhere(session: AsyncSession, users: Collection[UUID]) -> dict[UUID, str]:
    return {}


@dataclass
class Hooks:
    """``find_numbers`` gives the extension's number of each user who sits at one."""

    find_numbers: FindNumbers = _nowhere


HOOKS = Hooks()
