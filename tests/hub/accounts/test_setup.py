"""A hub without users is set up once, with the token from its log or its disk."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub import accounts
from tests.support.accounts import MakeSite, Site

WANTED = {
    "organisation": "آرمان",
    "name": "Nima Rostami",
    "email": "nima@example.com",
    "password": "a long enough password",
    "language": "fa",
}


@pytest.fixture
async def empty_site(make_site: MakeSite) -> Site:
    """A hub without users."""
    return await make_site()


async def test_set_up_makes_the_administrator_and_signs_in(empty_site: Site, tmp_path: Path) -> None:
    with capture_logs() as lines:
        token = await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path)
    assert token in str(lines)
    browser = empty_site.browser()
    assert await (await browser.get("/api/setup")).json() == {"needed": True}
    response = await browser.post("/api/setup", json=WANTED | {"token": token})
    body = await response.json()
    assert response.status == 200
    assert (body["organisation"], body["user"]["role"], body["user"]["calendar"]) == (
        "آرمان",
        "administrator",
        "jalali",
    )
    assert (await browser.get("/api/users")).status == 200
    assert await (await browser.get("/api/setup")).json() == {"needed": False}
    again = await browser.post("/api/setup", json=WANTED | {"token": token, "email": "other@example.com"})
    assert (again.status, (await again.json())["code"]) == (409, "set_up")


async def test_the_token_is_in_a_file_for_the_hubs_user_only(empty_site: Site, tmp_path: Path) -> None:
    token = await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path)
    file = tmp_path / "setup-token"
    assert file.read_text().strip() == token
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path) == token
    await empty_site.browser().post("/api/setup", json=WANTED | {"token": token})
    assert await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path) is None
    assert not file.exists()


async def test_a_folder_that_cannot_be_written_leaves_the_log(empty_site: Site, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert await accounts.prepare_setup(empty_site.db, empty_site.settings, blocked / "var")


@pytest.mark.parametrize("token", ["", "wrong", "é" * 100])
async def test_another_token_is_refused(empty_site: Site, tmp_path: Path, token: str) -> None:
    await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path)
    response = await empty_site.browser().post("/api/setup", json=WANTED | {"token": token})
    assert (response.status, (await response.json())["code"]) == (403, "setup_token")
    assert await accounts.list_users(empty_site.db) == []


async def test_two_at_once_make_one_administrator(empty_site: Site, tmp_path: Path) -> None:
    token = await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path)

    async def attempt(number: int) -> int:
        body = WANTED | {"token": token, "email": f"admin{number}@example.com"}
        return (await empty_site.browser().post("/api/setup", json=body)).status

    assert sorted(await asyncio.gather(*(attempt(number) for number in range(4)))) == [200, 409, 409, 409]
    assert len(await accounts.list_users(empty_site.db)) == 1


async def test_a_weak_password_sets_nothing_up(empty_site: Site, tmp_path: Path) -> None:
    token = await accounts.prepare_setup(empty_site.db, empty_site.settings, tmp_path)
    response = await empty_site.browser().post("/api/setup", json=WANTED | {"token": token, "password": "short"})
    assert (response.status, (await response.json())["errors"][0]["field"]) == (422, "body.password")
    assert await (await empty_site.browser().get("/api/setup")).json() == {"needed": True}


async def test_a_hub_with_users_asks_for_no_set_up(site: Site, tmp_path: Path, people: dict[str, Any]) -> None:
    assert await accounts.prepare_setup(site.db, site.settings, tmp_path) is None


async def test_leaving_the_demo_dismisses_its_accounts(make_site: MakeSite, tmp_path: Path) -> None:
    demo = await make_site(demo=True)
    await demo.db.write(accounts.create_demo_accounts)
    real = await make_site()
    assert await accounts.prepare_setup(real.db, real.settings, tmp_path)
    assert {user.active for user in await accounts.list_users(real.db)} == {False}
    await demo.db.write(accounts.create_demo_accounts)
    assert {user.active for user in await accounts.list_users(real.db)} == {True}
