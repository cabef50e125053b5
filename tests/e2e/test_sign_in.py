"""Signing in, taking a phone, and a newcomer's first call."""

from __future__ import annotations

import time

from playwright.async_api import Page, expect

from hub.accounts import DEMO_ACCOUNTS
from tests.e2e.site import PASSWORD, Person, Site, Visitors, cards, open_tab
from tests.e2e.words import pattern, say
from tests.support.hub_process import StartHub


async def fill_in(page: Page, person: Person, password: str, language: str) -> None:
    """Send the sign-in form."""
    await page.get_by_label(say(language, "accounts.field.email")).fill(person.email)
    await page.get_by_label(say(language, "accounts.field.password"), exact=True).fill(password)
    await page.get_by_role("button", name=say(language, "accounts.signIn.submit"), exact=True).click()


async def test_a_wrong_password_is_said_and_the_right_one_lets_in(site: Site, visitors: Visitors) -> None:
    language = "fa"
    visitors.watch.allow(r"status of 401 .* at \S+/api/session")
    person = await site.person(language)
    page = await visitors.page("/customers?q=a", locale=language)
    await expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "fa" else "ltr")
    await fill_in(page, person, "not my password", language)
    await expect(page.get_by_role("alert")).to_contain_text(say(language, "accounts.problem.wrong"))
    await fill_in(page, person, PASSWORD, language)
    await page.get_by_role("button", name=say(language, "accounts.desk.skip")).click()
    await expect(page).to_have_url(f"{site.url}/customers?q=a")
    await expect(page.get_by_role("button", name=pattern(language, "shell.user.menu"))).to_be_visible()
    await expect(page.get_by_role("button", name=say(language, "shell.extension.none"))).to_be_visible()


async def test_the_demo_lists_its_accounts_and_one_click_signs_in(visitors: Visitors) -> None:
    language = "en"
    page = await visitors.page(locale=language)
    offered = page.get_by_role("region").or_(page.locator("section")).get_by_role("button")
    for account in DEMO_ACCOUNTS:
        entry = offered.filter(has_text=account.name)
        await expect(entry).to_contain_text(say(language, f"common.role.{account.role.value}"))
    await offered.filter(has_text=DEMO_ACCOUNTS[3].name).click()
    name = say(DEMO_ACCOUNTS[3].language, "shell.user.menu", name=DEMO_ACCOUNTS[3].name)
    await expect(page.get_by_role("button", name=name)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", DEMO_ACCOUNTS[3].language)


async def test_whoever_takes_an_extension_releases_it_from_its_holder(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    first = await visitors.page()
    await fill_in(first, agent, PASSWORD, "en")
    await first.get_by_role("button", name="103").click()
    await expect(first.get_by_role("button", name="Extension 103")).to_be_visible()
    second = await visitors.page(locale="fa")
    await fill_in(second, colleague, PASSWORD, "fa")
    held = second.get_by_role("button", name="۱۰۳")
    await expect(held).to_contain_text(agent.name)
    await held.click()
    await expect(second.get_by_role("button", name="۱۰۳")).to_be_visible()
    await expect(first.get_by_role("button", name=say("en", "shell.extension.none"))).to_be_visible()
    _, number = await site.customer("Follows The Phone")
    await site.ring("103", number)
    await expect(cards(second, "fa")).to_contain_text("Follows The Phone")
    await expect(cards(first)).to_have_count(0)
    await second.get_by_role("button", name="۱۰۳").first.click()
    await second.get_by_role("menuitem", name=say("fa", "shell.extension.release")).click()
    await expect(second.get_by_role("button", name=say("fa", "shell.extension.none"))).to_be_visible()


async def test_a_newcomer_sees_a_first_pop_within_ten_seconds(visitors: Visitors, start_hub: StartHub) -> None:
    demo = await start_hub(command=("demo",))
    page = await visitors.page(url=demo.url)
    await page.get_by_role("button", name="Tom Whitfield").click()
    await page.get_by_role("button", name="101").click()
    signed_in = time.monotonic()
    await expect(cards(page)).to_have_count(1, timeout=20_000)
    assert time.monotonic() - signed_in < 10
    await page.context.close()  # before the hub stops, or the page complains of its lost socket


async def test_signing_out_reaches_the_other_tab(site: Site, visitors: Visitors, agent: Person) -> None:
    first = await visitors.desk(agent)
    second = await open_tab(first.context, f"{site.url}/calls", "en")
    await first.get_by_role("button", name=pattern("en", "shell.user.menu")).click()
    await first.get_by_role("button", name=say("en", "shell.user.signOut")).click()
    for page in (first, second):
        await expect(page.get_by_role("button", name=say("en", "accounts.signIn.submit"), exact=True)).to_be_visible()
    assert await first.context.cookies() == []


async def test_language_and_theme_follow_the_person(visitors: Visitors, agent: Person) -> None:
    page = await visitors.desk(agent)
    await page.get_by_role("button", name=pattern("en", "shell.user.menu")).click()
    await page.get_by_text("فارسی", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.get_by_text(say("fa", "shell.theme.dark"), exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await page.reload()
    elsewhere = await visitors.signed_in(agent)
    other = await elsewhere.new_page()
    await other.goto(page.url)
    for view in (page, other):
        await expect(view.get_by_role("heading", level=1)).to_have_text(say("fa", "calls.desk.title"))
        await expect(view.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        await expect(view.locator("html")).to_have_attribute("dir", "rtl")
