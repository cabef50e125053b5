"""Questions for what came in: every page is turned, however many there are, and nothing is passed over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.sms_http.client import SmsHttpAccount
from connectors.sms_http.polls import MOST_ROUNDS
from connectors.sms_http.reading import messages
from hub.ports import Refused
from tests.connectors.sms_http.conftest import LINE, Hub, make_options
from tests.support.gateways import ippanel, kavenegar, melipayamak, smsir
from tests.support.gateways.core import Gateway, serving

NUMBER = "09121234567"
ROUTES = {"ippanel": ippanel, "kavenegar": kavenegar, "melipayamak": melipayamak, "smsir": smsir}


@asynccontextmanager
async def account(name: str, served: Gateway, hub: Hub, **own: Any) -> AsyncIterator[SmsHttpAccount]:
    async with serving(ROUTES[name].routes, served) as address:
        access = {"username": "peyvand", "password": served.key}
        yield SmsHttpAccount(make_options(preset=name, address=address, **access, **own), hub)


def wrote(gateway: Gateway, count: int, ago: timedelta, step: timedelta = timedelta()) -> None:
    """People wrote so many messages, the first of them so long ago."""
    begun = datetime.now(UTC).replace(microsecond=0) - ago
    for place in range(count):
        gateway.write(NUMBER, LINE, f"{len(gateway.inbox)}", begun + place * step).read = True


async def look(one: SmsHttpAccount) -> None:
    """Ask once."""
    error = await one._poll()
    if error:
        raise error


def texts(hub: Hub) -> set[str | None]:
    return {message.text for message in hub.messages.values()}


@pytest.mark.parametrize("name", ["smsir", "melipayamak", "ippanel"])
async def test_what_is_too_much_for_one_look_is_read_on_in_the_next(name: str) -> None:
    gateway, hub = Gateway(), Hub()
    count = MOST_ROUNDS * 100 + 250
    wrote(gateway, count, timedelta(hours=2), timedelta(seconds=2))
    async with account(name, gateway, hub) as one:
        await look(one)
        assert len(hub.messages) == count - 250
    async with account(name, gateway, hub) as one:  # another process
        wrote(gateway, 1, timedelta(0))
        await look(one)
        assert len(hub.messages) >= count
        await look(one)
        assert texts(hub) == {str(place) for place in range(count + 1)}
        before = len(gateway.requests)
        await look(one)
        assert len(gateway.requests) - before <= 6  # what is old is not turned over again


async def test_pages_that_are_known_keep_none_back_that_is_not() -> None:
    gateway, hub = Gateway(), Hub()
    wrote(gateway, 450, timedelta(minutes=2))
    async with account("kavenegar", gateway, hub) as one:
        await look(one)
        wrote(gateway, 5, timedelta(minutes=1))
        await look(one)
    assert len(hub.messages) == 455


async def test_an_account_that_is_new_leaves_the_past_alone_on_later_pages_too() -> None:
    gateway, hub = Gateway(), Hub()
    wrote(gateway, MOST_ROUNDS * 100 + 30, timedelta(days=900))
    wrote(gateway, 120, timedelta(minutes=5))
    gateway.inbox.reverse()  # it tells the oldest first
    async with account("ippanel", gateway, hub) as one:
        await look(one)
        assert not hub.messages
        await look(one)
    assert len(hub.messages) == 120


async def test_a_gateway_that_repeats_its_last_page_is_through_with_it() -> None:
    gateway, hub = Gateway(), Hub()
    wrote(gateway, 200, timedelta(minutes=5))
    own = {"messages": {"polls": [polls(query={"startdate": "{since}", "pagenumber": "1"})]}}
    async with account("kavenegar", gateway, hub, gateway=own) as one:
        await look(one)
    assert (len(hub.messages), len(gateway.requests), "page" in hub.cursors["messages-0"]) == (200, 2, False)


async def test_a_gateway_without_pages_is_asked_on_from_what_is_known() -> None:
    gateway, hub = Gateway(), Hub()
    wrote(gateway, 450, timedelta(minutes=8), timedelta(seconds=1))
    asked = polls(query={"startdate": "{since}", "pagenumber": "1"}) | {"paged": False}
    async with account("kavenegar", gateway, hub, gateway={"messages": {"polls": [asked]}}) as one:
        for _ in range(2):
            await look(one)
    assert (len(hub.messages), hub.taken) == (450, 450)
    assert len(gateway.requests) == 6


async def test_a_page_that_is_refused_is_not_asked_for_again_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway, hub = Gateway(), Hub()
    wrote(gateway, MOST_ROUNDS * 100 + 50, timedelta(hours=1))
    async with account("ippanel", gateway, hub) as one:
        await look(one)
        ask = one._asker.ask

        async def refused(*given: Any) -> Any:
            if given[2]["page"] > MOST_ROUNDS:
                raise Refused("No such page.")
            return await ask(*given)

        monkeypatch.setattr(one._asker, "ask", refused)
        with pytest.raises(Refused):
            await look(one)
        wrote(gateway, 1, timedelta(0))
        await look(one)
        assert str(MOST_ROUNDS * 100 + 50) in texts(hub)


def polls(**request: Any) -> dict[str, Any]:
    """Kavenegar's inbox, asked in another way."""
    asked = {"method": "GET", "url": "/v1/{api_key}/sms/inboxpaged.json", **request}
    return {
        "size": 200, "paged": True, "items": "body.entries", "id": "messageid", "from": "sender", "to": "receptor",
        "text": "message", "time": "date", "time_format": "unix", "request": asked,
        "answer": {"ok": "body.return.status == `200`"},
    }  # fmt: skip


def test_messages_that_nothing_tells_apart_are_not_asked_for() -> None:
    with pytest.raises(ValidationError, match="an id or a time"):
        make_options(gateway={"messages": {"polls": [polls() | {"id": None, "time": None}]}})


def test_a_message_whose_id_and_time_lack_is_one_each_time_it_is_told() -> None:
    gateway = make_options(gateway={"messages": {"polls": [polls()]}}).described()
    said = {"body": {"entries": [{"sender": NUMBER, "receptor": LINE, "message": "yes"}]}}
    one, again = (messages(gateway, gateway.messages.polls[0], said, "sms").items[0] for _ in range(2))
    assert one.dedupe_key == again.dedupe_key
