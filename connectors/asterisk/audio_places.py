"""Where audio files lie: what a folder, an SFTP server and a web server have in common; and a folder."""

from __future__ import annotations

import asyncio
import itertools
import os
import stat
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol, TypeVar

from hub.ports import Refused, RetryLater

T = TypeVar("T")
CHUNK = 128 * 1024
MOST_NAMES = 50_000  # in a folder; what comes after them is not seen


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a folder. ``size`` is None where the server does not tell it."""

    name: str
    size: int | None
    modified: datetime | None = None


class Place(Protocol):
    """A tree of files, read only. Paths are below its root, with ``/`` between their parts."""

    async def names(self, folder: str) -> Sequence[str]:
        """The names in a folder; none where there is no such folder. Raises ``RetryLater`` or ``NeedsSignIn``."""

    async def entry(self, path: str) -> Entry | None:
        """The file; None where there is none. Raises ``RetryLater`` or ``NeedsSignIn``."""

    def read(self, path: str) -> AsyncIterator[bytes]:
        """The file's bytes. Raises ``RetryLater``, ``NeedsSignIn``, or ``Refused`` when there is none."""


def entry_of(name: str, size: int | None, modified: float | None) -> Entry:
    """An entry by the seconds at which it was changed."""
    return Entry(name, size, datetime.fromtimestamp(modified, UTC) if modified else None)


class FolderPlace:
    """A folder of this machine: the PBX's own disk, or a mount of it. What leads out of it is not there."""

    def __init__(self, root: str) -> None:
        self._root = Path(root)

    async def names(self, folder: str) -> Sequence[str]:
        """The names in a folder."""
        return await self._ask(self._names, folder)

    async def entry(self, path: str) -> Entry | None:
        """A regular file."""
        return await self._ask(self._entry, path)

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """The file's bytes."""
        file = await self._ask(self._open, path)
        with file:
            while chunk := await self._ask(lambda _path: file.read(CHUNK), path):
                yield chunk

    async def _ask(self, work: Callable[[str], T], path: str) -> T:
        try:
            return await asyncio.to_thread(work, path)
        except OSError as error:
            raise RetryLater(f"The folder of recordings cannot be read: {error.strerror}.") from error

    def _within(self, path: str) -> Path | None:
        """The path with its links followed, or None where it leads elsewhere or nowhere."""
        root = self._root.resolve(strict=True)  # a mount that is away is told, and not taken for an empty one
        try:
            found = (root / path.lstrip("/")).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return found if found.is_relative_to(root) else None

    def _names(self, folder: str) -> Sequence[str]:
        found = self._within(folder)
        if found is None or not found.is_dir():
            return []
        with os.scandir(found) as entries:
            return [entry.name for entry in itertools.islice(entries, MOST_NAMES)]

    def _entry(self, path: str) -> Entry | None:
        found = self._within(path)
        told = found.stat() if found else None
        if found is None or told is None or not stat.S_ISREG(told.st_mode):
            return None
        return entry_of(found.name, told.st_size, told.st_mtime)

    def _open(self, path: str) -> IO[bytes]:
        found = self._within(path)
        if found is None or not found.is_file():  # a pipe would be waited for without end
            raise Refused("The recording is gone.", cause="gone")
        return found.open("rb")
