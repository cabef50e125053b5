"""Messages by their ways: the first that can, another where it surely did not take it, held to what may be spent."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from hub.db import new_id
from hub.jobs.models import Job
from hub.messaging import OutboxMessage, begin, take_reports
from hub.messaging.enqueue import SEND_JOB
from hub.messaging.present import describe_whole
from hub.messaging.schemas_write import NewMessage
from hub.messaging.send import Leaving, give_back
from hub.messaging.writing import judge
from hub.ports import DeliveryReport, Price, Refused, RetryLater, Uncertain
from hub.sms.balances import list_balances
from hub.sms.limits import change_limits
from hub.sms.models import SmsSpend
from hub.sms.schemas import LimitsIn
from hub.sms.spending import keep_balance, read_standing
from hub.sms.store import change_route, delete_route, list_routes
from hub.web import Invalid
from tests.hub.sms.conftest import Routed

PRICED = {"price": "100", "currency": "IRT"}


async def left(routed: Routed) -> list[tuple[str, Any, bool]]:
    async with routed.db.read() as session:
        return [(one.name, one.spent, bool(one.balance and one.balance.low)) for one in await list_routes(session)]


async def waits(routed: Routed) -> list[int]:
    """How often each message that waits was tried."""
    async with routed.db.read() as session:
        return list(await session.scalars(sa.select(Job.attempts).where(Job.kind == SEND_JOB)))


@pytest.mark.parametrize("fails", [RetryLater("busy"), Refused("empty purse", cause="no_credit")])
async def test_what_was_surely_not_taken_goes_by_the_next_way(routed: Routed, fails: BaseException) -> None:
    await routed.route("First", "gateway", sender="1000", **PRICED)
    second = await routed.route("Second", "spare", sender="3000", suffix="لغو۱۱")
    routed.provider.fails = [fails]
    sent = await routed.send()
    assert await routed.work() == 1
    assert await waits(routed) == [0]  # that one way failed is no attempt
    for lane in ("messages", "messages:spare"):
        await routed.hurry()
        await routed.work(lane)
    assert await routed.state(sent.id) == ("sent", None)
    row = await routed.row(sent.id)
    assert (row.account, row.route_id, row.sender_address) == ("spare", second.id, "3000")
    assert [one["account"] for one in row.tried] == ["gateway"]
    assert (len(routed.provider.got), len(routed.other.got)) == (1, 1)
    assert (await left(routed))[0] == ("First", Decimal(0), False)  # what was reserved is given back
    await _is_told(routed, row, second.name, str(fails))


async def _is_told(routed: Routed, row: Any, route: str, words: str) -> None:
    """By which route it went, and which did not take it, also after that one is gone."""
    async with routed.db.read() as session:
        shown = await describe_whole(session, row)
        first = (await list_routes(session))[0].id
    (tried,) = shown.tried
    assert (shown.route and shown.route.name, tried.route and tried.route.name) == (route, "First")
    assert (tried.account, tried.detail, tried.at is not None) == ("gateway", words, True)
    assert tried.reason == row.tried[0]["reason"]
    await routed.db.write(lambda tx: delete_route(tx, first))
    async with routed.db.read() as session:
        tried = (await describe_whole(session, row)).tried[0]
    assert tried.route is not None
    assert (tried.route.id, tried.route.name) == (first, None)


async def test_what_may_have_been_taken_is_never_sent_again(routed: Routed) -> None:
    await routed.route("First", "gateway")
    await routed.route("Second", "spare")
    routed.provider.fails = [Uncertain("cut")]
    sent = await routed.send()
    await routed.work()
    await routed.hurry()
    await routed.work()
    assert await routed.state(sent.id) == ("unknown", "no_answer")
    assert not routed.other.got


async def test_the_suffix_is_added_once_and_only_to_marketing(routed: Routed) -> None:
    await routed.route("Ads", "gateway", suffix="لغو۱۱")
    await routed.say("granted", "marketing")
    noon = datetime(2030, 1, 1, 9, tzinfo=UTC)
    texts = []
    for key, text, purpose in (
        ("a", "تخفیف", "marketing"),
        ("b", "تخفیف\nلغو۱۱", "marketing"),
        ("c", "نوبت", "service"),
    ):
        sent = await routed.send(key, text=text, purpose=purpose, send_at=noon)
        texts.append((await routed.row(sent.id)).text)
    assert texts == ["تخفیف\nلغو۱۱", "تخفیف\nلغو۱۱", "نوبت"]


async def test_another_way_takes_the_suffix_of_the_first_away(routed: Routed) -> None:
    limits = LimitsIn(quiet=False)
    await routed.db.write(lambda tx: change_limits(tx, limits, None))
    await routed.say("granted", "marketing")
    for name, suffix in (("First", "لغو۱۱"), ("Second", "لغو۲۲"), ("Third", None)):
        await routed.route(name, "gateway", suffix=suffix)
    routed.provider.fails = [RetryLater("busy"), RetryLater("busy")]
    sent = await routed.send(text="تخفیف", purpose="marketing")
    for _ in range(3):
        await routed.work()
    assert [one.text for one in routed.provider.got] == ["تخفیف\nلغو۱۱", "تخفیف\nلغو۲۲", "تخفیف"]
    assert (await routed.row(sent.id)).text == "تخفیف"


async def test_a_day_costs_no_more_than_it_may(routed: Routed) -> None:
    dear = await routed.route("Dear", "gateway", spend_limit="250", **PRICED)
    ids = [(await routed.send(key)).id for key in "abc"]
    await routed.work()
    states = sorted([await routed.state(one) for one in ids], key=str)
    assert states == [("sent", None), ("sent", None), ("undelivered", "spend_limit")]
    assert (await left(routed))[0][1] == Decimal(200)
    with pytest.raises(Invalid) as refused:
        await routed.db.write(lambda tx: change_route(tx, dear.id, {"currency": "EUR"}, None))
    assert refused.value.errors[0].code == "currency_spent"
    await routed.db.write(lambda tx: keep_balance(tx, "gateway", Price(Decimal(0), "IRR")))
    assert (await routed.send("d", origin="agent")).reason == "no_credit"
    await _is_said_before(routed)
    assert (await left(routed))[0][2]


async def _is_said_before(routed: Routed) -> None:
    """That there is no credit, and on which route."""
    wanted = NewMessage(identity_id=routed.identity, text="سلام", key=new_id())
    async with routed.db.read() as session:
        check = await judge(session, wanted, datetime.now(UTC))
    assert (check.reason, check.facts) == ("no_credit", {"route": "Dear"})


async def test_an_account_tells_what_it_has_left_and_whether_that_is_little(routed: Routed) -> None:
    await routed.route("Warned", "gateway", balance_warning="500", **PRICED)
    await routed.route("Unwarned", "spare")
    for name, amount, currency in (("gateway", 5_001, "IRR"), ("spare", 1, "EUR"), ("nobody", 0, "EUR")):
        told = Price(Decimal(amount), currency)
        await routed.db.write(lambda tx, name=name, told=told: keep_balance(tx, name, told))
    async with routed.db.read() as session:
        low = {one.account: one.low for one in await list_balances(session)}
    assert low == {"gateway": False, "nobody": True, "spare": False}
    await routed.db.write(lambda tx: keep_balance(tx, "gateway", Price(Decimal("4999"), "IRR")))  # 499.9 toman
    async with routed.db.read() as session:
        (first, *_) = await list_balances(session)
    assert (first.amount, first.currency, first.low) == (Decimal(4_999), "IRR", True)
    assert datetime.now(UTC) - first.told_at < timedelta(minutes=1)


async def test_who_asks_too_often_is_refused_in_words(routed: Routed) -> None:
    limits = LimitsIn(prefix_day=5, account_day=4)
    await routed.db.write(lambda tx: change_limits(tx, limits, None))
    await routed.route("First", "gateway")
    found = [(await routed.send(key, origin="code")).reason for key in "abcd"]
    assert found == [None, None, None, "number_limit"]
    assert [(await routed.send(key, origin="agent")).reason for key in "ef"] == [None, "daily_limit"]
    await routed.route("Spare", "spare")
    assert [(await routed.send(key, origin="agent")).reason for key in "gh"] == [None, "prefix_limit"]


@pytest.mark.parametrize(
    ("limits", "origin", "most"),
    [({}, "code", 3), ({"request_most": None, "prefix_day": 2}, "agent", 2), ({"account_day": 4}, "agent", 4)],
)
async def test_no_limit_is_passed_by_many_at_once(
    routed: Routed, limits: dict[str, Any], origin: str, most: int
) -> None:
    await routed.db.write(lambda tx: change_limits(tx, LimitsIn(**limits), None))
    await routed.route("First", "gateway")
    found = await asyncio.gather(*(routed.send(str(key), origin=origin) for key in range(8)))
    assert [one.state for one in found].count("accepted") == most


async def test_a_route_that_is_switched_off_leaves_nothing_unlimited(routed: Routed) -> None:
    route = await routed.route("Only", "gateway", active=False)
    assert [(await routed.send(key, **more)).reason for key, more in (("a", {}), ("b", {"account": "gateway"}))] == [
        "no_route", "no_route",
    ]  # fmt: skip
    await routed.db.write(lambda tx: change_route(tx, route.id, {"active": True}, None))
    assert (await routed.send("c")).reason is None


async def test_marketing_waits_for_the_morning(routed: Routed) -> None:
    await routed.route("Ads", "gateway")
    await routed.say("granted", "marketing")
    night = datetime(2030, 1, 1, 22, tzinfo=UTC)  # half past one in Tehran
    sent = await routed.send(purpose="marketing", send_at=night)
    assert (await routed.row(sent.id)).send_at == datetime(2030, 1, 2, 4, 30, tzinfo=UTC)
    service = await routed.send("s", send_at=night)
    assert (await routed.row(service.id)).send_at == night


async def test_marketing_that_is_late_waits_for_the_morning_too(routed: Routed) -> None:
    await routed.route("Ads", "gateway")
    await routed.say("granted", "marketing")
    await routed.db.write(lambda tx: change_limits(tx, LimitsIn(quiet=False), None))
    ads, service = await routed.send(purpose="marketing"), await routed.send("s")
    hour = datetime.now(ZoneInfo("Asia/Tehran")).hour
    night = LimitsIn(quiet_from=hour, quiet_to=(hour + 2) % 24)
    await routed.db.write(lambda tx: change_limits(tx, night, None))
    await routed.work()
    assert (await routed.state(ads.id), await routed.state(service.id)) == (("accepted", None), ("sent", None))
    assert (await waits(routed), await routed.work()) == ([0], 0)


async def test_a_route_sends_no_faster_than_it_may(routed: Routed) -> None:
    await routed.route("Slow", "gateway", rate=2)
    for key in "abc":
        await routed.send(key)
    await routed.work()
    assert len(routed.provider.got) == 1  # the others wait for their turn, and hold nobody up
    jobs = await routed.claim()
    assert jobs == []
    async with routed.db.read() as session:
        assert (await read_standing(session)).spent == {}


async def test_the_price_that_a_provider_tells_takes_the_place_of_the_estimate(routed: Routed) -> None:
    await routed.route("First", "gateway", **PRICED)
    sent = await routed.send()
    await routed.work()
    row = await routed.row(sent.id)
    assert (row.price_micros, row.currency, (await left(routed))[0][1]) == (100_000_000, "IRT", Decimal(100))
    report = DeliveryReport(
        provider_id="p1", state="delivered", at=datetime.now(UTC), price=Price(Decimal(1_500), "IRR")
    )  # fmt: skip
    for _ in range(2):  # told twice it counts once
        await routed.db.write(lambda tx: take_reports(tx, "gateway", [report]))
    assert (await left(routed))[0][1] == Decimal(150)


async def yesterday(tx: Any) -> None:
    """All that went, went a day ago."""
    await tx.session.execute(sa.update(SmsSpend).values(day=tx.now.date() - timedelta(days=1)))
    await tx.session.execute(sa.update(OutboxMessage).values(handed_at=tx.now - timedelta(days=1)))


async def test_what_went_on_another_day_is_put_right_in_that_days_sum(routed: Routed) -> None:
    await routed.route("First", "gateway", **PRICED)
    await routed.send()
    await routed.work()
    await routed.db.write(yesterday)
    report = DeliveryReport(
        provider_id="p1", state="delivered", at=datetime.now(UTC), price=Price(Decimal(400), "IRR")
    )  # fmt: skip
    await routed.db.write(lambda tx: take_reports(tx, "gateway", [report]))
    async with routed.db.read() as session:
        assert list(await session.scalars(sa.select(SmsSpend.micros))) == [40_000_000]
    assert (await left(routed))[0][1] == Decimal(0)  # today


async def test_what_is_given_back_after_midnight_is_given_back_to_its_day(routed: Routed) -> None:
    await routed.route("First", "gateway", **PRICED)
    sent = await routed.send()
    leaving = await routed.db.write(lambda tx: begin(tx, sent.id, routed.senders))
    assert isinstance(leaving, Leaving)
    await routed.db.write(yesterday)
    await routed.db.write(lambda tx: give_back(tx, sent.id, leaving, RetryLater("busy")))
    async with routed.db.read() as session:
        assert list(await session.scalars(sa.select(SmsSpend.micros))) == [0]
