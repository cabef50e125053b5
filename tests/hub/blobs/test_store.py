"""Files are kept whole, found again, and forgotten when nobody needs them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.blobs import BlobNotFound, Blobs, BlobTooLarge, DirectoryStorage, add_reference, drop_references
from hub.blobs.models import Blob, BlobReference
from hub.blobs.store import plain_name, plain_type
from hub.db import Database, Tx, new_id, utc_now

LATER = timedelta(hours=25)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the bytes are."""
    return tmp_path / "blobs"


@pytest.fixture
def blobs(database: Database, root: Path) -> Blobs:
    """The hub's files."""
    return Blobs(database, DirectoryStorage(root), max_bytes=1_000_000)


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    """A stream."""
    for chunk in chunks:
        yield chunk


async def content(blobs: Blobs, blob: UUID, offset: int = 0) -> bytes:
    """All bytes of a file."""
    _, stream = await blobs.open(blob, offset)
    return b"".join([chunk async for chunk in stream])


def files(root: Path) -> list[Path]:
    """What lies in the directory."""
    return [path for path in root.rglob("*") if path.is_file()]


async def test_keeps_a_file_and_gives_it_back(blobs: Blobs, database: Database, root: Path) -> None:
    data = bytes(range(256)) * 3000
    info = await blobs.put(pieces(data[:1000], data[1000:]), content_type="Image/PNG; q=1", name="../etc/عکس.png")
    assert (info.size, info.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (info.content_type, info.name) == ("image/png", "عکس.png")
    assert await content(blobs, info.id) == data
    assert await content(blobs, info.id, offset=len(data) - 5) == data[-5:]
    assert await blobs.exists(info.id)
    async with database.read() as session:
        assert await blobs.info(session, info.id) == info
    (path,) = files(root)
    assert len(path.relative_to(root).parts) == 3
    assert "png" not in path.name


async def test_an_empty_file_is_a_file(blobs: Blobs) -> None:
    info = await blobs.put(pieces())
    assert (info.size, await content(blobs, info.id)) == (0, b"")


async def test_a_file_too_large_leaves_nothing(blobs: Blobs, root: Path) -> None:
    with pytest.raises(BlobTooLarge):
        await blobs.put(pieces(b"x" * 600_000, b"x" * 600_000))
    assert files(root) == []


async def test_a_sender_that_breaks_off_leaves_nothing(blobs: Blobs, database: Database, root: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(broken())
    assert files(root) == []
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Blob)) == 0


async def test_unknown_and_deleted_files_are_not_found(blobs: Blobs, root: Path) -> None:
    info = await blobs.put(pieces(b"x"))
    await blobs.delete(info.id)
    assert files(root) == []
    assert not await blobs.exists(info.id)
    for blob in (info.id, new_id()):
        with pytest.raises(BlobNotFound):
            await blobs.open(blob)


async def test_a_request_that_is_broken_off_leaves_its_file_to_whoever_refers_to_it_after_all(
    blobs: Blobs, database: Database
) -> None:
    async def nothing(_tx: Tx) -> None:
        pass

    info = await blobs.put(pieces(b"x"))
    referred, go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Tx) -> None:
        await add_reference(tx, info.id, "template_file", new_id())
        referred.set()
        await go_on.wait()

    request = asyncio.create_task(database.write(work))
    await referred.wait()
    request.cancel()
    go_on.set()
    await asyncio.gather(request, return_exceptions=True)
    await database.write(nothing)  # behind it in the queue
    async with database.read() as session:
        kept = await session.scalar(sa.select(BlobReference.blob_id))
    assert (kept is not None) == (database.dialect == "sqlite")  # which finishes what it has begun
    await blobs.discard(info.id)
    assert await blobs.exists(info.id) == (kept is not None)


async def test_bytes_that_vanished_are_not_found(blobs: Blobs, root: Path) -> None:
    info = await blobs.put(pieces(b"x"))
    files(root)[0].unlink()
    assert not await blobs.exists(info.id)
    with pytest.raises(BlobNotFound):
        await blobs.open(info.id)


async def test_purges_what_nobody_refers_to_after_a_day(blobs: Blobs, database: Database, root: Path) -> None:
    needed, unneeded, owner = await blobs.put(pieces(b"1")), await blobs.put(pieces(b"2")), new_id()
    for _ in range(2):
        await database.write(lambda tx: add_reference(tx, needed.id, "interaction", owner))
    assert await blobs.purge() == 0
    assert await blobs.purge(utc_now() + LATER) == 1
    assert [await blobs.exists(one.id) for one in (needed, unneeded)] == [True, False]
    await database.write(lambda tx: drop_references(tx, "interaction", owner))
    assert await blobs.purge(utc_now() + LATER) == 1
    assert files(root) == []


async def test_purges_what_expired_although_somebody_refers_to_it(blobs: Blobs, database: Database) -> None:
    info = await blobs.put(pieces(b"1"), expires_at=utc_now() + timedelta(seconds=30))
    await database.write(lambda tx: add_reference(tx, info.id, "call", new_id()))
    assert await content(blobs, info.id) == b"1"
    assert await blobs.purge(utc_now() + timedelta(minutes=1)) == 1
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(BlobReference)) == 0


async def test_an_expired_file_is_not_given_out(blobs: Blobs) -> None:
    info = await blobs.put(pieces(b"1"), expires_at=utc_now() - timedelta(seconds=1))
    with pytest.raises(BlobNotFound):
        await blobs.open(info.id)


async def test_refers_to_no_file_that_is_not_there(database: Database) -> None:
    with pytest.raises(BlobNotFound):
        await database.write(lambda tx: add_reference(tx, new_id(), "call", new_id()))


async def test_sweeps_what_a_crash_left(blobs: Blobs, database: Database, root: Path) -> None:
    kept = await blobs.put(pieces(b"kept"))
    lost = await blobs.put(pieces(b"lost"))
    await database.write(lambda tx: tx.session.execute(sa.delete(Blob).where(Blob.id == lost.id)))
    half = files(root)[0].parent / ".part-half"
    half.write_bytes(b"half")
    assert await blobs.sweep() == 0
    assert half.exists()
    assert await blobs.sweep(utc_now() + LATER) == 1
    assert await content(blobs, kept.id) == b"kept"
    assert len(files(root)) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("..", None),
        ("", None),
        (None, None),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_is_no_path(given: str | None, kept: str | None) -> None:
    assert plain_name(given) == kept


@pytest.mark.parametrize("given", ["", "text", "text/", "text/html\r\nX: y", "é/x", "a/b/c"])
def test_a_strange_type_is_octets(given: str) -> None:
    assert plain_type(given) == "application/octet-stream"
