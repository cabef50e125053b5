"""An empty hub's set-up page, the lock of a computer that nobody touches, and a hub opened over plain HTTP."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e.conftest import OTHER_NAME
from tests.e2e.site import PASSWORD, Person, Site, Visitors
from tests.e2e.words import pattern, say
from tests.support.hub_process import StartHub

FIELDS = {"organisation": "شرکت پیوند", "name": "Leila Farhadi", "email": "leila@example.com"}


async def set_up(page: Page, token: str, language: str) -> None:
    """Fill the set-up form in and send it."""
    for name, value in (FIELDS | {"token": token}).items():
        await page.get_by_label(say(language, f"accounts.field.{name}")).fill(value)
    await page.get_by_label(say(language, "accounts.field.password"), exact=True).fill(PASSWORD)
    await page.get_by_role("button", name=say(language, "accounts.setup.submit")).click()


async def test_an_empty_hub_is_set_up_then_locks_and_unlocks(
    visitors: Visitors, start_hub: StartHub, tmp_path: Path
) -> None:
    visitors.watch.allow(r"status of 403 .* at \S+/api/(setup|session/unlock)$", "status of 423")
    hub = await start_hub(env={"HUB_ACCOUNTS__IDLE_LOCK_SECONDS": "3"})
    page = await visitors.page(url=hub.url, locale="fa")
    await expect(page).to_have_url(f"{hub.url}/setup")
    await set_up(page, "not-the-token-of-the-log", "fa")
    await expect(page.get_by_role("alert")).to_contain_text(say("fa", "accounts.setup.wrongToken"))
    await set_up(page, (tmp_path / "var" / "setup-token").read_text().strip(), "fa")
    await expect(page.get_by_role("heading", level=1)).to_have_text(say("fa", "calls.desk.title"))
    again = await visitors.page("/setup", url=hub.url)
    await expect(again).to_have_url(f"{hub.url}/sign-in")
    await expect(again.get_by_role("heading", level=1)).to_contain_text(FIELDS["organisation"])
    await expect(page.get_by_role("heading", level=1)).to_have_text(say("fa", "accounts.lock.title"), timeout=20_000)
    await expect(page.get_by_role("navigation")).to_have_count(0)
    refused = await page.request.get(f"{hub.url}/api/customers")
    assert refused.status == 423
    password = page.get_by_label(say("fa", "accounts.field.password"), exact=True)
    await expect(password).to_be_focused()
    await password.fill("not my password")
    await password.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text(say("fa", "accounts.problem.wrong"))
    await password.fill(PASSWORD)
    await password.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(say("fa", "calls.desk.title"))


async def test_a_page_over_plain_http_says_what_will_not_work(site: Site, visitors: Visitors) -> None:
    language = "fa"
    visitors.watch.allow("Cross-Origin-Opener-Policy header has been ignored", hosts=[OTHER_NAME])
    person: Person = await site.person(language)
    page = await visitors.page("/customers", url=f"http://{OTHER_NAME}:{site.hub.port}", locale=language)
    await page.get_by_label(say(language, "accounts.field.email")).fill(person.email)
    await page.get_by_label(say(language, "accounts.field.password"), exact=True).fill(PASSWORD)
    await page.get_by_label(say(language, "accounts.field.password"), exact=True).press("Enter")
    await page.get_by_role("button", name=say(language, "accounts.desk.skip")).click()
    banner = page.get_by_role("status").filter(has_text=say(language, "shell.insecure.title"))
    await expect(banner).to_contain_text("docs/operations.md")
    await expect(page.get_by_role("button", name=pattern(language, "shell.user.menu"))).to_be_visible()
    await page.get_by_text(say(language, "shell.presence.yours")).first.wait_for(state="attached")
    await banner.get_by_role("button", name=say(language, "shell.insecure.hide")).click()
    await expect(banner).to_have_count(0)


async def test_a_page_of_this_machine_has_no_such_banner(visitors: Visitors, agent: Person) -> None:
    page = await visitors.desk(agent)
    await expect(page.get_by_text(say("en", "shell.insecure.title"))).to_have_count(0)
