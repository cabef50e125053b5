"""The connectors' page over HTTP: seen and restarted by those who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from hub import accounts, channels
from hub.accounts import Role
from hub.channels import ACCOUNTS
from hub.db import Database
from hub.db.notify import Signals
from hub.leases import LeaseKeeper
from hub.ports import Connection
from hub.settings import Settings
from hub.web import build_application
from tests.hub.channels.test_accounts import at_work, swallow, until
from tests.hub.channels.toy import ToyConnector
from tests.support.accounts import Site
from tests.support.waiting import WaitFor


async def serve(database: Database, running: channels.Accounts) -> Site:
    """A hub that serves the connectors' page."""
    areas = [accounts.routes, channels.routes]
    app = build_application(Settings(), database, areas, authenticate=accounts.authenticate, version="1")
    app[ACCOUNTS] = running
    server = TestServer(app)
    await server.start_server()
    return Site(server, database, Settings(), [])


@pytest.fixture
async def site(database: Database, people: dict[str, Any], wait_for: WaitFor) -> AsyncIterator[Site]:
    """A hub with one account at work."""
    ToyConnector.made.clear()
    async with at_work(database) as running:
        await until(database, wait_for, Connection.CONNECTED)
        made = await serve(database, running)
        yield made
        for client in made.clients:
            await client.close()
        await made.server.close()


async def test_supervisors_see_the_accounts(site: Site) -> None:
    response = await (await site.signed_in(Role.SUPERVISOR)).get("/api/connectors")
    (item,) = (await response.json())["items"]
    assert (item["account"], item["connection"], item["address"]) == ("pbx", "connected", "pbx.example:1")
    assert (item["received_24h"], item["sent_24h"], item["facts"]) == (0, 0, {"version": "22"})
    assert item["since"].endswith("Z")


async def test_administrators_restart_one(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    assert (await admin.post("/api/connectors/pbx/reconnect")).status == 202
    await wait_for(lambda: len(ToyConnector.made["pbx"]) == 2)
    unknown = await admin.post("/api/connectors/nope/reconnect")
    assert (unknown.status, (await unknown.json())["code"]) == (404, "not_found")


async def test_others_do_not(site: Site) -> None:
    assert (await (await site.signed_in(Role.AGENT)).get("/api/connectors")).status == 403
    assert (await (await site.signed_in(Role.SUPERVISOR)).post("/api/connectors/pbx/reconnect")).status == 403
    assert (await site.browser().get("/api/connectors")).status == 401
    assert len(ToyConnector.made["pbx"]) == 1


async def test_a_process_without_connectors_asks_the_one_that_has_them(postgresql_url: str, wait_for: WaitFor) -> None:
    ToyConnector.made.clear()
    web, worker = await Database.open(postgresql_url), await Database.open(postgresql_url)
    signals = [Signals(web), Signals(worker)]
    async with at_work(worker, signals=signals[1]):
        await until(worker, wait_for, Connection.CONNECTED)
        page = channels.Accounts(web, LeaseKeeper(web), [], swallow, signals=signals[0])
        for one in signals:
            await one.start()
        await wait_for(lambda: all(one._driver for one in signals))
        await page.reconnect("pbx")
        await wait_for(lambda: len(ToyConnector.made["pbx"]) == 2)
        with pytest.raises(channels.UnknownAccount):
            await page.reconnect("nope")
        for one in signals:
            await one.stop()
    for database in (web, worker):
        await database.close()
