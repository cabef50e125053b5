"""The customers' list with its filters, views and bulk actions, the palette, and an import that is undone."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.async_api import Page, expect

from tests.e2e.site import Person, Site, Visitors
from tests.e2e.words import pattern, say


async def test_customers_are_filtered_chosen_by_the_keyboard_and_tagged(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    names = ["Listed Aster", "Listed Birch", "Listed Cedar"]
    for name in names:
        await site.customer(name)
    begins = {"all": [{"field": "name", "op": "starts", "value": "Listed "}]}
    page = await visitors.desk(agent, path=f"/customers?filter={quote(json.dumps(begins))}")
    rows = page.locator("[data-row]")
    await expect(rows).to_have_count(3)
    await expect(page.get_by_role("group", name=say("en", "lists.filter.label"))).to_contain_text("Listed")
    for _ in names[1:]:
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Space")
    bar = page.get_by_role("region", name=say("en", "lists.bulk.label"))
    await bar.get_by_role("button", name=say("en", "lists.bulk.tag"), exact=True).click()
    form = page.get_by_role("dialog", name=pattern("en", "lists.bulk.title.tag_other"))
    await form.get_by_role("combobox").fill("Gardeners")
    await form.get_by_role("combobox").press("Enter")
    await form.get_by_role("button", name=say("en", "lists.bulk.go.tag")).click()
    await expect(rows.filter(has_text="Gardeners")).to_have_count(2)
    await expect(page.get_by_text(say("en", "lists.bulk.run.tag"), exact=True)).to_be_visible()
    await page.get_by_role("button", name=say("en", "lists.bulk.hide")).click()
    await page.reload()
    await expect(rows.filter(has_text="Gardeners")).to_have_count(2)


async def test_the_palette_finds_who_was_typed_on_the_other_layout(
    site: Site, visitors: Visitors, colleague: Person
) -> None:
    customer, _ = await site.customer("Quibbleton Marsh")
    page = await visitors.desk(colleague, path="/customers")
    await expect(page.locator("[data-row]").first).to_be_visible()
    await page.keyboard.press("Control+KeyK")
    field = page.get_by_role("combobox")
    await field.fill("ضعهذذمثفخد")  # "quibbleton" on a Persian keyboard
    await expect(page.get_by_role("option", name="Quibbleton Marsh")).to_be_visible()
    await expect(page.get_by_role("dialog")).to_contain_text("quibbleton")
    await field.press("Enter")
    await expect(page).to_have_url(f"{site.url}/customers/{customer['id']}")


async def test_a_file_is_imported_step_by_step_and_undone(site: Site, visitors: Visitors) -> None:
    supervisor = await site.person(role="supervisor")
    page = await visitors.desk(supervisor, path="/imports/new")
    await page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": "نام,موبایل\nنازلی واردشده,9127770011\n,12\n".encode()}
    )
    await _press(page, "imports.next")
    async with page.expect_response(lambda answer: answer.url.endswith("/check")):
        await _press(page, "imports.rules.check")
    await page.reload()
    await expect(page.get_by_text(say("en", "imports.problem.name_missing"))).to_be_visible()
    await page.get_by_role("button", name=pattern("en", "imports.check.start_one")).click()
    await _press(page, "imports.result.undo")
    assert len((await site.admin.get("/api/customers", q="نازلی واردشده"))["items"]) == 1
    await _press(page, "imports.result.undoYes")
    await expect(page.get_by_text(say("en", "imports.result.undone"))).to_be_visible()
    assert (await site.admin.get("/api/customers", q="نازلی واردشده"))["items"] == []


async def _press(page: Page, key: str) -> None:
    await page.get_by_role("button", name=say("en", key), exact=True).click()
