"""Consent through the API and through the links that people get: who may undo what, and what a link is good for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import FormData

from hub import consent, customers
from hub.consent.links import digest
from hub.consent.models import ConsentEvent, ConsentToken
from hub.customers import REGROUPED
from hub.db import Database, Tx
from hub.jobs import Handlers
from tests.support.accounts import Client, MakeSite, Site, make_users

AREAS = [
    customers.routes, customers.identity_routes, customers.merge_routes, consent.routes, consent.public_routes,
    consent.file_routes,
]  # fmt: skip
NUMBER, SHARED = "09121234567", "02188881234"


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None) -> AsyncIterator[Site]:
    """A hub that serves customers and what they allow."""
    await make_users(database)

    async def no_calls(tx: Tx, ids: Any) -> None:
        assert ids

    before = customers.HOOKS.consents_of, consent.HOOKS.tell
    customers.HOOKS.consents_of = consent.consents_of
    consent.register(Handlers())
    yield await make_site(also=AREAS, services={REGROUPED: no_calls})
    customers.HOOKS.consents_of, consent.HOOKS.tell = before


@pytest.fixture
async def agent(site: Site) -> Client:
    return await site.signed_in("agent")


async def ask(client: Client, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
    response = await client.request(method, path, **more, **({} if body is None else {"json": body}))
    return response.status, await response.json(content_type=None) if await response.read() else None


async def made(client: Client, name: str, *values: str) -> Any:
    identities = [{"kind": "email" if "@" in value else "phone", "value": value} for value in values]
    status, answer = await ask(client, "POST", "/api/customers", {"name": name, "identities": identities})
    assert status == 201, answer
    return answer


async def say(client: Client, who: Any, state: str, at: int = 0, **more: Any) -> tuple[int, Any]:
    body = {"identity_id": who["identities"][at]["id"], "channel": "sms", "state": state}
    return await ask(client, "PUT", f"/api/customers/{who['id']}/consents", body | more)


def of(profile: Any, channel: str = "sms", purpose: str = "marketing", at: int = 0) -> Any:
    identity = profile["identities"][at]["id"]
    (found,) = [one for one in profile["consents"]
                if (one["identity_id"], one["channel"], one["purpose"]) == (identity, channel, purpose)]  # fmt: skip
    return found


async def test_what_was_said_shows_on_the_page_with_why_and_in_the_log(agent: Client) -> None:
    sara = await made(agent, "Sara", NUMBER)
    assert [of(sara)[name] for name in ("state", "allowed", "reason", "version")] == ["none", False, "no_record", 0]
    assert of(sara, purpose="service")["allowed"] is True
    status, profile = await say(agent, sara, "granted", source="paper", wording="I agree to it all.", language="en")
    assert status == 200
    assert [of(profile)[name] for name in ("state", "allowed", "source")] == ["granted", True, "paper"]
    status, profile = await say(agent, sara, "withdrawn", source="phone", version=of(profile)["version"])
    assert (status, of(profile)["reason"], of(profile)["version"]) == (200, "withdrawn", 2)
    status, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents?limit=1")
    (last,) = log["items"]
    assert (last["state"], last["actor"]["name"], last["customer"]["name"]) == ("withdrawn", "Agent One", "Sara")
    _, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents?cursor={log['next']}")
    assert [(one["wording"], one["language"]) for one in log["items"]] == [("I agree to it all.", "en")]


async def test_a_consent_that_may_not_undo_an_opt_out_changes_nothing(agent: Client) -> None:
    sara, omid = await made(agent, "Sara", SHARED), await made(agent, "Omid", SHARED)
    _, profile = await say(agent, sara, "withdrawn", channel="call", at=0)
    old = {"channel": "call", "version": None}
    when = of(profile, "call")["at"]
    for who, more, code in ((sara, {"at": when}, "older_than_opt_out"), (omid, {}, "somebody_elses_opt_out"),
                            (omid, {"for_all": True}, "somebody_elses_opt_out")):  # fmt: skip
        body = {"identity_id": who["identities"][0]["id"], "channel": "call", "state": "granted"}
        status, problem = await ask(agent, "PUT", f"/api/customers/{who['id']}/consents", body | more)
        assert (status, problem["code"]) == (409, code), old
    _, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents")
    assert len(log["items"]) == 1
    body = {"identity_id": sara["identities"][0]["id"], "channel": "call", "state": "granted"}
    status, profile = await ask(agent, "PUT", f"/api/customers/{sara['id']}/consents", body)
    assert (status, of(profile, "call")["allowed"]) == (200, True)


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"channel": "email"}, 422, "body.channel"),
        ({"at": "2999-01-01T00:00:00Z"}, 422, "body.at"),
        ({"identity_id": "01900000-0000-7000-8000-000000000000"}, 422, "body.identity_id"),
        ({"state": "pending"}, 422, "body.state"),
        ({"version": 7}, 412, None),
    ],
)
async def test_what_cannot_be_recorded_is_told_at_the_field(agent: Client, more: Any, status: int, field: Any) -> None:
    sara = await made(agent, "Sara", NUMBER)
    body = {"identity_id": sara["identities"][0]["id"], "channel": "sms", "state": "granted"}
    answered, problem = await ask(agent, "PUT", f"/api/customers/{sara['id']}/consents", body | more)
    assert answered == status
    assert [error["field"] for error in problem["errors"]] == ([field] if field else [])


async def link_for(agent: Client, who: Any, **more: Any) -> str:
    body = {"identity_id": who["identities"][0]["id"], "channel": "sms", "language": "en"}
    status, link = await ask(agent, "POST", f"/api/customers/{who['id']}/consent-links", body | more)
    assert status == 201, link
    assert link["sent"] is False
    return re.sub(r"^https?://[^/]+", "", link["url"])


async def text(client: Client, method: str, path: str, data: Any = None) -> str:
    response = await client.request(method, path, data=data)
    assert response.status == 200
    return await response.text()


async def test_a_confirmation_waits_for_the_button_works_once_and_keeps_the_words(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", NUMBER)
    path = await link_for(agent, sara, wording="Yes, <b>send</b> me offers.")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert (of(profile)["state"], of(profile)["reason"]) == ("pending", "pending")
    nobody = site.browser(**{"Sec-Fetch-Site": "cross-site"})
    for _ in range(2):  # a scanner looks too
        shown = await text(nobody, "GET", path)
        assert "Yes, &lt;b&gt;send&lt;/b&gt; me offers." in shown
        assert 'lang="en" dir="ltr"' in shown
        assert NUMBER[1:] not in shown
    assert 'lang="fa" dir="rtl"' in await text(nobody, "GET", f"{path}?lang=fa")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile)["state"] == "pending"
    first = await text(nobody, "POST", path)
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert (of(profile)["state"], of(profile)["allowed"]) == ("granted", True)
    await say(agent, sara, "withdrawn")
    again, unknown = await text(nobody, "POST", path), await text(nobody, "POST", "/consent/" + "x" * 43)
    assert again.replace("en", "") == first.replace("en", "") == unknown.replace("en", "")
    assert await text(nobody, "GET", path) == await text(nobody, "GET", "/consent/anything")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile)["state"] == "withdrawn"
    async with site.db.read() as session:
        events = list(await session.scalars(sa.select(ConsentEvent).where(ConsentEvent.state == "granted")))
        tokens = list(await session.scalars(sa.select(ConsentToken.digest)))
    assert [(one.wording, one.source) for one in events] == [("Yes, <b>send</b> me offers.", "double_opt_in")]
    assert tokens == [digest(path.rsplit("/", 1)[1])]


async def test_a_link_ends_with_its_time(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", NUMBER)
    path = await link_for(agent, sara)

    async def later(tx: Tx) -> None:
        await tx.session.execute(sa.update(ConsentToken).values(expires_at=tx.now - timedelta(seconds=1)))

    await site.db.write(later)
    nobody = site.browser(**{"Sec-Fetch-Site": "cross-site"})
    await text(nobody, "POST", path)
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile)["state"] == "pending"


async def test_an_address_is_not_flooded_with_links(agent: Client) -> None:
    sara = await made(agent, "Sara", NUMBER)
    for _ in range(5):
        await link_for(agent, sara)
    body = {"identity_id": sara["identities"][0]["id"], "channel": "sms"}
    status, problem = await ask(agent, "POST", f"/api/customers/{sara['id']}/consent-links", body)
    assert (status, problem["code"]) == (409, "too_many_links")


async def test_a_person_sees_and_changes_what_they_prefer(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", NUMBER)
    path = await link_for(agent, sara, kind="preferences", language="fa", channel=None)
    nobody = site.browser(**{"Sec-Fetch-Site": "cross-site"})
    shown = await text(nobody, "GET", path)
    assert 'lang="fa" dir="rtl"' in shown
    assert set(re.findall(r'name="(\w+\.\w+)" value="yes" checked', shown)) == {"call.service", "sms.service"}
    shown = await text(nobody, "POST", path, {"do": "save", "sms.marketing": "yes", "call.service": "yes"})
    assert set(re.findall(r'name="(\w+\.\w+)" value="yes" checked', shown)) == {"call.service", "sms.marketing"}
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert (of(profile)["state"], of(profile, purpose="service")["state"], of(profile, "call")["state"]) == (
        "granted", "withdrawn", "none",
    )  # fmt: skip
    flood = {f"field{number}": "x" for number in range(60)} | {"do": "save"}
    assert 'name="sms.marketing" value="yes" checked' in await text(nobody, "POST", path, flood)
    await text(nobody, "POST", path, {"do": "none"})
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert (of(profile)["state"], of(profile)["source"]) == ("withdrawn", "preferences")


async def test_one_click_unsubscribes_and_looking_does_not(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", "sara@example.com")
    await say(agent, sara, "granted", channel="email")
    path = await link_for(agent, sara, kind="preferences", channel="email")
    nobody = site.browser(**{"Sec-Fetch-Site": "cross-site"})
    await text(nobody, "GET", f"{path}/unsubscribe")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile, "email")["allowed"] is True
    for address in (path, path, "/consent/" + "y" * 43):
        answer = await nobody.request("POST", f"{address}/unsubscribe", data={"List-Unsubscribe": "One-Click"})
        assert (answer.status, await answer.text()) == (200, "You are unsubscribed.\n")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert (of(profile, "email")["reason"], of(profile, "email")["version"]) == ("withdrawn", 2)


async def test_a_mail_program_with_an_odd_name_unsubscribes_too(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", "sara@example.com")
    await say(agent, sara, "granted", channel="email")
    path = await link_for(agent, sara, kind="preferences", channel="email")
    reader, writer = await asyncio.open_connection(site.server.host, site.server.port)
    writer.write(
        f"POST {path}/unsubscribe HTTP/1.0\r\nHost: x\r\nContent-Length: 0\r\nUser-Agent: ".encode()
        + b"\xff\xfe\r\n\r\n"
    )
    assert b" 200 " in await reader.readline()
    writer.close()
    status, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents")
    assert (status, log["items"][0]["state"], log["items"][0]["source"]) == (200, "withdrawn", "unsubscribe")


async def test_a_link_used_several_times_at_once_is_written_down_once(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", "sara@example.com")
    path = await link_for(agent, sara, kind="preferences", channel="email")
    nobody = site.browser(**{"Sec-Fetch-Site": "cross-site"})
    await asyncio.gather(*(nobody.post(f"{path}/unsubscribe") for _ in range(5)))
    _, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents")
    assert [one["state"] for one in log["items"]] == ["withdrawn"]
    await asyncio.gather(*(nobody.post(path, data={"do": "save", "email.marketing": "yes"}) for _ in range(5)))
    _, log = await ask(agent, "GET", f"/api/identities/{sara['identities'][0]['id']}/consents")
    said = [(one["purpose"], one["state"]) for one in log["items"]]
    assert sorted(said) == [("marketing", "granted"), ("marketing", "withdrawn"), ("service", "withdrawn")]


async def test_suppressions_are_added_found_and_lifted_with_a_reason(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", "sara@example.com")
    await say(agent, sara, "granted", channel="email")
    chief = await site.signed_in("supervisor")
    wanted = {"kind": "email", "match": "domain", "value": "@Example.com", "reason": "legal", "note": "court order"}
    assert (await ask(agent, "POST", "/api/suppressions", wanted))[0] == 403
    status, made_one = await ask(chief, "POST", "/api/suppressions", wanted)
    assert (status, made_one["value"], made_one["standing"]) == (201, "example.com", True)
    assert (await ask(chief, "POST", "/api/suppressions", wanted))[1]["code"] == "suppressed_already"
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile, "email")["reason"] == "suppressed"
    _, page = await ask(agent, "GET", "/api/suppressions?q=EXAMPLE")
    assert (page["standing"], [one["id"] for one in page["items"]]) == (1, [made_one["id"]])
    path = f"/api/suppressions/{made_one['id']}"
    status, changed = await ask(chief, "PATCH", path, {"note": "by order"}, headers={"If-Match": '"1"'})
    assert (status, changed["note"], changed["version"]) == (200, "by order", 2)
    stale = await ask(chief, "POST", f"{path}/lift", {"why": "order repealed"}, headers={"If-Match": '"1"'})
    assert stale[0] == 412
    status, lifted = await ask(chief, "POST", f"{path}/lift", {"why": "order repealed"}, headers={"If-Match": '"2"'})
    assert (status, lifted["standing"], lifted["lifted_why"], lifted["lifted_by"]["name"]) == (
        200, False, "order repealed", "Supervisor One",
    )  # fmt: skip
    assert (await ask(chief, "POST", f"{path}/lift", {"why": "again"}))[1]["code"] == "lifted_already"
    assert (await ask(agent, "GET", "/api/suppressions"))[1]["items"] == []
    assert len((await ask(agent, "GET", "/api/suppressions?state=ended"))[1]["items"]) == 1
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile, "email")["allowed"] is True


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"kind": "phone", "value": "abc"}, "body.value"),
        ({"kind": "email", "value": "example.com"}, "body.value"),
        ({"kind": "phone", "match": "domain", "value": "example.com"}, "body.value"),
        ({"kind": "email", "match": "domain", "value": "nonsense"}, "body.value"),
        ({"kind": "phone", "match": "prefix", "value": "0912"}, "body.value"),
        ({"kind": "phone", "value": NUMBER, "until": "2020-01-01T00:00:00Z"}, "body.until"),
    ],
)
async def test_a_suppression_that_fits_nothing_is_refused(site: Site, wanted: Any, field: str) -> None:
    chief = await site.signed_in("supervisor")
    status, problem = await ask(chief, "POST", "/api/suppressions", wanted)
    assert (status, [error["field"] for error in problem["errors"]]) == (422, [field])


async def test_a_mail_address_is_suppressed_however_it_is_written(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara", "Sara@Example.com")
    chief = await site.signed_in("supervisor")
    wanted = {"kind": "email", "value": "sArA@example.COM"}
    status, one = await ask(chief, "POST", "/api/suppressions", wanted)
    assert (status, one["value"]) == (201, "sara@example.com")
    _, profile = await ask(agent, "GET", f"/api/customers/{sara['id']}")
    assert of(profile, "email")["reason"] == "suppressed"


FILE = "موبایل,توضیح\n0912 123 4567,=1+1\nSara@Example.com,\n09121234567,again\nnonsense,\n".encode()


async def send(client: Client, query: str, data: bytes = FILE) -> tuple[int, Any]:
    form = FormData()
    form.add_field("file", data, filename="list.csv")
    response = await client.request("POST", f"/api/suppressions/imports{query}", data=form)
    return response.status, await response.json()


async def test_a_file_is_looked_at_first_then_suppressed_then_taken_back(agent: Client, site: Site) -> None:
    chief = await site.signed_in("supervisor")
    assert (await send(agent, ""))[0] == 403
    status, seen = await send(chief, "?reason=legal")
    assert (status, seen["add"], seen["skip"], seen["error"], seen["import_id"]) == (200, 2, 1, 1, None)
    assert [(row["row"], row["code"]) for row in seen["rows"]][:2] == [(5, "unreadable"), (4, "suppressed_already")]
    assert (await ask(chief, "GET", "/api/suppressions"))[1]["standing"] == 0, "nothing was changed by looking"
    _, done = await send(chief, "?reason=legal&start=true")
    _, page = await ask(chief, "GET", "/api/suppressions")
    assert {one["value"] for one in page["items"]} == {"+989121234567", "sara@example.com"}
    assert {one["reason"] for one in page["items"]} == {"legal"}
    exported = await (await chief.request("GET", "/api/suppressions/export")).text()
    assert "\r\n+989121234567,value,,,legal,'=1+1," in exported
    assert (await send(chief, "?reason=legal&start=true"))[1]["add"] == 0, "a second time adds nothing"
    path = f"/api/suppressions/imports/{done['import_id']}/undo"
    assert (await ask(chief, "POST", path, {"why": "wrong list"}))[1] == {"lifted": 2}
    assert (await ask(chief, "POST", path, {"why": "wrong list"}))[1] == {"lifted": 0}
    assert (await ask(chief, "GET", "/api/suppressions"))[1]["standing"] == 0


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"\n\n", "empty"), (b"PK\x03\x04nonsense", None)])
async def test_a_file_that_is_no_list_is_refused_at_the_field(site: Site, data: bytes, code: str | None) -> None:
    status, problem = await send(await site.signed_in("supervisor"), "?start=true", data)
    assert (status, problem["errors"][0]["field"]) == (422, "body.file")
    assert code is None or problem["errors"][0]["code"] == code
