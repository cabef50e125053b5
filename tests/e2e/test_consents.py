"""Consents out of a file: looked at, refused rows told in words, written down, and taken back, live for a colleague."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import pattern, say

ROWS = "address,channel,state,time\n09129000000,sms,yes,2026-01-05\nperhaps,sms,yes,\n09359000000,email,yes,\n"


async def test_a_file_is_looked_at_written_down_and_taken_back(site: Site, visitors: Visitors) -> None:
    language = "en"
    scheme = {"color_scheme": SCHEMES[language], "path": "/settings/consents"}
    chief, other = [await visitors.desk(await site.person(language, role="supervisor"), **scheme) for _ in range(2)]
    inspection = Inspection(chief, language)
    name = f"fair-{language}.csv"
    rows = [page.get_by_role("article").filter(has_text=name) for page in (chief, other)]
    await chief.get_by_role("button", name=say(language, "consentFiles.import"), exact=True).click()
    dialog = chief.get_by_role("dialog")
    async with chief.expect_file_chooser() as chooser:
        await dialog.get_by_role("button", name=say(language, "consentFiles.dialog.choose")).click()
    await (await chooser.value).set_files(FilePayload(name=name, mimeType="text/csv", buffer=ROWS.encode()))
    refused = dialog.get_by_role("listitem")
    await expect(refused).to_have_count(2)
    await expect(refused.nth(0)).to_contain_text(say(language, "consentFiles.code.unreadable"))
    await inspection.look("refused rows")
    await dialog.get_by_role("button", name=pattern(language, "consentFiles.dialog.start_one")).click()
    await expect(dialog).to_contain_text(say(language, "consentFiles.state.done"))
    await expect(rows[1]).to_contain_text(say(language, "consentFiles.state.done"))
    back = dialog.get_by_role("button", name=say(language, "consentFiles.dialog.undo"))
    await back.click()
    await back.click()
    await expect(dialog).to_contain_text(say(language, "consentFiles.dialog.whyMissing"))
    await dialog.get_by_role("textbox").fill("wrong list")
    await back.click()
    await expect(dialog).to_contain_text(say(language, "consentFiles.state.undone"))
    await dialog.get_by_role("button", name=say(language, "common.action.close")).last.click()
    for row in rows:
        await expect(row).to_contain_text(say(language, "consentFiles.state.undone"))
    await inspection.look("files")
    inspection.finish()
