"""A template is written, tried on a customer, mended where the hub says so, saved, and brought back as it was."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_it_is_written_tried_changed_and_restored(site: Site, visitors: Visitors) -> None:
    language = "en"
    await site.customer(f"Nazli Azmoon {language}")
    path = "/settings/templates/new?channel=sms"
    page = await visitors.desk(
        await site.person(language, role="supervisor"), path=path, color_scheme=SCHEMES[language]
    )
    inspection = Inspection(page, language)
    here = say(language, f"templates.language.{language}")
    part = say(language, "templates.partIn", part=say(language, "templates.part.text"), name=here)
    text = page.get_by_label(part, exact=True)
    name = f"Ready {language}"
    await page.get_by_label(say(language, "templates.name"), exact=True).fill(name)
    await text.fill("{{ customer.first_nam }} ok")
    preview = page.get_by_role("complementary", name=say(language, "templates.preview"))
    problems = page.get_by_role("region", name=here, exact=True).get_by_role("status")
    await expect(problems).to_contain_text("customer.first_nam")
    await inspection.look("a wrong field")
    await problems.get_by_role("button").click()  # what may have been meant
    await preview.get_by_role("button", name=say(language, "templates.chooseCustomer")).click()
    await preview.get_by_label(say(language, "templates.customer")).fill("Nazli Az")
    await preview.get_by_role("listitem").get_by_role("button").filter(has_text=f"Nazli Azmoon {language}").click()
    await expect(preview.get_by_role("region")).to_have_text("Nazli ok")
    await page.get_by_role("button", name=say(language, "common.action.save")).click()
    await expect(page.get_by_role("button", name=say(language, "templates.versions"))).to_be_visible()
    await text.fill("second")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text(say(language, "templates.unsaved"))).to_have_count(0)
    await text.fill("third")
    await page.get_by_role("link", name=say(language, "templates.all"), exact=True).click()
    await page.get_by_role("dialog").wait_for()
    await inspection.look("leaving unsaved words")
    await page.get_by_role("dialog").get_by_role("button", name=say(language, "templates.leave.stay")).click()
    await expect(text).to_have_value("third")
    await text.fill("second")
    await page.get_by_role("button", name=say(language, "templates.versions")).click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.locator("ins")).to_have_text("second")
    await inspection.look("versions")
    await drawer.get_by_role("navigation").get_by_role("button").nth(1).click()
    await drawer.get_by_role("button", name=say(language, "templates.restore")).click()
    await expect(text).to_have_value("{{ customer.first_name }} ok")
    await page.goto(f"{site.url}/settings/templates")
    await expect(page.get_by_role("article").filter(has_text=name)).to_be_visible()
    await inspection.look("the library")
    inspection.finish()
    (row,) = (await site.admin.get("/api/templates", search=name))["items"]
    kept = await site.admin.get(f"/api/templates/{row['id']}")
    assert (kept["number"], kept["bodies"][language]["text"]) == (3, "{{ customer.first_name }} ok")


async def test_a_folder_is_put_into_another(site: Site, visitors: Visitors) -> None:
    top = await site.admin.ask("POST", "/api/template-folders", {"name": "Azmoon"})
    page = await visitors.desk(await site.person("fa", role="supervisor"), path="/settings/templates")
    folders = page.get_by_role("navigation", name=say("fa", "templates.folders"))
    await folders.get_by_role("button", name=say("fa", "templates.folderMenu", name="Azmoon")).click()
    await page.get_by_role("menuitem", name=say("fa", "templates.addInside")).click()
    dialog = page.get_by_role("dialog")
    place = dialog.get_by_role("combobox", name=say("fa", "templates.inside"))
    await expect(place).to_have_value("Azmoon")
    name = dialog.get_by_label(say("fa", "templates.folderName"))
    await name.fill("درون")
    looks = Inspection(page, "fa")
    await looks.look("a folder inside another")
    await name.press("Enter")
    await expect(folders.get_by_text("درون", exact=True)).to_be_visible()
    looks.finish()
    kept = (await site.admin.get("/api/template-folders"))["items"]
    assert [one["parent_id"] for one in kept if one["name"] == "درون"] == [top["id"]]
