"""Opening hours: a calendar is made, closed by hand and given a holiday, in both languages; axe finds nothing."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_a_calendar_its_holiday_and_closed_today(site: Site, visitors: Visitors) -> None:
    language = "fa"
    scheme = {"color_scheme": SCHEMES[language], "path": "/settings/hours"}
    page = await visitors.desk(await site.person(language, role="administrator"), **scheme)
    inspection = Inspection(page, language)
    name, dialog = f"Branch {language}", page.get_by_role("dialog")
    await _press(page, language, "hours.add")
    await dialog.get_by_label(say(language, "hours.about.name"), exact=True).fill(name)
    await inspection.look("a calendar")
    await _press(dialog, language, "common.action.save")
    await page.get_by_role("button", name=name, exact=True).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()

    await _press(page, language, "hours.days.add")
    await dialog.get_by_label(say(language, "hours.days.name"), exact=True).fill("Founders' Day")
    await inspection.look("a special day", phone=False)
    await _press(dialog, language, "common.action.save")
    await expect(page.get_by_text("Founders' Day").first).to_be_visible()

    await _press(page, language, "hours.import.open")
    await inspection.look("an import", phone=False)
    await page.keyboard.press("Escape")
    await _press(page, language, "hours.closed.today")
    back = page.get_by_role("button", name=say(language, "hours.closed.takeBack"), exact=True)
    await expect(back).to_be_visible()
    await back.click()
    await expect(back).to_have_count(0)
    inspection.finish()


async def _press(where: Page | Locator, language: str, key: str) -> None:
    await where.get_by_role("button", name=say(language, key), exact=True).click()
