"""Tasks: a day worked through by keys, live for a colleague, and two who change the same."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.e2e.site import Site, Visitors
from tests.e2e.words import say

TITLE = "Send the quote to Aster"


async def test_a_day_is_worked_through_by_keys_and_a_colleague_sees_it(site: Site, visitors: Visitors) -> None:
    page = await visitors.desk(await site.person(), path="/tasks")
    await expect(page.get_by_role("heading", name=say("en", "tasks.empty.mine.title"))).to_be_visible()
    other = await visitors.desk(await site.person(role="supervisor"), path="/tasks?view=all&q=Aster")
    await page.keyboard.press("n")
    form = page.get_by_role("dialog")
    await form.get_by_label(say("en", "tasks.field.title")).fill(TITLE)
    await _press(form, "tasks.quick.today")
    await _press(form, "tasks.add")
    rows, theirs = (one.get_by_role("listitem").filter(has_text=TITLE) for one in (page, other))
    await expect(rows).to_have_count(1)
    await expect(theirs).to_have_count(1)
    await page.keyboard.press("x")
    await expect(rows).to_have_count(0)
    await expect(theirs).to_have_count(0)
    await _press(page, "tasks.strip.undo")
    await expect(rows).to_have_count(1)


async def test_who_changes_what_a_colleague_has_changed_meanwhile_chooses(site: Site, visitors: Visitors) -> None:
    agent = await site.person()
    task = await site.admin.ask("POST", "/api/tasks", {"title": "First words", "assignee_id": agent.id})
    page = await visitors.desk(agent, path=f"/tasks?task={task['id']}")
    visitors.watch.allow(r"status of 412")
    form = page.get_by_role("dialog")
    title = form.get_by_label(say("en", "tasks.field.title"))
    await title.fill("My words")
    await site.admin.ask("PATCH", f"/api/tasks/{task['id']}", {"title": "Their words", "priority": "high"})
    await _press(form, "common.action.save")
    await expect(form.get_by_role("alert")).to_contain_text("Their words")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        await _press(form, "tasks.met.keepMine")
    await expect(form.get_by_role("alert")).to_have_count(0)
    kept = await site.admin.get(f"/api/tasks/{task['id']}")
    assert (kept["title"], kept["priority"]) == ("My words", "high")


async def test_several_are_chosen_and_moved_by_keys_and_put_back(site: Site, visitors: Visitors) -> None:
    agent = await site.person("fa")
    for n in range(3):
        await site.admin.ask("POST", "/api/tasks", {"title": f"Bulk {n}", "assignee_id": agent.id})
    page = await visitors.desk(agent, path="/tasks")
    tasks = page.get_by_role("listitem").filter(has_text="Bulk")
    await expect(tasks).to_have_count(3)
    for key in ("s", "j", "Shift+S", "d"):
        await page.keyboard.press(key)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=say("fa", "tasks.quick.tomorrow"), exact=True).click()
    await dialog.get_by_role("button", name=say("fa", "tasks.many.moveGo"), exact=True).click()
    tomorrow = page.get_by_role("region", name=say("fa", "tasks.group.tomorrow")).get_by_role("listitem")
    await expect(tomorrow).to_have_count(2)
    await _press(page, "tasks.strip.undo", "fa")
    await expect(tomorrow).to_have_count(0)
    await page.keyboard.press("s")
    await _press(page, "tasks.many.all_other", "fa", number="۳")
    await page.keyboard.press("x")
    await expect(tasks).to_have_count(0)


async def _press(where: Page | Locator, key: str, language: str = "en", **values: str) -> None:
    await where.get_by_role("button", name=say(language, key, **values), exact=True).click()
