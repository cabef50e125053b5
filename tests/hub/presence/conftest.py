"""Somebody who takes calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from hub import presence
from hub.db import Database, Tx


@pytest.fixture
async def agent(database: Database, people: dict[str, Any]) -> AsyncIterator[UUID]:
    """An agent who is there and gets a minute after each call."""

    async def minute(_tx: Tx, _user: UUID) -> float:
        return 60.0

    before, presence.HOOKS.wrap_up = presence.HOOKS.wrap_up, minute
    found: UUID = people["agent"].id
    await database.write(lambda tx: presence.come_online(tx, found))
    yield found
    presence.HOOKS.wrap_up = before
