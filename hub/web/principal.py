"""Who makes a request. The accounts area says who that is; the kernel only asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in user and the session that they came with."""

    id: UUID
    session_id: UUID
    name: str
    email: str
    role: str
    language: str
    time_zone: str
    permissions: frozenset[str]
    locked: bool
    expires_at: datetime

    def may(self, permission: str) -> bool:
        """True when the role grants ``permission``."""
        return permission in self.permissions


Authenticate = Callable[[web.Request], Awaitable[Principal | None]]
PUBLIC: Final = "public"
"""The permission of a route that everybody may call, without signing in."""
