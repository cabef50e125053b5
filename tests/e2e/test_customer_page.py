"""The page where agents live: two people at one customer, a long timeline, and two customers made one."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.e2e.site import Person, Site, Visitors, press_persian
from tests.e2e.words import say


async def _write(page: Page, field: str, text: str) -> None:
    name = say("en", f"profile.field.{field}")
    await page.get_by_role("button", name=say("en", "profile.change", field=name), exact=True).click()
    await page.get_by_role("textbox", name=name, exact=True).fill(text)


async def test_two_agents_in_one_field_see_each_others_text_and_choose(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    visitors.watch.allow("status of 412")
    customer, _ = await site.customer("Changed By Two")
    page = await visitors.desk(agent, path=f"/customers/{customer['id']}")
    panel = page.get_by_role("complementary", name="Changed By Two")
    await _write(page, "city", "York")
    await site.admin.ask("PATCH", f"/api/customers/{customer['id']}", {"city": "Hull", "stage": "Lead"})
    await expect(panel).to_contain_text("Lead")
    await expect(page.get_by_role("textbox", name=say("en", "profile.field.city"), exact=True)).to_have_value("York")
    await panel.get_by_role("button", name=say("en", "profile.save"), exact=True).click()
    met = panel.get_by_role("alert")
    await expect(met).to_contain_text("Hull")
    await expect(met).to_contain_text("York")
    await met.get_by_role("button", name=say("en", "profile.conflict.save")).click()
    await expect(met).to_have_count(0)
    found = await site.admin.get(f"/api/customers/{customer['id']}")
    assert (found["city"], found["stage"]) == ("York", "Lead")


async def test_a_long_timeline_is_read_to_its_end_in_a_bounded_page_and_stays_put(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    customer, _ = await site.customer("Has Much To Tell")
    notes = f"/api/customers/{customer['id']}/notes"
    for number in range(300):
        await site.admin.ask("POST", notes, {"text": f"note {number:03}"})
    page = await visitors.desk(agent, path=f"/customers/{customer['id']}")
    timeline = page.get_by_role("region", name=say("en", "timeline.title"))
    await expect(timeline.get_by_text("note 299")).to_be_visible()
    for _ in range(40):
        await timeline.evaluate("box => box.scrollTo(0, box.scrollHeight)")
        if await timeline.get_by_text("note 000").count():
            break
        await page.wait_for_timeout(100)
    await expect(timeline.get_by_text("note 000")).to_be_visible()
    assert await timeline.get_by_role("listitem").count() <= 240
    before = await timeline.get_by_text("note 003").bounding_box()
    await site.admin.ask("POST", notes, {"text": f"@{agent.name} see this", "mentions": [agent.id]})
    await expect(page.get_by_role("button", name=re.compile("unread mention"))).to_be_visible()
    assert await timeline.get_by_text("note 003").bounding_box() == before
    await page.get_by_role("button", name=say("en", "timeline.fresh_one", count="1")).click()
    await expect(timeline.get_by_text("see this")).to_be_visible()
    await press_persian(page, "KeyJ", "ت")
    await expect(timeline.locator("[data-entry]:focus")).to_contain_text("see this")


async def test_two_customers_are_made_one_and_two_again(site: Site, visitors: Visitors, agent: Person) -> None:
    kept, _ = await site.customer("Kept Name")
    joins, number = await site.customer("Better Name")
    page = await visitors.desk(agent, path=f"/customers/{kept['id']}/merge/{joins['id']}")
    await page.get_by_role("radio", name="Better Name").focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("region", name=say("en", "merge.result"))).to_contain_text("Better Name")
    await page.get_by_role("button", name=say("en", "merge.merge"), exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Better Name")
    await expect(page).to_have_url(f"{site.url}/customers/{kept['id']}")
    await page.goto(f"{site.url}/customers/{joins['id']}")
    await expect(page).to_have_url(f"{site.url}/customers/{kept['id']}")
    panel = page.get_by_role("complementary", name="Better Name")
    await expect(panel).to_contain_text(number[-4:])
    await panel.get_by_role("button", name=say("en", "profile.merged.undo"), exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kept Name")
