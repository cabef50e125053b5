"""An SMS that comes in is shown to whom it concerns, wherever they are, and leads to its conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, expect

from connectors.sms_http.simulator.demo_entry import DemoGateway
from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say

FA = "fa"
LINE = "+983000999"


@asynccontextmanager
async def texting(site: Site) -> AsyncIterator[DemoGateway]:
    """An account at a simulated gateway, while the test runs."""
    simulated = DemoGateway()
    await simulated.start(0)
    options = simulated.options("texts", [LINE])
    new = {"account": "texts", "connector": options.pop("connector"), "options": options}
    await site.admin.ask("POST", "/api/connectors", new)
    simulated.post_to("texts", f"{site.url}/hooks/texts")
    try:
        yield simulated
    finally:
        await site.admin.ask("DELETE", "/api/connectors/texts")
        await simulated.stop()


def toasts(page: Page, language: str) -> Locator:
    return page.get_by_role("list", name=say(language, "arrivals.title")).get_by_role("listitem")


async def test_a_text_is_shown_to_the_customers_owner_and_to_no_other_agent(site: Site, visitors: Visitors) -> None:
    owner = await site.person(FA)
    customer, number = await site.customer("Writes To Her Agent")
    await site.admin.ask("PATCH", f"/api/customers/{customer['id']}", {"owner_id": owner.id})
    mine = await visitors.desk(owner, path="/tasks", color_scheme=SCHEMES[FA])
    other = await visitors.desk(await site.person("en"), path="/tasks")
    async with texting(site) as gateway:
        gateway.gateway.write(f"+98{number[1:]}", LINE, "سلام، سفارشم کی می‌رسد؟")
        toast = toasts(mine, FA)
        await expect(toast).to_contain_text("Writes To Her Agent")
        await expect(toast).to_contain_text("سفارشم کی می‌رسد؟")
        looks = Inspection(mine, FA)
        await looks.look("a text that came in")
        looks.finish()
        await toast.get_by_role("link", name=say(FA, "arrivals.open")).click()
        await expect(mine.get_by_role("main")).to_contain_text("سفارشم کی می‌رسد؟")
        await expect(toast).to_have_count(0)
        await expect(toasts(other, "en")).to_have_count(0)
