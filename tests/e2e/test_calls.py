"""The call bar, passing a call on, and the history."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.site import Person, Site, Visitors, call_bar, cards, press_persian
from tests.e2e.words import say
from tests.support.waiting import until

ROWS = "main li[data-past]"


async def test_the_call_bar_ends_the_call(site: Site, visitors: Visitors, agent: Person) -> None:
    customer, number = await site.customer("Talking Caller")
    page = await visitors.desk(agent, "101")
    await site.ring("101", number, answers="101", after=0.3)
    await expect(call_bar(page)).to_contain_text("Talking Caller")
    await expect(cards(page)).to_have_count(0)
    mine = page.get_by_role("complementary", name=say("en", "calls.desk.mine"))
    await mine.get_by_label(say("en", "calls.notes.label")).fill("Wants an offer")
    await expect(mine).to_contain_text(say("en", "calls.notes.savedNow"))
    await page.reload()
    await call_bar(page).get_by_role("button", name=say("en", "calls.bar.hangup")).click()
    await expect(call_bar(page)).to_have_count(0)
    await expect(page.locator(ROWS).first).to_contain_text("Talking Caller")
    await page.locator(ROWS).first.get_by_role("link").click()
    details = page.get_by_role("dialog", name=say("en", "calls.detail.title"))
    await expect(details).to_contain_text(say("en", "calls.result.completed"))
    await expect(details.get_by_label(say("en", "calls.notes.label"))).to_have_value("Wants an offer")
    (entry,) = (await site.admin.get(f"/api/customers/{customer['id']}/timeline"))["items"]
    assert (entry["state"], entry["text"]) == ("completed", "Wants an offer")


async def test_a_call_is_passed_on_to_a_colleague(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    _, number = await site.customer("Passed On")
    page = await visitors.desk(agent, "101")
    second = await visitors.desk(colleague, "102")
    call = await site.ring("101", number, answers="101", after=0.3)
    await expect(call_bar(page)).to_contain_text("Passed On")
    await press_persian(page, "KeyX", "ط")
    await page.get_by_role("button", name=say("en", "calls.transfer.goTo", name=colleague.name)).click()
    await expect(cards(second, "fa").or_(call_bar(second, "fa")).first).to_contain_text("Passed On")
    await expect(call_bar(page)).to_have_count(0)
    await expect(call_bar(second, "fa")).to_contain_text("Passed On")
    await call.hang_up()
    await expect(call_bar(second, "fa")).to_have_count(0)


async def test_a_call_is_held_and_taken_back_by_the_phone(site: Site, visitors: Visitors, agent: Person) -> None:
    page = await visitors.desk(agent, "101")
    call = await site.ring("101", site.unknown_number(), answers="101", after=0.3)
    bar = call_bar(page)
    await bar.get_by_role("button", name=say("en", "calls.bar.hold")).click()
    await expect(bar).to_contain_text(say("en", "calls.bar.held"))
    await press_persian(page, "KeyH", "ا")
    await expect(bar.get_by_role("button", name=say("en", "calls.bar.hold"))).to_be_visible()
    await expect(bar).not_to_contain_text(say("en", "calls.bar.held"))
    await call.hang_up()
    await expect(bar).to_have_count(0)


async def test_a_colleague_is_asked_before_the_call_is_handed_over(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    _, number = await site.customer("Asked First")
    page = await visitors.desk(agent, "101")
    second = await visitors.desk(colleague, "102")
    call = await site.ring("101", number, answers="101", after=0.3)
    bar = call_bar(page)
    for taken_back in (True, False):
        await bar.get_by_role("button", name=say("en", "calls.bar.transfer")).click()
        await page.get_by_role("button", name=say("en", "calls.transfer.askFirst", name=colleague.name)).click()
        await expect(bar).to_contain_text(say("en", "calls.command.asking"))
        await expect(bar).to_contain_text(say("en", "calls.bar.held"))
        if taken_back:
            await bar.get_by_role("button", name=say("en", "calls.bar.back")).click()
            await expect(bar.get_by_role("button", name=say("en", "calls.bar.hangup"))).to_be_visible()
            await expect(bar).not_to_contain_text(say("en", "calls.bar.held"))
    await expect(call_bar(second, "fa")).to_have_count(1)
    await page.reload()
    await expect(bar).to_contain_text(say("en", "calls.command.asking"))
    await bar.get_by_role("button", name=say("en", "calls.bar.handOver")).click()
    await expect(bar).to_have_count(0)
    await expect(call_bar(second, "fa")).to_contain_text("Asked First")
    await call.hang_up()
    await expect(call_bar(second, "fa")).to_have_count(0)


async def test_a_call_is_dialled_from_the_customers_page(site: Site, visitors: Visitors, agent: Person) -> None:
    customer, _ = await site.customer("To Be Called")
    page = await visitors.desk(agent, "101", f"/customers/{customer['id']}")
    await page.get_by_role("button", name=say("en", "customers.panel.call"), exact=True).click()
    await expect(call_bar(page)).to_contain_text("To Be Called")
    await call_bar(page).get_by_role("button", name=say("en", "calls.bar.hangup")).click()
    await expect(call_bar(page)).to_have_count(0)


async def test_the_history_is_narrowed_and_read_on(site: Site, visitors: Visitors) -> None:
    supervisor = await site.person(role="supervisor")
    page = await visitors.desk(supervisor, path="/calls")
    rows = page.locator(ROWS)
    await expect(rows.first).to_be_visible()
    before = await rows.count()

    async def more() -> bool:
        await rows.last.scroll_into_view_if_needed()
        return await rows.count() > before

    await until(more, 10, "further calls")
    await page.get_by_label(say("en", "calls.history.result"), exact=True).select_option("missed")
    await expect(page).to_have_url(f"{site.url}/calls?result=missed")
    missed = re.compile("|".join(say("en", f"calls.{key}.missed") for key in ("result", "resultOut")))
    for _ in range(2):
        await expect(rows.first).to_be_visible()
        await expect(rows.filter(has_not_text=missed)).to_have_count(0)
        await page.reload()
    await page.get_by_text(say("en", "calls.direction.internal"), exact=True).click()
    await expect(page.get_by_role("heading", name=say("en", "calls.historyEmpty.filtered"))).to_be_visible()
    await page.get_by_role("button", name=say("en", "calls.historyEmpty.clear")).click()
    await expect(rows.filter(has_text=say("en", "calls.result.completed")).first).to_be_visible()
    await page.get_by_text(say("en", "calls.history.mine"), exact=True).click()
    await expect(page.get_by_role("heading", name=say("en", "calls.historyEmpty.filtered"))).to_be_visible()
