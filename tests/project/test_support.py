"""The test servers themselves: each test has a store of its own, and the browser reaches this machine only."""

from __future__ import annotations

import socket
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Error

from hub.db import Database
from tests.support import ports
from tests.support.ports import free_port, free_ports
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


def test_no_port_is_given_twice() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as others:
        calls = [others.submit(free_ports, 40, socket.SOCK_STREAM) for _ in range(4)]
        given = [free_port() for _ in range(40)] + [port for call in calls for port in call.result()]
    assert len(set(given)) == len(given)


def test_a_port_in_use_is_not_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken, free = free_ports(2, socket.SOCK_STREAM)
    monkeypatch.setattr(ports, "PLACES", [taken, free])
    monkeypatch.setattr(ports, "LAST", tmp_path / "last")
    with socket.create_server(("127.0.0.1", taken)):
        assert free_ports(2, socket.SOCK_STREAM) == [free, free]
