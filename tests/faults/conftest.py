"""Stores that can be locked, filled, stopped and started, and an exchange to have calls on meanwhile."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from hub.db import migrate
from tests.support import servers
from tests.support.hub_process import HubProcess
from tests.support.ports import free_port
from tests.support.postgres import binaries
from tests.support.telephony.simulated import SimulatedExchange

LARGE = 1 << 62


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the write lock of this SQLite file meanwhile."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
    finally:
        connection.close()


class OwnPostgres:
    """A PostgreSQL that may be stopped in the middle of anything, and started again with what it had kept."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self._user = servers.unprivileged()
        self._running = ExitStack()
        self.url = f"postgresql://peyvand@127.0.0.1:{self.port}/postgres"
        initdb = [binaries() / "initdb", "-D", home / "data", "-U", "peyvand", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(initdb, cwd="/", check=True, capture_output=True, **servers.as_user(self._user))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [binaries() / "postgres", "-D", self.home / "data", "-p", str(self.port), "-k", self.home]
        probe = [binaries() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        self._running.enter_context(
            servers.running(
                [*command, "--listen-addresses=127.0.0.1"],
                lambda: subprocess.run(probe, check=False).returncode == 0,
                log=self.home / "log",
                stop=signal.SIGINT,
                user=self._user,
            )
        )

    def stop(self) -> None:
        """Throw everybody out and stop."""
        self._running.close()


@pytest.fixture
async def own_postgres() -> AsyncIterator[OwnPostgres]:
    """A started, migrated PostgreSQL of this test alone."""
    with servers.folder("own-pg", servers.unprivileged()) as home:
        server = await asyncio.to_thread(OwnPostgres, home)
        await asyncio.to_thread(server.start)
        try:
            await migrate.upgrade(server.url)
            yield server
        finally:
            await asyncio.to_thread(server.stop)


class SmallDisk:
    """A disk that can be full: a small file system where that is allowed, else a limit to the hub's files."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder = folder
        self._mounted = mounted
        self._filler = folder / "filler"

    def fill(self, hub: HubProcess) -> None:
        """Leave no room at all."""
        if not self._mounted:
            sizes = [path.stat().st_size for path in self.folder.glob("hub.db*")]
            resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE, (max(sizes), LARGE))
            return
        with self._filler.open("wb", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self, hub: HubProcess) -> None:
        """Make room again."""
        if self._mounted:
            self._filler.unlink()
        else:
            resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE, (LARGE, LARGE))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of eight megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    yield SmallDisk(folder, mounted=mounted)
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
async def exchange() -> AsyncIterator[SimulatedExchange]:
    """The simulated phone."""
    made = SimulatedExchange()
    await made.start()
    yield made
    await made.kill()
