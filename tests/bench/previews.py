"""How long the preview of a template takes over HTTP, beside a saved one filled in and beside nothing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import cycle, islice
from statistics import median
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientSession, CookieJar, web

from hub.app import build
from hub.cli.serving import settle_memory
from hub.customers import Customer
from hub.db import Database
from hub.settings import parse
from tests.bench import world
from tests.bench.figures import Row, quantile
from tests.support.postgres import private_server

CUSTOMERS, TIMES, RUNS = 2_000, 150, 3
SMS = (
    '{{ customer.first_name | default("دوست گرامی") }}، سفارش شما آماده است. '
    "{% if customer.city %}شعبهٔ {{ customer.city }} منتظر شماست.{% endif %} {{ line.brand }}"
)
Ask = Callable[[str, int], Awaitable[object]]


async def measure() -> list[Row]:
    """Both stores, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        found = await _measured("SQLite", f"sqlite:///{folder}/hub.db", folder)
        with private_server(durable=True) as server, closing(server), server.database() as name:
            return [*found, *await _measured("PostgreSQL", server.url_of(name), folder)]


async def _measured(store: str, url: str, folder: str) -> list[Row]:
    await world.fill(url, CUSTOMERS)
    db = await Database.open(url)
    settings = parse({"database": {"url": url}, "blobs": {"directory": f"{folder}/blobs"}})
    runner = web.AppRunner(build(settings, db, []), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    settle_memory()  # as the hub does once it serves
    origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with db.read() as session:
            people = [str(one) for one in await session.scalars(sa.select(Customer.id).limit(500))]
        async with ClientSession(origin, cookie_jar=CookieJar(unsafe=True), headers={"Origin": origin}) as client:
            return await _rows(store, client, people)
    finally:
        await runner.cleanup()
        await db.close()


async def _rows(store: str, client: ClientSession, people: list[str]) -> list[Row]:
    await _post(client, "/api/session", {"email": world.EMAIL, "password": world.PASSWORD})
    words = {"channel": "sms", "language": "fa", "bodies": {"fa": {"text": SMS}}}
    made = await _post(client, "/api/templates", words | {"name": "Ready"})
    path = f"/api/templates/{made['id']}/render"

    async def preview(customer: str, number: int) -> object:
        bodies = {"fa": {"text": f"{SMS} {number}"}}  # no two alike: somebody types
        answer = await _post(client, "/api/templates/preview", words | {"bodies": bodies, "customer_id": customer})
        assert answer["messages"]["fa"]["text"].endswith(str(number))
        return answer

    async def filled_in(customer: str, _number: int) -> object:
        return await _post(client, path, {"customer_id": customer})

    async def nothing(_customer: str, _number: int) -> object:
        async with client.get("/healthz") as answer:
            return await answer.read()

    asked: list[tuple[str, Ask]] = [
        ("preview of an SMS as it is typed, over HTTP", preview),
        ("the saved template filled in, over HTTP", filled_in), ("limit: a request that asks for nothing", nothing),
    ]  # fmt: skip
    runs = [[await _times(ask, people) for _, ask in asked] for _ in range(RUNS)]  # by turns
    return [
        Row(f"{store}, {name}, {told}", median(quantile(run[place], share) for run in runs))
        for place, (name, _) in enumerate(asked) for told, share in (("p50", 0.5), ("p99", 0.99))
    ]  # fmt: skip


async def _times(ask: Ask, people: list[str]) -> list[float]:
    """Milliseconds of each."""
    found = []
    for number, customer in enumerate(islice(cycle(people), TIMES)):
        began = time.perf_counter()
        await ask(customer, number)
        found.append((time.perf_counter() - began) * 1e3)
    return found


async def _post(client: ClientSession, path: str, body: Any) -> Any:
    async with client.post(path, json=body) as answer:
        assert answer.status < 300, await answer.text()
        return await answer.json()
