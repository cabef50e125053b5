"""A text to many: who gets it, each once whatever happens, and what is said of it meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import links, messaging, sms
from hub.accounts import Role
from hub.customers import CustomerIdentity, Identity
from hub.db import new_id, utc_now
from hub.jobs import Context, Handlers, queue
from hub.jobs.attempt import attempt
from hub.jobs.models import Job
from hub.messaging import HOOKS, OutboxMessage, at_work, many
from hub.messaging.enqueue import SEND_JOB
from hub.messaging.retention import NEVER_LEFT, purge
from hub.messaging.send import give_back
from hub.ports import OutboundTaken, RetryLater
from hub.settings import Settings
from hub.sms.bulk import cancelling, changed, jobs, prepare, retention, sending, store, waiting
from hub.sms.bulk.holding import gone
from hub.sms.bulk.schemas import BulkIn, NewBulk, RecipientQuery
from hub.sms.bulk.store import SendSome
from hub.sms.limits import change_limits
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.sms.schemas import LimitsIn
from hub.sms.spending import read_standing
from hub.sms.store import change_route, list_routes
from hub.web import Conflict, Invalid, Principal
from tests.hub.sms.conftest import Routed

WORDS = {"fa": "سلام {{customer.first_name}}", "en": "Hello {{customer.first_name}}"}
SETTINGS = Settings()


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def user() -> Principal:
    """Who writes to many."""
    return Principal(
        id=new_id(), session_id=new_id(), name="Mina", email="mina@example.com", role=Role.MARKETER, language="fa",
        time_zone="Asia/Tehran", permissions=frozenset(), locked=False, expires_at=utc_now(),
    )  # fmt: skip


@pytest.fixture
async def crowd(routed: Routed) -> Routed:
    """Eleven customers: two share a number, one has a landline, one none, and one opted out."""
    for index in range(6):
        await routed.people.add(f"Nima {index}", f"091200000{index:02}", language="fa")
    await routed.people.add("John", "09350000001", language="en")
    await routed.people.add("Wife of John", "09350000001", language="en")
    await routed.people.add("Office", "02191001000", language="fa")
    await routed.people.add("Nobody", language="fa")
    await routed.say("withdrawn")  # Sara, who is there already
    await routed.route("First", "gateway", rate=1_000, price="100", currency="IRT")
    return routed


async def begin(crowd: Routed, user: Principal, **more: Any) -> UUID:
    wanted = NewBulk.model_validate({
        "selection": {}, "purpose": "service", "texts": WORDS, "name": "News", "key": str(new_id()),
    } | more)  # fmt: skip
    bulk = await crowd.db.write(lambda tx: store.add(tx, user, wanted, SETTINGS))
    await prepare.prepare(crowd.db, bulk.id)
    return bulk.id


async def go_on(crowd: Routed, bulk: UUID) -> None:
    await sending.send_some(crowd.db, SETTINGS, await some_of(crowd, bulk), seconds=5.0)


async def some_of(crowd: Routed, bulk: UUID) -> SendSome:
    async with crowd.db.read() as session:
        query = sa.select(SmsBulkRecipient.route_id, SmsBulkRecipient.account)
        row = (await session.execute(query.where(
            SmsBulkRecipient.bulk_id == bulk, SmsBulkRecipient.account != ""
        ).limit(1))).one()  # fmt: skip
    return SendSome(bulk_id=bulk, account=row.account, route_id=row.route_id)


async def work_off(crowd: Routed, bulk: UUID, lane: str | None = None) -> tuple[str, str | None]:
    """Run its jobs as a worker does, as long as any is due; how it stands then, and why."""
    handlers = Handlers()
    jobs.register(handlers, SETTINGS)
    for _ in range(5):
        due = await crowd.claim(lane or messaging.lane_of("gateway"))
        for job in due:
            await attempt(Context(job, crowd.db), handlers.by_kind[job.kind], 1.0)
        if not due:
            break
    else:
        raise AssertionError("its job is begun again and again")
    async with crowd.db.read() as session:
        row = await session.get_one(SmsBulk, bulk)
    return row.state, row.reason


async def waits(crowd: Routed) -> float | None:
    async with crowd.db.read() as session:
        return await queue.next_due(session, messaging.lane_of("gateway"))


async def version(crowd: Routed, bulk: UUID) -> int:
    async with crowd.db.read() as session:
        return (await session.get_one(SmsBulk, bulk)).version


async def limit(crowd: Routed, **more: Any) -> None:
    await crowd.db.write(lambda tx: change_limits(tx, LimitsIn(**more), None))


async def stands(crowd: Routed, bulk: UUID) -> tuple[str, dict[tuple[str, str | None], int]]:
    async with crowd.db.read() as session:
        state = (await session.get_one(SmsBulk, bulk)).state
        return state, {(one.state, one.reason): one.count for one in await store.results(session, bulk)}


async def test_everybody_gets_it_once_in_their_language(crowd: Routed, user: Principal) -> None:
    async with crowd.db.read() as session:
        wanted = BulkIn.model_validate({"selection": {}, "purpose": "service", "texts": WORDS})
        seen = await prepare.preview(session, user, wanted, SETTINGS, crowd.db.dialect)
    left_out = {"no_number": 1, "duplicate": 1, "unreachable_number": 1, "withdrawn": 1}
    assert (seen.customers, seen.count, seen.skipped) == (11, 7, left_out)
    assert [(share.name, share.count, str(share.cost)) for share in seen.shares] == [("First", 7, "700.00")]
    assert {sample.text for sample in seen.samples} == {"سلام Nima", "Hello John"} or len(seen.samples) == 7
    bulk = await begin(crowd, user)
    await go_on(crowd, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("sent", None)]) == ("finished", 7)
    assert {one.to.value for one in crowd.provider.got} == {
        "+989350000001", *(f"+98912000000{index}" for index in range(6)),
    }  # fmt: skip
    assert {one.text for one in crowd.provider.got} == {"سلام Nima", "Hello John"}
    async with crowd.db.read() as session:  # on everybody's timeline, as any message
        rows = (await session.scalars(sa.select(OutboxMessage))).all()
    assert len([row for row in rows if row.interaction_id and row.provider_id]) == 7
    await go_on(crowd, bulk)  # nobody is left
    assert len(crowd.provider.got) == 7


async def test_what_was_on_its_way_when_the_process_died_is_unknown_and_never_sent_again(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WINDOW", 3)
    bulk = await begin(crowd, user)
    real, calls = messaging.hand_over_many, []

    async def dies(db: Any, account: str, leaving: Any, *more: Any) -> None:
        calls.append(len(leaving))
        if len(calls) == 2:
            await asyncio.gather(*(one.sender.send_message(one.message) for one in leaving))
            raise Killed
        await real(db, account, leaving, *more)

    monkeypatch.setattr(messaging, "hand_over_many", dies)
    with pytest.raises(Killed):
        await go_on(crowd, bulk)
    monkeypatch.setattr(messaging, "hand_over_many", real)
    await go_on(crowd, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("sent", None)], found[("unknown", "interrupted")]) == ("finished", 4, 3)
    assert len({one.to.value for one in crowd.provider.got}) == len(crowd.provider.got) == 7


async def test_it_is_paused_resumed_and_cancelled_and_consent_counts_to_the_end(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = await begin(crowd, user)
    await crowd.db.write(lambda tx: store.pause(tx, bulk))
    await go_on(crowd, bulk)
    assert not crowd.provider.got
    await crowd.db.write(lambda tx: store.resume(tx, bulk))
    async with crowd.db.read() as session:
        query = sa.select(SmsBulkRecipient.identity_id).where(SmsBulkRecipient.state == "pending").limit(1)
        crowd.identity = (await session.scalars(query)).one()
    await crowd.say("withdrawn")  # after it was prepared
    await go_on(crowd, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("sent", None)], found[("refused", "withdrawn")]) == ("finished", 6, 1)
    other = await begin(crowd, user)
    await crowd.db.write(lambda tx: cancelling.cancel(tx, other))
    await crowd.db.write(lambda tx: cancelling.cancel(tx, other))
    assert (await stands(crowd, other))[0] == "cancelled"
    assert len(crowd.provider.got) == 6


async def test_one_that_is_paused_before_it_is_prepared_waits_and_is_prepared_when_it_goes_on(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = NewBulk.model_validate({
        "selection": {}, "purpose": "service", "texts": WORDS, "name": "News", "key": str(new_id()),
        "send_at": utc_now() + timedelta(hours=1),
    })  # fmt: skip
    bulk = (await crowd.db.write(lambda tx: store.add(tx, user, wanted, SETTINGS))).id
    await crowd.db.write(lambda tx: store.pause(tx, bulk))
    await prepare.prepare(crowd.db, bulk)  # its time has come
    assert await stands(crowd, bulk) == ("paused", {})
    assert (await crowd.db.write(lambda tx: store.resume(tx, bulk))).state == "scheduled"
    real = prepare.plan

    async def meanwhile(*given: Any) -> Any:
        await crowd.db.write(lambda tx: store.pause(tx, bulk))
        return await real(*given)

    monkeypatch.setattr(prepare, "plan", meanwhile)
    await prepare.prepare(crowd.db, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("pending", None)]) == ("paused", 7)
    assert (await crowd.db.write(lambda tx: store.resume(tx, bulk))).state == "running"
    await go_on(crowd, bulk)
    assert (await stands(crowd, bulk))[0] == "finished"
    assert len(crowd.provider.got) == 7


async def test_cancelling_takes_back_what_waits_for_a_turn_of_its_own(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cancelling, "TAKEN_BACK", 1)
    monkeypatch.setattr(cancelling, "SKIPPED", 2)
    bulk = await begin(crowd, user)
    crowd.provider.fails = [RetryLater("Not now.", after=30.0), RetryLater("Not now.", after=30.0)]
    work = await sending._ready(crowd.db, await some_of(crowd, bulk))
    assert work is not None
    assert await sending._send_next(crowd.db, SETTINGS, work, 4)
    shown = await crowd.db.write(lambda tx: cancelling.cancel(tx, bulk))
    assert (shown.state, shown.gone) == ("cancelled", None)  # the rest is a job's
    await cancelling.undo(crowd.db, bulk)
    async with crowd.db.read() as session:
        gone = (await session.get_one(SmsBulk, bulk)).gone
        back = (await session.scalars(sa.select(OutboxMessage).where(OutboxMessage.state == "refused"))).all()
    found = (await stands(crowd, bulk))[1]
    assert (gone, found[("sent", None)], found[("refused", "cancelled")]) == (2, 2, 2)
    assert found[("skipped", "cancelled")] == 3
    assert (await crowd.line(back[0].id)).state == "refused"
    await crowd.hurry()
    await crowd.work()
    assert len(crowd.provider.got) == 4  # two of them were not taken


async def test_an_account_that_is_away_is_waited_for_and_costs_no_attempt(crowd: Routed, user: Principal) -> None:
    bulk = await begin(crowd, user)
    crowd.senders.forget("gateway")
    for _ in range(12):
        assert await work_off(crowd, bulk) == ("running", "account_away")
        await crowd.hurry()
    crowd.use(sandbox=False)
    crowd.provider.fails = [RetryLater("Down.", after=30.0)]  # it is here, and its provider is not
    assert await work_off(crowd, bulk) == ("running", "account_away")
    found = (await stands(crowd, bulk))[1]
    assert (found[("accepted", None)], found[("pending", None)]) == (1, 6)  # one was tried
    assert await waits(crowd) == pytest.approx(30, abs=10)
    await crowd.hurry()
    assert await work_off(crowd, bulk) == ("finished", None)
    await crowd.work()
    assert len({one.to.value for one in crowd.provider.got}) == 7
    assert len(crowd.provider.got) == 8  # the one that was not taken came again


async def test_whose_account_works_nowhere_says_so_and_is_given_up_after_a_day(crowd: Routed, user: Principal) -> None:
    bulk = await begin(crowd, user)
    for reason in ("account_away", "account_away"):
        await crowd.db.write(waiting.look)
        async with crowd.db.read() as session:
            row = await session.get_one(SmsBulk, bulk)
        assert (row.state, row.reason) == ("running", reason)

    async def a_day_ago(tx: Any) -> None:
        await tx.session.execute(sa.update(SmsBulk).values(started_at=tx.now - timedelta(days=2)))

    await crowd.db.write(a_day_ago)
    await crowd.db.write(lambda tx: at_work.hold(tx, "gateway", "sms", "here", 0.0))
    await crowd.db.write(waiting.look)  # it was at work a moment ago
    assert (await stands(crowd, bulk))[0] == "running"
    await crowd.db.write(lambda tx: at_work.hold(tx, "gateway", "sms", "here", -90_000.0))
    await crowd.db.write(waiting.look)
    assert (await stands(crowd, bulk))[0] == "paused"


async def test_who_got_it_is_forgotten_in_time_and_how_it_went_is_kept(crowd: Routed, user: Principal) -> None:
    bulk = await begin(crowd, user)
    await go_on(crowd, bulk)
    before = await stands(crowd, bulk)

    async def long_ago(tx: Any) -> None:
        then = tx.now - timedelta(days=400)
        await tx.session.execute(sa.update(SmsBulk).values(started_at=then, ended_at=then))

    await crowd.db.write(long_ago)
    await crowd.db.write(lambda tx: retention.forget(tx, 365))  # nothing is forgotten before it is kept
    assert await stands(crowd, bulk) == before
    assert await retention.keep_figures(crowd.db, SETTINGS.messaging)
    assert not await retention.keep_figures(crowd.db, SETTINGS.messaging)
    assert not await crowd.db.write(lambda tx: retention.forget(tx, 0))
    assert not await crowd.db.write(lambda tx: retention.forget(tx, 365))
    async with crowd.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(SmsBulkRecipient)) == 0
    assert await stands(crowd, bulk) == before


async def test_in_the_sandbox_nothing_leaves(crowd: Routed, user: Principal) -> None:
    crowd.use(sandbox=True)
    bulk = await begin(crowd, user)
    some = SendSome(bulk_id=bulk, account="")
    await sending.send_some(crowd.db, SETTINGS, some, seconds=5.0)
    while await crowd.work():
        pass
    assert not crowd.provider.got
    assert (await stands(crowd, bulk))[1][("captured", None)] == 7


async def test_a_route_that_may_spend_no_more_waits_and_says_so(crowd: Routed, user: Principal) -> None:
    async with crowd.db.read() as session:
        route = (await list_routes(session))[0]
    await crowd.db.write(lambda tx: change_route(tx, route.id, {"spend_limit": Decimal(100)}, None))
    bulk = await begin(crowd, user)
    assert await work_off(crowd, bulk) == ("running", "spend_limit")
    assert len(crowd.provider.got) == 1  # as many as may
    assert await waits(crowd) == pytest.approx(300, abs=20)
    before = await version(crowd, bulk)
    await crowd.hurry()
    assert await work_off(crowd, bulk) == ("running", "spend_limit")
    assert (await version(crowd, bulk), len(crowd.provider.got)) == (before, 1)
    assert HOOKS.reserve is sms.reserve


async def test_an_account_that_sent_enough_today_holds_it_off_and_nobody_is_skipped(
    crowd: Routed, user: Principal
) -> None:
    await limit(crowd, account_day=3)
    bulk = await begin(crowd, user)
    assert await work_off(crowd, bulk) == ("running", "daily_limit")
    found = (await stands(crowd, bulk))[1]
    assert (found[("sent", None)], found[("pending", None)]) == (3, 4)
    other = await begin(crowd, user)  # prepared meanwhile
    assert await work_off(crowd, other) == ("running", "daily_limit")
    assert (await stands(crowd, other))[1][("pending", None)] == 7
    await limit(crowd, account_day=None)
    await crowd.hurry()
    assert (await work_off(crowd, other))[0] == "finished"
    assert (await work_off(crowd, bulk))[0] == "finished"
    assert len(crowd.provider.got) == 14


async def test_numbers_that_begin_alike_wait_while_the_others_get_theirs(crowd: Routed, user: Principal) -> None:
    await limit(crowd, prefix_day=2, prefix_digits=5)
    bulk = await begin(crowd, user)
    assert await work_off(crowd, bulk) == ("running", "prefix_limit")
    assert sorted(one.to.value[:6] for one in crowd.provider.got) == ["+98912", "+98912", "+98935"]
    assert (await stands(crowd, bulk))[1][("pending", None)] == 4
    assert await waits(crowd) == pytest.approx(300, abs=20)


async def test_marketing_at_night_waits_for_the_morning_and_may_still_be_cancelled(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = utc_now() + timedelta(hours=5)
    monkeypatch.setattr("hub.sms.judge.quiet_until", lambda one, limits: morning)
    bulk = await begin(crowd, user)
    some = (await stands(crowd, bulk))[1][("pending", None)]
    assert await work_off(crowd, bulk) == ("running", "quiet_hours")
    assert (await stands(crowd, bulk))[1][("pending", None)] == some
    assert await waits(crowd) == pytest.approx(5 * 3_600, abs=60)
    await crowd.db.write(lambda tx: cancelling.cancel(tx, bulk))
    assert (await stands(crowd, bulk))[1][("skipped", "cancelled")] == some
    await crowd.hurry()
    assert (await work_off(crowd, bulk))[0] == "cancelled"
    assert not crowd.provider.got


async def test_what_was_not_taken_is_left_to_its_own_job_however_the_rest_is_settled(
    crowd: Routed, user: Principal
) -> None:
    bulk = await begin(crowd, user)
    crowd.provider.fails = [RetryLater("Not now.", after=30.0)]

    async def begun(tx: Any) -> None:  # its own job is handing it over as the next are claimed
        change = sa.update(OutboxMessage).where(OutboxMessage.state == "accepted")
        await tx.session.execute(change.values(state="sending", handed_at=tx.now))

    some = await some_of(crowd, bulk)
    work = await sending._ready(crowd.db, some)
    assert work is not None
    assert await sending._send_next(crowd.db, SETTINGS, work, 7)
    await crowd.db.write(begun)
    assert not await sending._send_next(crowd.db, SETTINGS, work, 7)
    found = (await stands(crowd, bulk))[1]
    assert (found[("sent", None)], found[("sending", None)]) == (6, 1)


async def test_a_record_that_is_kept_twice_changes_nothing(crowd: Routed, user: Principal) -> None:
    """As when the answer to a commit was lost."""
    async with crowd.db.read() as session:
        route = (await list_routes(session))[0]
    bulk = await begin(crowd, user)
    work = await sending._ready(crowd.db, await some_of(crowd, bulk))
    assert work is not None
    batch = await crowd.db.write(lambda tx: sending._claim(tx, SETTINGS, work, 2))
    assert batch is not None
    first, second = batch.leaving
    error, answers = RetryLater("Not now.", after=30.0), {UUID(first.message.id): OutboundTaken("p1")}
    for _ in range(2):
        await crowd.db.write(lambda tx: many._record(tx, "gateway", answers))
        await crowd.db.write(lambda tx: many._back(tx, second, error, None))
        assert not await crowd.db.write(lambda tx: give_back(tx, UUID(second.message.id), second, error))
    async with crowd.db.read() as session:
        assert (await read_standing(session)).spent[route.id] == 100_000_000
        kinds = sa.select(sa.func.count()).select_from(Job).where(Job.kind == SEND_JOB)
        assert await session.scalar(kinds) == 1


async def test_each_has_links_of_their_own_and_who_opens_them_is_counted(crowd: Routed, user: Principal) -> None:
    words = {"shorten_links": True, "texts": {"fa": "https://shop.example/" + "a" * 300}}
    wanted = BulkIn.model_validate({"selection": {}, "purpose": "service"} | words)
    async with crowd.db.read() as session:
        with pytest.raises(Invalid):
            await prepare.preview(session, user, wanted, SETTINGS, crowd.db.dialect)
    HOOKS.links = links.Shortener("https://pv.example/l/")
    try:
        async with crowd.db.read() as session:
            seen = await prepare.preview(session, user, wanted, SETTINGS, crowd.db.dialect)
        assert (seen.parts, len(seen.samples[0].text)) == (1, 28)
        bulk = await begin(crowd, user, **words)
        await go_on(crowd, bulk)
    finally:
        HOOKS.links = None
    texts = {one.text for one in crowd.provider.got}
    assert len(texts) == len(crowd.provider.got) == 7
    async with crowd.db.read() as session:
        link = await links.find(await session.connection(), min(texts).rpartition("/")[2])
    clicks = [links.Click(link, utc_now(), kind, "ios") for kind in ("person", "person", "preview")]
    await crowd.db.write(lambda tx: links.record(tx, clicks))
    await crowd.db.write(lambda tx: links.tell(tx, [link.message_id]))
    async with crowd.db.read() as session:
        opened = await store.opened_of(session, bulk)
        assert opened is not None
        assert (opened.messages, opened.people, opened.clicks) == (7, 1, 2)
        found = [(await store.recipients(session, bulk, RecipientQuery(opened=yes)))[0] for yes in (True, False)]
    assert ([one.opened for one in found[0]], len(found[1])) == ([2], 9)


async def test_what_its_provider_gives_back_after_it_was_cancelled_does_not_go(crowd: Routed, user: Principal) -> None:
    bulk = await begin(crowd, user)
    some = await some_of(crowd, bulk)
    work = await sending._ready(crowd.db, some)
    assert work is not None
    batch = await crowd.db.write(lambda tx: sending._claim(tx, SETTINGS, work, 3))
    assert batch is not None
    assert (await crowd.db.write(lambda tx: cancelling.cancel(tx, bulk))).gone == 3  # in the provider's hands
    crowd.provider.fails = [RetryLater("Not now.", after=30.0), RetryLater("Not now.", after=30.0)]
    await messaging.hand_over_many(crowd.db, "gateway", batch.leaving, lambda tx, key: gone(tx, some, key))
    await crowd.hurry()
    handlers = Handlers()
    jobs.register(handlers, SETTINGS)
    for job in await crowd.claim(store.LANE):
        await attempt(Context(job, crowd.db), handlers.by_kind[job.kind], 1.0)
    await crowd.work()
    found = (await stands(crowd, bulk))[1]
    assert (len(crowd.provider.got), found[("sent", None)], found[("refused", "cancelled")]) == (3, 1, 2)
    async with crowd.db.read() as session:
        assert (await session.get_one(SmsBulk, bulk)).gone == 1


async def test_how_it_went_is_kept_before_its_messages_are_forgotten(crowd: Routed, user: Principal) -> None:
    crowd.use(sandbox=True)
    bulk = await begin(crowd, user)
    await sending.send_some(crowd.db, SETTINGS, SendSome(bulk_id=bulk, account=""), seconds=5.0)
    while await crowd.work():
        pass
    before = await stands(crowd, bulk)

    async def ages(tx: Any, days: float) -> None:  # it took a day
        then = tx.now - timedelta(days=days)
        await tx.session.execute(sa.update(SmsBulk).values(started_at=then, ended_at=then + timedelta(days=1)))
        await tx.session.execute(sa.update(OutboxMessage).values(created_at=then))

    await crowd.db.write(lambda tx: ages(tx, SETTINGS.messaging.keep_captured_days - 0.1))
    while await retention.keep_figures(crowd.db, SETTINGS.messaging):
        pass
    await crowd.db.write(lambda tx: ages(tx, SETTINGS.messaging.keep_captured_days + 0.1))
    await crowd.db.write(lambda tx: purge(tx, NEVER_LEFT, SETTINGS.messaging.keep_captured_days))
    async with crowd.db.read() as session:
        assert not (await session.scalars(sa.select(OutboxMessage.id))).all()
    assert await stands(crowd, bulk) == before


async def test_a_route_that_leads_to_another_account_meanwhile_is_not_taken_for_the_one_before(
    crowd: Routed, user: Principal
) -> None:
    bulk = await begin(crowd, user)
    async with crowd.db.read() as session:
        route = (await list_routes(session))[0]
    await crowd.db.write(lambda tx: change_route(tx, route.id, {"account": "spare", "sender": "30001234"}, None))
    assert await work_off(crowd, bulk) == ("finished", None)
    await crowd.hurry()
    await crowd.work()
    assert (len(crowd.provider.got), len(crowd.other.got)) == (0, 7)


async def test_what_waits_for_a_route_that_leads_elsewhere_goes_though_its_account_never_comes_back(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed, "AT_ONCE", 3)
    bulk = await begin(crowd, user)
    crowd.senders.forget("gateway")
    assert await work_off(crowd, bulk) == ("running", "account_away")
    async with crowd.db.read() as session:
        route = (await list_routes(session))[0]
    await crowd.db.write(lambda tx: change_route(tx, route.id, {"account": "spare"}, None))
    for _ in range(2):  # nobody works in the old account's lane
        assert await work_off(crowd, bulk, store.LANE)
    while await crowd.work():
        pass
    state, found = await stands(crowd, bulk)
    assert (state, found[("sent", None)], len(crowd.other.got)) == ("finished", 7, 7)


async def test_why_it_was_given_up_is_said_though_another_part_of_it_ends_after_that(
    crowd: Routed, user: Principal
) -> None:
    bulk = await begin(crowd, user)
    work = await sending._ready(crowd.db, await some_of(crowd, bulk))
    assert work is not None
    await crowd.db.write(lambda tx: store.give_up(tx, bulk))
    await crowd.db.write(lambda tx: sending._end_slice(tx, work, left=True))
    async with crowd.db.read() as session:
        row = await session.get_one(SmsBulk, bulk)
    assert (row.state, row.reason) == ("paused", "gave_up")


async def test_whose_number_changed_hands_since_it_was_prepared_gets_nothing(crowd: Routed, user: Principal) -> None:
    bulk = await begin(crowd, user)

    async def moves(tx: Any) -> None:
        mine = sa.select(Identity.id).where(Identity.value == "+989120000003").scalar_subquery()
        change = sa.update(CustomerIdentity).where(CustomerIdentity.identity_id == mine)
        await tx.session.execute(change.values(valid_to=tx.now))

    await crowd.db.write(moves)
    await crowd.people.add("Somebody else", "09120000003", language="fa")
    await go_on(crowd, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("sent", None)], found[("skipped", "number_changed")]) == ("finished", 6, 1)
    assert "+989120000003" not in {one.to.value for one in crowd.provider.got}


async def test_one_that_is_cancelled_as_its_preparation_breaks_off_leaves_nobody_waiting(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = prepare.insert_many

    async def dies(*given: Any) -> None:
        await real(*given)
        monkeypatch.setattr(prepare, "_begin", None)

    monkeypatch.setattr(prepare, "insert_many", dies)
    wanted = {"selection": {}, "purpose": "service", "texts": WORDS, "name": "News", "key": str(new_id())}
    bulk = (await crowd.db.write(lambda tx: store.add(tx, user, NewBulk.model_validate(wanted), SETTINGS))).id
    with pytest.raises(TypeError):
        await prepare.prepare(crowd.db, bulk)

    async def cancelled(tx: Any) -> None:  # before anybody was written down
        await tx.session.execute(sa.update(SmsBulk).values(state="cancelled", ended_at=tx.now))

    await crowd.db.write(cancelled)
    await prepare.prepare(crowd.db, bulk)  # its job, once more
    await work_off(crowd, bulk, store.LANE)
    assert ("pending", None) not in (await stands(crowd, bulk))[1]


async def test_the_same_key_with_other_words_is_not_taken_for_the_first(crowd: Routed, user: Principal) -> None:
    given = {"selection": {}, "purpose": "service", "texts": WORDS, "name": "News", "key": str(new_id())}
    wanted, other = (NewBulk.model_validate(given | more) for more in ({}, {"texts": {"fa": "متن دیگر"}}))
    first, again = [await crowd.db.write(lambda tx: store.add(tx, user, wanted, SETTINGS)) for _ in range(2)]
    assert first.id == again.id
    with pytest.raises(Conflict):
        await crowd.db.write(lambda tx: store.add(tx, user, other, SETTINGS))


async def test_a_preparation_that_broke_off_begins_anew_and_nobody_stands_in_it_twice(
    crowd: Routed, user: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "AT_ONCE", {"sqlite": 4, "postgresql": 4})
    real, calls = prepare.insert_many, []

    async def dies(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 3:
            raise RuntimeError
        await real(*given)

    monkeypatch.setattr(prepare, "insert_many", dies)
    wanted = NewBulk.model_validate(
        {"selection": {}, "purpose": "service", "texts": WORDS, "name": "News", "key": str(new_id())}
    )
    bulk = (await crowd.db.write(lambda tx: store.add(tx, user, wanted, SETTINGS))).id
    with pytest.raises(RuntimeError):
        await prepare.prepare(crowd.db, bulk)
    async with crowd.db.read() as session:
        shown = (await store.describe(session, [await session.get_one(SmsBulk, bulk)]))[0]
    assert (shown.state, shown.total, shown.waiting) == ("preparing", 0, 0)
    await prepare.prepare(crowd.db, bulk)
    state, found = await stands(crowd, bulk)
    assert (state, found[("pending", None)], sum(found.values())) == ("running", 7, 10)
