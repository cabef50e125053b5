"""What supervisors set up: a line is tried while it is typed, a field's options are renamed, a change is not lost."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.site import Site, Visitors
from tests.e2e.words import say

FA = "fa"


async def test_a_line_is_tried_while_it_is_typed(site: Site, visitors: Visitors) -> None:
    visitors.watch.allow(r"status of 422 .* at \S+/api/lines/try$")  # of a rule half typed, when the hand is slow
    team = await site.admin.ask("POST", "/api/teams", {"name": "خراسان"})
    page = await visitors.desk(await site.person(FA, role="administrator"), path="/settings/lines")
    await page.get_by_role("button", name=say(FA, "lines.add")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(say(FA, "lines.field.name"), exact=True).fill("مشهد")
    await dialog.get_by_label(say(FA, "lines.field.area_code")).fill("۵۱")
    number = dialog.get_by_label(say(FA, "lines.try.value.in"))
    await number.fill("۹۳۸۸۸۸۱۲۳")
    result = dialog.get_by_role("status")
    await expect(result).to_contain_text(say(FA, "lines.tried.sender"))
    await dialog.get_by_role("button", name=say(FA, "lines.addRule")).click()
    rule = say(FA, "lines.rule", number="1")
    await dialog.get_by_label(f"{rule}: {say(FA, 'lines.field.rule.prefix')}").fill("۹")
    await dialog.get_by_label(f"{rule}: {say(FA, 'lines.field.rule.strip')}").fill("۱")
    await expect(result).to_contain_text("+۹۸ ۵۱ ۳۸۸۸ ۸۱۲۳")
    await dialog.get_by_label(say(FA, "lines.field.team"), exact=True).first.click()
    await page.get_by_role("option", name="خراسان").click()
    await dialog.get_by_role("button", name=say(FA, "common.action.save")).click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("article").filter(has_text="مشهد")).to_contain_text("خراسان")
    (line,) = [one for one in (await site.admin.get("/api/lines"))["items"] if one["name"] == "مشهد"]
    assert (line["area_code"], line["rules"][0]["prefix"], line["rules"][0]["strip"]) == ("51", "9", 1)
    await site.admin.ask("PUT", f"/api/owners/line/{line['id']}", {"team_id": None})
    await site.admin.ask("DELETE", f"/api/lines/{line['id']}")  # other tests' calls would be on it
    await site.admin.ask("PATCH", f"/api/teams/{team['id']}", {"active": False})


async def test_what_another_changed_is_told_and_nothing_typed_is_lost(site: Site, visitors: Visitors) -> None:
    visitors.watch.allow(r"status of 412")
    new = {"label": "Branch", "kind": "choice", "options": ["North", "South"]}
    field = await site.admin.ask("POST", "/api/fields", new)
    page = await visitors.desk(await site.person(FA, role="supervisor"), path="/settings/fields")
    await page.get_by_role("button", name=say(FA, "fields.editOne", name="Branch")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(say(FA, "fields.option", number="1"), exact=True).fill("Far North")
    await site.admin.ask("PATCH", f"/api/fields/{field['id']}", {"label": "Branch office"})
    await dialog.get_by_role("button", name=say(FA, "common.action.save")).click()
    await expect(dialog.get_by_role("alert")).to_contain_text(say(FA, "problems.code.changed"))
    await dialog.get_by_role("button", name=say(FA, "common.action.save")).click()
    await expect(dialog).to_have_count(0)
    (kept,) = [one for one in (await site.admin.get("/api/fields"))["items"] if one["id"] == field["id"]]
    assert (kept["label"], kept["options"]) == ("Branch", ["Far North", "South"])
