"""A hub that serves imports and works on their jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from aiohttp import FormData
from aiohttp.test_utils import TestServer

from hub import accounts, imports, search
from hub.accounts import Role
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Database
from hub.jobs import Handlers, Workers
from hub.settings import Settings
from hub.web import build_application
from tests.support.accounts import Client, Site
from tests.support.waiting import until

Row = dict[str, Any]


class Imports:
    """An importer's browser."""

    def __init__(self, client: Client, db: Database, settings: Settings) -> None:
        self.client, self.db, self.settings = client, db, settings

    async def send(self, content: bytes | str, name: str = "people.csv", status: int = 201) -> Any:
        """Upload a file; returns the answer's JSON."""
        form = FormData()
        raw = content.encode() if isinstance(content, str) else content
        form.add_field("file", raw, filename=name, content_type="application/octet-stream")
        answer = await self.client.post("/api/imports", data=form)
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def change(self, run: Row, status: int = 200, **body: Any) -> Any:
        """PATCH the import."""
        answer = await self.client.patch(f"/api/imports/{run['id']}", json=body)
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def do(self, run: Row, action: str, *states: str, status: int = 202) -> Any:
        """POST an action, and wait for one of ``states``."""
        answer = await self.client.post(f"/api/imports/{run['id']}/{action}")
        assert answer.status == status, await answer.text()
        return await self.until(run, *states) if states else await answer.json()

    async def until(self, run: Row, *states: str) -> Row:
        """The import once it is in one of these states."""

        async def look() -> Row | None:
            row: Row = await (await self.client.get(f"/api/imports/{run['id']}")).json()
            assert row["state"] in {*states, "checking", "running", "undoing"}, row
            return row if row["state"] in states else None

        found = await until(look, timeout=30, what=f"an import that is {states}")
        assert found
        return found

    async def bring(self, content: bytes | str, name: str = "people.csv", **changes: Any) -> Row:
        """Upload, change and carry out."""
        run: Row = await self.send(content, name)
        if changes:
            await self.change(run, **changes)
        return await self.do(run, "start", "done")

    async def rows(self, run: Row, state: str | None = None) -> list[Row]:
        """The rows that need a look."""
        query = f"?state={state}" if state else ""
        answer = await self.client.get(f"/api/imports/{run['id']}/rows{query}")
        items: list[Row] = (await answer.json())["items"]
        return items

    async def customers(self) -> dict[str, Row]:
        """All customers by name, with their addresses."""
        async with self.db.read() as session:
            people = {row["id"]: dict(row) for row in (await session.execute(sa.select(Customer.__table__))).mappings()}
            links = await session.execute(
                sa.select(CustomerIdentity.customer_id, Identity.value)
                .join(Identity)
                .where(CustomerIdentity.valid_to.is_(None))
                .order_by(CustomerIdentity.primary.desc(), CustomerIdentity.id)
            )
            addresses: dict[UUID, list[str]] = {}
            for customer, value in links:
                addresses.setdefault(customer, []).append(value)
        return {row["name"]: row | {"addresses": addresses.get(key, [])} for key, row in people.items()}


@pytest.fixture
async def importer(database: Database, people: dict[str, Any], tmp_path: Path) -> AsyncIterator[Imports]:
    """A marketer at a hub with a worker."""
    settings = Settings.model_validate({"blobs": {"directory": str(tmp_path / "blobs")}})
    areas = [accounts.routes, imports.routes]
    app = build_application(settings, database, areas, authenticate=accounts.authenticate, version="1")
    server = TestServer(app)
    await server.start_server()
    site = Site(server, database, settings, [])
    handlers = Handlers()
    imports.register(handlers, settings)
    search.register(handlers)
    workers = Workers(database, handlers)
    await workers.start()
    yield Imports(await site.signed_in(Role.MARKETER), database, settings)
    await workers.stop()
    for client in site.clients:
        await client.close()
    await server.close()
