"""Signing in and out, and what a session survives."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from hub import accounts, events
from hub.accounts import passwords, throttle
from hub.accounts.models import AuditEntry, Session, SignInAttempts, User
from hub.db import Database, Tx, utc_now
from tests.support.accounts import PASSWORD, MakeSite, Site, sign_in

WRONG = "wrong password here"


async def everything(db: Database, model: type[Any]) -> list[Any]:
    """All rows of a table."""
    async with db.read() as session:
        return list((await session.scalars(sa.select(model))).all())


async def change(db: Database, model: type[Any], **values: Any) -> None:
    """Set columns in all rows of a table."""

    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.update(model).values(**values))

    await db.write(work)


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


@pytest.mark.parametrize("email", ["agent@example.com", "nobody@example.com"])
async def test_an_account_is_throttled_known_or_not(site: Site, email: str) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        assert (await sign_in(site.browser(), email, WRONG)).status == 401
    response = await sign_in(site.browser(), email, PASSWORD)
    assert (response.status, (await response.json())["code"]) == (429, "throttled")
    assert 0 < int(response.headers["Retry-After"]) <= 900
    assert (await sign_in(site.browser(), "supervisor@example.com")).status == 200
    await change(site.db, SignInAttempts, since=utc_now() - throttle.WINDOW - timedelta(seconds=1))
    assert (await sign_in(site.browser(), email, WRONG)).status == 401


async def test_attempts_at_once_are_all_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda encoded, given: checked.append(given) or real(encoded, given))
    browser = site.browser()
    answers = await asyncio.gather(*(sign_in(browser, "agent@example.com", WRONG) for _ in range(30)))
    assert sorted({answer.status for answer in answers}) == [401, 429]
    assert len(checked) == throttle.PER_ACCOUNT


async def test_the_right_password_forgives(site: Site) -> None:
    for _ in range(3):
        for _ in range(throttle.PER_ACCOUNT - 1):
            await sign_in(site.browser(), "agent@example.com", WRONG)
        assert (await sign_in(site.browser(), "agent@example.com")).status == 200


async def test_an_address_is_throttled_over_all_accounts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    for number in range(3):
        assert (await sign_in(site.browser(), f"guess{number}@example.com", WRONG)).status == 401
    assert (await sign_in(site.browser(), "agent@example.com")).status == 429


async def test_what_was_typed_is_not_stored(site: Site) -> None:
    await sign_in(site.browser(), "MySecretPassword", WRONG)
    rows = [*await everything(site.db, AuditEntry), *await everything(site.db, SignInAttempts)]
    assert len(rows) >= 2
    assert "mysecret" not in str([vars(row) for row in rows]).lower()


async def test_signing_in_again_rotates_the_token(site: Site) -> None:
    browser = await site.signed_in()
    old = browser.session.cookie_jar.filter_cookies(browser.make_url("/"))["peyvand_session"].value
    await sign_in(browser, "supervisor@example.com")
    assert len(await everything(site.db, Session)) == 1
    other = site.browser(Cookie=f"peyvand_session={old}")
    assert (await other.get("/api/session")).status == 401
    assert (await (await browser.get("/api/session")).json())["user"]["role"] == "supervisor"


async def test_a_foreign_token_is_never_adopted(site: Site) -> None:
    fixed = {"Cookie": "peyvand_session=chosen-by-an-attacker"}
    response = await sign_in(site.browser(**fixed), "agent@example.com")
    assert response.cookies["peyvand_session"].value != "chosen-by-an-attacker"
    assert (await site.browser(**fixed).get("/api/session")).status == 401


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


async def test_a_locked_session_opens_by_its_password_only(site: Site) -> None:
    browser = await site.signed_in()
    assert (await browser.post("/api/session/lock")).status == 204
    response = await browser.get("/api/presence")
    assert (response.status, (await response.json())["code"]) == (423, "locked")
    assert (await (await browser.get("/api/session")).json())["locked"] is True
    wrong = await browser.post("/api/session/unlock", json={"password": WRONG})
    assert (wrong.status, (await wrong.json())["code"]) == (403, "wrong_password")
    right = await browser.post("/api/session/unlock", json={"password": PASSWORD})
    assert (right.status, (await right.json())["locked"]) == (200, False)
    assert (await browser.get("/api/presence")).status == 200


async def test_an_idle_session_locks_then_ends_without_the_pages_help(make_site: MakeSite, people: Any) -> None:
    site = await make_site(accounts={"idle_lock_seconds": 600, "idle_sign_out_seconds": 3600})
    browser = await site.signed_in()
    await change(site.db, Session, active_at=utc_now() - timedelta(seconds=900))
    assert (await browser.get("/api/presence")).status == 423
    assert (await (await browser.get("/api/session")).json())["locked"] is True
    await change(site.db, Session, active_at=utc_now() - timedelta(seconds=3700))
    assert (await browser.get("/api/session")).status == 401


async def test_what_a_person_does_keeps_the_session_open_and_polling_does_not(site: Site) -> None:
    browser = await site.signed_in()
    before = utc_now() - timedelta(seconds=300)
    await change(site.db, Session, active_at=before)
    await browser.get("/api/session")
    assert (await everything(site.db, Session))[0].active_at == before
    await browser.get("/api/presence")
    assert (await everything(site.db, Session))[0].active_at > before


async def test_a_session_has_an_end(site: Site) -> None:
    browser = await site.signed_in()
    await change(site.db, Session, expires_at=utc_now() - timedelta(seconds=1))
    assert (await browser.get("/api/session")).status == 401
    assert await site.db.write(lambda tx: accounts.purge_sessions(tx, site.settings)) == 1
    assert await everything(site.db, Session) == []


async def test_signing_out_ends_it_here_and_tells_the_pages(site: Site) -> None:
    browser = await site.signed_in()
    (session,) = await everything(site.db, Session)
    response = await browser.delete("/api/session")
    assert (response.status, response.cookies["peyvand_session"]["max-age"]) == (204, "0")
    assert (await browser.get("/api/session")).status == 401
    assert (await browser.delete("/api/session")).status == 204
    async with site.db.read() as reader:
        page = await events.read_forward(reader, [events.user_room(session.user_id)], "0.0")
    ended = [event for event in page.events if event.key == str(session.id)]
    assert [(event.kind, event.data) for event in ended] == [("session", None)]


async def test_a_deactivated_user_is_out_at_once(site: Site) -> None:
    browser = await site.signed_in()
    await accounts.deactivate(site.db, "agent@example.com")
    assert (await browser.get("/api/session")).status == 401
    assert (await sign_in(site.browser(), "agent@example.com")).status == 401


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
