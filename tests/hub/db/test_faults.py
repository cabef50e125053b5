"""A store that is locked, full, gone or taken: told as such, nothing half kept, and fine again afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub.db import Database, StoreFull, StoreUnavailable, Tx
from tests.hub.db.conftest import Notes, create
from tests.support.postgres import PostgresServer, private_server
from tests.support.waiting import WaitFor


class Intruder:
    """Another program that holds the write lock of a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._ready, self._leave = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(path,))
        self._thread.start()
        self._ready.wait()

    def _hold(self, path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        self._ready.set()
        self._leave.wait()
        connection.execute("ROLLBACK")
        connection.close()

    def leave(self) -> None:
        """Let go of the lock."""
        self._leave.set()
        self._thread.join()


async def test_locked_by_another_program(sqlite_notes: Notes, sqlite_url: str) -> None:
    intruder = Intruder(Path(sqlite_url.removeprefix("sqlite:///")))
    try:
        began = asyncio.get_running_loop().time()
        with pytest.raises(StoreUnavailable, match="locked"):
            await sqlite_notes.database.write(sqlite_notes.of("refused"))
        assert 4 < asyncio.get_running_loop().time() - began < 7, "it waits a while, not for ever"
        assert await sqlite_notes.all() == [], "reading goes on"
    finally:
        intruder.leave()
    await sqlite_notes.database.write(sqlite_notes.of("kept"))
    assert await sqlite_notes.all() == ["kept"]


async def test_a_short_lock_is_waited_for(sqlite_notes: Notes, sqlite_url: str) -> None:
    intruder = Intruder(Path(sqlite_url.removeprefix("sqlite:///")))
    task = asyncio.create_task(sqlite_notes.database.write(sqlite_notes.of("kept")))
    done, _ = await asyncio.wait([task], timeout=0.3)
    assert not done
    intruder.leave()
    await task
    assert await sqlite_notes.all() == ["kept"]


async def test_a_full_disk(sqlite_notes: Notes) -> None:
    database, told = sqlite_notes.database, []

    async def limit(pages: int) -> None:
        async with database.writer.connect() as connection:
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    async def large(tx: Tx) -> None:
        tx.after_commit(lambda: told.append(1))
        for _ in range(100):
            await sqlite_notes.of("x" * 10_000)(tx)

    async with database.read() as session:
        pages = int(await session.scalar(sa.text("PRAGMA page_count")) or 0)
    await limit(pages + 5)
    with pytest.raises(StoreFull):
        await database.write(large)
    assert await sqlite_notes.all() == []
    await limit(1_000_000)
    await database.write(large)
    assert len(await sqlite_notes.all()) == 100
    assert told == [1]


async def test_a_file_system_that_is_full(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small file system needs root")
    try:
        database = await Database.open(f"sqlite:///{folder}/hub.db")
        notes = await create(database)
        with pytest.raises(StoreFull):
            await database.write(notes.of("x" * 3_000_000))
        assert await notes.all() == []
        await database.write(notes.of("small"))
        assert await notes.all() == ["small"]
        await database.close()
    finally:
        subprocess.run(["umount", folder], check=True)


OPEN = "import asyncio, sys; from hub.db import Database; asyncio.run(Database.open(sys.argv[1]))"


async def test_a_second_process_on_the_same_file_is_refused_in_one_line(database: Database, database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OPEN, database_url, stderr=asyncio.subprocess.PIPE
    )
    _, stderr = await process.communicate()
    last = stderr.decode().strip().splitlines()[-1:]
    if database.dialect == "postgresql":
        assert (process.returncode, last) == (0, [])
        return
    assert process.returncode == 1
    assert "another hub already uses" in last[0]
    assert "PostgreSQL" in last[0]


async def test_a_killed_process_leaves_no_lock(sqlite_url: str, tmp_path: Path, wait_for: WaitFor) -> None:
    hold = "async def hold():\n    await Database.open(sys.argv[1]); open(sys.argv[2], 'w'); await asyncio.sleep(60)\n"
    script = f"import asyncio, sys\nfrom hub.db import Database\n{hold}asyncio.run(hold())"
    marker = tmp_path / "marker"
    process = subprocess.Popen([sys.executable, "-c", script, sqlite_url, str(marker)])
    try:
        await wait_for(marker.exists)
        with pytest.raises(StoreUnavailable, match="another hub"):
            await Database.open(sqlite_url)
    finally:
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
    await (await Database.open(sqlite_url)).close()


async def test_connections_cut_by_the_server(postgresql_notes: Notes, postgres_server: PostgresServer) -> None:
    notes = postgresql_notes

    async def cut(tx: Tx) -> None:
        await notes.of("lost")(tx)
        own = await tx.session.scalar(sa.text("SELECT pg_backend_pid()"))
        await asyncio.to_thread(postgres_server.execute, f"SELECT pg_terminate_backend({own})")
        await notes.of("lost too")(tx)

    with pytest.raises(StoreUnavailable):
        await notes.database.write(cut)
    await notes.database.write(notes.of("kept"))
    assert await notes.all() == ["kept"]


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test alone, that may be paused."""
    if os.environ.get("HUB_TEST_DATABASE_URL"):
        pytest.skip("needs a server of its own")
    with private_server() as server:
        yield server
        server.close()


async def test_a_server_that_restarts(own_server: PostgresServer, wait_for: WaitFor) -> None:
    """Killing one backend by -9 makes PostgreSQL throw everybody out and recover: a restart to all who use it."""
    with own_server.database() as name:
        own_server.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
        database = await Database.open(own_server.url_of(name))
        notes = await create(database)
        await database.write(notes.of("before"))

        async def crash(tx: Tx) -> None:
            await notes.of("lost")(tx)
            os.kill(int(await tx.session.scalar(sa.text("SELECT pg_backend_pid()")) or 0), signal.SIGKILL)
            await notes.of("lost too")(tx)

        with pytest.raises(StoreUnavailable):
            await database.write(crash)

        async def back() -> bool:
            try:
                await database.write(notes.of("after"))
            except StoreUnavailable:
                return False
            return True

        await wait_for(back, timeout=20)
        assert await notes.all() == ["before", "after"]
        await database.close()
