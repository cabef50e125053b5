"""Files and their rows: kept, referred to, purged."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.blobs.models import Blob, BlobReference
from hub.blobs.port import BlobInfo, BlobNotFound, BlobStorage
from hub.db import Database, Lane, Tx, utc_now

MAX_BYTES = 25 * 1024 * 1024
GRACE = timedelta(hours=24)  # between keeping a file and referring to it
BATCH = 500
_OCTETS = "application/octet-stream"


class Blobs:
    """The hub's files: their bytes in ``storage``, their rows in the store."""

    def __init__(self, database: Database, storage: BlobStorage, *, max_bytes: int = MAX_BYTES) -> None:
        self._database = database
        self._storage = storage
        self._max_bytes = max_bytes

    async def put(
        self,
        chunks: AsyncIterator[bytes],
        *,
        content_type: str = _OCTETS,
        name: str | None = None,
        expires_at: datetime | None = None,
        max_bytes: int | None = None,
    ) -> BlobInfo:
        """Keep a file durably. It is purged after a day unless somebody refers to it (``add_reference``).

        Raises ``BlobTooLarge``, ``StoreFull``, ``StoreUnavailable``.
        """
        key = secrets.token_hex(16)
        stored = await self._storage.write(key, chunks, max_bytes or self._max_bytes)
        values = {
            "key": key, "sha256": stored.sha256, "size": stored.size, "content_type": plain_type(content_type),
            "name": plain_name(name), "expires_at": expires_at,
        }  # fmt: skip
        try:
            return await self._database.write(lambda tx: _insert(tx, values))
        except BaseException:
            await self._storage.delete(key)
            raise

    async def info(self, session: AsyncSession, blob: UUID) -> BlobInfo:
        """What is known of a file. Raises ``BlobNotFound``, also for one that has expired."""
        return _info(await _row(session, blob))

    async def open(self, blob: UUID, offset: int = 0) -> tuple[BlobInfo, AsyncIterator[bytes]]:
        """A file and its bytes from ``offset`` on. Raises ``BlobNotFound``."""
        async with self._database.read() as session:
            row = await _row(session, blob)
        if not await self._storage.exists(row.key):
            raise BlobNotFound("the file is gone")
        return _info(row), self._storage.read(row.key, offset)

    async def exists(self, blob: UUID) -> bool:
        """Whether the file is there, row and bytes."""
        async with self._database.read() as session:
            key = await session.scalar(sa.select(Blob.key).where(Blob.id == blob))
        return key is not None and await self._storage.exists(key)

    async def delete(self, blob: UUID) -> None:
        """Forget a file at once, whoever refers to it (an erasure)."""
        await self._forget([blob])

    async def discard(self, blob: UUID) -> None:
        """Forget a file that was to be referred to, unless that has happened: who gave up may not know it."""
        await self._forget([blob], ~sa.exists().where(BlobReference.blob_id == Blob.id))

    async def purge(self, now: datetime | None = None) -> int:
        """Forget files that expired, and those that nobody refers to for a day; returns how many."""
        now = now or utc_now()
        unused = ~sa.exists().where(BlobReference.blob_id == Blob.id)
        stale = sa.or_(Blob.expires_at <= now, sa.and_(Blob.created_at < now - GRACE, unused))
        count = 0
        while True:
            async with self._database.read() as session:
                ids = (await session.scalars(sa.select(Blob.id).where(stale).limit(BATCH))).all()
            if not ids:
                return count
            count += await self._forget(ids, stale)

    async def sweep(self, now: datetime | None = None) -> int:
        """Remove bytes without a row, left by a crash between the two; returns how many."""
        keys = await self._storage.old_keys((now or utc_now()) - GRACE)
        count = 0
        for first in range(0, len(keys), BATCH):
            some = keys[first : first + BATCH]
            async with self._database.read() as session:
                known = set(await session.scalars(sa.select(Blob.key).where(Blob.key.in_(some))))
            for key in set(some) - known:
                await self._storage.delete(key)
                count += 1
        return count

    async def _forget(self, ids: Sequence[UUID], still: sa.ColumnElement[bool] | None = None) -> int:
        """Rows first, bytes after the commit: a crash between leaves bytes, which the sweep finds."""

        async def work(tx: Tx) -> list[str]:
            statement = sa.delete(Blob).where(Blob.id.in_(ids))
            if still is not None:  # somebody may have begun to refer to it: lock first, so that none comes between
                await tx.session.execute(sa.select(Blob.id).where(Blob.id.in_(ids)).with_for_update())
                statement = statement.where(still)
            return list(await tx.session.scalars(statement.returning(Blob.key)))

        keys = await self._database.write(work, lane=Lane.BULK)
        for key in keys:
            await self._storage.delete(key)
        return len(keys)


async def add_reference(tx: Tx, blob: UUID, owner_kind: str, owner_id: UUID) -> None:
    """Keep the file as long as this owner needs it. Raises ``BlobNotFound``."""
    if (await tx.session.execute(sa.select(Blob.id).where(Blob.id == blob).with_for_update(read=True))).first() is None:
        raise BlobNotFound(str(blob))
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    values = {"blob_id": blob, "owner_kind": owner_kind, "owner_id": owner_id}
    await tx.session.execute(insert(BlobReference).values(values).on_conflict_do_nothing())


async def drop_references(tx: Tx, owner_kind: str, *owner_ids: UUID) -> None:
    """The owners are gone; files that nobody else needs are purged later."""
    owned = (BlobReference.owner_kind == owner_kind, BlobReference.owner_id.in_(owner_ids))
    await tx.session.execute(sa.delete(BlobReference).where(*owned))


def plain_name(name: str | None) -> str | None:
    """A sender's file name without folders or control characters, at most 255 long; None when nothing is left."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    return kept[-255:] or None


def plain_type(content_type: str) -> str:
    """``type/subtype`` in small letters, without parameters; anything else is octets."""
    kind = content_type.partition(";")[0].strip().lower()
    main, slash, sub = kind.partition("/")
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-")
    good = slash and main and sub and set(main + sub) <= allowed and len(kind) <= 120
    return kind if good else _OCTETS


async def _insert(tx: Tx, values: dict[str, Any]) -> BlobInfo:
    row = Blob(**values, created_at=tx.now)
    tx.session.add(row)
    await tx.session.flush()
    return _info(row)


async def _row(session: AsyncSession, blob: UUID) -> Blob:
    row = await session.get(Blob, blob)
    if row is None or (row.expires_at is not None and row.expires_at <= utc_now()):
        raise BlobNotFound(str(blob))
    return row


def _info(row: Blob) -> BlobInfo:
    return BlobInfo(row.id, row.sha256, row.size, row.content_type, row.name, row.created_at, row.expires_at)
