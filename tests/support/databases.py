"""A fresh, migrated store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from hub.db import Database, engines, migrate
from tests.support.postgres import PostgresServer
from tests.support.postgres_pool import Pool

STORES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Engines of one kind share what SQLAlchemy has compiled: for each test's own anew, it was a quarter of the time.

    The first of a kind that has connected lends the others its dialect, which is what compiled statements belong to.
    """
    create = create_async_engine
    lent: dict[str, sa.Engine] = {}

    def create_sharing(url: sa.URL, **options: Any) -> AsyncEngine:
        made = create(url, **options)
        engine, kind = made.sync_engine, url.drivername
        if (first := lent.get(kind)) is not None:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        else:
            sa.event.listen(engine, "engine_connect", lambda _connection: lent.setdefault(kind, engine))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_async_engine", create_sharing)
        yield


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied by each test that wants one."""
    path = tmp_path_factory.mktemp("template") / "hub.db"
    with ThreadPoolExecutor(1) as worker:  # a loop of its own, so that the tests' loops are left alone
        worker.submit(lambda: asyncio.run(migrate.upgrade(f"sqlite:///{path}"))).result()
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database, the template of each test's own."""
    with postgres_server.database() as name:
        postgres_server.run(lambda: migrate.upgrade(postgres_server.url_of(name)))
        yield name


@pytest.fixture(scope="session")
def postgres_pool(postgres_server: PostgresServer, migrated_template: str) -> Iterator[Pool]:
    """Databases that tests use one after the other."""
    pool = Pool(postgres_server, migrated_template)
    yield pool
    pool.close()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite store."""
    path = tmp_path / "hub.db"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer, postgres_pool: Pool) -> Iterator[str]:
    """The URL of an empty PostgreSQL store."""
    with postgres_pool.database() as name:
        yield postgres_server.url_of(name)


@pytest.fixture(params=STORES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh store; the test runs on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh store, opened; the test runs on each kind."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()
