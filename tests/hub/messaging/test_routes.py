"""Read the outbox, send a test and see the sandbox through the API."""

from __future__ import annotations

from typing import Any

import pytest

from hub import consent, customers, messaging, templates
from hub.customers import REGROUPED
from hub.db import Database, Tx, new_id
from hub.messaging import HOOKS, Senders, letters, mode
from hub.messaging.conceal import conceal
from hub.settings import Settings
from hub.templating import shipped_texts
from tests.hub.messaging.conftest import Outbox
from tests.support.accounts import Client, MakeSite, Site, make_users

AREAS = [customers.routes, customers.identity_routes, consent.routes, consent.public_routes, templates.routes,
         messaging.routes, messaging.test_routes]  # fmt: skip
BODIES = {
    "fa": {"subject": "قرار شما", "text": "{{ customer.first_name }} عزیز، منتظرتان هستیم.",
           "html": "<p>{{ customer.first_name }} عزیز<script>alert(1)</script></p>"},
}  # fmt: skip


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None, outbox: Outbox) -> Site:
    """A hub in the sandbox."""
    await make_users(database)
    outbox.use(sandbox=True)

    async def no_calls(tx: Tx, ids: Any) -> None:
        assert ids

    return await make_site(also=AREAS, services={REGROUPED: no_calls})


async def ask(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    response = await client.request(method, path, **({} if body is None else {"json": body}))
    return response.status, await response.json(content_type=None) if await response.read() else None


async def template(client: Client, channel: str = "sms", text: str = "سلام {{ customer.first_name }}") -> str:
    body = {"channel": channel, "name": f"t{new_id()}", "language": "fa", "bodies": {"fa": {"text": text}}}
    status, made = await ask(client, "POST", "/api/templates", body)
    assert status == 201, made
    return str(made["id"])


async def test_a_test_message_is_captured_and_read_as_its_recipient_would(site: Site, outbox: Outbox) -> None:
    boss = await site.signed_in("supervisor")
    wanted = {
        "template_id": await template(boss, text="سلام {{ customer.first_name }}، " * 8),
        "customer_id": str(outbox.customer),
        "identity_id": str(outbox.identity),
        "key": str(new_id()),
    }
    status, made = await ask(boss, "POST", "/api/outbox/test", wanted)
    assert (status, made["state"], made["customer"]["name"], made["alphabet"]) == (201, "accepted", "Sara", "ucs2")
    assert "".join(made["pieces"]) == made["text"]
    assert made["parts"] == len(made["pieces"]) > 1
    assert made["template"]["number"] == 1
    assert (await ask(boss, "POST", "/api/outbox/test", wanted))[1]["id"] == made["id"]
    await outbox.work()
    status, page = await ask(boss, "GET", "/api/outbox?state=captured&channel=sms&search=سلام")
    assert [one["id"] for one in page["items"]] == [made["id"]]
    for none in ("state=sent", "channel=email", "search=nothing", f"customer_id={new_id()}"):
        assert (await ask(boss, "GET", f"/api/outbox?{none}"))[1]["items"] == [], none
    assert (await ask(boss, "GET", f"/api/outbox?customer_id={outbox.customer}"))[1]["items"]
    assert (await ask(boss, "GET", f"/api/outbox/{made['id']}"))[1]["state"] == "captured"
    assert (await ask(boss, "GET", f"/api/outbox/{new_id()}"))[0] == 404


async def test_what_cannot_be_tested_is_refused_at_the_field(site: Site, outbox: Outbox) -> None:
    boss = await site.signed_in("supervisor")
    sms, note = await template(boss), await template(boss, "note")
    good = {"template_id": sms, "customer_id": str(outbox.customer), "identity_id": str(outbox.identity),
            "key": str(new_id())}  # fmt: skip
    for change, field in (({"template_id": str(new_id())}, "template_id"), ({"template_id": note}, "template_id"),
                          ({"identity_id": str(new_id())}, "identity_id"),
                          ({"template_id": await template(boss, "chat")}, "identity_id")):  # fmt: skip
        status, problem = await ask(boss, "POST", "/api/outbox/test", good | change)
        assert (status, problem["errors"][0]["field"]) == (422, f"body.{field}"), change
    outbox.use(sandbox=False)
    assert (await ask(boss, "POST", "/api/outbox/test", good))[1]["code"] == "sandbox_off"
    assert (await ask(await site.signed_in("agent"), "POST", "/api/outbox/test", good))[0] == 403


async def test_pages_follow_each_other(site: Site, outbox: Outbox) -> None:
    boss = await site.signed_in("supervisor")
    sent = [(await outbox.send(str(number))).id for number in range(5)]
    found: list[str] = []
    cursor = ""
    while True:
        _, page = await ask(boss, "GET", f"/api/outbox?limit=2{cursor}")
        found += [one["id"] for one in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert found == [str(one) for one in reversed(sent)]


async def test_html_is_shown_without_what_runs(site: Site, outbox: Outbox) -> None:
    html = '<p onclick="x()">سلام<script>alert(1)</script><img src="javascript:x"></p><form></form>'
    mail = await outbox.people.add("Omid")
    address = await _email(outbox, mail)
    found = await outbox.send("m", channel="email", identity_id=address, subject="سلام", html=html)
    shown = (await ask(await site.signed_in("supervisor"), "GET", f"/api/outbox/{found.id}"))[1]
    assert shown["html"] == "<p>سلام<img></p>"
    assert (shown["pieces"], shown["alphabet"], shown["address"]) == ([], None, "omid@example.com")


async def _email(outbox: Outbox, customer: Any) -> Any:
    async def work(tx: Tx) -> Any:
        address = customers.read_email("omid@example.com")
        assert address
        return (await customers.see_identities(tx, [address]))[address]

    return await outbox.db.write(work)


async def test_every_page_is_told_and_administrators_of_a_switch(site: Site, outbox: Outbox) -> None:
    await mode.start(outbox.db, on=False)
    await mode.start(outbox.db, on=True)
    agent, boss = await site.signed_in("agent"), await site.signed_in("administrator")
    assert (await ask(agent, "GET", "/api/sandbox"))[1] | {"since": ""} == {"on": True, "since": "", "notice": False}
    assert (await ask(boss, "GET", "/api/sandbox"))[1]["notice"]
    assert (await ask(agent, "POST", "/api/sandbox/seen", {"on": True}))[0] == 403
    assert (await ask(boss, "POST", "/api/sandbox/seen", {"on": False}))[1]["code"] == "stale_notice"
    assert not (await ask(boss, "POST", "/api/sandbox/seen", {"on": True}))[1]["notice"]
    HOOKS.senders = Senders(sandbox=False)  # this process was told otherwise than the last one that was started
    assert (await ask(agent, "GET", "/api/sandbox"))[1]["on"]


async def test_links_of_consent_are_sent_where_something_sends(site: Site, outbox: Outbox) -> None:
    before = consent.HOOKS.send_link
    letters.follow(Settings.model_validate({"http": {"public_url": "https://hub.example"}}), shipped_texts())
    try:
        agent = await site.signed_in("agent")
        link = {"identity_id": str(outbox.identity), "kind": "confirm", "channel": "sms", "purpose": "marketing",
                "language": "fa"}  # fmt: skip
        path = f"/api/customers/{outbox.customer}/consent-links"
        status, made = await ask(agent, "POST", path, link)
        assert (status, made["sent"]) == (201, True), made
        page = (await ask(await site.signed_in("supervisor"), "GET", "/api/outbox"))[1]
        assert (
            conceal(made["url"])
            in (await ask(await site.signed_in("supervisor"), "GET", f"/api/outbox/{page['items'][0]['id']}"))[1][
                "text"
            ]
        )
        outbox.use(sandbox=False)
        assert (await ask(agent, "POST", path, link))[1]["sent"]
        letters.follow(Settings(), shipped_texts())  # a link to whatever host the agent's request named
        assert not (await ask(agent, "POST", path, link))[1]["sent"]
        outbox.use(sandbox=True)
        assert (await ask(agent, "POST", path, link))[1]["sent"]
        HOOKS.senders = Senders(sandbox=False)
        assert not (await ask(agent, "POST", path, link))[1]["sent"]
    finally:
        consent.HOOKS.send_link = before
