"""Files in a directory: random names, two levels of folders, each written whole or not at all."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

from hub.blobs.port import BlobNotFound, BlobTooLarge, Stored
from hub.db import StoreFull, StoreUnavailable

CHUNK = 256 * 1024
_KEY = re.compile(r"[0-9a-f]{32,64}")
_PARTIAL = ".part-"
P = ParamSpec("P")
T = TypeVar("T")


class DirectoryStorage:
    """Keeps bytes below ``root``; a key that is not one of ours leads nowhere."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def write(self, key: str, chunks: AsyncIterator[bytes], limit: int) -> Stored:
        """Keep the bytes: a temporary file, flushed to disk, renamed. Raises ``BlobTooLarge`` or ``StoreError``."""
        target = self._path(key)
        part = await _on_disk(_begin, target)
        try:
            stored = await _fill(part, chunks, limit)
            await _on_disk(_commit, part, target)
        finally:
            await asyncio.to_thread(_abandon, part)
        return stored

    async def read(self, key: str, offset: int = 0) -> AsyncIterator[bytes]:
        """The bytes from ``offset`` on. Raises ``BlobNotFound``."""
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError:
            raise BlobNotFound("the file is gone") from None
        with file:
            file.seek(offset)
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    async def delete(self, key: str) -> None:
        """Forget the bytes."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def exists(self, key: str) -> bool:
        """Whether the bytes are there."""
        return await asyncio.to_thread(self._path(key).is_file)

    async def old_keys(self, before: datetime) -> list[str]:
        """Keys written before this moment; what a crash left half written is removed on the way."""
        return await asyncio.to_thread(self._scan, before.timestamp())

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise BlobNotFound("not the key of a file")
        return self._root / key[:2] / key[2:4] / key

    def _scan(self, before: float) -> list[str]:
        found = []
        for path in self._root.glob("??/??/*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime >= before:
                    continue
                if _PARTIAL in path.name:
                    path.unlink()
                else:
                    found.append(path.name)
        return [key for key in found if _KEY.fullmatch(key)]


async def _on_disk(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run blocking ``work`` in a thread; a disk that fails becomes a ``StoreError``, a sender's failure does not."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise (StoreFull if full else StoreUnavailable)(f"cannot write files: {error.strerror}") from error


async def _fill(part: IO[bytes], chunks: AsyncIterator[bytes], limit: int) -> Stored:
    size, digest = 0, hashlib.sha256()
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise BlobTooLarge(f"larger than {limit} bytes")
        digest.update(chunk)
        await _on_disk(part.write, chunk)
    return Stored(size, digest.hexdigest())


def _begin(target: Path) -> IO[bytes]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return tempfile.NamedTemporaryFile(dir=target.parent, prefix=_PARTIAL, delete=False)


def _commit(part: IO[bytes], target: Path) -> None:
    part.flush()
    os.fsync(part.fileno())
    part.close()
    Path(part.name).replace(target)
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        _sync_folder(folder)  # the names must survive a power cut as well as the bytes


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _abandon(part: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        part.close()  # closing may write, and fail on a full disk again
    Path(part.name).unlink(missing_ok=True)
