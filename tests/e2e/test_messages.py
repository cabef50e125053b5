"""An SMS from a customer's page: counted as it is written, taken back, planned, and refused in words."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import PHONE, WIDE, Entity, Site, Visitors
from tests.e2e.words import say
from tests.support.waiting import until

FA = "fa"


def composer(page: Page) -> Locator:
    return page.get_by_role("form", name=say(FA, "messages.write"))


def words(page: Page) -> Locator:
    return page.get_by_role("textbox", name=say(FA, "messages.text"))


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=say(FA, key), exact=True)


def begin(page: Page) -> Locator:
    panel = page.get_by_role("complementary", name="Sara Written")
    return panel.get_by_role("button", name=say(FA, "customers.panel.sms"), exact=True)


async def ready(page: Page) -> None:
    """It has heard that SMS can be sent."""
    await expect(begin(page)).to_be_visible()


async def anew(page: Page) -> None:
    await page.reload()
    await ready(page)


async def sent_to(site: Site, customer: Entity) -> list[tuple[str, str | None, str]]:
    """State, reason and text of what was written to them, the newest first."""
    found = (await site.admin.get(f"/api/outbox?customer_id={customer['id']}"))["items"]
    return [(one["state"], one["reason"], one["snippet"]) for one in found]


async def take_one_back(site: Site, page: Page, customer: Entity) -> None:
    """By the keyboard alone, but for *Undo*."""
    await ready(page)
    await page.keyboard.press("m")
    await expect(words(page)).to_be_focused()
    await words(page).press_sequentially("سلام سارا")
    await anew(page)
    await page.keyboard.press("m")
    await expect(words(page)).to_have_value("سلام سارا")  # a draft outlasts a reload
    await page.keyboard.press("Control+Enter")
    await button(page, "messages.undo").click()
    await expect(page.get_by_text(say(FA, "messages.takenBack"))).to_be_visible()
    assert await sent_to(site, customer) == [("refused", "cancelled", "سلام سارا")]


async def plan_one_of_a_template(site: Site, page: Page, customer: Entity) -> None:
    """Filled in for them, counted in both widths, and taken back from its line on the timeline."""
    await begin(page).click()
    await button(page, "messages.template").click()
    await page.get_by_role("textbox", name=say(FA, "messages.findTemplate")).fill("delay")
    await page.get_by_role("button", name="/delay").click()
    await expect(words(page)).not_to_have_value("")
    await button(page, "messages.later").click()
    looks = Inspection(page, FA)
    for size in (PHONE, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await looks.look("an SMS being written")
    looks.finish()
    await button(page, "messages.sendAt").click()
    await expect(button(page, "messages.takeBack")).to_be_visible()
    entry = page.locator("[data-entry]").first
    await entry.hover()
    await entry.get_by_role("button", name=say(FA, "timeline.actions")).click()
    await page.get_by_role("menuitem", name=say(FA, "timeline.takeBack")).click()

    async def taken_back() -> bool:
        state, reason, _ = (await sent_to(site, customer))[0]
        return (state, reason) == ("refused", "cancelled")

    await until(taken_back, what="the planned message to be taken back")


async def test_an_sms_is_written_planned_and_taken_back(site: Site, visitors: Visitors) -> None:
    customer, _ = await site.customer("Sara Written")
    page = await visitors.desk(await site.person(FA), path=f"/customers/{customer['id']}", color_scheme=SCHEMES[FA])
    await take_one_back(site, page, customer)
    await anew(page)
    await plan_one_of_a_template(site, page, customer)

    (identity,) = customer["identities"]
    said = {
        "identity_id": identity["id"],
        "channel": "sms",
        "purpose": "service",
        "state": "withdrawn",
        "source": "phone",
    }
    await site.admin.ask("PUT", f"/api/customers/{customer['id']}/consents", said)
    await anew(page)
    await page.keyboard.press("m")
    await words(page).fill("باز هم سلام")
    await expect(composer(page).get_by_role("alert")).to_contain_text(say(FA, "messages.reason.withdrawn"))
    await expect(button(page, "messages.send")).to_be_disabled()


async def test_a_text_to_many_is_checked_before_it_goes(site: Site, visitors: Visitors) -> None:
    (reached, _), left = await site.customer("Parisa Of Many"), {"name": "Nobody Of Many", "identities": []}
    await site.admin.ask("POST", "/api/customers", left)
    page = await visitors.desk(await site.person(FA, role="marketer"), path="/customers?q=Of+Many")
    await page.get_by_role("row").filter(has_text="Nobody Of Many").get_by_role("checkbox").click()
    await page.get_by_role("row").filter(has_text="Parisa Of Many").get_by_role("checkbox").click()
    await button(page, "lists.bulk.sms").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(say(FA, "smsBulk.name"), exact=True).fill("یادآوری سرویس")
    await dialog.get_by_text(say(FA, "smsBulk.purposes.service"), exact=True).click()
    await dialog.get_by_label(say(FA, "smsBulk.text.fa")).fill("{{ customer.first_name }} گرامی، فردا می‌آییم.")
    looks = Inspection(page, FA)
    await looks.look("a text to many")
    await button(dialog, "smsBulk.check").click()
    await expect(dialog).to_contain_text("Parisa گرامی، فردا می‌آییم.")
    await expect(dialog).to_contain_text(say(FA, "smsBulk.reason.no_number"))
    await looks.look("who gets it")
    await button(dialog, "smsBulk.send").click()
    row = page.get_by_role("article").filter(has_text="یادآوری سرویس")
    await expect(row).to_contain_text(say(FA, "smsBulk.state.finished"), timeout=15_000)
    await button(row, "smsBulk.results").click()
    await expect(row).to_contain_text(say(FA, "outbox.state.captured"))
    for size in (PHONE, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await looks.look("texts to many")
    looks.finish()
    assert [state for state, *_ in await sent_to(site, reached)] == ["captured"]
