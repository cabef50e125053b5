"""A desk, and a server that a test can make answer anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hub.db import Database
from hub.tasks import HOOKS
from tests.hub.caldav.desk import Desk, settings_for
from tests.hub.caldav.server import FakeServer


@pytest.fixture
async def server() -> AsyncIterator[FakeServer]:
    fake = FakeServer()
    await fake.server.start_server()
    yield fake
    await fake.server.close()


@pytest.fixture
def hooks() -> Iterator[None]:
    before = HOOKS.changed, HOOKS.deleted
    yield
    HOOKS.changed, HOOKS.deleted = before


@pytest.fixture
def desk(database: Database, tmp_path: Path, hooks: None) -> Desk:
    return Desk(database, settings=settings_for(tmp_path))
