"""Automatic replies: once in each closed period, by the rule of the line or account, never to machines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import conversations, inbound, messaging
from hub.accounts import Role
from hub.conversations import HOOKS, Answering, AutoReplies, Conversation, follow_arrivals
from hub.conversations.hooks import Always, always_open
from hub.conversations.replies import period_of
from hub.db import utc_now
from hub.messaging import OutboxMessage, Senders
from hub.settings import parse
from hub.templates.routes import routes as template_routes
from hub.templating import load_own_texts
from tests.hub.conversations.conftest import Inbox
from tests.support.accounts import Client, MakeSite

NEXT = utc_now().replace(microsecond=0) + timedelta(hours=10)


@pytest.fixture(autouse=True)
def replying(followed: None) -> Iterator[None]:
    """The hub is closed until ``NEXT``."""
    answering = Answering.of(parse({}), load_own_texts())
    inbound.HOOKS.arrived = [follow_arrivals, answering.follow, AutoReplies(answering).follow]
    before, messaging.HOOKS.senders = messaging.HOOKS.senders, Senders(sandbox=False)
    closed()
    yield
    HOOKS.opens, messaging.HOOKS.senders = always_open, before


def closed(until: datetime = NEXT) -> None:
    HOOKS.opens = lambda _line, _team: Always(open=False, until=until)


@pytest.fixture
async def supervisor(inbox: Inbox, people: dict[str, Any], make_site: MakeSite) -> Client:
    site = await make_site(also=[conversations.routes, template_routes])
    return await site.signed_in(Role.SUPERVISOR)


async def rule(supervisor: Client, **more: Any) -> dict[str, Any]:
    """A template in both languages, and the rule of the account that answers with it while it is closed."""
    bodies = {"fa": {"text": "سلام {{ customer.name }}، الان بسته‌ایم."}, "en": {"text": "We are closed."}}
    new = {"name": "Closed", "channel": "sms", "language": "fa", "folder_id": None, "bodies": bodies}
    made = await supervisor.post("/api/templates", json=new)
    assert made.status == 201, await made.text()
    wanted = {"account": "gateway", "closed_template_id": (await made.json())["id"]} | more
    answer = await supervisor.post("/api/auto-replies", json=wanted)
    assert answer.status == 201, await answer.text()
    return dict(await answer.json())


async def sent(inbox: Inbox) -> list[tuple[str, str]]:
    async with inbox.db.read() as session:
        query = sa.select(OutboxMessage).order_by(OutboxMessage.created_at)
        return [(one.origin, one.text) for one in await session.scalars(query)]


async def hear(inbox: Inbox, text: str, **more: Any) -> None:
    await inbox.hear(text, at=utc_now(), **more)


async def test_once_for_each_closed_period(inbox: Inbox, supervisor: Client) -> None:
    await rule(supervisor)
    for text in ("one", "two"):
        await hear(inbox, text)
    assert await sent(inbox) == [("auto_reply", "سلام Sara، الان بسته‌ایم.")]
    closed(NEXT + timedelta(days=1))
    await hear(inbox, "tomorrow")
    assert len(await sent(inbox)) == 2
    HOOKS.opens = always_open  # nothing is answered while it is open
    await hear(inbox, "open again")
    assert len(await sent(inbox)) == 2
    (found,) = await inbox.conversations()
    assert found.unread == 4  # no answer of anybody


async def test_never_to_machines_other_accounts_late_ones_or_words(inbox: Inbox, supervisor: Client) -> None:
    await rule(supervisor)
    await hear(inbox, "your code is 123", sender="MyBank")
    await hear(inbox, "other", account="second")
    await inbox.hear("yesterday", at=utc_now() - timedelta(days=1))
    await hear(inbox, "STOP")
    assert [origin for origin, _ in await sent(inbox)] == ["opt_out"]
    await hear(inbox, "hello?")
    assert [origin for origin, _ in await sent(inbox)] == ["opt_out", "auto_reply"]
    async with inbox.db.read() as session:
        states = list(await session.scalars(sa.select(OutboxMessage.state).order_by(OutboxMessage.created_at)))
        threads = list(await session.scalars(sa.select(Conversation.id)))
    assert states == ["accepted", "refused"]  # who opted out is told no more
    assert threads


async def test_a_rule_is_kept_refused_changed_and_removed(inbox: Inbox, supervisor: Client) -> None:
    made = await rule(supervisor)
    base = f"/api/auto-replies/{made['id']}"
    template = made["closed_template_id"]
    for wrong, status in (
        ({"account": "gateway", "closed_template_id": template}, 409),
        ({"closed_template_id": template}, 422),
        ({"account": "x"}, 422),
        ({"account": "x", "open_template_id": str(UUID(int=1))}, 422),
        ({"line_id": str(UUID(int=1)), "open_template_id": template}, 422),
    ):
        assert (await supervisor.post("/api/auto-replies", json=wrong)).status == status, wrong
    assert made["now"] == {"open": False, "until": NEXT.isoformat().replace("+00:00", "Z"), "template_id": template}
    HOOKS.opens = always_open
    (listed,) = (await (await supervisor.get("/api/auto-replies")).json())["items"]
    assert listed["now"] == {"open": True, "until": None, "template_id": None}
    closed()
    changed = await supervisor.patch(base, json={"active": False}, headers={"If-Match": '"1"'})
    assert ((await changed.json())["active"], changed.status) == (False, 200)
    assert (await supervisor.patch(base, json={"active": True}, headers={"If-Match": '"1"'})).status == 412
    await hear(inbox, "one")
    assert await sent(inbox) == []
    assert (await supervisor.delete(base)).status == 204
    assert (await (await supervisor.get("/api/auto-replies")).json())["items"] == []


def test_a_period_lasts_until_it_opens_or_closes() -> None:
    now = utc_now()
    assert period_of(Always(open=False, until=NEXT), now) == period_of(Always(open=False, until=NEXT), NEXT)
    assert period_of(Always(), now) != period_of(Always(open=False), now)
    assert period_of(Always(), now) != period_of(Always(), now + timedelta(days=1))
