"""A process that is killed in the middle of an import: another goes on where it was, and nobody is doubled."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Database, new_id
from hub.imports import changes, reading, store
from hub.imports.files import Files
from hub.imports.run import RUN, Batches, carry_out
from hub.jobs.imports import Stopped
from hub.settings import Settings
from hub.sheets import process
from hub.web import Principal
from tests.support.processes import start_script

VICTIM = Path(__file__).with_name("victim.py")
ROWS = 700


async def begin(db: Database, settings: Settings, who: UUID, note: str = "") -> UUID:
    """Upload a file and ask for it to be carried out; nobody works on it yet."""

    async def content() -> AsyncIterator[bytes]:
        yield ("name,phone,note\n" + "".join(f"P{n},0912{n:07d},{note}\n" for n in range(ROWS))).encode()

    files = Files(db, settings)
    info = await files.blobs.put(content(), name="people.csv")
    user = Principal(who, new_id(), "M", "m@example.com", "marketer", "en", "UTC", frozenset(), False, info.created_at)
    made = await changes.begin(db, files, info, user)
    await db.write(lambda tx: changes.ask_for_run(tx, made.id, RUN, user))
    return made.id


async def counts(db: Database) -> tuple[int, ...]:
    async with db.read() as session:
        models: tuple[Any, ...] = (Customer, Identity, CustomerIdentity)
        return tuple([await session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in models])


@pytest.mark.parametrize(("when", "kept"), [("before", 200), ("after", 300)])
async def test_a_killed_import_goes_on_where_it_was(
    database: Database, database_url: str, people: dict[str, Any], tmp_path: Path, when: str, kept: int
) -> None:
    settings = Settings.model_validate({"blobs": {"directory": str(tmp_path / "blobs")}})
    run = await begin(database, settings, people["marketer"].id)
    await database.close()  # SQLite belongs to one process at a time
    victim = start_script(VICTIM, database_url, tmp_path / "blobs", str(run), when, log=tmp_path / "log")
    assert await asyncio.to_thread(victim.wait, 60) == -9
    again = await Database.open(database_url)
    assert await counts(again) == (kept, kept, kept)
    await carry_out(again, settings, run)
    async with again.read() as session:
        row = await store.get_import(session, run)
    assert (row["state"], row["done"], row["created"], row["skipped"]) == ("done", ROWS, ROWS, 0)
    assert await counts(again) == (ROWS, ROWS, ROWS)
    await again.close()


async def test_two_processes_at_one_import_do_it_once(
    database: Database, people: dict[str, Any], tmp_path: Path
) -> None:
    settings = Settings.model_validate({"blobs": {"directory": str(tmp_path / "blobs")}})
    run = await begin(database, settings, people["marketer"].id)
    ends = await asyncio.gather(*(carry_out(database, settings, run) for _ in range(2)), return_exceptions=True)
    assert any(end is None for end in ends)
    assert all(end is None or isinstance(end, Stopped) for end in ends)
    assert await counts(database) == (ROWS, ROWS, ROWS)


async def test_a_cancelled_import_stops_and_can_be_taken_back(
    database: Database, people: dict[str, Any], tmp_path: Path
) -> None:
    settings = Settings.model_validate({"blobs": {"directory": str(tmp_path / "blobs")}})
    run = await begin(database, settings, people["marketer"].id)
    await database.write(lambda tx: changes.cancel(tx, run))
    await carry_out(database, settings, run)
    assert await counts(database) == (0, 0, 0)


def readers() -> list[int]:
    """Our children that read files."""
    found = []
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            with contextlib.suppress(OSError):
                if b"hub.imports" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                    found.append(int(child))
    return found


async def test_a_process_that_reads_is_killed_and_another_goes_on(
    database: Database, people: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 0)
    monkeypatch.setattr(process, "LINE", 1_200_000)  # most of its answers wait in the pipe
    settings = Settings.model_validate({"blobs": {"directory": str(tmp_path / "blobs")}})
    run = await begin(database, settings, people["marketer"].id, "n" * 3_000)
    write = Batches.write
    killed: list[int] = []

    async def kill_once(self: Batches, *rest: Any) -> None:
        await write(self, *rest)
        if not killed:
            killed.extend(readers())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(Batches, "write", kill_once)
    await carry_out(database, settings, run)
    assert killed, "it was still at work"
    async with database.read() as session:
        row = await store.get_import(session, run)
    assert (row["state"], row["done"], row["created"], row["skipped"]) == ("done", ROWS, ROWS, 0)
    assert await counts(database) == (ROWS, ROWS, ROWS)
