"""A customer's page: the timeline, notes, and what changes while somebody else looks."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.site import Person, Site, Visitors, press_persian
from tests.e2e.words import pattern, say
from tests.support.agent import Entity


async def test_a_note_and_a_change_appear_in_the_other_tab(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    customer, _ = await site.customer("Before The Change")
    path = f"/customers/{customer['id']}"
    page = await visitors.desk(agent, path=path)
    other = await visitors.desk(colleague, path=path)
    await expect(other.get_by_role("heading", level=1)).to_have_text("Before The Change")
    await press_persian(page, "KeyN", "د")
    note = page.get_by_role("textbox", name=say("en", "timeline.note.label"))
    await expect(note).to_be_focused()
    await note.fill("سفارش تازه می‌خواهد")
    await note.press("Control+Enter")
    for view, language in ((page, "en"), (other, "fa")):
        timeline = view.get_by_role("region", name=say(language, "timeline.title"))
        await expect(timeline.get_by_role("listitem")).to_have_count(1)
        await expect(timeline).to_contain_text("سفارش تازه می‌خواهد")
    await expect(other.get_by_role("region", name=say("fa", "timeline.title"))).to_contain_text(agent.name)
    await page.get_by_role("button", name=say("en", "customers.panel.edit"), exact=True).click()
    form = page.get_by_role("dialog")
    await form.get_by_label(say("en", "profile.field.name")).fill("After The Change")
    await form.get_by_role("button", name=say("en", "profile.save")).click()
    for view in (page, other):
        await expect(view.get_by_role("heading", level=1)).to_have_text("After The Change")


async def test_a_history_is_filtered_by_channel(visitors: Visitors, agent: Person, storied: Entity) -> None:
    page = await visitors.desk(agent, path="/customers")
    await page.get_by_role("searchbox").fill(storied["name"])
    await page.get_by_role("link", name=storied["name"]).first.click()
    timeline = page.get_by_role("region", name=say("en", "timeline.title"))
    await expect(timeline.get_by_role("listitem").first).to_be_visible()
    everything = await timeline.get_by_role("listitem").count()
    await page.get_by_role("button", name=say("en", "timeline.channel.call"), exact=True).click()
    entries = timeline.get_by_role("listitem")
    await expect(entries.filter(has_not=page.get_by_role("link", name=say("en", "timeline.details")))).to_have_count(0)
    await expect(entries.first).to_be_visible()
    assert 0 < await entries.count() < everything


async def test_a_number_is_added_and_taken_away(site: Site, visitors: Visitors, agent: Person) -> None:
    customer, _ = await site.customer("Has Numbers")
    page = await visitors.desk(agent, path=f"/customers/{customer['id']}")
    panel = page.get_by_role("complementary", name="Has Numbers")
    await panel.get_by_role("button", name=say("en", "customers.panel.addIdentity")).click()
    await panel.get_by_role("textbox", name=say("en", "customers.identity.phone")).fill("۰۲۱ ۵۵۵۵ ۰۱۹۹")
    await panel.get_by_role("button", name=say("en", "customers.identity.save"), exact=True).click()
    edit = panel.get_by_role("button", name=pattern("en", "profile.identity.edit"))
    await expect(edit).to_have_count(2)
    await expect(panel).to_contain_text("21 5555 0199")
    await edit.nth(1).focus()
    await page.keyboard.press("Enter")
    for _ in ("asked for", "agreed to"):
        await panel.get_by_role("button", name=say("en", "customers.panel.remove"), exact=True).click()
    await expect(edit).to_have_count(1)


async def test_a_new_customer_is_made_and_found_by_part_of_a_number(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    page = await visitors.desk(agent, path="/customers")
    await press_persian(page, "KeyC", "ز")
    form = page.get_by_role("dialog", name=say("en", "customers.form.title"))
    await form.get_by_label(say("en", "customers.form.name")).fill("گلناز نیک‌پور")
    await form.get_by_label(say("en", "customers.form.phone")).fill("0935 444 7788")
    await form.get_by_role("button", name=say("en", "customers.form.save")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("گلناز نیک‌پور")
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox").fill("۴۴۴۷۷۸۸")
    await page.get_by_role("option", name="گلناز نیک‌پور").wait_for()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_have_text("گلناز نیک‌پور")
