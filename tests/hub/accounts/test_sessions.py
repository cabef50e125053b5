"""A session: its token, its locks, its ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub import accounts, events
from hub.accounts.models import Session
from hub.db import utc_now
from tests.hub.accounts.rows import change, everything
from tests.support.accounts import PASSWORD, MakeSite, Site, sign_in

WRONG = "wrong password here"


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
