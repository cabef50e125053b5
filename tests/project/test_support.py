"""The test servers themselves: each test has a store of its own, and the browser reaches this machine only."""

from __future__ import annotations

import asyncpg
import pytest
import redis.asyncio
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Error

from hub.db import Database
from tests.support.postgres import PostgresServer
from tests.support.waiting import WaitFor


@pytest.mark.parametrize("run", [1, 2])
async def test_each_test_has_a_fresh_store(database: Database, run: int) -> None:
    async with database.writer.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE left_behind (id integer)"))


async def test_databases_go_away(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as name:
        url = postgres_server.url_of(name)
        await (await asyncpg.connect(url)).close()
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)


async def test_redis_answers(redis_url: str) -> None:
    client = redis.asyncio.from_url(redis_url)
    assert await client.ping()
    await client.aclose()


async def test_the_browser_reaches_this_machine_only(browser: Browser) -> None:
    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="<h1>سلام</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", hello)
    async with TestServer(app) as server:
        page = await browser.new_page()
        await page.goto(str(server.make_url("/")))
        assert await page.inner_text("h1") == "سلام"
        with pytest.raises(Error, match="ERR_"):
            await page.goto("http://127.0.0.2:9/")


async def test_waiting_fails_with_what_was_seen(wait_for: WaitFor) -> None:
    with pytest.raises(pytest.fail.Exception, match="last seen: \\[\\]"):
        await wait_for(list, timeout=0.05)
