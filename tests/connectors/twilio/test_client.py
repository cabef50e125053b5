"""An account against a Twilio that keeps messages, refuses and breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.twilio.client import TwilioAccount, fields_of
from connectors.twilio.polls import BEGUN, CURSOR, OVERLAP, rounds
from hub.ports import (
    Connection,
    InboundMessage,
    NeedsSignIn,
    OutboundMessage,
    Pattern,
    Peer,
    Price,
    Refused,
    RetryLater,
    TellsBalance,
    Uncertain,
)
from tests.connectors.smpp.remembering import RememberingHost, outbound
from tests.connectors.twilio.conftest import HOOKS, make_options
from tests.connectors.twilio.twilio import SID, TOKEN, OwnTwilio

Start = Callable[..., Awaitable[TwilioAccount]]
Wait = Callable[..., Awaitable[Any]]


async def test_a_message_is_taken_with_where_to_report(start: Start, twilio: OwnTwilio) -> None:
    account = await start()
    taken = await account.send_message(outbound("سلام"))
    assert (taken.provider_id, taken.parts) == (twilio.records[0]["sid"], 1)
    assert twilio.posted == [{
        "To": "+989121234567", "From": "+15005550006", "Body": "سلام", "ValidityPeriod": "14400",
        "StatusCallback": f"{HOOKS}/status",
    }]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "code", "kind", "cause"),
    [
        (400, 21211, Refused, "unknown_number"), (400, 21610, Refused, "opted_out"), (400, 1, Refused, "rejected"),
        (429, 20429, RetryLater, "not_now"), (401, 20003, NeedsSignIn, "sign_in"), (503, 0, Uncertain, "uncertain"),
    ],
)  # fmt: skip
async def test_what_is_not_taken_says_why(
    start: Start, twilio: OwnTwilio, status: int, code: int, kind: type[Exception], cause: str
) -> None:
    account = await start()
    twilio.fail = (status, code)
    with pytest.raises(kind) as failed:
        await account.send_message(outbound("hi"))
    assert failed.value.cause == cause  # type: ignore[attr-defined]
    assert TOKEN not in str(failed.value)
    assert twilio.posted == []


async def test_a_broken_connection_is_uncertain_and_one_that_never_came_about_is_not(
    start: Start, twilio: OwnTwilio
) -> None:
    account = await start()
    twilio.break_off = True
    with pytest.raises(Uncertain):
        await account.send_message(outbound("hi"))
    await twilio.server.close()
    with pytest.raises(RetryLater):
        await account.send_message(outbound("hi"))


async def test_the_list_tells_what_no_hook_told_and_a_new_account_brings_no_past(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    twilio.add("SMold", "inbound", "received", now - timedelta(days=3))
    await start(poll_interval=0.1)
    await wait_for(lambda: host.states[-1].connection is Connection.CONNECTED)
    assert host.messages == []
    twilio.page = 2
    twilio.records.clear()
    for number in range(3):
        twilio.add(f"SM{number}", "inbound", "received", now, body=f"message {number}")
    twilio.add("SMout", "outbound-api", "delivered", now, price="-0.0075")
    twilio.add("SMbad", "outbound-api", "undelivered", now, error_code=30003)
    twilio.add("SMwa", "inbound", "received", now, **{"from": "whatsapp:+98912"})
    twilio.add("SMqueued", "outbound-api", "queued", now)
    await wait_for(lambda: len(host.messages) == 3)
    assert {one.sender for one in host.messages} == {Peer("phone", "+989121234567")}
    assert {one.at for one in host.messages} == {now}
    await wait_for(lambda: len(host.reports) == 2)
    assert {(one.provider_id, one.state, one.reason, one.price) for one in host.reports} == {
        ("SMout", "delivered", None, Price(Decimal("0.0075"), "USD")),
        ("SMbad", "undelivered", "absent_subscriber", None),
    }
    assert "DateSent>" in twilio.listed[0]


async def test_no_look_goes_back_behind_the_accounts_beginning(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    await start(poll_interval=0.1)
    await wait_for(lambda: len(twilio.listed) >= 2)
    begun = datetime.fromisoformat(host.cursors[BEGUN])
    assert {one["DateSent>"] for one in twilio.listed} == {f"{begun:%Y-%m-%dT%H:%M:%SZ}"}


async def test_a_look_that_failed_begins_again_where_it_was(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    left = datetime.now(UTC) - timedelta(days=2)
    host.cursors[CURSOR] = left.isoformat()
    twilio.fail = (500, 0)
    account = await start()
    await wait_for(lambda: host.states[-1].connection is Connection.DISCONNECTED)
    assert host.cursors[CURSOR] == left.isoformat()
    twilio.fail = None
    await wait_for(lambda: host.states[-1].connection is Connection.CONNECTED)
    assert twilio.listed[0]["DateSent>"] == f"{left - OVERLAP:%Y-%m-%dT%H:%M:%SZ}"
    assert account.diagnostics()["counts"]["polls_failed"] >= 1


async def test_a_rejected_token_needs_a_person(start: Start, twilio: OwnTwilio, host: RememberingHost) -> None:
    twilio.fail = (401, 20003)
    account = await start()
    assert (host.states[-1].connection, host.states[-1].reason) == (Connection.NEEDS_SIGN_IN, "rejected")
    assert TOKEN not in repr(account.diagnostics())


async def test_of_a_shared_account_only_what_the_hub_sent_is_reported(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start(shared_account=True, poll_interval=0.1)
    taken = await account.send_message(outbound("hi"))
    twilio.records[0]["status"] = "delivered"
    twilio.add("SMforeign", "outbound-api", "delivered", datetime.now(UTC))
    await wait_for(lambda: host.reports)
    assert {one.provider_id for one in host.reports} == {taken.provider_id}


class AwaitingHost(RememberingHost):
    """A hub that waits for messages of an earlier process."""

    async def awaited(self, after: str | None, limit: int) -> tuple[list[str], str | None]:
        return (["SMearlier1"], "more") if after is None else (["SMearlier2"], None)


async def test_of_a_shared_account_what_was_sent_before_a_restart_is_reported(
    twilio: OwnTwilio, wait_for: Wait
) -> None:
    host = AwaitingHost()
    now = datetime.now(UTC)
    host.cursors[CURSOR] = now.isoformat()
    for sid in ("SMearlier1", "SMforeign", "SMearlier2"):
        twilio.add(sid, "outbound-api", "delivered", now)
    running = asyncio.create_task(TwilioAccount(make_options(api_url=twilio.url, shared_account=True), host).run())
    await wait_for(lambda: host.states and host.states[-1].connection is Connection.CONNECTED)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert {one.provider_id for one in host.reports} == {"SMearlier1", "SMearlier2"}


async def test_what_came_during_an_outage_is_told_in_the_order_it_was_written(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    host.cursors[CURSOR] = now.isoformat()
    twilio.page = 2
    for number, (who, text) in enumerate([("1", "STOP"), ("2", "hi"), ("1", "wait"), ("1", "START"), ("2", "so")]):
        twilio.add(f"SM{number}", "inbound", "received", now - timedelta(seconds=1 - number // 3), body=text,
                   **{"from": f"+98912000000{who}"})  # fmt: skip
    await start()
    await wait_for(lambda: len(host.messages) == 5)
    assert [one.text for one in host.messages] == ["STOP", "hi", "wait", "START", "so"]


async def test_files_of_what_could_not_be_stored_are_told_by_the_next_look(
    start: Start, twilio: OwnTwilio, host: RememberingHost, wait_for: Wait
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    host.cursors[CURSOR] = now.isoformat()
    host.taking = False
    twilio.add("SMfile", "inbound", "received", now, num_media="1")
    account = await start(poll_interval=0.1)
    await wait_for(lambda: account.diagnostics()["counts"]["polls_failed"] >= 1)
    host.taking = True
    await wait_for(lambda: host.messages)
    assert [(file.url.removeprefix(twilio.url), file.type) for file in host.messages[0].media] == [
        (f"/2010-04-01/Accounts/{SID}/Messages/SMfile/Media/ME1", "image/png")
    ]


async def test_the_balance_is_told(start: Start) -> None:
    account = await start()
    assert isinstance(account, TellsBalance)
    assert await account.balance() == Price(Decimal("12.5"), "USD")


async def test_before_it_runs_nothing_is_sent() -> None:
    account = TwilioAccount(make_options(), RememberingHost())
    with pytest.raises(RetryLater):
        await account.send_message(outbound("hi"))
    await asyncio.sleep(0)


def test_a_pattern_goes_by_its_name_and_a_service_chooses_the_sender() -> None:
    service = "MG" + "a" * 32
    options = make_options(sender=None, messaging_service=service)
    fields = fields_of(outbound("x", pattern=Pattern("HX1", {"1": "Sara"})), options, None)
    assert fields == {
        "to": "+989121234567", "validity_period": 14400, "content_sid": "HX1", "content_variables": '{"1": "Sara"}',
        "messaging_service_sid": service,
    }  # fmt: skip
    assert fields_of(outbound("x", sender_address="Clinic"), options, None)["from_"] == "Clinic"


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (outbound(""), "content_rejected"), (outbound("x" * 1601), "content_rejected"),
        (outbound("x"), "sender_rejected"),
        (OutboundMessage(id="1", channel="sms", purpose="service", to=Peer("email", "a@b"), text="x", language="en"),
         "unknown_number"),
    ],
)  # fmt: skip
def test_what_can_never_be_sent_is_refused(message: OutboundMessage, cause: str) -> None:
    with pytest.raises(Refused) as refused:
        fields_of(message, make_options(sender=None), None)
    assert refused.value.cause == cause


def test_two_of_one_sender_are_not_stored_at_the_same_time() -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    came = [InboundMessage("sms", f"{n}", who, at, Peer("phone", who)) for n, who in enumerate("abacb")]
    assert [[one.dedupe_key for one in some] for some in rounds(came)] == [["0", "1"], ["2", "3", "4"]]
