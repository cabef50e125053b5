"""Every page, dialog and card in both languages: axe finds nothing, in one of them dark, and a phone shows it whole.

What axe sees in either language, such as a field without a name, it looks for in one.
"""

from __future__ import annotations

import itertools
import json
from urllib.parse import urlsplit

import pytest
from aiohttp import FormData
from playwright.async_api import Page, Request, expect

from tests.e2e.inspection import AXE, LOOKS, SCHEMES, Inspection
from tests.e2e.site import PASSWORD, PHONE, Person, Site, Visitors, call_bar, cards, press_persian
from tests.e2e.words import LANGUAGES, pattern, say
from tests.support.agent import Entity
from tests.support.waiting import until

FORMS = {
    "/customers": "customers.new",
    "/settings/extensions": "settings.extensions.add",
    "/settings/users": "settings.users.add",
    "/settings/lines": "lines.add",
    "/settings/fields": "fields.add",
    "/settings/tags": "fields.tag.add",
    "/settings/consents": "consentFiles.import",
    "/settings/hours": "hours.add",
    "/settings/outbox": "outbox.test.open",
    "/settings/suppressions": "consent.add",
}
MOVE = """(address) => {
  for (const heading of document.querySelectorAll('h1')) heading.dataset.left = '';
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: null }));
}"""
RULES = {"fa": AXE, "en": LOOKS}
FIRST_LOAD = 250_000  # bytes of compressed script


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_pages_outside_the_shell(site: Site, visitors: Visitors, language: str) -> None:
    visitors.watch.allow(r"status of 401 .* at \S+/api/session", r"status of 423")
    person = await site.person(language)
    page = await visitors.page(locale=language, color_scheme=SCHEMES[language])
    inspection = Inspection(page, language, RULES[language])
    await page.get_by_label(say(language, "accounts.field.email")).fill(person.email)
    password = page.get_by_label(say(language, "accounts.field.password"), exact=True)
    await password.press_sequentially("سلام")
    await password.press("Enter")
    await page.get_by_role("alert").wait_for()
    await inspection.look("sign-in")
    await password.fill(PASSWORD)
    await password.press("Enter")
    await page.get_by_role("button", name=say(language, "accounts.desk.skip")).wait_for()
    await inspection.look("desk's choice")
    await inspection.press("accounts.desk.skip")
    await page.get_by_role("button", name=pattern(language, "shell.user.menu")).click()
    await page.get_by_text(say(language, "shell.user.calendar"), exact=True).wait_for()
    await inspection.look("own settings", phone=False)
    await inspection.press("shell.user.lock")
    await page.get_by_role("heading", name=say(language, "accounts.lock.title")).wait_for()
    await inspection.look("lock screen")
    inspection.finish()


async def test_pages_of_an_administrator(site: Site, visitors: Visitors, storied: Entity, language: str) -> None:
    visitors.watch.allow("blocker on a POP navigation")  # the editor of templates does not know this way to go
    person = await site.person(language, role="administrator")
    page = await visitors.desk(person, color_scheme=SCHEMES[language])
    inspection = Inspection(page, language, RULES[language])
    for name, path in _apart(await _places(site, storied)):
        await _go(page, site.url + path)
        await expect(page.get_by_role("status", name=say(language, "common.loading"))).to_have_count(0)
        await inspection.look(name)
    inspection.finish()


async def _places(site: Site, storied: Entity) -> dict[str, str]:
    calls = (await site.admin.get("/api/calls", result="completed"))["items"]
    call = next(call for call in calls if call["identity_id"])
    organisation = (await site.admin.get("/api/customers", kind="organisation"))["items"][0]["id"]
    pair = await _pair(site)
    filtered = json.dumps({"any": [{"field": "city", "op": "not_empty"}, {"field": "tags", "op": "empty"}]})
    return {
        "desk": "/desk", "calls": "/calls", "a call": f"/calls?call={call['id']}",
        "no calls": "/calls?result=busy&direction=internal",
        "customers": "/customers", "nobody found": "/customers?q=zzzz", "filtered": f"/customers?filter={filtered}",
        "a customer": f"/customers/{storied['id']}", "an organisation's page": f"/customers/{organisation}",
        "organisations": "/organisations", "its people": f"/organisations/{organisation}",
        "an identity": f"/identities/{call['identity_id']}", "duplicates": "/duplicates",
        "whom to merge": f"/customers/{storied['id']}/merge",
        "a merge": f"/customers/{pair['a']['id']}/merge/{pair['b']['id']}", "imports": "/imports",
        "a new import": "/imports/new", "an import": f"/imports/{await _checked_import(site)}",
        "connectors": "/settings/connectors", "extensions": "/settings/extensions", "lines": "/settings/lines",
        "fields": "/settings/fields", "tags": "/settings/tags", "people": "/settings/users",
        "unprocessed": "/settings/parked", "agents": "/agents", "tasks": "/tasks?view=all",
        "a task": f"/tasks?view=all&task={await _task(site)}", "calendar links": "/calendar-links",
        "files of consents": "/settings/consents", "hours": "/settings/hours", "outbox": "/settings/outbox",
        "suppressions": "/settings/suppressions", "templates": "/settings/templates",
        "a new template": "/settings/templates/new?channel=sms", "modules": "/settings/modules",
        "conversations": "/conversations?view=all", "a conversation": await _conversation(site),
        "automatic replies": "/settings/replies", "bulk SMS": "/settings/bulks",
        "ringing": "/ringing", "password": "/password", "nothing": "/nothing",
    }  # fmt: skip


def _apart(places: dict[str, str]) -> list[tuple[str, str]]:
    """Those of one area apart from each other: between areas one goes as a link does, without loading all anew."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for name, path in places.items():
        areas.setdefault(_area(path), []).append((name, path))
    rounds = itertools.zip_longest(*sorted(areas.values(), key=len))
    return [place for together in rounds for place in together if place is not None]


def _area(address: str) -> str:
    return urlsplit(address).path.split("/")[1]


async def _conversation(site: Site) -> str:
    """One in which both sides have written."""
    found = (await site.admin.get("/api/conversations", view="all"))["items"]
    return f"/conversations/{next(one['id'] for one in found if one['assignee'])}?view=all"


async def _task(site: Site) -> str:
    """One that has much to be shown."""
    found = (await site.admin.get("/api/tasks", whose="all", promise="true"))["items"]
    return str(next(task["id"] for task in found if task["comments"] and task["team"]))


async def _pair(site: Site) -> Entity:
    """Two customers of whom the hub has found that they may be one."""
    _, number = await site.customer("Known Twice")
    await site.customer("Known Twice", number)
    await site.admin.ask("POST", "/api/duplicates/find")

    async def found() -> list[Entity]:
        return list((await site.admin.get("/api/duplicates"))["items"])

    return (await until(found, 20, "a pair"))[0]


async def _checked_import(site: Site) -> str:
    """A file of which the hub has said what would happen."""
    form = FormData()
    form.add_field("file", "نام,موبایل\nنازلی آزموده,9127770022\n,12\n".encode(), filename="people.csv")
    made = await site.admin.ask("POST", "/api/imports", data=form)
    await site.admin.ask("POST", f"/api/imports/{made['id']}/check")

    async def checked() -> bool:
        return bool((await site.admin.get(f"/api/imports/{made['id']}"))["state"] == "checked")

    await until(checked, 20, "what the import would do")
    return str(made["id"])


async def _go(page: Page, address: str) -> None:
    """Open another page as a link would: the frame, and axe in it, stay."""
    if _area(page.url) == _area(address):
        await page.evaluate(MOVE, "/nothing")  # else one heading may serve both
        await page.locator("h1:not([data-left])").wait_for()
    await page.evaluate(MOVE, address)
    await page.locator("h1:not([data-left])").wait_for()


async def test_dialogs(site: Site, visitors: Visitors, storied: Entity, language: str) -> None:
    person = await site.person(language, role="administrator")
    page = await visitors.desk(person, path=f"/customers/{storied['id']}", color_scheme=SCHEMES[language])
    inspection = Inspection(page, language, RULES[language])
    await page.get_by_role("heading", level=1).wait_for()
    await inspection.press("customers.panel.addIdentity")
    await press_persian(page, "KeyN", "د")
    await inspection.look("customer's forms")
    await page.goto(f"{site.url}/customers/{storied['id']}")
    await inspection.press("customers.panel.edit")
    await inspection.dialog("edit a customer")
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox").fill("an")
    await page.get_by_role("option").first.wait_for()
    await inspection.dialog("search")
    await page.keyboard.press("Shift+?")
    await inspection.dialog("keys")
    for path, key in FORMS.items():
        await _go(page, site.url + path)
        await page.get_by_role("button", name=say(language, key)).click()
        await inspection.dialog(key)
    inspection.finish()


async def test_cards_and_the_call_bar(site: Site, visitors: Visitors, storied: Entity, language: str) -> None:
    person = await site.person(language)
    other = await site.person()
    await visitors.desk(other, "102")
    page = await visitors.desk(person, "101", color_scheme=SCHEMES[language])
    inspection = Inspection(page, language, RULES[language])
    for number in await _callers(site, storied):
        await site.ring("101", number)
    await expect(cards(page, language)).to_have_count(3)
    await inspection.look("known, unknown and several callers")
    await press_persian(page, "KeyN", "د")
    await page.keyboard.press("Escape")
    await press_persian(page, "KeyL", "م")
    await inspection.look("linking a caller")
    await site.quiet()
    _, number = await site.customer("Talks For Long")
    await site.ring("101", number, answers="101", after=0.2)
    await expect(call_bar(page, language)).to_contain_text("Talks For Long")
    await expect(cards(page, language)).to_have_count(0)
    await inspection.look("a call")
    await press_persian(page, "KeyX", "ط")
    await page.get_by_role("button", name=say(language, "calls.transfer.goTo", name=other.name)).wait_for()
    await inspection.look("passing a call on")
    inspection.finish()


async def test_a_phone_has_its_own_navigation(site: Site, visitors: Visitors, language: str) -> None:
    person: Person = await site.person(language, role="administrator")
    page = await visitors.desk(person, color_scheme=SCHEMES[language], viewport=PHONE, has_touch=True, is_mobile=True)
    inspection = Inspection(page, language, RULES[language])
    await inspection.press("shell.nav.more")
    await page.get_by_role("dialog").get_by_text(say(language, "shell.user.calendar"), exact=True).wait_for()
    await inspection.look("more", phone=False)
    inspection.finish()


async def test_the_first_load_is_small(site: Site, visitors: Visitors, agent: Person) -> None:
    context = await visitors.signed_in(agent, anew=True)
    page = await context.new_page()
    scripts: list[Request] = []
    page.on("requestfinished", lambda asked: scripts.append(asked) if asked.resource_type == "script" else None)
    await page.goto(f"{site.url}/desk")
    await page.get_by_role("heading", level=1).wait_for()
    await page.wait_for_load_state("networkidle")
    sizes = {asked.url: (await asked.sizes())["responseBodySize"] for asked in scripts}
    assert FIRST_LOAD / 4 < sum(sizes.values()) < FIRST_LOAD, sizes
    for asked in scripts:
        answer = await asked.response()
        assert answer is not None
        headers = await answer.all_headers()
        assert "content-encoding" in headers or sizes[asked.url] < 2000, asked.url


async def _callers(site: Site, storied: Entity) -> list[str]:
    """Somebody with a history, somebody unknown, and several people on one number."""
    _, shared = await site.customer("Shares A Number")
    await site.customer("سهیم در شماره", shared)
    known = (await site.admin.get(f"/api/customers/{storied['id']}"))["identities"]
    phone = next(item["value"] for item in known if item["kind"] == "phone")
    return [f"00{phone[1:]}", site.unknown_number(), shared]
