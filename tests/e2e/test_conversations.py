"""Conversations by SMS: told to whom they concern, taken, answered and resolved, and answered by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from time import time

import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import PHONE, WIDE, Entity, Person, Site, Visitors
from tests.e2e.words import say

EN, FA = "en", "fa"
ACCOUNT = "e2e-gateway"
SECRET = "told-by-the-gateway"
OPTIONS: Entity = {
    "preset": "kannel", "address": "http://127.0.0.1:9", "username": "hub", "password": "x", "sender": "+983000777",
    "hook_secret": SECRET,
}  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(site: Site) -> AsyncIterator[None]:
    """An account that is told of messages, and cannot send any: the sandbox is on."""
    new = {"account": ACCOUNT, "connector": "sms_http", "options": OPTIONS}
    await site.admin.ask("POST", "/api/connectors", new)
    yield
    await site.admin.ask("DELETE", f"/api/connectors/{ACCOUNT}")


async def write(page: Page, site: Site, number: str, text: str, key: str) -> None:
    """Let somebody write, as the gateway tells it."""
    told = {"secret": SECRET, "from": number, "to": "+983000777", "text": text, "id": key, "time": str(int(time()))}
    answer = await page.request.get(f"{site.url}/hooks/{ACCOUNT}/inbound", params=told)
    assert answer.ok, await answer.text()


def toasts(page: Page, language: str) -> Locator:
    return page.get_by_role("list", name=say(language, "arrivals.title")).get_by_role("listitem")


def button(page: Page | Locator, language: str, key: str) -> Locator:
    return page.get_by_role("button", name=say(language, key), exact=True)


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("region", name=say(FA, "conversations.list")).get_by_role("listitem").filter(has_text=text)


async def take_it(page: Page) -> None:
    """By the keyboard: given to oneself, so that the colleague sees it no more."""
    await page.keyboard.press("a")
    await button(page, EN, "conversations.assign.me").click()
    await expect(page.get_by_role("button", name=say(EN, "conversations.assign.now", name=""))).to_be_visible()


async def answer_it(page: Page) -> None:
    await page.keyboard.press("r")
    await page.get_by_role("textbox", name=say(EN, "messages.text")).fill("Yes, until five.")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("log").get_by_text("Yes, until five.")).to_be_visible()


async def meet_a_colleague(page: Page, visitors: Visitors) -> None:
    """Somebody was quicker: said in words, and nothing changed; the second press counts."""

    async def late(route: Route) -> None:
        await route.continue_(headers={**route.request.headers, "if-match": '"1"'})

    visitors.watch.allow(r"status of 4(04|12)")
    await page.route("**/api/conversations/*", late, times=1)
    await page.locator("body").press("e")
    await expect(page.get_by_role("alert").filter(has_text=say(EN, "conversations.met.title"))).to_be_visible()
    await button(page, EN, "conversations.resolve").click()
    await expect(button(page, EN, "conversations.reopen")).to_be_visible()


async def test_a_message_is_told_taken_answered_and_resolved(
    site: Site, visitors: Visitors, agent: Person, colleague: Person, gateway: None
) -> None:
    customer, number = await site.customer("Sara Inbox")
    await site.admin.ask("PATCH", f"/api/customers/{customer['id']}", {"owner_id": agent.id})
    page = await visitors.desk(agent)
    other = await visitors.desk(colleague, path="/conversations?view=unassigned", color_scheme=SCHEMES[FA])
    await write(page, site, number, "Are you open on Friday?", "e2e-1")
    await expect(row(other, "Sara Inbox")).to_be_visible()  # live
    toast = toasts(page, EN)
    await expect(toast).to_contain_text("Are you open on Friday?")
    await expect(toasts(other, FA)).to_have_count(0)  # its owner is told, nobody else
    await toast.get_by_role("link", name=say(EN, "arrivals.open")).click()
    await expect(page.get_by_role("log")).to_contain_text("Are you open on Friday?")
    looks = Inspection(other, FA)
    await row(other, "Sara Inbox").get_by_role("link").click()
    for size in (PHONE, WIDE):
        await other.set_viewport_size(size)  # type: ignore[arg-type]
        await looks.look("a conversation")
    looks.finish()

    await take_it(page)
    await expect(row(other, "Sara Inbox")).to_have_count(0)
    await answer_it(page)
    await meet_a_colleague(page, visitors)


async def test_what_is_answered_by_itself(site: Site, visitors: Visitors, gateway: None) -> None:
    supervisor = await site.person(FA, role="supervisor")
    page = await visitors.desk(supervisor, path="/settings/replies", color_scheme=SCHEMES[FA])
    await button(page, FA, "replies.add").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text(say(FA, "replies.account"), exact=True).click()
    await dialog.get_by_role("combobox", name=say(FA, "replies.account")).click()
    await page.get_by_role("option", name=ACCOUNT).click()
    visitors.watch.allow(r"status of 422")
    await button(dialog, FA, "common.action.save").click()
    await expect(dialog.get_by_text(say(FA, "errors.field.missing"))).to_be_visible()  # at the field
    for when in ("closed", "open"):
        await dialog.get_by_role("combobox", name=say(FA, f"replies.{when}")).click()
        await page.get_by_role("option").first.click()
    await button(dialog, FA, "common.action.save").click()
    mine = page.get_by_role("article", name=ACCOUNT)
    await expect(mine).to_contain_text(say(FA, "replies.now.answers"))
    looks = Inspection(page, FA)
    await looks.look("automatic replies")
    looks.finish()
    await mine.get_by_role("switch").press("Space")
    await expect(mine).to_contain_text(say(FA, "replies.now.off"))
