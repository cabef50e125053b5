"""What could not be processed: seen, tried again, discarded with a reason, while colleagues watch."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_it_is_discarded_with_a_reason_and_leaves_every_page(site: Site, visitors: Visitors) -> None:
    language = "fa"
    people = [await site.person(language, role="administrator") for _ in range(2)]
    first, other = [await visitors.desk(person, path="/settings/parked") for person in people]
    kind = say(language, "parked.kind.recordings_fetch")
    items = first.get_by_role("article").filter(has_text=kind)
    await expect(items).to_have_count(1)
    await expect(items).to_contain_text(say(language, "parked.cause.too_slow"))
    await items.first.get_by_role("button", name=kind, exact=True).click()
    drawer = first.get_by_role("dialog")
    await expect(drawer.locator("pre")).to_contain_text("recording_id")
    await first.keyboard.press("Escape")
    await items.first.get_by_role("button", name=say(language, "parked.discardOne", name=kind)).click()
    dialog = first.get_by_role("dialog")
    discard = dialog.get_by_role("button", name=say(language, "parked.discard"), exact=True)
    await discard.click()
    await expect(dialog).to_contain_text(say(language, "parked.whyMissing"))
    await dialog.get_by_role("textbox").fill("tried by hand")
    await discard.click()
    await expect(dialog).to_have_count(0)
    await expect(other.get_by_role("article").filter(has_text=kind)).to_have_count(0)
