"""STOP, START and HELP: in the log of consent with the message, answered once, by one narrow way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hub import attachments, inbound, messaging
from hub.consent import Said, may_send, record
from hub.consent.models import ConsentEvent
from hub.conversations import Answering, follow_arrivals, loop
from hub.conversations.opt_outs import written_in
from hub.customers import CustomerIdentity
from hub.db import new_id, utc_now
from hub.inbound import Arrived
from hub.messaging import OutboxMessage, Senders, Wanted, confirmation_key
from hub.messaging.send import begin
from hub.ports import MediaFile
from hub.settings import parse
from hub.templating import load_own_texts
from hub.timeline import Interaction
from tests.hub.conversations.conftest import Inbox


@pytest.fixture(autouse=True)
def answering(followed: None) -> Iterator[None]:
    """Words are answered, and messages really go."""
    settings = parse({"organisation": {"name": "Atlas"}})
    inbound.HOOKS.arrived = [follow_arrivals, Answering.of(settings, load_own_texts()).follow]
    before, messaging.HOOKS.senders = messaging.HOOKS.senders, Senders(sandbox=False)
    yield
    messaging.HOOKS.senders = before


async def identity(inbox: Inbox) -> Any:
    async with inbox.db.read() as session:
        return (await session.scalars(sa.select(CustomerIdentity.identity_id))).one()


async def log(inbox: Inbox) -> list[tuple[str, str, str, Any]]:
    async with inbox.db.read() as session:
        query = sa.select(ConsentEvent).order_by(ConsentEvent.recorded_at, ConsentEvent.id)
        return [(one.purpose, one.state, one.source, one.customer_id) for one in await session.scalars(query)]


async def answers(inbox: Inbox) -> list[OutboxMessage]:
    async with inbox.db.read() as session:
        return list(await session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.created_at)))


async def stop(inbox: Inbox, text: str = "لغو", minutes: int = 0) -> None:
    await inbox.hear(text, at=utc_now() - timedelta(minutes=60 - minutes))


async def test_an_opt_out_is_kept_with_the_message_and_confirmed_once(inbox: Inbox) -> None:
    await stop(inbox)
    await stop(inbox, "STOP", 1)
    said = [(purpose, "withdrawn", "stop_word", inbox.customer) for purpose in ("service", "marketing")]
    assert await log(inbox) == said  # said again, it changes nothing
    (sent,) = await answers(inbox)
    assert (sent.state, sent.origin, sent.account, sent.sender_address) == (
        "accepted", "opt_out", "gateway", "+983000",
    )  # fmt: skip
    assert "Atlas" in sent.text
    assert "شروع" in sent.text  # the customer's own language, whatever word was used
    await inbox.db.write(lambda tx: begin(tx, sent.id, Senders(sandbox=True)))
    assert [one.state for one in await answers(inbox)] == ["captured"]  # it goes, however often they said it
    async with inbox.db.read() as session:
        verdict = (await may_send(session, [sent.identity_id], "sms", "service", utc_now()))[sent.identity_id]
    assert (verdict.allowed, verdict.reason) == (False, "withdrawn")


async def test_what_only_the_provider_understood_is_kept_and_answered_by_it_alone(inbox: Inbox) -> None:
    for key, asks in enumerate(("STOP", "HELP", "odd", "START")):
        await inbox.hear("adios", str(key), at=utc_now() - timedelta(minutes=9 - key), opt_out=asks)
        expected = ["withdrawn"] * 2 + ["granted"] * 2 * (asks == "START")
        assert [state for _, state, _, _ in await log(inbox)] == expected
    await inbox.hear("STOP", at=utc_now(), opt_out="STOP")
    assert not await answers(inbox)
    assert len(await log(inbox)) == 6


async def test_an_answer_that_cannot_be_made_keeps_no_opt_out_and_no_other_answer_from_being_kept(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Answering._wanted

    def wanted(self: Answering, one: Arrived, *more: Any) -> Wanted:
        if one.message.text == "STOP":
            raise ValueError("a text that is broken")
        return write(self, one, *more)

    monkeypatch.setattr(Answering, "_wanted", wanted)
    await asyncio.gather(*(inbox.hear(text, at=utc_now()) for text in ("help", "STOP", "hello")))
    assert [state for _, state, _, _ in await log(inbox)] == ["withdrawn"] * 2
    assert [one.origin for one in await answers(inbox)] == ["help"]
    async with inbox.db.read() as session:
        query = sa.select(Interaction).where(Interaction.direction == "in")
        facts = {one.text: one.facts for one in await session.scalars(query)}
    assert facts == {"help": {}, "STOP": {"unanswered": True}, "hello": {}}


async def test_the_confirmation_leaves_by_one_narrow_way(inbox: Inbox) -> None:
    await stop(inbox)
    (sent,) = await answers(inbox)
    senders = messaging.HOOKS.senders

    class Provider:
        async def send_message(self, message: Any) -> None:
            """Nothing is sent here."""

    senders.register("sms", "gateway", Provider())  # type: ignore[arg-type]
    other = await inbox.db.write(lambda tx: messaging.enqueue(tx, Wanted(
        dedupe_key="x", channel="sms", purpose="service", identity_id=sent.identity_id, language="fa", text="more",
        origin="opt_out",
    )))  # fmt: skip
    assert (other.state, other.reason) == ("refused", "withdrawn")
    with pytest.raises(ValueError, match="once"):
        Wanted(dedupe_key="another", channel="sms", purpose="service", identity_id=sent.identity_id, language="fa",
               text="again", origin="opt_out", confirms=sent.confirms)  # fmt: skip
    wrong = new_id()
    guessed = await inbox.db.write(lambda tx: messaging.enqueue(tx, Wanted(
        dedupe_key=confirmation_key(wrong), channel="sms", purpose="service", identity_id=sent.identity_id,
        language="fa", text="hello", origin="opt_out", confirms=wrong,
    )))  # fmt: skip
    assert guessed.state == "refused"
    denied = Said(identity_id=sent.identity_id, channel="sms", purpose="service", state="denied", source="phone")
    await inbox.db.write(lambda tx: record(tx, denied))  # said meanwhile to an agent: it is that one that decides
    assert await inbox.db.write(lambda tx: begin(tx, sent.id, senders)) is None
    assert [(one.state, one.reason) for one in await answers(inbox) if one.id == sent.id] == [("refused", "denied")]


async def test_start_undoes_an_opt_out_and_grants_nothing_else(inbox: Inbox) -> None:
    await stop(inbox, "START")
    assert (await log(inbox), await answers(inbox)) == ([], [])
    await stop(inbox, "stop", 1)
    await stop(inbox, "شروع", 2)
    assert [state for _, state, _, _ in await log(inbox)] == ["withdrawn", "withdrawn", "granted", "granted"]
    assert [one.origin for one in await answers(inbox)] == ["opt_out", "opt_in"]
    async with inbox.db.read() as session:
        key = await identity(inbox)
        assert (await may_send(session, [key], "sms", "marketing", utc_now()))[key].allowed


async def test_help_is_answered_and_a_sentence_is_not(inbox: Inbox) -> None:
    await inbox.hear("HELP", sender="09350000000")
    await inbox.hear("please stop calling", sender="09350000000")
    (sent,) = await answers(inbox)
    assert (sent.origin, sent.language, sent.state) == ("help", "en", "accepted")
    assert await log(inbox) == []


async def test_machines_that_answer_each_other_are_stopped_and_it_shows(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "MOST", 3)
    for place in range(5):
        await inbox.hear("help", minutes=place)
    assert len(await answers(inbox)) == 3
    async with inbox.db.read() as session:
        query = sa.select(Interaction).where(Interaction.direction == "in").order_by(Interaction.occurred_at)
        marked = [one.facts.get("silenced", False) for one in await session.scalars(query)]
    assert marked == [False, False, False, True, True]


async def test_the_files_of_what_is_not_answered_stay_on_the_timeline(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "MOST", 1)
    inbound.HOOKS.arrived = [attachments.follow, *inbound.HOOKS.arrived]
    await inbox.hear("help")
    await inbox.hear("HELP", minutes=1, media=(MediaFile("https://files.example/1"),))
    async with inbox.db.read() as session:
        (facts,) = await session.scalars(sa.select(Interaction.facts).where(Interaction.text == "HELP"))
    assert (facts["silenced"], [one["state"] for one in facts["attachments"]]) == (True, ["wanted"])


def test_the_language_of_letters() -> None:
    assert [written_in(text) for text in ("لغو", "stop", "۱۱", "Stop لغو")] == ["fa", "en", None, "fa"]
