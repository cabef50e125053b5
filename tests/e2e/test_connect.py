"""An administrator adds a phone system: what to paste, the check in words, its phones with their people."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from connectors.asterisk.simulator import SimulatedPbx
from tests.e2e.inspection import Inspection
from tests.e2e.site import PHONE, WIDE, Site, Visitors
from tests.e2e.words import say

FA = "fa"
SHOTS = os.environ.get("HUB_TEST_SHOTS")  # a folder, to look at the pages


async def shoot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png")
        await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        await page.screenshot(path=Path(SHOTS) / f"{name}-phone.png")
        await page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def option(name: str, part: str = "label") -> str:
    return say(FA, f"options.option.asterisk.{name}.{part}")


async def every_option_is_there(site: Site, dialog: Locator) -> None:
    """Each that is not the settings file's own is reached by opening the headings."""
    for heading in await dialog.locator("summary").all():
        await heading.click()
    kind = await site.admin.get("/api/connector-kinds/asterisk")
    hidden = {"tls_verify"}  # comes with TLS
    for name in {item["name"] for item in kind["options"]} - hidden:
        await expect(dialog.get_by_text(option(name), exact=True)).to_be_visible()
    places = dialog.get_by_role("group", name=say(FA, "options.places.title"))
    await expect(places.filter(has_text="cdr =")).to_contain_text("[places.branch]")


async def change_while_another_does(site: Site, dialog: Locator) -> None:
    """A wrong value is told at its field, another's change too; both changes are there in the end."""
    save = dialog.get_by_role("button", name=say(FA, "common.action.save"), exact=True)
    waiting = dialog.get_by_label(option("dial_timeout"))
    await waiting.fill("0")
    await save.click()
    await expect(dialog.get_by_text(say(FA, "problems.field.greater_than"))).to_be_visible()
    await waiting.fill("۴۵")
    await site.admin.ask("PATCH", "/api/connectors/branch", {"options": {"trunks": ["PJSIP/out"]}})
    await save.click()
    await expect(dialog.get_by_text(say(FA, "problems.code.changed"))).to_be_visible()
    await save.click()
    await expect(dialog).to_contain_text(say(FA, "connect.changed.text"))
    options = (await site.admin.get("/api/connectors/branch/setup"))["options"]
    assert (options["dial_timeout"], options["trunks"]) == (45, ["PJSIP/out"])


async def give_the_address(dialog: Locator, looks: Inspection, branch: SimulatedPbx) -> None:
    """Where it is and what it is called; the secret that is made is not the system's own, which the check says."""
    await dialog.get_by_label(say(FA, "connect.field.name"), exact=True).fill("شعبه")
    await dialog.get_by_label(say(FA, "connect.field.account")).fill("branch")
    await dialog.get_by_label(option("host")).fill("127.0.0.1")
    await dialog.get_by_label(option("port"), exact=True).fill(str(branch.port))
    await dialog.get_by_role("button", name=say(FA, "options.secret.make")).click()
    secret = await dialog.get_by_label(option("secret"), exact=True).input_value()
    recipe = dialog.get_by_role("region", name=say(FA, "connect.recipe.title"))
    await expect(recipe).to_contain_text(f"secret = {secret}")
    await expect(recipe).to_contain_text("permit = 127.0.0.1/255.255.255.255")
    await looks.look("address")
    await shoot(dialog.page, "connect-1-address")
    await dialog.get_by_role("button", name=say(FA, "connect.check"), exact=True).click()
    await expect(dialog).to_contain_text(say(FA, "connect.finding.rejected"))


async def check_with_the_right_secret(dialog: Locator, looks: Inspection) -> None:
    """It works, without what its user may not do, and with a clock that is told of."""
    await dialog.get_by_role("button", name=say(FA, "connect.back")).click()
    await dialog.get_by_label(option("secret"), exact=True).fill("simulated")
    await dialog.get_by_role("button", name=say(FA, "connect.check"), exact=True).click()
    await expect(dialog.get_by_role("status")).to_have_text(say(FA, "connect.works"))
    await expect(dialog).to_contain_text(say(FA, "connect.without.dial"))
    await expect(dialog).to_contain_text("۶۰۰")
    await looks.look("findings")
    await shoot(dialog.page, "connect-2-findings")
    await dialog.get_by_role("button", name=say(FA, "connect.save")).click()


async def take_the_phones_over(dialog: Locator, looks: Inspection, visitors: Visitors) -> None:
    """All six, once it is said that people sit elsewhere now."""
    await dialog.get_by_text("PJSIP/101", exact=True).wait_for()
    await looks.look("phones")
    await shoot(dialog.page, "connect-3-phones")
    await dialog.get_by_role("button", name="۶").click()
    taken = dialog.get_by_text(say(FA, "problems.field.endpoint_elsewhere"))
    await expect(taken.first).to_be_visible()
    visitors.watch.allow(r"status of 4(12|22)")
    await dialog.get_by_label(say(FA, "connect.phones.elsewhere")).check()
    await dialog.get_by_role("button", name="۶").click()
    await expect(dialog).to_contain_text(say(FA, "connect.done.title"))
    await dialog.get_by_role("button", name=say(FA, "common.action.close")).last.click()


async def change_it(site: Site, dialog: Locator, looks: Inspection) -> None:
    """Its options, while a colleague changes them, too."""
    page = dialog.page
    await page.get_by_role("button", name=say(FA, "connect.configureOne", name="شعبه")).click()
    await expect(dialog).to_contain_text(say(FA, "options.secret.stored"))
    await every_option_is_there(site, dialog)
    await looks.look("options")
    await shoot(page, "connect-5-change")
    await change_while_another_does(site, dialog)
    await shoot(page, "connect-6-changed")
    await dialog.get_by_role("button", name=say(FA, "common.action.close")).last.click()


async def delete_it(dialog: Locator) -> None:
    """Asked twice."""
    page = dialog.page
    await page.get_by_role("button", name=say(FA, "connect.configureOne", name="شعبه")).click()
    await dialog.get_by_role("button", name=say(FA, "common.action.delete")).click()
    await dialog.get_by_role("button", name=say(FA, "common.action.delete")).click()
    await expect(page.get_by_role("article").filter(has_text="شعبه")).to_have_count(0)


async def test_a_phone_system_is_added_checked_and_its_phones_taken_over(site: Site, visitors: Visitors) -> None:
    branch = SimulatedPbx(port=0)
    await branch.start()
    branch.exchange.installation.write -= {"originate"}
    branch.exchange.installation.clock_ahead = 600
    page = await visitors.desk(await site.person(FA, role="administrator"), path="/settings/connectors")
    looks = Inspection(page, FA)
    await page.get_by_role("button", name=say(FA, "connect.add")).click()
    await page.get_by_role("menuitem", name=say(FA, "connect.kind.asterisk")).click()
    dialog = page.get_by_role("dialog")
    await give_the_address(dialog, looks, branch)
    await check_with_the_right_secret(dialog, looks)
    await take_the_phones_over(dialog, looks, visitors)
    connected = say(FA, "settings.connectors.standing.connected")
    await expect(page.get_by_role("article").filter(has_text="شعبه")).to_contain_text(connected)
    await shoot(page, "connect-4-list")
    phones = (await site.admin.get("/api/extensions"))["items"]
    assert len([phone for phone in phones if phone["account"] == "branch"]) == 6
    await change_it(site, dialog, looks)
    await delete_it(dialog)
    left = (await site.admin.get("/api/extensions"))["items"]
    assert [phone for phone in left if phone["account"] == "branch"] == []  # they went with their account
    await branch.stop()
    assert looks.found == []
