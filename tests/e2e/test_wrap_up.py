"""The time after a call: its notes, the next step, and the way back, by keyboard and on every page."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.test_presence import change, menu
from tests.e2e.words import say

RESULT = {"en": "Wants a quote", "fa": "پیش‌فاکتور خواست"}
STEP = {"en": "Send the invoice", "fa": "فاکتور را بفرستم"}


async def wrapping(site: Site, page: Page, language: str, number: str) -> None:
    """They answered a call of their queue, and it is over."""
    call = await site.ring("1003", number, answers="106", after=0.3)
    await expect(menu(page, language)).to_contain_text(say(language, "common.presence.on_call"))
    await call.hang_up()
    await expect(menu(page, language)).to_contain_text(say(language, "common.presence.wrap_up"))


async def test_it_lasts_until_the_call_has_the_result_that_its_queue_requires(site: Site, visitors: Visitors) -> None:
    language = "fa"
    person = await site.person(language)
    customer, number = await site.customer("Result Wanted")
    page = await visitors.desk(person, "106", "/calls", color_scheme=SCHEMES[language])
    second = await page.context.new_page()
    await second.goto(page.url)
    await site.require_results(True)
    await wrapping(site, page, language, number)  # of a queue without any wrap-up of its own: its time is up at once
    panel = page.get_by_role("region", name=say(language, "common.presence.wrap_up"))
    await expect(panel).to_contain_text(say(language, "dispositions.late"))
    await expect(panel.get_by_role("radio", name=RESULT[language])).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await expect(panel.get_by_role("alert")).to_contain_text(say(language, "dispositions.missing"))
    inspection = Inspection(page, language)
    await inspection.look("the results")
    inspection.finish()
    refused = {"state": "available"}
    answer = await page.request.put(f"{site.url}/api/me/presence", data=refused, headers={"Origin": site.url})
    assert (answer.status, (await answer.json())["code"]) == (409, "disposition_required")

    # Arrow keys only move; Enter chooses, which frees the agent on both tabs and heads the call on the timeline.
    await panel.get_by_role("textbox", name=say(language, "dispositions.search")).fill(RESULT[language])
    await panel.get_by_role("radio", name=RESULT[language]).focus()
    await page.keyboard.press("Space")
    for tab in (page, second):
        await expect(menu(tab, language)).to_contain_text(say(language, "common.presence.available"))
        await expect(tab.get_by_role("region", name=say(language, "common.presence.wrap_up"))).to_have_count(0)
    await expect(page.get_by_role("listitem").filter(has_text="Result Wanted")).to_contain_text(RESULT[language])
    await second.goto(f"{site.url}/customers/{customer['id']}")
    await expect(second.get_by_text(RESULT[language])).to_be_visible()
    await site.require_results(False)


async def test_the_next_step_is_kept_with_the_end_of_wrap_up(site: Site, visitors: Visitors) -> None:
    language = "en"
    person = await site.person(language)
    customer, number = await site.customer("Wrapped Up")
    page = await visitors.desk(person, "106", "/calls", color_scheme=SCHEMES[language])
    change(site, wrap_up=600)
    await wrapping(site, page, language, number)
    panel = page.get_by_role("region", name=say(language, "common.presence.wrap_up"))
    await expect(panel).to_contain_text("Wrapped Up")
    title = panel.get_by_role("textbox", name=say(language, "tasks.field.title"))
    await page.keyboard.press("f")
    await expect(title).to_be_focused()
    await title.press_sequentially(STEP[language])
    inspection = Inspection(page, language)
    await inspection.look("the panel")
    inspection.finish()
    await page.reload()
    await expect(title).to_have_value(STEP[language])

    # The time runs out over what is half typed: it stays until it is saved or thrown away.
    await page.request.put(f"{site.url}/api/me/presence", data={"state": "available"}, headers={"Origin": site.url})
    await expect(panel).to_contain_text(say(language, "presence.wrapUp.overText"))
    await title.press("Control+Enter")
    await expect(panel).to_have_count(0)
    (task,) = (await site.admin.get("/api/tasks", customer_id=customer["id"]))["items"]
    assert (task["title"], task["assignee"]["name"]) == (STEP[language], person.name)

    await wrapping(site, page, language, number)
    await page.keyboard.press("Control+Enter")
    await expect(menu(page, language)).to_contain_text(say(language, "common.presence.available"))
    await expect(panel).to_have_count(0)
    change(site, wrap_up=0)
