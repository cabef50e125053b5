"""Links of messages: one for each recipient, counted as long as they are, and kept with what was accepted."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.links import Shortener, shortening
from hub.links.models import ShortLink
from hub.messaging import HOOKS, enqueue_many
from tests.hub.links.conftest import BASE
from tests.hub.messaging.conftest import Outbox

LONG = "https://shop.example/orders/2418?from=sms&token=" + "a" * 60


async def links(outbox: Outbox) -> dict[str, tuple[UUID, str]]:
    async with outbox.db.read() as session:
        return {row.code: (row.message_id, row.target) for row in await session.scalars(sa.select(ShortLink))}


async def test_every_message_has_links_of_its_own(outbox: Outbox) -> None:
    text = f"سفارش: {LONG} و باز {LONG}. نقشه: https://map.example/x"
    wanted = [outbox.wanted(key, text=text, shorten=True, utm={"source": "sms"}) for key in ("a", "b")]
    made = await outbox.db.write(lambda tx: enqueue_many(tx, wanted))
    found = await links(outbox)
    assert sorted(found.values()) == sorted(
        (one.id, target)
        for one in made
        for target in (f"{LONG}&utm_source=sms", "https://map.example/x?utm_source=sms")
    )
    for one in made:
        row = await outbox.row(one.id)
        mine = {code: target for code, (message, target) in found.items() if message == one.id}
        assert row.links == 2
        assert "shop.example" not in row.text
        assert all(BASE + code in row.text for code in mine)
        assert row.text.count(BASE) == 3
        assert (await outbox.line(one.id)).facts["links"] == 2
    await outbox.work()
    assert {one.text for one in outbox.provider.got} == {(await outbox.row(one.id)).text for one in made}


async def test_the_same_message_again_leaves_no_links_behind(outbox: Outbox) -> None:
    first = await outbox.send(text=LONG, shorten=True)
    assert not (await outbox.send(text=LONG, shorten=True)).new
    assert {message for message, _ in (await links(outbox)).values()} == {first.id}
    refused = await outbox.send("r", text=LONG, shorten=True, purpose="marketing")
    assert refused.state == "refused"
    assert len(await links(outbox)) == 1


async def test_a_code_that_another_has_is_made_anew(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["AAAAAAA", "AAAAAAA", "AAAAAAA", "BBBBBBB", "AAAAAAA", "CCCCCCC", "DDDDDDD"])
    monkeypatch.setattr(shortening, "new_code", lambda: next(codes))
    first = await outbox.send("a", text=LONG, shorten=True)
    two = [outbox.wanted(key, text=f"{LONG} b", shorten=True) for key in ("b", "c")]
    made = await outbox.db.write(lambda tx: enqueue_many(tx, two))
    texts = [(await outbox.row(one.id)).text for one in (first, *made)]
    found = await links(outbox)
    assert texts[0] == f"{BASE}AAAAAAA"
    assert sorted(texts[1:]) == sorted(f"{BASE}{code} b" for code in found if code != "AAAAAAA")
    assert len(found) == 3


async def test_what_acts_for_the_reader_or_is_short_already_stays(outbox: Outbox, shortener: Shortener) -> None:
    secret = "https://hub.example/consent/" + "a" * 43
    for url in (secret, f"{BASE}ABCDEFG", "https://user:pw@shop.example/"):
        assert shortener.sample(f"x {url}", {}) == (f"x {url}", 0)
    many = " ".join(f"https://e.example/{index}" for index in range(12))
    assert shortener.sample(many, {})[1] == 10


async def test_a_hub_without_an_address_sends_what_was_written(outbox: Outbox) -> None:
    HOOKS.links = None
    sent = await outbox.send(text=LONG, shorten=True)
    assert (await outbox.row(sent.id)).text == LONG
