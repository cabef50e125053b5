"""Demo hubs on both stores, for all API tests."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.api.fuzzing import Target, known_ids, signed_in
from tests.support import servers
from tests.support.hub_process import HubProcess, launch
from tests.support.postgres import PostgresServer
from tests.support.waiting import until_sync

FOUNDER = ("alex@demo.example", "peyvand-demo")


@pytest.fixture(scope="session")
def sqlite_target(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A demo hub on SQLite."""
    folder = tmp_path_factory.mktemp("api")
    shutil.copy(migrated_file, folder / "hub.db")
    with _target(f"sqlite:///{folder / 'hub.db'}", folder) as target:
        yield target


@pytest.fixture(scope="session")
def postgresql_target(
    postgres_server: PostgresServer, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    """A demo hub on PostgreSQL."""
    with (
        postgres_server.database(migrated_template) as name,
        _target(postgres_server.url_of(name), tmp_path_factory.mktemp("api")) as target,
    ):
        yield target


@contextmanager
def _target(store: str, folder: Path) -> Iterator[Target]:
    hub = launch(store, folder / "hub.log", ("demo",))
    try:
        until_sync(lambda: hub.process.poll() is not None or _is_ready(hub), 120, "the hub")
        assert hub.process.poll() is None, hub.output()[-3000:]
        founder = signed_in(hub.url, *FOUNDER)
        until_sync(lambda: known_ids(founder, hub.url)["account"], 10, "the connector's account")
        target = Target(hub.url, founder, known_ids(founder, hub.url))
        target.begin()
        yield target
        assert hub.process.poll() is None, hub.output()[-3000:]
    finally:
        servers.end(hub.process)


def _is_ready(hub: HubProcess) -> bool:
    try:
        return requests.get(f"{hub.url}/readyz", timeout=2).ok
    except requests.RequestException:
        time.sleep(0.1)
        return False
