"""Somebody who changes many customers, and how far that is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from hub.accounts import ROLE_PERMISSIONS, Role
from hub.db import Database, utc_now
from hub.imports.models import BulkRun
from hub.web import Principal

USER = Principal(
    uuid4(), uuid4(), "Sara", "sara@example.com", "agent", "en", "Asia/Tehran", ROLE_PERMISSIONS[Role.AGENT], False,
    utc_now() + timedelta(hours=1),
)  # fmt: skip


async def run_of(db: Database, run_id: UUID) -> BulkRun:
    """How it stands."""
    async with db.read() as session:
        return await session.get_one(BulkRun, run_id)
