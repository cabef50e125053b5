"""Signing in and out, and what a session survives."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub import accounts
from hub.accounts import passwords, throttle
from hub.accounts.models import AuditEntry, Session, User
from hub.db import Tx
from tests.hub.accounts.rows import everything
from tests.support.accounts import PASSWORD, MakeSite, Site, sign_in

WRONG = "wrong password here"


async def test_signing_in_gives_the_session(site: Site) -> None:
    browser = site.browser()
    response = await sign_in(browser, " Agent@Example.com ")
    body = await response.json()
    assert response.status == 200
    assert set(body) == {
        "user", "permissions", "modules", "locked", "idle_lock_seconds", "expires_at", "organisation", "extension",
        "version",
        "demo", "secure_context_expected",
    }  # fmt: skip
    assert (body["user"]["name"], body["user"]["initials"], body["user"]["role"]) == ("Agent One", "AO", "agent")
    assert "calls:read" in body["permissions"]
    assert "users:manage" not in body["permissions"]
    assert body["expires_at"].endswith("Z")
    assert await (await browser.get("/api/session")).json() == body


async def test_only_the_tokens_hash_is_kept(site: Site) -> None:
    browser = await site.signed_in()
    token = browser.session.cookie_jar.filter_cookies(browser.make_url("/"))["peyvand_session"].value
    (row,) = await everything(site.db, Session)
    assert row.token_hash == hashlib.sha256(token.encode()).digest()
    assert len(token) >= 43  # 32 random bytes


async def test_the_cookie_is_out_of_reach_of_scripts(make_site: MakeSite, people: dict[str, Any]) -> None:
    site = await make_site(http={"trusted_proxies": ["127.0.0.1"]}, accounts={"session_hours": 2})
    cookie = (await sign_in(site.browser(), "agent@example.com")).cookies["peyvand_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == ""
    kept = (await sign_in(site.browser(), "agent@example.com", keep=True)).cookies["peyvand_session"]
    assert kept["max-age"] == "7200"
    over_tls = site.browser(**{"X-Forwarded-Proto": "https"})
    assert (await sign_in(over_tls, "agent@example.com")).cookies["peyvand_session"]["secure"] is True


async def test_all_that_is_wrong_gets_one_answer_after_the_same_work(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.deactivate(site.db, "marketer@example.com")
    await site.db.write(accounts.create_demo_accounts)
    checked: list[str | None] = []
    real = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda encoded, given: checked.append(encoded) or real(encoded, given))
    answers = []
    attempts = [
        ("agent@example.com", WRONG),
        ("nobody@example.com", PASSWORD),
        ("marketer@example.com", PASSWORD),
        ("sara@demo.example", "peyvand-demo"),
        ("not an email", WRONG),
    ]
    for email, password in attempts:
        response = await sign_in(site.browser(), email, password)
        answers.append((response.status, await response.text(), sorted(set(response.headers) - {"Date"})))
    assert answers[0][0] == 401
    assert json.loads(answers[0][1])["code"] == "sign_in_failed"
    assert len({str(answer) for answer in answers}) == 1
    assert len(checked) == len(attempts)  # a hash was computed each time, known or not


def test_nobodys_hash_costs_as_much_as_anybodys() -> None:
    hasher = passwords.HASHER
    assert passwords._nobody(hasher).split("$")[:4] == hasher.hash("x").split("$")[:4]
    assert not passwords._verify(None, "nobody has this password")


async def test_a_password_change_ends_the_other_sessions(site: Site) -> None:
    here, there = await site.signed_in(), await site.signed_in()
    body = {"current": PASSWORD, "new": "another good password"}
    assert (await here.put("/api/me/password", json=body)).status == 204
    assert (await here.get("/api/session")).status == 200
    assert (await there.get("/api/session")).status == 401
    assert (await sign_in(site.browser(), "agent@example.com")).status == 401
    assert (await sign_in(site.browser(), "agent@example.com", "another good password")).status == 200


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "password_short"),
        ("x" * 201, "password_long"),
        ("AGENT@example.com", "password_obvious"),
        ("aaaaaaaaaaaa", "password_obvious"),
    ],
)
async def test_weak_passwords_are_refused(site: Site, new: str, code: str) -> None:
    browser = await site.signed_in()
    response = await browser.put("/api/me/password", json={"current": PASSWORD, "new": new})
    assert response.status == 422
    assert [(e["field"], e["code"]) for e in (await response.json())["errors"]] == [("body.new", code)]


async def test_the_current_password_is_needed_and_throttled(site: Site) -> None:
    browser = await site.signed_in()
    body = {"current": WRONG, "new": "another good password"}
    for _ in range(throttle.PER_ACCOUNT):
        response = await browser.put("/api/me/password", json=body)
        assert (response.status, (await response.json())["code"]) == (403, "wrong_password")
    assert (await browser.put("/api/me/password", json=body | {"current": PASSWORD})).status == 429


async def test_demo_accounts_count_in_the_demo_only(make_site: MakeSite) -> None:
    demo = await make_site(demo=True)
    ids = await demo.db.write(accounts.create_demo_accounts)
    assert await demo.db.write(accounts.create_demo_accounts) == ids
    browser = demo.browser()
    public = await (await browser.get("/api/public")).json()
    assert (public["setup_needed"], len(public["demo"]["accounts"])) == (False, len(ids))
    account = public["demo"]["accounts"][0]
    signed_in = await sign_in(browser, account["email"], account["password"])
    assert (signed_in.status, (await signed_in.json())["demo"]) == (200, True)
    token = signed_in.cookies["peyvand_session"].value
    real = await make_site()
    other = real.browser(Cookie=f"peyvand_session={token}")
    assert (await other.get("/api/session")).status == 401
    assert (await sign_in(real.browser(), account["email"], account["password"])).status == 401
    public = await (await other.get("/api/public")).json()
    assert (public["setup_needed"], public["demo"], public["sandbox"]) == (True, None, False)


async def test_other_areas_hear_of_signing_in_and_out(site: Site, hooks: accounts.Hooks) -> None:
    heard: list[tuple[str, UUID, UUID | None]] = []

    async def entered(tx: Tx, user_id: UUID, extension_id: UUID | None) -> None:
        heard.append(("in", user_id, extension_id))

    async def left(tx: Tx, user_id: UUID) -> None:
        heard.append(("out", user_id, None))

    hooks.signed_in.append(entered)
    hooks.signed_out.append(left)
    extension = uuid4()
    first = await site.signed_in(extension_id=str(extension))
    second = await site.signed_in()
    user = UUID((await (await first.get("/api/session")).json())["user"]["id"])
    await first.delete("/api/session")
    await second.delete("/api/session")
    assert heard == [("in", user, extension), ("in", user, None), ("out", user, None)]


async def test_the_audit_log_tells_who_did_what(site: Site) -> None:
    browser = await site.signed_in()
    await sign_in(site.browser(), "agent@example.com", WRONG)
    await browser.delete("/api/session")
    (agent,) = [user for user in await everything(site.db, User) if user.role == "agent"]
    entries = sorted(await everything(site.db, AuditEntry), key=lambda entry: entry.id)
    mine = [entry.action for entry in entries if agent.id in {entry.actor_id, entry.subject_id}]
    assert mine == ["user_created", "signed_in", "sign_in_failed", "signed_out"]
    assert {entry.address for entry in entries if entry.action == "signed_in"} == {"127.0.0.1"}
