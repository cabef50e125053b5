"""Every preset at a gateway that speaks as its provider's documents say: sent, delivered, heard, out of credit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web

from connectors.sms_http import CONNECTOR
from connectors.sms_http.client import SmsHttpAccount
from connectors.sms_http.presets import names
from hub.ports import NeedsSignIn, Price, ReadsHooks, Refused
from tests.connectors.sms_http.conftest import LINE, PERSIAN, TO, Hub, hook, make_options, outgoing, pattern
from tests.support.gateways import ghasedak, ippanel, kavenegar, melipayamak, posting, smsir
from tests.support.gateways.core import Gateway, serving
from tests.support.waiting import until

ASKED = {"kavenegar": kavenegar, "ghasedak": ghasedak, "melipayamak": melipayamak, "smsir": smsir, "ippanel": ippanel}
POSTED = {
    "vonage": (posting.vonage, posting.vonage_report, posting.vonage_message),
    "infobip": (posting.infobip, posting.infobip_report, posting.infobip_message),
    "messagebird": (posting.messagebird, posting.messagebird_report, posting.messagebird_message),
}
NUMBER = "09121234567"
SECRET = "s3cret-of-hooks"


@asynccontextmanager
async def account(name: str, routes: web.RouteTableDef, gateway: Gateway, hub: Hub) -> AsyncIterator[SmsHttpAccount]:
    async with serving(routes, gateway) as address:
        options: dict[str, Any] = {"preset": name, "address": address, "username": "peyvand", "password": gateway.key}
        yield SmsHttpAccount(make_options(**options, poll_interval=1, hook_secret=SECRET), hub)


def test_every_preset_is_tested() -> None:
    assert {*ASKED, *POSTED, "kannel"} == set(names())  # Kannel itself, in tests/peers/kannel


@pytest.mark.parametrize("name", ASKED)
async def test_a_gateway_that_is_asked(name: str) -> None:
    gateway, hub = Gateway(), Hub()
    came = gateway.write(NUMBER, LINE, PERSIAN)
    async with account(name, ASKED[name].routes, gateway, hub) as one:
        taken = await one.send_message(outgoing())
        assert (taken.provider_id, gateway.sent[0].text, gateway.sent[0].sender) == (gateway.sent[0].id, PERSIAN, LINE)
        assert gateway.sent[0].to in {TO, NUMBER}
        await one.send_message(pattern("123456", token="777"))
        assert (gateway.sent[1].pattern, "777" in gateway.sent[1].text) == ("123456", True)
        left = await one.balance()
        assert left == Price(Decimal(gateway.credit), "XXX" if name in {"smsir", "melipayamak"} else "IRR")
        hub.waited = [sent.id for sent in gateway.sent]
        gateway.sent[0].state, gateway.sent[1].state = "delivered", "blacklisted"
        task = asyncio.create_task(one.run())
        await until(lambda: len(hub.reports) == 2 and hub.messages, what="what it is asked for")
        task.cancel()
        assert {(told.provider_id, told.state, told.reason) for told in hub.reports} == {
            (gateway.sent[0].id, "delivered", None), (gateway.sent[1].id, "undelivered", "blacklisted"),
        }  # fmt: skip
        (message,) = hub.messages.values()
        assert (message.text, message.own, message.at) == (PERSIAN, LINE, came.at)
        assert message.sender.value.endswith("9121234567")
        await refuses(one, gateway)


async def refuses(one: SmsHttpAccount, gateway: Gateway) -> None:
    """Without credit and without the key it says so."""
    gateway.credit = 1
    with pytest.raises(Refused) as raised:
        await one.send_message(outgoing())
    assert raised.value.cause in {"no_credit", "rejected"}
    gateway.key = "another"
    with pytest.raises(NeedsSignIn):
        await one.send_message(outgoing())
    assert len(gateway.sent) <= 2


@pytest.mark.parametrize("name", POSTED)
async def test_a_gateway_that_posts(name: str) -> None:
    assert isinstance(CONNECTOR, ReadsHooks)
    gateway, (routes, report, message) = Gateway(), POSTED[name]
    async with account(name, routes, gateway, Hub()) as one:
        taken = await one.send_message(outgoing())
        (sent,) = gateway.sent
        assert (taken.provider_id, sent.to, sent.text) == (sent.id, TO[1:], PERSIAN)
        assert sent.callback == f"https://hub.example/hooks/sms/status?secret={SECRET}"
        assert (await one.balance()).amount == gateway.credit
        for state, reason in (("delivered", None), ("undelivered", "expired")):
            sent.state = state
            (told,) = CONNECTOR.read_hook(one._options, posted("status", *report(sent))).reports
            assert (told.provider_id, told.state, told.reason) == (sent.id, state, reason)
            assert (told.operator, told.at) == ("43211", datetime(2025, 11, 30, 10, 53, tzinfo=UTC))
        came = gateway.write("989121234567", LINE, PERSIAN)
        (heard,) = CONNECTOR.read_hook(one._options, posted("inbound", *message(came))).messages
        assert (heard.text, heard.own, heard.at, heard.dedupe_key) == (PERSIAN, LINE, came.at, f"id:{came.id}")
        await refuses(one, gateway)


def posted(path: str, query: bytes, body: bytes, kind: str) -> Any:
    return hook(path, f"secret={SECRET}&".encode() + query, body, "POST" if body else "GET", content_type=kind)


async def test_a_number_of_the_black_list_is_told_at_once() -> None:
    gateway = Gateway()
    async with account("smsir", smsir.routes, gateway, Hub()) as one:
        with pytest.raises(Refused) as raised:
            await one.send_message(outgoing(to="+98" + smsir.BLOCKED[1:]))
    assert raised.value.cause == "blacklisted"


async def test_an_account_that_is_new_leaves_a_gateways_past_alone() -> None:
    gateway, hub = Gateway(), Hub()
    for year in range(2000, 2025):
        gateway.write("+989121234567", LINE, "old", datetime(year, 1, 1, tzinfo=UTC))
    gateway.write("+989121234567", LINE, "new")
    async with account("ippanel", ippanel.routes, gateway, hub) as one:
        task = asyncio.create_task(one.run())
        await until(lambda: hub.cursors)
        task.cancel()
    assert [message.text for message in hub.messages.values()] == ["new"]
