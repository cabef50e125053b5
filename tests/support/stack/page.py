"""What an agent sees: the real page in a real browser, in Persian, while a phone rings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.support.agent import PASSWORD, PATIENCE
from tests.support.browser import NewPage
from tests.support.stack.stage import CUSTOMER, CUSTOMER_NAME, Stage, essence
from tests.support.stack.talks import inbound
from tests.support.telephony.pbx import Rings

TEXTS = Path(__file__).resolve().parents[3] / "webui" / "src" / "i18n" / "fa"
SHOWN = PATIENCE * 1000  # milliseconds


async def page_shows_who_rings(stage: Stage, new_page: NewPage, folder: Path) -> None:
    """The card comes while the phone rings, outlives a reload, is in every tab, and leaves with the caller."""
    await stage.pbx.phone("101", Rings())
    email, _ = await stage.person("101")
    page = await new_page(viewport={"width": 1280, "height": 800}, locale="fa-IR")
    await take_a_seat(page, stage.hub.url, email, "Desk 101")
    assert await page.evaluate("document.documentElement.dir") == "rtl"
    caller = await stage.pbx.call("1001", number=CUSTOMER)
    await expect(card(page)).to_be_visible(timeout=SHOWN)
    await expect(card(page)).to_contain_text(CUSTOMER_NAME)
    await page.screenshot(path=folder / "ringing.png")
    await page.reload()
    await expect(card(page)).to_be_visible(timeout=SHOWN)
    second = await page.context.new_page()
    await second.goto(stage.hub.url)
    await expect(card(second)).to_be_visible(timeout=SHOWN)
    await caller.hang_up()
    assert essence(await stage.over()) == inbound("missed")
    for tab in (page, second):
        await expect(tab.get_by_role("article")).to_have_count(0, timeout=SHOWN)
        await expect(tab.get_by_role("heading", name=texts("calls")["empty"]["title"])).to_be_visible(timeout=SHOWN)
    await page.screenshot(path=folder / "missed.png")


async def take_a_seat(page: Page, url: str, email: str, phone: str) -> None:
    """Sign in on the page and choose the phone at this desk."""
    fields = texts("accounts")["field"]
    await page.goto(url)
    await choose_persian(page)
    await page.get_by_role("textbox", name=fields["email"]).fill(email)
    await page.get_by_label(fields["password"], exact=True).fill(PASSWORD)
    await page.get_by_role("button", name=texts("accounts")["signIn"]["submit"], exact=True).click()
    await page.get_by_role("button", name=phone).click(timeout=SHOWN)
    await page.wait_for_url("**/desk", timeout=SHOWN)


async def choose_persian(page: Page) -> None:
    """Whatever the sign-in page's language was."""
    await page.get_by_role("radiogroup").get_by_text("فارسی").click(timeout=SHOWN)
    await expect(page.locator("html")).to_have_attribute("lang", "fa", timeout=SHOWN)


def card(page: Page) -> Locator:
    """The card of the known customer who rings."""
    words = texts("pops")
    column = page.get_by_role("complementary", name=words["column"])
    return column.get_by_role("article", name=words["announce"].replace("{{who}}", CUSTOMER_NAME))


def texts(area: str) -> Any:
    """The page's own Persian words of an area."""
    return json.loads((TEXTS / f"{area}.json").read_text("utf-8"))
