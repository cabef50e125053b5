"""A part of the hub is switched off: it goes from every open page, and comes back where it was."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.inspection import Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say


async def test_a_module_vanishes_from_every_page_and_comes_back(site: Site, visitors: Visitors) -> None:
    """Also what it was needed for is refused by name, and its code is not fetched while it is off."""
    boss, agent = await site.person("en", role="administrator"), await site.person("fa", role="administrator")
    visitors.watch.allow(r"status of 409 .* at \S+/api/modules/teams$")
    page = await visitors.desk(boss, path="/settings/modules")
    other = await visitors.desk(agent, path="/desk")
    tasks, entry = say("en", "modules.name.tasks"), say("fa", "shell.nav.tasks")
    menu = other.get_by_role("navigation").first
    await expect(menu.get_by_role("link", name=entry)).to_be_visible()

    teams = page.get_by_role("switch", name=say("en", "modules.switch", name=say("en", "modules.name.teams")))
    await teams.click(force=True)
    go = page.get_by_role("button", name=say("en", "modules.confirm.go"))
    await go.click()
    await expect(page.get_by_role("alert")).to_contain_text(tasks)
    await page.keyboard.press("Escape")

    switch = page.get_by_role("switch", name=say("en", "modules.switch", name=tasks))
    try:
        await switch.click(force=True)
        await go.click()
        await expect(switch).not_to_be_checked()
        await expect(menu.get_by_role("link", name=entry)).to_have_count(0)
        fetched: list[str] = []
        other.on("request", lambda request: fetched.append(request.url))
        await other.goto(f"{site.url}/tasks")
        await expect(other.get_by_role("heading", name=say("fa", "shell.missing.title"))).to_be_visible()
        assert not [url for url in fetched if "TasksPage" in url or "/api/tasks" in url]
        looked = Inspection(page, "en")
        await looked.look("modules, one off")
        assert not looked.found
    finally:
        await site.admin.ask("PATCH", "/api/modules/tasks", {"on": True})
    await expect(switch).to_be_checked()
    await expect(menu.get_by_role("link", name=entry)).to_be_visible()
    await expect(other.get_by_role("heading", name=say("fa", "shell.missing.title"))).to_have_count(0)
    await other.goto(f"{site.url}/settings/keys")
    await expect(other.get_by_role("article").filter(has_text=say("fa", "secrets.current"))).to_have_count(1)
    looked = Inspection(other, "fa")
    await looked.look("keys")
    assert not looked.found
