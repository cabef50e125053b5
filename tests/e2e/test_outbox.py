"""The sandbox's page: said on every page, read as the recipient would, and a test that comes to it and nowhere else."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_messages_are_read_as_their_recipients_would(site: Site, visitors: Visitors) -> None:
    language = "en"
    person = await site.person(language, role="supervisor")
    page = await visitors.desk(person, path="/customers", color_scheme=SCHEMES[language])
    await page.get_by_text(say(language, "sandbox.on.title")).wait_for()
    await page.get_by_role("link", name=say(language, "sandbox.open")).click()
    rows = page.get_by_role("region", name=say(language, "settings.section.outbox")).get_by_role("button")
    await expect(rows.filter(has_text="Invoice for order 1203")).to_have_count(1)
    inspection = Inspection(page, language)
    await rows.filter(has_text="Invoice for order 1203").click()
    mail = page.frame_locator(f"iframe[title='{say(language, 'outbox.mailFrame')}']")
    await expect(mail.get_by_text("£184.50")).to_be_visible()
    await inspection.look("mail")
    await page.get_by_label(say(language, "outbox.search")).fill("ونک")
    await expect(rows).to_have_count(1)
    await rows.first.click()
    await page.get_by_text(say(language, "outbox.showParts")).click()
    await expect(page.locator("details li")).to_have_count(3)
    await inspection.look("text message")
    inspection.finish()


async def test_a_test_comes_to_the_page_of_everybody_who_looks(site: Site, visitors: Visitors) -> None:
    language = "fa"
    who, address = await site.customer("Mina Test", site.unknown_number())
    body = {
        "channel": "sms",
        "name": "Hello there",
        "language": "fa",
        "bodies": {"fa": {"text": "درود بر {{ customer.name }}"}},
    }
    await site.admin.ask("POST", "/api/templates", body)
    people = [await site.person(language, role="supervisor") for _ in range(2)]
    page, other = [await visitors.desk(person, path="/settings/outbox") for person in people]
    await page.get_by_role("button", name=say(language, "outbox.test.open")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=say(language, "outbox.test.send")).click()
    await expect(dialog).to_contain_text(say(language, "outbox.test.chooseCustomer"))
    await dialog.get_by_label(say(language, "outbox.test.template"), exact=True).first.fill("Hello there")
    await page.get_by_role("option", name="Hello there").click()
    await dialog.get_by_label(say(language, "outbox.test.customer")).fill("Mina Test")
    await dialog.get_by_role("button", name="Mina Test").click()
    await dialog.get_by_label(say(language, "outbox.test.address"), exact=True).first.wait_for()
    await dialog.get_by_role("button", name=say(language, "outbox.test.send")).click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("region", name=say(language, "outbox.reading"))).to_contain_text("درود بر Mina Test")
    for one in (page, other):
        row = one.get_by_role("button").filter(has_text="Mina Test")
        await expect(row).to_contain_text(say(language, "outbox.state.captured"))
    entries = (await site.admin.get(f"/api/customers/{who['id']}/timeline"))["items"]
    assert [(entry["channel"], entry["state"], entry["text"]) for entry in entries if entry["channel"] == "sms"] == [
        ("sms", "captured", "درود بر Mina Test")
    ]
    assert address
