"""Guessing passwords is slow, whoever is guessed at, and nothing that was typed is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from hub.accounts import passwords, throttle
from hub.accounts.models import AuditEntry, SignInAttempts
from hub.db import utc_now
from tests.hub.accounts.rows import change, everything
from tests.support.accounts import PASSWORD, Site, sign_in

WRONG = "wrong password here"


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
