"""An account at a gateway that remembers, loses its answers, is busy and runs out of credit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from connectors.sms_http.client import SmsHttpAccount
from hub.ports import (
    Connection,
    ConnectorError,
    NeedsSignIn,
    Price,
    Refused,
    RetryLater,
    SendsMessages,
    TellsBalance,
    Uncertain,
)
from tests.connectors.sms_http.conftest import LINE, PERSIAN, TO, Hub, make_options, outgoing, pattern
from tests.support.gateways import kavenegar
from tests.support.gateways.core import Gateway, Mood, serving
from tests.support.ports import free_port
from tests.support.waiting import until


@asynccontextmanager
async def account(served: Gateway, hub: Hub, **options: object) -> AsyncIterator[SmsHttpAccount]:
    async with serving(kavenegar.routes, served) as address:
        yield SmsHttpAccount(make_options(**{"address": address, **options}), hub)


@asynccontextmanager
async def running(served: Gateway, hub: Hub, **options: object) -> AsyncIterator[SmsHttpAccount]:
    async with account(served, hub, **{"poll_interval": 1, **options}) as one:
        task = asyncio.create_task(one.run())
        try:
            yield one
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_a_message_is_taken_with_what_it_costs() -> None:
    gateway = Gateway()
    async with account(gateway, Hub()) as one:
        assert isinstance(one, SendsMessages)
        assert isinstance(one, TellsBalance)
        taken = await one.send_message(outgoing())
        assert (taken.provider_id, taken.price) == (gateway.sent[0].id, Price(Decimal(120), "IRR"))
        assert (gateway.sent[0].to, gateway.sent[0].sender, gateway.sent[0].text) == (TO, LINE, PERSIAN)
        assert await one.balance() == Price(Decimal(9880), "IRR")
        await one.send_message(pattern("login", token="1234"))
        assert (gateway.sent[1].pattern, gateway.sent[1].text) == ("login", "1234")
        with pytest.raises(Refused, match=r"values\.token"):
            await one.send_message(pattern("login", person="Sara"))
        await one.send_message(outgoing(sender_address="30001"))
        assert gateway.sent[2].sender == "30001"
    async with account(gateway, Hub(), patterns={"visit": "نوبت شما {token} است."}) as one:
        await one.send_message(outgoing("نوبت شما فردا است."))
        await one.send_message(outgoing("نوبت شما کی است؟"))
        assert [(sent.pattern, sent.text) for sent in gateway.sent[3:]] == [
            ("visit", "فردا"), (None, "نوبت شما کی است؟"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "mood", "error", "took"),
    [
        ("POST", Mood.LOSES_ANSWERS, Uncertain, 1), ("POST", Mood.HANGS, Uncertain, 1),
        ("POST", Mood.BROKEN, Uncertain, 1), ("POST", Mood.BABBLES, Uncertain, 1), ("POST", Mood.BUSY, RetryLater, 0),
        ("GET", Mood.LOSES_ANSWERS, Uncertain, 0), ("GET", Mood.BUSY, RetryLater, 0),
    ],
)  # fmt: skip
async def test_a_lost_answer_is_uncertain_and_nothing_is_sent_twice(
    method: str, mood: Mood, error: type[ConnectorError], took: int
) -> None:
    gateway = Gateway(mood=mood)
    own = {"send": {"request": {"method": "GET", "form": None, "url": "/v1/{api_key}/sms/receive.json"}}}
    async with account(gateway, Hub(), gateway=own if method == "GET" else {}, timeout=1) as one:
        with pytest.raises(error) as raised:
            await one.send_message(outgoing())
    assert type(raised.value) is error
    assert len(gateway.requests) == 1
    assert len(gateway.sent) == took
    if isinstance(raised.value, RetryLater):
        assert (raised.value.after, raised.value.cause) == (7.0, "throttled")


async def test_what_surely_was_not_taken_is_told_apart() -> None:
    gateway = Gateway(credit=100)
    async with account(gateway, Hub()) as one:
        with pytest.raises(Refused) as raised:
            await one.send_message(outgoing())
        assert (raised.value.cause, "اعتبار" in str(raised.value)) == ("no_credit", True)
        wrong = SmsHttpAccount(make_options(address=one._options.address, api_key="wr0ng-key"), Hub())
        with pytest.raises(NeedsSignIn) as rejected:
            await wrong.send_message(outgoing())
        assert "wr0ng-key" not in str(rejected.value)
        assert "…" in str(rejected.value)
    nobody = SmsHttpAccount(make_options(address=f"http://127.0.0.1:{free_port()}"), Hub())
    with pytest.raises(RetryLater):
        await nobody.send_message(outgoing())


async def test_delivery_and_what_comes_in_are_asked_for() -> None:
    gateway, hub = Gateway(), Hub()
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    gateway.write("09121234567", LINE, PERSIAN, at)
    async with running(gateway, hub) as one:
        hub.waited = [str((await one.send_message(outgoing())).provider_id)]
        await until(lambda: hub.messages)
        gateway.deliver("blacklisted")
        (report,) = await until(lambda: hub.reports, what="the report")
        assert (report.provider_id, report.state, report.reason) == (gateway.sent[0].id, "undelivered", "blacklisted")
        assert hub.waited == []
        (message,) = hub.messages.values()
        assert (message.sender.value, message.own, message.text, message.at) == ("09121234567", LINE, PERSIAN, at)
        assert [state.connection for state in hub.states] == [Connection.CONNECTING, Connection.CONNECTED]
        assert "k3y" not in str(one.diagnostics())
        assert LINE not in str(one.diagnostics())


async def test_what_was_read_and_not_stored_before_a_restart_comes_again_and_once() -> None:
    gateway, hub = Gateway(), Hub()
    gateway.write("09121234567", LINE, "one")
    gateway.unread()  # by a hub that died before it had stored it
    async with running(gateway, hub):
        await until(lambda: hub.messages)
        gateway.write("09121234567", LINE, "two")
        await until(lambda: len(hub.messages) == 2)
    async with running(gateway, hub):  # another process: the store tells it what it has
        await until(lambda: hub.taken == 4)
    assert sorted(one.text or "" for one in hub.messages.values()) == ["one", "two"]


async def test_a_hundred_at_once_are_taken_in_the_order_of_their_time() -> None:
    gateway, hub = Gateway(), Hub()
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    for place in range(130):
        gateway.write("09121234567", LINE, str(place), begun + timedelta(seconds=130 - place))
    async with running(gateway, hub):
        await until(lambda: len(hub.messages) == 130)
    texts = [one.text for one in hub.messages.values()]
    assert texts[:100] == [str(place) for place in range(99, -1, -1)]


async def test_a_gateway_that_lets_nobody_in_or_is_away_is_said_so_and_tried_again() -> None:
    gateway, hub = Gateway(), Hub()
    async with running(gateway, hub, api_key="another") as one:
        state = await until(lambda: hub.states[-1] if len(hub.states) > 1 else None)
        assert (state.connection, state.reason) == (Connection.NEEDS_SIGN_IN, "rejected")
        assert "another" not in (state.answer or "")
        assert one.diagnostics()["connection"] == "needs_sign_in"
    hub = Hub()
    gateway.mood = Mood.BROKEN
    async with running(gateway, hub):
        await until(lambda: hub.connection is Connection.DISCONNECTED)
        gateway.mood = Mood.WELL
        await until(lambda: hub.connection is Connection.CONNECTED)


async def test_the_store_being_away_loses_nothing() -> None:
    gateway, hub = Gateway(), Hub()
    gateway.write("09121234567", LINE, "one")
    away = True

    async def take(message: object) -> None:
        if away:
            raise RetryLater("The store is away.", after=1.0)
        await Hub.take(hub, message)  # type: ignore[arg-type]

    hub.take = take  # type: ignore[method-assign, assignment]
    async with running(gateway, hub):
        await until(lambda: hub.connection is Connection.DISCONNECTED)
        away = False
        await until(lambda: hub.messages)


async def test_a_gateway_that_cannot_be_asked_anything_is_looked_at_all_the_same() -> None:
    gateway, hub = Gateway(), Hub()
    kannel = {"preset": "kannel", "username": "peyvand", "password": "p"}
    async with running(gateway, hub, **kannel) as one:
        await until(lambda: hub.connection is Connection.CONNECTED)
        assert gateway.requests == ["GET /"]
        gateway.key = "another"
        one._gateway = make_options().described()  # one that says so
        with pytest.raises(NeedsSignIn):
            await one.send_message(outgoing())
        assert hub.connection is Connection.NEEDS_SIGN_IN
    hub = Hub()
    away = SmsHttpAccount(make_options(**kannel, address=f"http://127.0.0.1:{free_port()}"), hub)
    task = asyncio.create_task(away.run())
    await until(lambda: hub.connection is Connection.DISCONNECTED)
    task.cancel()


async def test_a_line_that_takes_no_messages_keeps_no_report_back() -> None:
    gateway, hub = Gateway(), Hub()
    poll = {"id": "c", "from": "a", "text": "b", "answer": {"ok": "`false`"}, "request": {"url": "/{from}"}}
    own = {"messages": {"polls": [poll]}}
    async with running(gateway, hub, gateway=own) as one:
        hub.waited = [str((await one.send_message(outgoing())).provider_id)]
        gateway.deliver()
        await until(lambda: hub.reports)
        assert hub.connection is Connection.DISCONNECTED
    hub = Hub()
    async with running(gateway, hub, gateway=own, sender=None):
        await until(lambda: hub.connection is Connection.CONNECTED)
