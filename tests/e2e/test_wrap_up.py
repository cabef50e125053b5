"""The time after a call: its notes, the next step, and the way back, by keyboard and on every page."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.site import Site, Visitors
from tests.e2e.test_pages import SCHEMES, Inspection
from tests.e2e.test_presence import change, menu
from tests.e2e.words import LANGUAGES, say

STEP = {"en": "Send the invoice", "fa": "فاکتور را بفرستم"}


async def wrapping(site: Site, page: Page, language: str, number: str) -> None:
    """They answered a call of their queue, and it is over."""
    call = await site.ring("1003", number, answers="106", after=0.3)
    await expect(menu(page, language)).to_contain_text(say(language, "common.presence.on_call"))
    await call.hang_up()
    await expect(menu(page, language)).to_contain_text(say(language, "common.presence.wrap_up"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_next_step_is_kept_with_the_end_of_wrap_up(site: Site, visitors: Visitors, language: str) -> None:
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
