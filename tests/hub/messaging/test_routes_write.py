"""Write to one person through the API: what is said beforehand, what is sent, and what is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from hub import consent, customers, links, messaging, templates
from hub.customers import REGROUPED
from hub.db import Database, Tx, new_id, utc_now
from tests.hub.messaging.conftest import Outbox
from tests.hub.messaging.test_routes import ask, template
from tests.support.accounts import MakeSite, Site, make_users

AREAS = [customers.routes, customers.identity_routes, consent.routes, templates.routes, messaging.routes,
         messaging.write_routes]  # fmt: skip
TEXT = "نوبت شما فردا ساعت ده است."


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None, outbox: Outbox) -> Site:
    """A hub that really sends."""
    await make_users(database)

    async def no_calls(tx: Tx, ids: Any) -> None:
        assert ids

    return await make_site(also=AREAS, services={REGROUPED: no_calls})


def wanted(outbox: Outbox, **more: Any) -> dict[str, Any]:
    return {"identity_id": str(outbox.identity), "customer_id": str(outbox.customer), "text": TEXT} | more


def new(outbox: Outbox, **more: Any) -> dict[str, Any]:
    return wanted(outbox, key=str(new_id())) | more


async def test_a_message_is_checked_sent_once_and_stands_on_the_timeline(site: Site, outbox: Outbox) -> None:
    agent = await site.signed_in("agent")
    status, check = await ask(agent, "POST", "/api/messages/check", wanted(outbox))
    assert (status, check["reason"], check["alphabet"], check["parts"]) == (200, None, "ucs2", 1)
    assert check["account"] == "gateway"
    check = (await ask(agent, "POST", "/api/messages/check", wanted(outbox, text="")))[1]
    assert (check["reason"], check["account"]) == ("empty", None)
    body = new(outbox, template_id=await template(await site.signed_in("supervisor")))
    status, made = await ask(agent, "POST", "/api/messages", body)
    assert (status, made["state"], made["origin"], made["customer"]["name"]) == (201, "accepted", "agent", "Sara")
    assert (await ask(agent, "POST", "/api/messages", body))[1]["id"] == made["id"]
    for other in (
        {"text": TEXT + " لطفاً بیایید."},
        {"purpose": "marketing"},
    ):  # its answer was lost, and it was changed
        status, problem = await ask(agent, "POST", "/api/messages", body | other)
        assert (status, problem["code"]) == (409, "message_differs")
    await outbox.work()
    assert [one.text for one in outbox.provider.got] == [TEXT]
    assert (await outbox.line(UUID(made["id"]))).state == "sent"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"text": " \n"}, "text", "empty"),
        ({"text": "سلام " * 900}, "text", "too_long"),
        ({"text": "a\0b"}, "text", "character"),
        ({"identity_id": str(new_id())}, "identity_id", "not_found"),
        ({"customer_id": str(new_id())}, "customer_id", "not_found"),
        ({"template_id": str(new_id())}, "template_id", "not_found"),
        ({"send_at": (utc_now() + timedelta(days=400)).isoformat()}, "send_at", "out_of_range"),
        ({"send_at": (utc_now() - timedelta(hours=1)).isoformat()}, "send_at", "out_of_range"),
        ({"delay": 61}, "delay", "less_than_equal"),
        ({"purpose": "marketing"}, "identity_id", "no_record"),
    ],
)
async def test_what_cannot_be_sent_is_told_at_its_field(
    site: Site, outbox: Outbox, change: dict[str, Any], field: str, code: str
) -> None:
    agent = await site.signed_in("agent")
    status, problem = await ask(agent, "POST", "/api/messages", new(outbox) | change)
    assert (status, problem["errors"][0]["field"], problem["errors"][0]["code"]) == (422, f"body.{field}", code)
    assert (await ask(await site.signed_in("supervisor"), "GET", "/api/outbox"))[1]["items"] == []


async def test_an_opt_out_and_a_hub_that_sends_nothing_are_told_before(site: Site, outbox: Outbox) -> None:
    agent = await site.signed_in("agent")
    await outbox.say("withdrawn")
    assert (await ask(agent, "POST", "/api/messages/check", wanted(outbox)))[1]["reason"] == "withdrawn"
    await outbox.say("granted")
    outbox.senders.forget("gateway")
    check = (await ask(agent, "POST", "/api/messages/check", wanted(outbox)))[1]
    assert (check["reason"], check["account"]) == ("no_route", None)
    assert (await ask(agent, "GET", "/api/messages/channels"))[1] == {"sms": False}
    outbox.use(sandbox=False)
    assert (await ask(agent, "GET", "/api/messages/channels"))[1] == {"sms": True}


async def test_what_waits_is_taken_back_and_what_left_is_not(site: Site, outbox: Outbox) -> None:
    agent = await site.signed_in("agent")
    waits = (await ask(agent, "POST", "/api/messages", new(outbox, delay=10)))[1]
    later = utc_now() + timedelta(days=2)
    planned = (await ask(agent, "POST", "/api/messages", new(outbox, send_at=later.isoformat())))[1]
    assert await outbox.work() == 0
    for message in (waits, planned):
        for _ in range(2):
            status, gone = await ask(agent, "POST", f"/api/messages/{message['id']}/cancel")
            assert (status, gone["state"], gone["reason"]) == (200, "refused", "cancelled")
    await outbox.hurry()
    await outbox.work()
    assert outbox.provider.got == []
    left = (await ask(agent, "POST", "/api/messages", new(outbox)))[1]
    await outbox.work()
    status, problem = await ask(agent, "POST", f"/api/messages/{left['id']}/cancel")
    assert (status, problem["code"]) == (409, "message_left")
    assert (await ask(agent, "POST", f"/api/messages/{new_id()}/cancel"))[0] == 404
    of_test = (await outbox.send("t")).id
    assert (await ask(agent, "POST", f"/api/messages/{of_test}/cancel"))[0] == 404


async def test_short_links_are_counted_as_they_will_be_and_the_same_message_once(site: Site, outbox: Outbox) -> None:
    agent, text = await site.signed_in("agent"), "نوبت شما: https://clinic.example/" + "a" * 200
    body = new(outbox, text=text, shorten_links=True, utm={"source": "sms"})
    status, problem = await ask(agent, "POST", "/api/messages", body)
    assert (status, problem["errors"][0]["code"]) == (422, "links_unavailable")
    messaging.HOOKS.links = links.Shortener("https://pv.example/l/")
    try:
        question = {name: value for name, value in body.items() if name != "key"}
        check = (await ask(agent, "POST", "/api/messages/check", question))[1]
        assert (check["links"], check["parts"]) == (1, 1)
        status, made = await ask(agent, "POST", "/api/messages", body)
        assert (status, made["links"], made["parts"]) == (201, 1, 1)
        assert len((await outbox.row(UUID(made["id"]))).text) == len(check["text"])
        assert (await ask(agent, "POST", "/api/messages", body))[1]["id"] == made["id"]
        for other in ({"text": text[1:]}, {"text": f"{text}b"}, {"utm": {"source": "mail"}}):
            status, problem = await ask(agent, "POST", "/api/messages", body | other)
            assert (status, problem["code"]) == (409, "message_differs")
        passed_on = new(outbox, text="https://a.example/ https://pv.example/l/x7KpR3d", shorten_links=True)
        first, again = [(await ask(agent, "POST", "/api/messages", passed_on))[1]["id"] for _ in range(2)]
        assert first == again
        status, problem = await ask(agent, "POST", "/api/messages", body | {"utm": {"source": "a\x00b"}})
        assert (status, problem["errors"][0]["field"]) == (422, "body.utm.source")
    finally:
        messaging.HOOKS.links = None
