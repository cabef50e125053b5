"""The directory keeps to itself, and says when it cannot write."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hub.blobs import BlobNotFound, DirectoryStorage
from hub.db import StoreFull, StoreUnavailable

KEY = "0" * 32


async def zeros(megabytes: int) -> AsyncIterator[bytes]:
    """So many megabytes."""
    for _ in range(megabytes):
        yield bytes(1_000_000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "/etc/passwd", "0" * 31 + "/", "0" * 31 + "\n", "A" * 32])
async def test_a_key_that_is_not_ours_leads_nowhere(tmp_path: Path, key: str) -> None:
    storage = DirectoryStorage(tmp_path)
    with pytest.raises(BlobNotFound):
        await storage.write(key, zeros(1), 2_000_000)
    with pytest.raises(BlobNotFound):
        await anext(storage.read(key))
    with pytest.raises(BlobNotFound):
        await storage.delete(key)
    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_is_told_and_leaves_nothing(small_disk: Path) -> None:
    storage = DirectoryStorage(small_disk)
    with pytest.raises(StoreFull):
        await storage.write(KEY, zeros(3), 10_000_000)
    assert not [path for path in small_disk.rglob("*") if path.is_file()]
    assert not await storage.exists(KEY)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable):
        await DirectoryStorage(tmp_path / "file").write(KEY, zeros(1), 2_000_000)


async def test_deleting_twice_is_fine(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    await storage.write(KEY, zeros(1), 2_000_000)
    assert await storage.exists(KEY)
    for _ in range(2):
        await storage.delete(KEY)
    assert not await storage.exists(KEY)
