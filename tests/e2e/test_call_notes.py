"""Notes on a call: safe as they are typed, on every page and computer of those who write them."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Person, Site, Visitors, call_bar
from tests.e2e.words import say
from tests.support.waiting import until


def notes(page: Page, language: str = "en") -> Locator:
    return page.get_by_role("textbox", name=say(language, "calls.notes.label"))


async def stored(site: Site) -> str | None:
    (call,) = (await site.admin.get("/api/calls/live"))["items"]
    text: str | None = call["notes"]
    return text


async def test_two_computers_do_not_write_over_each_other(site: Site, visitors: Visitors) -> None:
    visitors.watch.allow(r"status of 412")
    agent = await site.person("fa")
    _, number = await site.customer("Twice Noted")
    first = await visitors.desk(agent, "101", color_scheme=SCHEMES["fa"])
    second = await visitors.desk(agent)
    await site.ring("101", number, answers="101", after=0.2)
    for page in (first, second):
        await expect(call_bar(page, "fa")).to_contain_text("Twice Noted")
    await notes(first, "fa").press_sequentially("one")
    await expect(notes(second, "fa")).to_have_value("one")
    # The second writes on, and the first is faster by a moment.
    await second.route("**/notes", lambda route: route.abort())
    visitors.watch.allow(r"ERR_FAILED")
    await notes(second, "fa").press_sequentially(" and mine")
    await notes(first, "fa").press_sequentially(" and theirs")
    await until(lambda: _is(site, "one and theirs"), what="the first one's notes")
    await second.unroute("**/notes")
    await notes(second, "fa").press_sequentially("!")
    met = second.get_by_role("alert").filter(has_text=say("fa", "calls.notes.met"))
    await expect(met).to_contain_text("one and theirs")
    await expect(notes(second, "fa")).to_have_value("one and mine!")
    inspection = Inspection(second, "fa")
    await inspection.look("notes that met")
    inspection.finish()
    assert await stored(site) == "one and theirs"
    await met.get_by_role("button", name=say("fa", "calls.notes.mine")).click()
    await expect(met).to_have_count(0)
    await expect(notes(first, "fa")).to_have_value("one and mine!")
    assert await stored(site) == "one and mine!"


async def _is(site: Site, text: str) -> bool:
    return await stored(site) == text


async def test_what_could_not_be_saved_outlives_a_reload(site: Site, visitors: Visitors, agent: Person) -> None:
    visitors.watch.allow(r"ERR_FAILED")
    _, number = await site.customer("Long Story")
    page = await visitors.desk(agent, "101")
    await site.ring("101", number, answers="101", after=0.2)
    await expect(call_bar(page)).to_contain_text("Long Story")
    await page.route("**/notes", lambda route: route.abort())
    await notes(page).fill("not lost")
    await expect(
        page.get_by_text(re.compile("^" + re.escape(say("en", "calls.notes.failed", reason=""))))
    ).to_be_visible()
    await page.unroute("**/notes")
    await page.reload()
    await expect(notes(page)).to_have_value("not lost")
    await until(lambda: _is(site, "not lost"), what="the notes")
