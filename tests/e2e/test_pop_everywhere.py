"""One agent's card wherever they are: on two computers, and in a tab whose process is gone."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import CDPSession, Page, expect

from tests.e2e.site import Person, Site, Visitors, call_bar, cards
from tests.e2e.words import say
from tests.support.waiting import until

# What a tab shows, asked past Playwright: it takes a page for lost for good once its process was.
SHOWN = "document.querySelector('article')?.textContent ?? ''"
WRITTEN = "document.querySelector('article textarea')?.value ?? null"


async def stored(site: Site) -> str | None:
    """The notes as the hub has them."""
    (call,) = (await site.admin.get("/api/calls/live"))["items"]
    text: str | None = call["notes"]
    return text


async def test_a_card_is_one_on_two_computers(site: Site, visitors: Visitors, agent: Person) -> None:
    _, number = await site.customer("Two Computers")
    first, second = await visitors.desk(agent, "101"), await visitors.desk(agent)
    assert first.context != second.context
    call = await site.ring("101", number)
    for page in (first, second):
        await expect(cards(page)).to_contain_text("Two Computers")
        await page.keyboard.press("n")
    await _notes(first).press_sequentially("hears badly")
    await expect(_notes(second)).to_have_value("hears badly")
    await _notes(second).press("Escape")
    await second.keyboard.press("Escape")
    for page in (first, second):
        await expect(cards(page)).to_have_count(0)
    await call.hang_up()

    await site.ring("101", number, answers="101", after=1)
    for page in (first, second):
        await expect(cards(page)).to_contain_text("Two Computers")
    for page in (first, second):
        await expect(call_bar(page)).to_contain_text("Two Computers")
        await expect(cards(page)).to_have_count(0)
    await site.quiet()
    for page in (first, second):
        await expect(call_bar(page)).to_have_count(0)


async def test_card_and_words_outlive_the_tabs_process(site: Site, visitors: Visitors, agent: Person) -> None:
    """As when the browser discards a tab: its process goes, and the page is read anew once somebody looks at it."""
    _, number = await site.customer("Discarded Tab")
    page = await visitors.desk(agent, "101", anew=True)
    await site.ring("101", number)
    await expect(cards(page)).to_contain_text("Discarded Tab")
    await page.keyboard.press("n")
    await expect(_notes(page)).to_be_focused()
    browser = await page.context.new_cdp_session(page)
    await page.keyboard.insert_text("half a sen")
    await kill(page, browser)
    assert await stored(site) is None
    await browser.send("Page.reload")
    await until(lambda: _shows(browser, SHOWN, "Discarded Tab"), what="the card")
    await browser.send("Input.dispatchKeyEvent", {"type": "keyDown", "code": "KeyN", "key": "n"})
    await until(lambda: _shows(browser, WRITTEN, "half a sen"), what="the words")
    await until(lambda: _is(site, "half a sen"), what="the notes")


async def kill(page: Page, browser: CDPSession) -> None:
    """End the process that draws the tab."""
    gone = asyncio.Event()
    page.once("crash", lambda _page: gone.set())
    asking = asyncio.ensure_future(browser.send("Page.crash"))  # nobody is left to answer it
    await asyncio.wait_for(gone.wait(), 10)
    asking.cancel()


def _notes(page: Page) -> Any:
    return cards(page).get_by_role("textbox", name=say("en", "calls.notes.label"))


async def _shows(browser: CDPSession, expression: str, text: str) -> bool:
    answer = await browser.send("Runtime.evaluate", {"expression": expression})
    return text in str(answer["result"].get("value"))


async def _is(site: Site, text: str) -> bool:
    return await stored(site) == text
