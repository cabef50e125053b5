"""What a role allows, built in or the organisation's own."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from hub.accounts.hooks import HOOKS
from hub.accounts.models import CustomRole
from hub.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from hub.db import Reader

STORED = sa.select(CustomRole.permissions)
_KNOWN = frozenset(right.value for right in Permission)


def granted(role: str, stored: Iterable[str] | None) -> frozenset[Permission]:
    """What a role allows; ``stored`` are the permissions of one that is not built in.

    Nothing unknown is allowed, and nothing of what is switched off.
    """
    return held(role, stored) - HOOKS.withheld()


def held(role: str, stored: Iterable[str] | None) -> frozenset[Permission]:
    """The same with the rights that come back when what is switched off is on again."""
    if role in ROLE_PERMISSIONS:
        return ROLE_PERMISSIONS[Role(role)]
    return frozenset(Permission(right) for right in stored or () if right in _KNOWN) | {Permission.SESSION}


async def held_by(reader: Reader, role: str) -> frozenset[Permission]:
    """What a role allows or will, built in or not."""
    stored = None if role in ROLE_PERMISSIONS else (await reader.execute(STORED.where(CustomRole.key == role))).scalar()
    return held(role, stored)


async def permissions_of(reader: Reader, role: str) -> frozenset[Permission]:
    """What a role allows, built in or not."""
    return await held_by(reader, role) - HOOKS.withheld()
