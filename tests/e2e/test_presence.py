"""The menu of the own presence: breaks made at the phone, queues, wrap-up, and a phone that is not registered."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Locator, Page, expect

from connectors.asterisk.simulator.model import Member
from tests.e2e.inspection import SCHEMES
from tests.e2e.site import Site, Visitors, cards
from tests.e2e.words import say
from tests.support.waiting import until

PHONE = "PJSIP/106"  # a fixed member of the queue sales


def menu(page: Page, language: str) -> Locator:
    """What opens it."""
    return page.get_by_role("button").filter(has_text=say(language, "shell.presence.yours"))


def queue(page: Page, name: str) -> Locator:
    """A queue in it."""
    return page.get_by_role("menuitemcheckbox").filter(has_text=name)


def change(site: Site, **values: object) -> Member:
    """Somebody changes the member in the telephone system."""
    sales = site.phone.exchange.switchboard.queues["sales"]
    member = sales.members[PHONE]
    for name, value in values.items():
        setattr(member, name, value)
    site.phone.exchange.member_event("QueueMemberPause", sales, member)
    return member


async def accessible(page: Page) -> None:
    """axe finds nothing in the open menu, and a phone shows the menu whole."""
    await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate(
        "(rules) => axe.run('[role=menu]', { rules })"
        ".then((all) => all.violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.html)))",
        {"aria-required-children": {"enabled": False}},  # Mantine's menus hold an element that takes the focus first
    )
    assert found == []
    await page.set_viewport_size({"width": 390, "height": 844})
    box = await page.get_by_role("menu").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    await page.set_viewport_size({"width": 1280, "height": 800})


async def test_presence_and_queues_follow_the_phone(site: Site, visitors: Visitors) -> None:
    language = "fa"
    page = await visitors.desk(await site.person(language), "106", color_scheme=SCHEMES[language])
    support = site.phone.exchange.switchboard.queues["support"]
    own = menu(page, language)

    member = change(site, paused=True, paused_reason="prayer", wrap_up=600)
    await expect(own).to_contain_text(say(language, "common.reason.prayer"))
    site.phone.exchange.emit("DeviceStateChange", [("Device", PHONE), ("State", "UNAVAILABLE")])
    await expect(page.get_by_text(say(language, "presence.phone.unreachable.title"))).to_be_visible()
    await own.click()
    await expect(page.get_by_text(say(language, "presence.atPhone"))).to_be_visible()
    await expect(queue(page, "sales")).to_contain_text(say(language, "presence.queue.paused"))
    await accessible(page)

    await queue(page, "support").click()
    await until(lambda: PHONE in support.members, what="the queue joined")
    await expect(queue(page, "support")).to_have_attribute("aria-checked", "true")
    await queue(page, "support").click()
    await until(lambda: PHONE not in support.members, what="the queue left")
    await page.get_by_role("menuitem", name=say(language, "common.presence.available"), exact=True).click()
    await until(lambda: not member.paused, what="the end of the pause")
    site.phone.exchange.emit("DeviceStateChange", [("Device", PHONE), ("State", "NOT_INUSE")])
    await expect(page.get_by_text(say(language, "presence.phone.unreachable.title"))).to_have_count(0)

    call = await site.ring("1003", site.unknown_number(), answers="106", after=0.3)
    await expect(own).to_contain_text(say(language, "common.presence.on_call"))
    await call.hang_up()
    await expect(own).to_contain_text(say(language, "common.presence.wrap_up"))
    await expect(cards(page, language)).to_have_count(0)
    await own.click()
    await page.get_by_role("menuitem", name=say(language, "presence.longer")).click()
    await accessible(page)
    await page.get_by_role("menuitem", name=say(language, "presence.ready")).click()
    await expect(own).to_contain_text(say(language, "common.presence.available"))
    change(site, wrap_up=0)


async def test_a_supervisor_sets_somebody_elses_presence(site: Site, visitors: Visitors) -> None:
    agent = await site.person("en", name="Nasrin Vaziri")
    boss = await site.person("fa", role="supervisor", name="پروانه دادگر")
    theirs = await visitors.desk(agent, "106")
    page = await visitors.desk(boss, path="/agents", color_scheme=SCHEMES["fa"])
    support = site.phone.exchange.switchboard.queues["support"]
    row = page.get_by_role("listitem").filter(has_text=agent.name)
    open_menu = row.get_by_role("button", name=say("fa", "agents.menu", name=agent.name))

    await open_menu.click()
    await queue(page, "support").click()
    await until(lambda: PHONE in support.members, what="the queue joined")
    await expect(theirs.get_by_text(say("en", "presence.told.title", name=boss.name))).to_be_visible()
    await accessible(page)
    await page.get_by_role("menuitem", name=say("fa", "agents.leaveAll")).click()
    await until(lambda: PHONE not in support.members, what="the queues left")
    await page.get_by_role("menuitem", name=say("fa", "common.reason.prayer")).click()
    await expect(row).to_contain_text(say("fa", "agents.toldBy", name=boss.name))
    await expect(menu(theirs, "en")).to_contain_text(say("en", "common.reason.prayer"))
    words = say("en", "presence.told.awayFor", reason=say("en", "common.reason.prayer"))
    await expect(theirs.get_by_text(words)).to_be_visible()
    await theirs.get_by_role("button", name=say("en", "presence.told.seen")).click()
    await expect(theirs.get_by_text(words)).to_have_count(0)

    await menu(theirs, "en").click()
    await theirs.get_by_role("menuitem", name=say("en", "common.presence.available"), exact=True).click()
    await expect(row).not_to_contain_text(say("fa", "agents.toldBy", name=boss.name))
