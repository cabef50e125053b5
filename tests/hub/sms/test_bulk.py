"""A text to many: who gets it, each once whatever happens, and what is said of it meanwhile."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import messaging, sms
from hub.accounts import Role
from hub.db import new_id, utc_now
from hub.messaging import HOOKS, OutboxMessage
from hub.settings import Settings
from hub.sms.bulk import prepare, sending, store
from hub.sms.bulk.schemas import BulkIn, NewBulk
from hub.sms.bulk.store import SendSome
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.sms.store import change_route, list_routes
from hub.web import Principal
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
    async with crowd.db.read() as session:
        row = (await session.execute(sa.select(SmsBulkRecipient.route_id, SmsBulkRecipient.account).where(
            SmsBulkRecipient.bulk_id == bulk, SmsBulkRecipient.account != ""
        ).limit(1))).one()  # fmt: skip
    some = SendSome(bulk_id=bulk, account=row.account, route_id=row.route_id)
    await sending.send_some(crowd.db, SETTINGS, some, seconds=5.0)


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

    async def dies(db: Any, account: str, leaving: Any) -> None:
        calls.append(len(leaving))
        if len(calls) == 2:
            await asyncio.gather(*(one.sender.send_message(one.message) for one in leaving))
            raise Killed
        await real(db, account, leaving)

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
    await crowd.db.write(lambda tx: store.cancel(tx, other))
    await crowd.db.write(lambda tx: store.cancel(tx, other))
    assert (await stands(crowd, other))[0] == "cancelled"
    assert len(crowd.provider.got) == 6


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
    await go_on(crowd, bulk)
    async with crowd.db.read() as session:
        row = await session.get_one(SmsBulk, bulk)
    assert (row.state, row.reason, crowd.provider.got) == ("running", "spend_limit", [])
    assert HOOKS.reserve is sms.reserve
