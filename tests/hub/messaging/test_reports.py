"""What providers say of messages: before they are known, with prices and operators, and twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from hub import messaging
from hub.db import utc_now
from hub.events.models import Event
from hub.messaging import early, heard, prices
from hub.messaging.heard import told
from hub.messaging.models import EarlyReport, OutboxMessage
from hub.messaging.present import describe_whole
from hub.parked.models import ParkedItem
from hub.ports import DeliveryReport, OutboundTaken, Price, Refused
from tests.hub.messaging.conftest import Outbox
from tests.hub.messaging.test_send import report

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TEXTS = Path(__file__).parents[3] / "webui/src/i18n"


async def hear(outbox: Outbox, *reports: DeliveryReport, account: str = "gateway") -> None:
    await outbox.db.write(lambda tx: messaging.take_heard(tx, [messaging.Heard(account, reports)]))


async def waiting(outbox: Outbox) -> int:
    async with outbox.db.read() as session:
        return len((await session.scalars(sa.select(EarlyReport.id))).all())


async def parked(outbox: Outbox) -> list[ParkedItem]:
    async with outbox.db.read() as session:
        return list(await session.scalars(sa.select(ParkedItem)))


async def test_a_report_that_comes_before_its_messages_id_is_applied_with_it(outbox: Outbox) -> None:
    for _ in range(2):
        await hear(outbox, report("delivered"), report("sent"), report("delivered", "of another"))
    assert (await waiting(outbox), await parked(outbox)) == (3, [])
    found = await outbox.send()
    await outbox.work()
    assert await outbox.state(found.id) == ("delivered", None)
    assert (await outbox.line(found.id)).state == "delivered"
    assert await waiting(outbox) == 1


async def test_one_that_crossed_with_its_message_is_found(outbox: Outbox) -> None:
    found = await outbox.send()
    await outbox.work()
    await outbox.db.write(lambda tx: early.keep(tx, "gateway", [report("undelivered", reason="handset_full")]))
    assert await outbox.db.write(early.settle) == 1
    assert await outbox.state(found.id) == ("undelivered", "handset_full")
    assert (await waiting(outbox), await parked(outbox)) == (0, [])


async def test_what_stays_unknown_waits_on_the_page_after_ten_minutes(outbox: Outbox) -> None:
    await hear(outbox, report("delivered"))
    assert await outbox.db.write(early.settle) == 0
    await outbox.db.write(lambda tx: tx.session.execute(
        sa.update(EarlyReport).values(heard_at=tx.now - timedelta(minutes=11))
    ))  # fmt: skip
    assert await outbox.db.write(early.settle) == 1
    (item,) = await parked(outbox)
    assert (item.kind, item.account, item.cause, item.retryable) == ("delivery_report", "gateway", "gone", True)
    again = messaging.take_report_again(outbox.db)
    with pytest.raises(Refused):
        await again(item.account, item.payload)
    found = await outbox.send()
    await outbox.work()
    await again(item.account, item.payload)
    assert await outbox.state(found.id) == ("delivered", None)


async def test_operator_price_and_parts_are_kept_and_shown(outbox: Outbox) -> None:
    taken = OutboundTaken("p1", parts=3, price=Price(Decimal("0.0075"), "USD"))

    async def take(_message: Any) -> OutboundTaken:
        return taken

    outbox.provider.send_message = take  # type: ignore[method-assign]
    found = await outbox.send()
    await outbox.work()
    late = DeliveryReport(provider_id="p1", state="sent", at=utc_now() + timedelta(minutes=1), operator="همراه اول",
                          price=Price(Decimal(1200), "IRR"))  # fmt: skip
    await hear(outbox, report("delivered"), late, late)
    async with outbox.db.read() as session:
        shown = await describe_whole(session, await outbox.row(found.id))
    assert (shown.state, shown.operator, shown.parts) == ("delivered", "همراه اول", 3)
    assert shown.price
    assert (shown.price.amount, shown.price.currency) == ("1200", "IRR")
    facts = (await outbox.line(found.id)).facts
    assert (facts["operator"], facts["price"], facts["parts"]) == (
        "همراه اول", {"amount": "1200", "currency": "IRR"}, 3,
    )  # fmt: skip


async def test_another_accounts_report_is_not_this_messages(outbox: Outbox) -> None:
    found = await outbox.send()
    await outbox.work()
    await hear(outbox, report("undelivered"), account="other")
    assert await outbox.state(found.id) == ("sent", None)


@given(st.decimals(allow_nan=True, allow_infinity=True, places=6), st.sampled_from(["USD", "irr", "€", ""]))
def test_a_price_comes_back_as_it_was_or_not_at_all(amount: Decimal, currency: str) -> None:
    row = prices.stored(Price(amount, currency))
    found = prices.shown(row)
    if found is None:
        assert not row
    else:
        assert (Decimal(found["amount"]), found["currency"]) == (amount, currency.upper())


REPORTS = st.builds(
    DeliveryReport, provider_id=st.just("p"), state=st.sampled_from(["sent", "delivered", "undelivered"]),
    at=st.integers(0, 1_000).map(lambda second: NOON + timedelta(seconds=second)),
)  # fmt: skip


@given(st.lists(REPORTS, max_size=6, unique_by=lambda one: one.state), st.randoms(use_true_random=False))
def test_reports_come_to_the_same_in_any_order_and_number(heard: list[DeliveryReport], chance: Random) -> None:
    def after(reports: list[DeliveryReport]) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(
            ("reason", "detail", "ended_at", "operator", "price_micros", "currency", "reported_at")
        ) | {"state": "sent", "handed_at": NOON}
        for one in reports:
            row |= told(row, one)
            assert not told(row, one)
        return row

    shuffled = heard + chance.choices(heard, k=3) if heard else []
    chance.shuffle(shuffled)
    found, other = after(heard), after(shuffled)
    assert (found["state"], found["reported_at"]) == (other["state"], other["reported_at"])


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_reason_has_its_sentence_on_the_page_and_in_the_guide(language: str) -> None:
    texts = json.loads((TEXTS / language / "outbox.json").read_text())["reason"]
    assert messaging.REASONS.keys() <= texts.keys()
    guide = (TEXTS.parents[2] / "docs/sms-in.md").read_text()
    assert [word for word, said in messaging.REASONS.items() if f"| `{word}` | {said} |" not in guide] == []


async def test_of_many_reports_at_once_pages_are_told_of_some_and_of_what_people_wrote_first(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heard, "TOLD", 2)
    monkeypatch.setattr("hub.messaging.reports.AT_ONCE", 4)
    agents = await outbox.send("agent", origin="agent")
    found = [await outbox.send(f"k{number}", origin="campaign") for number in range(4)]
    await outbox.work()
    async with outbox.db.read() as session:
        names = {row.id: row.provider_id for row in await session.scalars(sa.select(OutboxMessage))}
        before = await session.scalar(sa.select(sa.func.max(Event.id)))
    ids = [agents.id, *(one.id for one in found)]
    await hear(outbox, *(report("delivered", names[one] or "") for one in ids))
    assert [(await outbox.state(one))[0] for one in ids] == ["delivered"] * 5
    assert (await outbox.line(found[0].id)).state == "delivered"
    async with outbox.db.read() as session:
        late = sa.select(Event.key, Event.kind).where(Event.id > (before or 0))
        rows = (await session.execute(late)).all()
    told = [key for key, kind in rows if kind == "message"]
    assert sorted(told) == sorted(str(one) for one in (agents.id, ids[3], ids[4]))
    assert sum(kind == "entry" for _, kind in rows) == len(told)
