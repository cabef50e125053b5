"""What providers post: let in by the connector, stored before it is answered, and never lost when it is odd."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from hub import accounts, channels
from hub.calls import Numbering
from hub.channels.accounts import SETUP_CHANNEL
from hub.channels.models import Traffic
from hub.channels.schemas_setup import ConnectorChange, NewConnector
from hub.channels.states import lay
from hub.db import Database, StoreUnavailable
from hub.db.notify import Signals
from hub.intake import Intake
from hub.parked.models import ParkedItem
from hub.ports import HookRead, Refused, Unreadable
from hub.settings import parse
from hub.timeline import Interaction
from hub.web import build_application
from tests.support.hook_connector import POINT, Postbox
from tests.support.waiting import WaitFor

FILE = {"shop": {"connector": "postbox"}, "off": {"connector": "postbox", "enabled": False}}
IN = "/hooks/shop/in/let-me-in"
ONE = {"messages": [["k1", "09121234567", "سلام"], ["k2", "09121234567", "hello"]]}


@asynccontextmanager
async def served(
    database: Database, signals: Signals | None = None, folder: Path | None = None, **http: Any
) -> AsyncIterator[TestClient[Any, Any]]:
    """A process that serves the web, and runs no accounts."""
    Postbox.seen.clear()
    settings = parse({"connectors": FILE, "http": http, "blobs": {"directory": str((folder or Path("var")) / "blobs")}})
    files = channels.configure(settings, lambda: [POINT])
    setups = channels.Setups(settings, files, lambda: [POINT])
    hooked = channels.HookedAccounts(database, files, setups.load)
    if signals:
        hooked.use(signals)
    app = build_application(settings, database, [channels.hook_routes], authenticate=accounts.authenticate, version="1")
    app[channels.HOOKED], app[channels.KEEPS] = hooked, Intake(database, Numbering())
    app[channels.SETUPS] = setups
    await hooked.start()
    async with TestClient(TestServer(app)) as client:
        yield client
    await hooked.stop()


async def texts(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted(await session.scalars(sa.select(Interaction.text)))


async def parked(database: Database) -> list[ParkedItem]:
    async with database.read() as session:
        return list(await session.scalars(sa.select(ParkedItem).order_by(ParkedItem.parked_at)))


async def test_all_that_is_posted_is_stored_and_then_answered(database: Database) -> None:
    async with served(database) as hub:
        answer = await hub.post(IN, json=ONE)
        assert (answer.status, await answer.read(), answer.content_type) == (200, b"", "text/plain")
        assert await texts(database) == ["hello", "سلام"]
        assert (await hub.post(IN, json=ONE, headers={"Origin": "https://elsewhere.example"})).status == 200
        assert await texts(database) == ["hello", "سلام"]
        got = await hub.get(f"{IN}?id=k3&from=09121234567&text=%D8%AF")
        assert (got.status, await got.text()) == (200, "ACK")
        assert (await hub.head(f"{IN}?id=k4&from=09121234567&text=x")).status == 405
    assert await texts(database) == ["hello", "د", "سلام"]


async def test_a_connector_sees_what_came_byte_for_byte(database: Database) -> None:
    async with served(database, public_url="https://hub.example/") as hub:
        address = URL("/hooks/shop/in%20x/let-me-in?b=%C7%e4&a=1+2", encoded=True)
        await hub.post(address, data=b"\xff\0{", headers={"X-Signature": "s1"})
    (seen,) = Postbox.seen
    assert (seen.path, seen.query, seen.body) == ("in x/let-me-in", b"b=%C7%e4&a=1+2", b"\xff\0{")
    assert seen.url == "https://hub.example/hooks/shop/in%20x/let-me-in?b=%C7%e4&a=1+2"
    assert seen.headers["x-signature"] == "s1"


@pytest.mark.parametrize("path", ["/hooks/nobody/in/x", "/hooks/off/in/let-me-in"])
async def test_an_account_that_is_not_there_or_off_takes_nothing(database: Database, path: str) -> None:
    async with served(database) as hub:
        assert (await hub.post(path, json=ONE)).status == 404
    assert await texts(database) == []


async def test_what_is_not_the_providers_is_refused_and_not_kept(database: Database) -> None:
    async with served(database) as hub:
        answer = await hub.post("/hooks/shop/in/guessed", json=ONE)
        assert (answer.status, (await answer.json())["code"]) == (403, "forbidden")
        assert (await hub.post(IN, data=b"x" * 1_000_001)).status == 413
    assert await texts(database) == []
    assert await parked(database) == []


async def test_what_cannot_be_read_is_kept_once_without_its_secrets(database: Database) -> None:
    async with served(database) as hub:
        for _ in range(2):
            sent = await hub.post(f"{IN}?apikey=hush&n=1", data=b"let-me-in {", headers={"Authorization": "hush"})
            assert sent.status == 200
        assert (await hub.post(IN, data=b"\xff\0")).status == 200
    first, second = await parked(database)
    assert (first.kind, first.account, first.reason, first.cause) == ("inbound.unread", "shop", "refused", "content")
    assert first.payload["query"] == "apikey=[redacted]&n=1"
    assert first.payload["body"] == "[redacted] {"
    assert "hush" not in json.dumps(first.payload)
    assert "let-me-in" not in json.dumps(first.payload)
    assert (second.payload["encoding"], second.payload["body"]) == ("base64", "/wA=")


async def test_what_could_not_be_read_is_taken_in_once_the_account_is_set_right(database: Database) -> None:
    """At the time at which it came, once however often it is tried; what still cannot be read stays and says so."""
    old = json.dumps({"messages": [["k9", "09121234567", "سلام"]]}, ensure_ascii=False).encode("cp1256")
    async with served(database) as hub:
        assert (await hub.post(IN, data=old)).status == 200
        assert (await hub.post(IN, data=b"{")).status == 200
        assert (await hub.post(IN, json={"messages": ["nothing that it knows"]})).status == 200
    items = await parked(database)
    assert [one.retryable for one in items] == [True, True, True]
    intake = Intake(database, Numbering())
    mended = parse({"connectors": {"shop": {"connector": "postbox", "charset": "cp1256"}}})
    for settings, fails in ((parse({"connectors": FILE}), True), (mended, False), (mended, False)):
        setups = channels.Setups(settings, channels.configure(settings, lambda: [POINT]), lambda: [POINT])
        read = channels.read_again(database, setups, "shop", items[0].payload)
        if fails:
            with pytest.raises(Unreadable):
                await read
        else:
            await intake.take_read("shop", await read)
    assert await texts(database) == ["سلام"]
    with pytest.raises(Unreadable):
        await channels.read_again(database, setups, "shop", items[1].payload)
    with pytest.raises(Refused) as gone:
        await channels.read_again(database, setups, "removed", items[0].payload)
    assert gone.value.cause == "gone"
    with pytest.raises(Refused, match="still odd"):
        await intake.take_read("shop", HookRead(leftovers=["still odd"]))


async def test_what_surely_came_from_the_provider_is_told_from_what_may_not_have(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a defect before the secret was looked at")

    monkeypatch.setattr(Postbox, "lets_in", broken)
    async with served(database) as hub:
        assert (await hub.post(IN, json=ONE)).status == 200
    (item,) = await parked(database)
    assert (item.reason, item.retryable) == ("failed", False)


async def test_what_can_be_read_is_stored_beside_what_cannot(database: Database) -> None:
    async with served(database) as hub:
        for _ in range(2):
            sent = await hub.post(IN, json=ONE | {"leftovers": ["One is odd.", "Another, too."]})
            assert sent.status == 200
    assert await texts(database) == ["hello", "سلام"]
    (item,) = await parked(database)
    assert (item.kind, item.reason, item.detail) == ("inbound.unread", "refused", "One is odd. Another, too.")
    assert "k1" in item.payload["body"]


async def test_a_defect_of_a_connector_loses_nothing(database: Database) -> None:
    async with served(database) as hub:
        assert (await hub.post(IN, json={"messages": ["nothing that it knows"]})).status == 200
    (item,) = await parked(database)
    assert (item.reason, item.cause) == ("failed", "defect")


async def test_reports_that_cannot_be_kept_are_for_people_to_see_and_only_so_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(Intake, "take_reports", broken)
    monkeypatch.setattr("hub.intake.MOST_UNREAD", 2)
    async with served(database) as hub:
        for place in range(3):
            posted = {"messages": [[f"k{place}", "09121234567", f"{place}"]], "reports": [[f"p{place}", "delivered"]]}
            assert (await hub.post(IN, json=posted)).status == 200
    assert await texts(database) == ["0", "1", "2"]
    assert [(one.reason, one.detail) for one in await parked(database)] == [("failed", "ValueError: a defect")] * 2


async def test_nothing_is_answered_well_while_the_store_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("away")

    async with served(database) as hub:
        monkeypatch.setattr(database, "write", away)
        assert (await hub.post(IN, json=ONE)).status == 503
        assert (await hub.post(IN, data=b"{")).status == 503


async def test_an_account_of_the_page_is_known_to_every_process_that_serves(
    postgresql_url: str, tmp_path: Path, wait_for: WaitFor
) -> None:
    here, there = await Database.open(postgresql_url), await Database.open(postgresql_url)
    signals, others = Signals(here), Signals(there)
    async with served(there, others, folder=tmp_path) as hub:
        for one in (signals, others):
            await one.start()
        await wait_for(lambda: signals._driver and others._driver)
        setups = hub.app[channels.SETUPS]
        await setups.open()

        async def answered(status: int) -> bool:
            return (await hub.post("/hooks/new/in/page", json=ONE)).status == status

        new = NewConnector(account="new", connector="postbox", options={"secret": "page"})
        await here.write(lambda tx: setups.add(tx, new))
        await signals.send(SETUP_CHANNEL, "")
        await wait_for(lambda: answered(200))
        await here.write(lambda tx: setups.change(tx, "new", ConnectorChange(enabled=False), None))
        await signals.send(SETUP_CHANNEL, "")
        await wait_for(lambda: answered(404))
        for one in (signals, others):
            await one.stop()
    await here.close()
    await there.close()


async def test_what_comes_in_is_counted(database: Database) -> None:
    async with served(database) as hub:
        files = channels.configure(parse({"connectors": FILE}), lambda: [POINT])
        await database.write(lambda tx: lay(tx, files))
        await hub.app[channels.HOOKED].load()
        await hub.post(IN, json=ONE)
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.sum(Traffic.received))) == 2
