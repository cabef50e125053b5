"""Suppressions: one is added where the hub refuses at the field, colleagues see it, and it is lifted with a reason."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_one_is_added_seen_by_others_and_lifted(site: Site, visitors: Visitors) -> None:
    language = "fa"
    visitors.watch.allow(r"status of 422 .* at \S+/api/suppressions")
    scheme = {"color_scheme": SCHEMES[language], "path": "/settings/suppressions"}
    chief, other = [
        await visitors.desk(await site.person(language, role=role), **scheme) for role in ("supervisor", "agent")
    ]
    inspection = Inspection(chief, language)
    await chief.get_by_role("button", name=say(language, "consent.add")).click()
    dialog = chief.get_by_role("dialog")
    value = dialog.get_by_label(say(language, "consent.field.value"), exact=True)
    await value.fill("abc")
    await dialog.get_by_role("button", name=say(language, "consent.suppress")).click()
    await expect(dialog).to_contain_text(say(language, "errors.field.phone"))
    await inspection.look("a wrong number")
    await value.fill("۰۹۱۲۴۵۶۷۸۰۰")
    await dialog.get_by_label(say(language, "consent.field.note")).fill(f"note {language}")
    await dialog.get_by_role("button", name=say(language, "consent.suppress")).click()
    await expect(dialog).to_have_count(0)
    rows = [page.get_by_role("article").filter(has_text=f"note {language}") for page in (chief, other)]
    for row in rows:
        await expect(row).to_be_visible()
    await inspection.look("suppressions")
    await expect(rows[1].get_by_role("button")).to_have_count(0)
    await rows[0].get_by_role("button").click()
    await dialog.get_by_role("button", name=say(language, "consent.lift")).click()
    await expect(dialog).to_contain_text(say(language, "consent.whyMissing"))
    await dialog.get_by_role("textbox").fill("by mistake")
    await dialog.get_by_role("button", name=say(language, "consent.lift")).click()
    for row in rows:
        await expect(row).to_have_count(0)
    inspection.finish()
