"""Routes of SMS on their page: added, told at the field, tried, moved; and what sending is held to."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.site import PHONE, WIDE, Site, Visitors
from tests.e2e.test_pages import SCHEMES, Inspection
from tests.e2e.words import say

FA = "fa"


def button(where: Page | Locator, key: str) -> Locator:
    return where.get_by_role("button", name=say(FA, key), exact=True)


async def add(page: Page, name: str, price: str, **more: str) -> None:
    await button(page, "sms.add").click()
    dialog = page.get_by_role("dialog")
    for field, value in {"name": name, "account": "gateway", "price": price, **more}.items():
        await dialog.get_by_label(say(FA, f"sms.field.{field}"), exact=True).fill(value)
    await button(dialog, "common.action.save").click()
    await expect(dialog.get_by_text(say(FA, "problems.field.currency_missing"))).to_be_visible()
    await dialog.get_by_label(say(FA, "sms.field.currency"), exact=True).click()
    await page.get_by_role("option", name=say(FA, "sms.toman")).click()
    await button(dialog, "common.action.save").click()
    await expect(dialog).to_have_count(0)


async def held_to(page: Page) -> None:
    """Only Iran may be written to from now on."""
    await button(page, "sms.limits").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(say(FA, "sms.limit.parts_most")).fill("۲")
    countries = dialog.get_by_label(say(FA, "sms.limit.countries"))
    await countries.fill("ایران")
    await page.get_by_role("option", name="ایران", exact=True).click()
    await button(dialog, "common.action.save").click()
    await expect(dialog).to_have_count(0)


async def test_a_route_is_added_tried_and_taken_away(site: Site, visitors: Visitors) -> None:
    visitors.watch.allow(r"status of 422")
    page = await visitors.desk(await site.person(FA, role="supervisor"), path="/settings/sms", color_scheme=SCHEMES[FA])
    await add(page, "خط تبلیغاتی", "۳۲۰", suffix="لغو۱۱", sender="3000505")
    row = page.get_by_role("article").filter(has_text="خط تبلیغاتی")
    await expect(row).to_contain_text("۳۲۰ تومان")
    tried = page.get_by_role("region", name=say(FA, "sms.try.title"))
    await tried.get_by_label(say(FA, "sms.try.number")).fill("0912 123 4567")
    await tried.get_by_label(say(FA, "sms.try.text")).fill("سلام " * 16)
    way = tried.get_by_role("listitem").filter(has_text="خط تبلیغاتی")
    await expect(way).to_contain_text(re.compile("۶۴۰ تومان"))
    looks = Inspection(page, FA)
    for size in (PHONE, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await looks.look("routes of SMS")
    looks.finish()
    await held_to(page)
    await tried.get_by_label(say(FA, "sms.try.number")).fill("+44 7400 123456")
    await expect(tried).to_contain_text(say(FA, "messages.reason.country_not_allowed"))
    await row.get_by_role("button").last.click()
    await button(page.get_by_role("dialog"), "common.action.delete").click()
    await expect(row).to_have_count(0)
    kept = await site.admin.get("/api/sms/limits")
    assert (kept["countries"], kept["parts_most"]) == (["IR"], 2)
    await site.admin.ask("PUT", "/api/sms/limits", {})  # for the tests after this one
