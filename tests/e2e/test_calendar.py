"""One's own calendar: connected step by step, followed, and its password mended where that is told."""

from __future__ import annotations

import base64

from aiohttp import web
from playwright.async_api import expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import Site, Visitors
from tests.e2e.words import say
from tests.hub.caldav.server import FakeServer
from tests.support.waiting import until


async def test_a_calendar_is_connected_followed_and_mended(site: Site, visitors: Visitors) -> None:
    language = "fa"
    server, words = FakeServer(), {"right"}

    async def guarded(request: web.Request) -> web.StreamResponse | None:
        given = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        return None if given.partition(":")[2] in words else web.Response(status=401)

    server.odd = guarded
    await server.server.start_server()
    person = await site.person(language)
    task = await site.admin.ask("POST", "/api/tasks", {"title": "Ring Sara", "assignee_id": person.id})
    page = await visitors.desk(person, path="/calendar-links", color_scheme=SCHEMES[language])
    inspection = Inspection(page, language)
    for key, value in (("address", server.url), ("username", "mina"), ("password", "wrong")):
        await page.get_by_label(say(language, f"caldav.{key}"), exact=True).fill(value)
    await inspection.press("caldav.find")
    await expect(page.get_by_text(say(language, "caldav.failed.signed_in"))).to_be_visible()
    await page.mouse.move(0, 0)  # off the button, whose colour changes under it
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    await inspection.look("a wrong password")
    await page.get_by_label(say(language, "caldav.password"), exact=True).fill("right")
    await inspection.press("caldav.find")
    await inspection.press("caldav.connect")
    await until(lambda: "SUMMARY:Ring Sara" in str(server.entries), what="the task in the calendar")
    await expect(page.get_by_text(say(language, "caldav.tasks_one"))).to_be_visible()
    await inspection.look("a connected calendar")
    ((path, (_, text)),) = server.entries.items()
    server.keep(path, text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    await inspection.press("caldav.now")

    async def done() -> bool:
        return (await site.admin.get(f"/api/tasks/{task['id']}"))["state"] == "done"

    await until(done, what="done there is done here")
    words.clear()
    await inspection.press("caldav.now")
    await expect(page.get_by_text(say(language, "caldav.state.stopped"))).to_be_visible()
    await inspection.look("a calendar that waits for a password")
    words.add("another")
    await page.get_by_label(say(language, "caldav.newPassword"), exact=True).fill("another")
    await inspection.press("caldav.savePassword")
    await expect(page.get_by_text(say(language, "caldav.state.stopped"))).to_have_count(0)
    await inspection.press("caldav.disconnect")
    await page.get_by_role("alert").get_by_role("button", name=say(language, "caldav.disconnect")).click()
    await expect(page.get_by_label(say(language, "caldav.address"), exact=True)).to_be_visible()
    inspection.finish()
    await server.server.close()
