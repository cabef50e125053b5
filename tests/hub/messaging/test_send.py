"""Each message is sent once or not at all: refused, captured, uncertain, given back, reported on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub import messaging
from hub.db import Tx, new_id, utc_now
from hub.events.models import Event
from hub.jobs.models import Job
from hub.messaging import lists, mode
from hub.messaging.models import EarlyReport, SandboxMode
from hub.messaging.present import describe_whole
from hub.messaging.schemas import OutboxQuery
from hub.messaging.send import begin
from hub.ports import DeliveryReport, OutboundMessage, OutboundTaken, Refused, RetryLater, Uncertain
from hub.timeline import TimelineEntry
from tests.hub.messaging.conftest import Outbox


def report(state: str, provider_id: str = "p1", **more: str) -> DeliveryReport:
    return DeliveryReport(provider_id=provider_id, state=state, at=utc_now(), **more)  # type: ignore[arg-type]


async def test_sent_once_however_often_it_is_asked_for(outbox: Outbox) -> None:
    first = await outbox.send()
    again = await outbox.send(text="anything else")
    assert (first.state, first.new, again.id, again.new) == ("accepted", True, first.id, False)
    assert await outbox.work() == 1
    (got,) = outbox.provider.got
    assert (got.id, got.to.value, got.text) == (str(first.id), "+989121234567", "سلام، نوبت شما فرداست.")
    row = await outbox.row(first.id)
    assert (row.state, row.provider_id, row.account, row.customer_id) == ("sent", "p1", "gateway", outbox.customer)
    line = await outbox.line(first.id)
    assert (line.channel, line.direction, line.state, line.facts["message_id"]) == ("sms", "out", "sent", str(first.id))
    await outbox.hurry()
    assert await outbox.work() == 0


async def test_many_in_one_transaction_each_key_once(outbox: Outbox) -> None:
    keys = ["a", "b", "a", "c"]
    found = await outbox.db.write(lambda tx: messaging.enqueue_many(tx, [outbox.wanted(key) for key in keys]))
    assert [one.new for one in found] == [True, True, False, True]
    assert found[0].id == found[2].id
    assert await outbox.work() == 3
    async with outbox.db.read() as session:
        entries = await session.scalar(sa.select(sa.func.count()).select_from(TimelineEntry))
    assert entries == 3


async def test_nothing_is_left_of_a_transaction_that_fails(outbox: Outbox) -> None:
    async def work(tx: Tx) -> None:
        await messaging.enqueue(tx, outbox.wanted())
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await outbox.db.write(work)
    assert await outbox.work() == 0


@pytest.mark.parametrize(("more", "reason"), [({"purpose": "marketing"}, "no_record"), ({"text": " "}, "empty"),
                                              ({"channel": "email"}, "wrong_channel")])  # fmt: skip
async def test_refused_before_it_is_sent_and_said_why(outbox: Outbox, more: dict[str, str], reason: str) -> None:
    found = await outbox.send(**more)
    assert (found.state, found.reason) == ("refused", reason)
    assert await outbox.work() == 0
    assert (await outbox.row(found.id)).interaction_id is None


async def test_an_opt_out_that_comes_before_the_job_stops_it(outbox: Outbox) -> None:
    found = await outbox.send()
    await outbox.say("withdrawn")
    await outbox.work()
    assert await outbox.state(found.id) == ("refused", "withdrawn")
    assert not outbox.provider.got
    assert (await outbox.line(found.id)).state == "refused"


async def test_in_the_sandbox_no_sender_can_be_reached(outbox: Outbox) -> None:
    outbox.use(sandbox=True)
    assert outbox.senders.find("sms", "gateway") is None
    found = await outbox.send()
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("captured", None), [])
    assert (await outbox.line(found.id)).state == "captured"


async def test_what_was_accepted_in_the_sandbox_never_leaves(outbox: Outbox) -> None:
    outbox.use(sandbox=True)
    found = await outbox.send()
    outbox.use(sandbox=False)
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("captured", None), [])


async def test_two_processes_must_agree_that_it_may_leave(outbox: Outbox) -> None:
    await outbox.db.write(lambda tx: mode.keep(tx, on=True))  # another process was started in the sandbox
    found = await outbox.send()
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("captured", None), [])


async def test_a_process_of_the_sandbox_counts_as_long_as_it_runs(outbox: Outbox) -> None:
    await mode.start(outbox.db, on=True)
    await outbox.db.write(mode.hold)
    await mode.start(outbox.db, on=False)  # another process, started after it
    found = await outbox.send()
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("accepted", None), [])
    await outbox.hurry()
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("captured", None), [])

    later = await outbox.send("later")
    await outbox.work()
    await outbox.db.write(lambda tx: tx.session.execute(sa.update(SandboxMode).values(held_until=tx.now)))
    await outbox.hurry()
    await outbox.work()
    assert await outbox.state(later.id) == ("sent", None)


async def test_a_lost_answer_is_unknown_and_nothing_is_sent_twice(outbox: Outbox) -> None:
    for error in (Uncertain("the line broke"), OSError("reset"), TimeoutError()):
        outbox.provider.fails = [error]
        found = await outbox.send(str(new_id()))
        await outbox.work()
        assert await outbox.state(found.id) == ("unknown", "no_answer")
    await outbox.hurry()
    assert (await outbox.work(), len(outbox.provider.got)) == (0, 3)


async def test_a_slow_provider_is_not_waited_for(outbox: Outbox) -> None:
    class Slow:
        async def send_message(self, message: OutboundMessage) -> OutboundTaken:
            await asyncio.Event().wait()
            raise AssertionError(message)

    outbox.senders.register("sms", "gateway", Slow())
    found = await outbox.send()
    await outbox.work()
    assert await outbox.state(found.id) == ("unknown", "no_answer")


async def test_a_crash_between_sending_and_recording_is_unknown(outbox: Outbox) -> None:
    found = await outbox.send()
    await outbox.claim()
    leaving = await outbox.db.write(lambda tx: begin(tx, found.id, outbox.senders))
    assert leaving is not None
    await leaving.sender.send_message(leaving.message)  # and here the process dies
    await outbox.hurry()
    assert await outbox.work() == 1
    assert await outbox.state(found.id) == ("unknown", "interrupted")
    assert len(outbox.provider.got) == 1


async def test_what_the_provider_did_not_take_is_sent_later(outbox: Outbox) -> None:
    outbox.provider.fails = [RetryLater("busy", 30.0)]
    found = await outbox.send()
    await outbox.work()
    assert await outbox.state(found.id) == ("accepted", None)
    await outbox.hurry()
    await outbox.work()
    assert await outbox.state(found.id) == ("sent", None)


async def test_what_the_provider_refuses_is_undelivered(outbox: Outbox) -> None:
    outbox.provider.fails = [Refused("no such number")]
    found = await outbox.send()
    await outbox.work()
    row = await outbox.row(found.id)
    assert (row.state, row.reason, row.detail) == ("undelivered", "rejected", "no such number")


async def test_without_a_route_it_is_undelivered_and_may_be_tried_again(outbox: Outbox) -> None:
    outbox.senders.forget("gateway")
    found = await outbox.send()
    await outbox.work()
    assert await outbox.state(found.id) == ("undelivered", "no_route")
    outbox.use(sandbox=False)
    leaving = await outbox.db.write(lambda tx: begin(tx, found.id, outbox.senders))
    assert leaving is not None
    assert leaving.message.id == str(found.id)


async def test_too_late_is_not_sent(outbox: Outbox) -> None:
    found = await outbox.send(expires_at=utc_now() - timedelta(minutes=1))
    await outbox.work()
    assert (await outbox.state(found.id), outbox.provider.got) == (("undelivered", "expired"), [])


@pytest.mark.parametrize("order", [(0, 1, 2, 1), (1, 0, 2, 0), (2, 1, 1, 0)])
async def test_reports_in_any_order_are_harmless(outbox: Outbox, order: tuple[int, ...]) -> None:
    reports = [report("sent"), report("delivered"), report("undelivered", reason="absent")]
    found = await outbox.send()
    await outbox.work()
    for place in order:
        await outbox.db.write(lambda tx, one=reports[place]: messaging.take_reports(tx, "gateway", [one]))  # type: ignore[misc]
    assert await outbox.state(found.id) == ("delivered", None)
    assert (await outbox.line(found.id)).state == "delivered"


async def test_what_a_provider_says_at_length_or_in_odd_letters_is_kept_as_far_as_it_goes(outbox: Outbox) -> None:
    long = "p\0\ud800" + "9" * 600
    found = await outbox.send()
    outbox.provider.send_message = lambda _message: asyncio.sleep(0, OutboundTaken(long))  # type: ignore[method-assign]
    await outbox.work()
    assert await outbox.state(found.id) == ("sent", None)
    words = {"reason": "r\0\udfff" * 100, "detail": "d\0\udfff" * 900}
    reports = [report("undelivered", long, **words), report("delivered", "other\0" * 200, **words)]
    assert await outbox.db.write(lambda tx: messaging.take_reports(tx, "gateway", reports)) == 1
    assert await outbox.state(found.id) == ("undelivered", "r" * 40)


async def test_open_pages_and_the_search_are_told(outbox: Outbox) -> None:
    outbox.use(sandbox=True)
    found = await outbox.send()
    await outbox.work()
    async with outbox.db.read() as session:
        told = (await session.scalars(sa.select(Event).where(Event.room == "outbox").order_by(Event.id))).all()
        left = (await session.scalars(sa.select(Job.id))).all()
    assert [(one.key, (one.data or {})["state"]) for one in told] == [
        (str(found.id), "accepted"),
        (str(found.id), "captured"),
    ]
    assert not left


async def test_a_link_to_act_for_oneself_reaches_its_recipient_only(outbox: Outbox) -> None:
    token = "a" * 43
    text = f"open https://hub.example/consent/{token}\nthanks"
    html = f'<a href="https://hub.example/consent/{token}">x</a>'
    found = await outbox.send(text=text, html=html, subject=f"_https://hub.example/consent/{token}_")
    outbox.provider.fails = [Refused(f"not taken: {text}")]
    await outbox.work()
    assert outbox.provider.got[0].text == text
    assert token in (outbox.provider.got[0].html or "")
    async with outbox.db.read() as session:
        shown = await describe_whole(session, await outbox.row(found.id))
        told = list(await session.scalars(sa.select(Event.data)))
    line = await outbox.line(found.id)
    assert line.text == "open https://hub.example/consent/…\nthanks"
    assert token not in shown.model_dump_json()
    assert shown.text == line.text
    assert not any(token in str(one) for one in told)


async def test_reports_on_what_is_not_known_have_a_ceiling(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.messaging.early.MOST_UNKNOWN", 3)
    many = [report("delivered", f"x{number}") for number in range(5)]
    for some in (many[:2], many[2:]):
        await outbox.db.write(lambda tx, some=some: messaging.take_reports(tx, "gateway", some))  # type: ignore[misc]
    async with outbox.db.read() as session:
        assert set(await session.scalars(sa.select(EarlyReport.provider_id))) == {"x2", "x3", "x4"}
    assert await outbox.db.write(lambda tx: messaging.take_reports(tx, "other", many[:1])) == 1


async def test_a_search_looks_at_so_many_and_no_more(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("old", "middle", "new"):
        await outbox.send(key, text=f"{key} word")

    async def found(search: str) -> list[str]:
        async with outbox.db.read() as session:
            return [row.dedupe_key for row in await lists.find_messages(session, OutboxQuery(search=search))]

    assert await found("word") == ["new", "middle", "old"]
    monkeypatch.setattr(lists, "SEARCHED", 2)
    assert (await found("word"), await found("old")) == (["new", "middle"], [])
