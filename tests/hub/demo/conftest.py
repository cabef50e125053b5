"""Stores with the demo in them, loaded once and copied for each test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.db import Database
from hub.demo import load_demo
from hub.settings import Settings
from tests.support.databases import STORES
from tests.support.postgres import PostgresServer


async def _load(url: str) -> None:
    database = await Database.open(url)
    try:
        assert await load_demo(database, Settings())
    finally:
        await database.close()


@pytest.fixture(scope="session")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "hub.db"
    shutil.copy(migrated_file, path)
    with ThreadPoolExecutor(1) as worker:
        worker.submit(lambda: asyncio.run(_load(f"sqlite:///{path}"))).result()
    return path


@pytest.fixture(scope="session")
def demo_template(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    with postgres_server.database(migrated_template) as name:
        postgres_server.run(lambda: _load(postgres_server.url_of(name)))
        yield name


@pytest.fixture(params=STORES)
def demo_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("demo_file"), tmp_path / "hub.db")
        yield f"sqlite:///{tmp_path / 'hub.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(request.getfixturevalue("demo_template")) as name:
        yield server.url_of(name)


@pytest.fixture
async def demo(demo_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(demo_url)
    yield opened
    await opened.close()
