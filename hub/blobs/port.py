"""What keeps the bytes of files, and how a file is described."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class BlobTooLarge(Exception):
    """The file is larger than allowed; nothing of it was kept."""


class BlobNotFound(LookupError):
    """There is no such file, or not any more."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that are safe on disk: how many, and their SHA-256 (hex)."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """A file that the hub keeps. ``name`` is what its sender called it, and never a path."""

    id: UUID
    sha256: str
    size: int
    content_type: str
    name: str | None
    created_at: datetime
    expires_at: datetime | None


class BlobStorage(Protocol):
    """Keeps bytes under random keys. A directory here; an object store fits the same shape."""

    async def write(self, key: str, chunks: AsyncIterator[bytes], limit: int) -> Stored:
        """Keep the bytes durably. Raises ``BlobTooLarge`` beyond ``limit`` bytes, ``StoreError`` when it cannot."""

    def read(self, key: str, offset: int = 0) -> AsyncIterator[bytes]:
        """The bytes from ``offset`` on. Raises ``BlobNotFound``."""

    async def delete(self, key: str) -> None:
        """Forget the bytes; unknown ones are forgotten already."""

    async def exists(self, key: str) -> bool:
        """Whether the bytes are there."""

    async def old_keys(self, before: datetime) -> list[str]:
        """Keys of what was written before this moment, for the sweep after crashes."""
