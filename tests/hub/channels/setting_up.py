"""A hub whose connector accounts are set up by a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiohttp.test_utils import TestServer

from hub import accounts, channels
from hub.channels import ACCOUNTS, SETUPS, Setups, configure
from hub.channels.models import Setup
from hub.db import Database
from hub.db.notify import Signals
from hub.leases import LeaseKeeper
from hub.settings import Settings, parse
from hub.web import build_application
from tests.hub.channels.test_accounts import swallow
from tests.hub.channels.test_registry import POINTS
from tests.hub.channels.toy import ToyConnector
from tests.support.accounts import Site

SECRET = "do-not-tell"
NEW = {"account": "new", "connector": "toy", "name": "Branch", "options": {"host": "10.0.0.5", "secret": SECRET}}
FILE = {"desk": {"connector": "toy", "host": "10.0.0.4", "secret": "of-the-file"}}


def settings_at(folder: Path) -> Settings:
    return parse({"connectors": FILE, "blobs": {"directory": str(folder / "blobs")}})


def running(
    database: Database, settings: Settings, signals: Signals | None = None, **more: Any
) -> tuple[channels.Accounts, Setups]:
    file = configure(settings, lambda: POINTS)
    setups = Setups(settings, file, lambda: POINTS)
    more = {"intake": swallow} | more
    return channels.Accounts(
        database, LeaseKeeper(database, ttl=2), file, signals=signals, load=setups.load, **more
    ), setups


@asynccontextmanager
async def site_at_work(database: Database, folder: Path) -> AsyncIterator[Site]:
    """A hub with the account ``desk`` of its settings file at work."""
    ToyConnector.made.clear()
    ToyConnector.scripts.clear()
    settings = settings_at(folder)
    at_work, setups = running(database, settings)
    app = build_application(
        settings, database, [accounts.routes, channels.routes], authenticate=accounts.authenticate, version="1"
    )
    app[ACCOUNTS], app[SETUPS] = at_work, setups
    await at_work.start()
    server = TestServer(app)
    await server.start_server()
    made = Site(server, database, settings, [])
    yield made
    for client in made.clients:
        await client.close()
    await server.close()
    await at_work.stop()


async def stored(database: Database) -> Setup:
    async with database.read() as session:
        return (await session.scalars(sa.select(Setup))).one()


async def problem(response: Any, status: int) -> Any:
    assert response.status == status, await response.text()
    body = await response.json()
    return [(error["field"], error["code"]) for error in body["errors"]] or body["code"]
