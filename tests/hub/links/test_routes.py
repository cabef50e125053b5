"""Short links opened: on to where they lead, counted once each, and told of; what leads nowhere says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient

from hub import customers, links, messaging
from hub.customers import REGROUPED
from hub.db import Database, StoreUnavailable, Tx
from hub.links import CLICKS, Clicks, clicks
from hub.links.models import LinkClick, ShortLink
from hub.links.store import GRACE, purge
from hub.ports import DeliveryReport
from tests.hub.links.conftest import told
from tests.hub.links.test_visitors import IPHONE, PHONE
from tests.hub.messaging.conftest import Outbox
from tests.hub.messaging.test_routes import ask
from tests.support.accounts import MakeSite, Site, make_users

TARGET = "https://shop.example/orders/2418"
BROWSER = {"User-Agent": PHONE, "Accept-Language": "fa-IR"}


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None, outbox: Outbox) -> Any:
    """A hub whose links can be opened."""
    await make_users(database)
    counted = Clicks(database)

    async def no_calls(tx: Tx, ids: Any) -> None:
        assert ids

    also = [customers.routes, customers.timeline_routes, messaging.routes, links.routes, links.public_routes]
    made = await make_site(
        also=also, services={REGROUPED: no_calls, CLICKS: counted},
        links={"base_url": "https://pv.example"},
    )  # fmt: skip
    yield made
    await counted.stop()


async def sent(outbox: Outbox) -> tuple[Any, str]:
    """A message with a link, and the link's path."""
    made = await outbox.send(text=f"سفارش شما: {TARGET}", shorten=True)
    async with outbox.db.read() as session:
        code = (await session.scalars(sa.select(ShortLink.code))).one()
    return made, f"/l/{code}"


async def opened(client: TestClient[Any, Any], path: str, method: str = "GET", **headers: str) -> Any:
    return await client.request(method, path, headers=BROWSER | headers, allow_redirects=False)


async def test_a_link_leads_on_and_tells_who_opened_it(site: Site, outbox: Outbox) -> None:
    message, path = await sent(outbox)
    await outbox.work()
    anybody = site.browser()
    for headers in ({}, {"User-Agent": IPHONE}, {"User-Agent": "WhatsApp/2.24"}, {"Sec-Purpose": "prefetch"}):
        answer = await opened(anybody, path, **headers)
        assert (answer.status, answer.headers["Location"]) == (302, TARGET)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    assert (await opened(anybody, path, "HEAD")).status == 302
    assert (await opened(anybody, f"{path}،منتظریم", "HEAD")).status == 302
    agent = await site.signed_in("agent")
    assert (await opened(agent, path)).status == 302  # a colleague who looks is no customer
    status, found = await ask(agent, "GET", f"/api/links/messages/{message.id}")
    (link,) = found["items"]
    assert (status, link["url"], link["target"]) == (200, f"https://pv.example{path}", TARGET)
    assert (link["clicks"], link["previews"]) == (2, 5)
    assert link["first_at"] <= link["last_at"]
    assert [one["kind"] for one in link["latest"]].count("person") == 2
    assert {one["device"] for one in link["latest"] if one["kind"] == "person"} == {"android", "ios"}
    await told(outbox)
    facts = (await outbox.line(message.id)).facts
    assert (facts["links"], facts["opened"]) == (1, 2)
    assert (await outbox.row(message.id)).opened_at.isoformat() == facts["opened_at"]


async def test_a_report_after_a_click_leaves_it_told(site: Site, outbox: Outbox) -> None:
    message, path = await sent(outbox)
    await outbox.work()
    await opened(site.browser(), path)
    await told(outbox)
    row = await outbox.row(message.id)
    report = DeliveryReport(provider_id="p1", state="delivered", at=row.opened_at or row.created_at)
    await outbox.db.write(lambda tx: messaging.take_reports(tx, "gateway", [report]))
    line = await outbox.line(message.id)
    assert (line.state, line.facts["opened"]) == ("delivered", 1)


@pytest.mark.parametrize("path", ["/l/ABCDEFG", "/l/x", "/l/%D8%B3%20", "/l/" + "a" * 3_000])
async def test_what_leads_nowhere_says_so_in_the_readers_language(site: Site, path: str) -> None:
    anybody = site.browser()
    answer = await opened(anybody, path)
    assert (answer.status, answer.content_type) == (404, "text/html")
    assert 'lang="fa"' in await answer.text()
    english = await opened(anybody, path, **{"Accept-Language": "en"})
    assert "There is no such link" in await english.text()


async def test_nobody_finds_links_by_trying(site: Site) -> None:
    anybody = site.browser()
    statuses = [(await opened(anybody, "/l/ABCDEFG")).status for _ in range(31)]
    assert statuses == [404] * 30 + [429]


async def test_a_link_that_is_over_says_so_and_is_forgotten_in_time(site: Site, outbox: Outbox) -> None:
    message, path = await sent(outbox)
    anybody = site.browser()
    await opened(anybody, path)

    async def age(days: int) -> None:
        async with outbox.db.read() as session:
            made = (await session.scalars(sa.select(ShortLink.made_at))).one()
        change = sa.update(ShortLink).values(made_at=made - timedelta(days=days))
        await outbox.db.write(lambda tx: tx.session.execute(change))

    await age(731)
    answer = await opened(anybody, path)
    assert (answer.status, "مهلت" in await answer.text()) == (410, True)
    assert await outbox.db.write(lambda tx: purge(tx, 730)) == 0
    assert (await opened(anybody, path)).status == 410
    await age(GRACE.days)
    await outbox.db.write(lambda tx: purge(tx, 730))
    assert (await opened(anybody, path)).status == 404
    async with outbox.db.read() as session:
        assert (await session.scalars(sa.select(LinkClick))).all() == []
    await told(outbox)
    assert (await outbox.row(message.id)).opened == 0  # its link is gone, and nobody told of it before


async def test_a_visitor_does_not_wait_for_a_store_that_is_away_and_is_counted_later(
    site: Site, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, path = await sent(outbox)
    away, real = [True], outbox.db.write

    async def write(work: Any, **more: Any) -> Any:
        if away[0]:
            raise StoreUnavailable("away")
        return await real(work, **more)

    monkeypatch.setattr(clicks, "AGAIN", 0.02)
    monkeypatch.setattr(clicks, "PATIENCE", 0.05)
    monkeypatch.setattr(outbox.db, "write", write)
    assert (await opened(site.browser(), path)).status == 302
    assert (await outbox.row(message.id)).opened == 0
    away[0] = False
    await site.server.app[CLICKS].stop()
    await told(outbox)
    assert (await outbox.row(message.id)).opened == 1


async def test_links_are_counted_together_and_of_many_only_the_first_are_kept(outbox: Outbox) -> None:
    message, path = await sent(outbox)
    async with outbox.db.read() as session:
        link = await links.find(await session.connection(), path.removeprefix("/l/"))
    some = [links.Click(link, link.made_at + timedelta(seconds=index), "person", "ios") for index in range(3)]
    await outbox.db.write(lambda tx: links.record(tx, [*some, links.Click(link, link.made_at, "preview", "other")]))
    await outbox.db.write(lambda tx: tx.session.execute(sa.update(ShortLink).values(clicks=clicks.MOST_KEPT)))
    async with outbox.db.read() as session:
        full, later = await links.find(await session.connection(), link.code), link.made_at + timedelta(hours=1)
    await outbox.db.write(lambda tx: links.record(tx, [links.Click(full, later, "person", "ios")]))
    async with outbox.db.read() as session:
        row = (await session.scalars(sa.select(ShortLink))).one()
        kept = len((await session.scalars(sa.select(LinkClick))).all())
    assert (row.clicks, row.previews) == (clicks.MOST_KEPT + 1, 1)
    assert (row.first_at, row.last_at) == (some[0].at, later)
    assert kept == 4
    await told(outbox)
    await outbox.db.write(lambda tx: links.tell(tx, [message.id]))
    assert (await outbox.row(message.id)).opened == clicks.MOST_KEPT + 1
