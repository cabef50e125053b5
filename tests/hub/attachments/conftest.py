"""A store into which a message with files comes, a provider that keeps them, and who fetches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub import attachments, inbound
from hub.attachments import Attachment, Fetcher, Places
from hub.blobs import Blobs, DirectoryStorage
from hub.customers import Address
from hub.db import Database, utc_now
from hub.jobs.models import Job
from hub.ports import InboundMessage, MediaAccess, MediaFile, Peer
from hub.timeline import Interaction

ACCOUNT, SECRET, MOST = "sms", "Basic c2VjcmV0", 100_000
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
PATH = "/media/1"


@dataclass
class Provider:
    """Keeps files by their paths; a file may be an answer of its own making."""

    files: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path, request.headers.get("Authorization")))
        found = self.files.get(request.path)
        if request.method == "DELETE":
            return web.Response(status=204 if self.files.pop(request.path, None) else 404)
        if isinstance(found, bytes):
            return web.Response(body=found)
        if isinstance(found, str):
            return web.Response(status=307, headers={"Location": found})
        if found is None or isinstance(found, int):
            return web.Response(status=found or 404)
        response = web.StreamResponse()  # chunks, without saying how many
        await response.prepare(request)
        for chunk in found:
            await response.write(chunk)
        return response


@dataclass
class Desk:
    """Everything that a test of attachments says or asks."""

    db: Database
    blobs: Blobs
    provider: Provider
    access: MediaAccess
    places: Places

    @property
    def fetcher(self) -> Fetcher:
        return Fetcher(self.db, self.blobs, {ACCOUNT: self.access}.get, self.places, max_bytes=MOST)

    async def comes(self, *files: MediaFile | str, key: str = "1") -> None:
        """A message with these files; texts are paths at the provider."""
        media = tuple(one if isinstance(one, MediaFile) else MediaFile(self.provider.url + one) for one in files)
        party = Address("phone", "+989121234567", "IR", "", "")
        message = InboundMessage(
            "sms", key, "+989121234567", utc_now(), Peer("phone", party.value), text="سلام", media=media
        )
        await self.db.write(lambda tx: inbound.store(tx, [inbound.Letter(message, ACCOUNT, {party: "from"})]))

    async def fetch(self, attempt: int = 1) -> Attachment:
        """Try once to fetch all that is wanted; the first file as it stands then."""
        for row in await self.rows():
            await self.fetcher.fetch(row.id, attempt)
        return (await self.rows())[0]

    async def rows(self) -> Sequence[Attachment]:
        async with self.db.read() as session:
            return (await session.scalars(sa.select(Attachment).order_by(Attachment.position))).all()

    async def told(self) -> list[dict[str, Any]]:
        """What the timeline says of the message's files."""
        async with self.db.read() as session:
            item = (await session.scalars(sa.select(Interaction))).one()
            return list(item.facts.get("attachments", []))

    async def jobs(self, kind: str = "attachments.fetch") -> Sequence[Job]:
        async with self.db.read() as session:
            return (await session.scalars(sa.select(Job).where(Job.kind == kind))).all()

    async def kept(self, row: Attachment) -> bytes:
        assert row.blob_id is not None
        _, chunks = await self.blobs.open(row.blob_id)
        return b"".join([chunk async for chunk in chunks])


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    made = Provider()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    async with TestServer(app) as server:
        made.url = f"http://127.0.0.1:{server.port}"
        yield made


@pytest.fixture
async def desk(database: Database, provider: Provider, tmp_path: Path) -> AsyncIterator[Desk]:
    before, inbound.HOOKS.arrived = inbound.HOOKS.arrived, [attachments.follow]
    access = MediaAccess(frozenset({provider.url}), {"Authorization": SECRET})
    blobs = Blobs(database, DirectoryStorage(tmp_path / "blobs"))
    yield Desk(database, blobs, provider, access, Places(0, 5))
    inbound.HOOKS.arrived = before
