"""A short link in an SMS: switched on where the text has an address, opened outside, and told of at once."""

from __future__ import annotations

import aiohttp
from playwright.async_api import expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import PHONE, WIDE, Site, Visitors
from tests.e2e.test_messages import button, ready, words
from tests.e2e.words import say

FA = "fa"
BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"}


async def test_who_opens_a_link_is_told_while_one_looks(site: Site, visitors: Visitors) -> None:
    customer, _ = await site.customer("Sara Written")
    page = await visitors.desk(await site.person(FA), path=f"/customers/{customer['id']}", color_scheme=SCHEMES[FA])
    await ready(page)
    await page.keyboard.press("m")
    await words(page).fill("سفارش شما: https://shop.example/orders/2418?" + "a" * 80)
    switch = page.get_by_role("switch")
    await expect(switch).to_be_checked()
    await switch.focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("۲ پیامک")).to_be_visible()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("۱ پیامک")).to_be_visible()
    looks = Inspection(page, FA)
    await looks.look("a text with a link")
    await button(page, "messages.send").click()
    entry = page.locator("[data-entry]").first
    await expect(entry).to_contain_text(say(FA, "timeline.link.notOpened"), timeout=15_000)
    text = await entry.inner_text()
    path = "/l/" + text.partition("/l/")[2].split()[0]
    async with aiohttp.ClientSession(headers=BROWSER) as phone:
        answer = await phone.get(site.url + path, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "https://shop.example/orders/2418?" + "a" * 80)
    told = entry.get_by_role("button").filter(has_text="پیوند باز شد")
    await told.click()
    await expect(page.get_by_text(say(FA, "links.device.android"))).to_be_visible()
    for size in (PHONE, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await looks.look("who opened a link")
    looks.finish()
