"""How a ringing call reaches somebody who looks elsewhere: sound, notification and title, by one of their tabs."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.inspection import SCHEMES, Inspection
from tests.e2e.site import SUPPORT, Person, Site, Visitors, cards, open_tab
from tests.e2e.watch import CUT_OFF
from tests.e2e.words import say
from tests.support.telephony.cable import Cable
from tests.support.waiting import until

# Keeps what the browser is asked to notify of: nothing else on the page tells that it was.
KEEP = """window.told = []; window.Notification = class extends Notification {
  constructor(...given) { super(...given); window.told.push(this); this.onclosed = this.close.bind(this);
    this.close = () => { this.gone = true; this.onclosed(); }; }
};"""
HIDE = """Object.defineProperty(document, 'visibilityState', { get: () => window.away ? 'hidden' : 'visible' });
window.look = (away) => { window.away = away; document.dispatchEvent(new Event('visibilitychange')); };"""
TRY = """const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  const answer = play.call(this);
  answer.then(() => tried('heard'), (error) => tried(error.name));
  return answer;
};"""
LOCKS = "navigator.locks.query().then((all) => all.held.map((lock) => lock.name))"


async def choose(context: BrowserContext, person: Person, **prefs: Any) -> None:
    """What the person has chosen in this browser before."""
    chosen = str({"volume": 0.5, **prefs}).replace("True", "true")
    stored = f"localStorage.setItem('peyvand-ringing-{person.id}', JSON.stringify({chosen}))"
    await context.add_init_script(f"if (location.protocol !== 'about:') {stored}")


async def rings(page: Page) -> bool:
    """Whether this tab is to be heard now."""
    return bool(await page.locator("audio").evaluate("(audio) => !audio.paused && audio.src.startsWith('blob:')"))


async def told_of(page: Page, event: str) -> None:
    """What the browser says to a tab: "freeze", "resume". (It freezes none that a test looks at.)"""
    await page.evaluate("(name) => document.dispatchEvent(new Event(name))", event)


async def test_a_page_that_may_not_be_heard_says_so_until_it_is_clicked(site: Site, visitors: Visitors) -> None:
    language = "en"
    person, colleague = await site.person(language), await site.person()
    context = await visitors.signed_in(person, "101", anew=True, color_scheme=SCHEMES[language])
    await visitors.signed_in(colleague, "102")
    await choose(context, person, sound=True)
    tried: asyncio.Queue[str] = asyncio.Queue()
    await context.expose_function("tried", tried.put_nowait)
    await context.add_init_script(TRY)
    page = await context.new_page()
    await page.goto(f"{site.url}/desk")
    # Whatever a test looks up counts as a click to the browser, though not to the page: so this is awaited first.
    assert await asyncio.wait_for(tried.get(), 15) == "NotAllowedError"
    notice = page.get_by_role("status").filter(has_text=say(language, "pops.sound.blocked"))
    await expect(notice).to_be_visible()
    inspection = Inspection(page, language)
    await inspection.look("the notice")
    inspection.finish()
    await notice.get_by_role("button").click()
    await expect(notice).to_have_count(0)
    _, number = await site.customer("Loud Caller")
    await site.ring(SUPPORT, number, answers="102", after=2)
    await expect(cards(page, language)).to_contain_text("Loud Caller")
    await until(lambda: rings(page), what="the ring")
    await expect(cards(page, language)).to_contain_text(say(language, "pops.answeredBy", name=colleague.name))
    assert not await rings(page)


async def test_one_of_two_tabs_rings_and_tells(site: Site, visitors: Visitors, agent: Person) -> None:
    context = await visitors.signed_in(agent, "101", anew=True, permissions=["notifications"])
    for script in (KEEP, HIDE):
        await context.add_init_script(script)
    await choose(context, agent, sound=True, notify=True)
    tabs = [await open_tab(context, f"{site.url}{path}", "en") for path in ("/desk", "/calls")]
    for tab in tabs:
        await tab.keyboard.press("Shift")
        await tab.evaluate("look(true)")
    await until(lambda: _holds(tabs[0], {"peyvand-ringing", "peyvand-notifying"}), what="whose turn it is")
    _, number = await site.customer("Quiet Tab")
    call = await site.ring("101", number)
    for tab in tabs:
        await expect(tab).to_have_title(re.compile(r"^\(1\) Quiet Tab"))
    await until(lambda: _count(tabs), what="one ring")
    await until(lambda: _told(tabs), what="the notification")
    assert [(title, gone) for title, gone in await _told(tabs)] == [("Quiet Tab rings", False)]
    loud = 0 if await rings(tabs[0]) else 1
    await told_of(tabs[loud], "freeze")
    await until(lambda: rings(tabs[1 - loud]), what="the ring of the other tab")
    await told_of(tabs[loud], "resume")
    await call.hang_up()
    for tab in tabs:
        await expect(cards(tab)).to_have_count(0)
    assert [gone for _, gone in await _told(tabs)] == [True]
    assert not any([await rings(tab) for tab in tabs])
    await tabs[0].evaluate("look(false)")
    await site.ring("101", number)
    await expect(cards(tabs[1])).to_contain_text("Quiet Tab")
    await until(lambda: _count(tabs), what="the second ring")
    assert len(await _told(tabs)) == 1  # somebody looks at the page


async def _holds(page: Page, wanted: set[str]) -> bool:
    held = set(await page.evaluate(LOCKS))
    return wanted <= held and "peyvand-seen" not in held


async def _count(tabs: list[Page]) -> bool:
    return [await rings(tab) for tab in tabs].count(True) == 1


async def _told(tabs: list[Page]) -> list[tuple[str, bool]]:
    found = [await tab.evaluate("told.map((one) => [one.title, Boolean(one.gone)])") for tab in tabs]
    return [(title, gone) for tab in found for title, gone in tab]


async def test_a_tab_that_slept_shows_what_is_true_when_it_goes_on(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    visitors.watch.allow(CUT_OFF)
    _, first = await site.customer("Before The Sleep")
    _, second = await site.customer("During The Sleep")
    cable = Cable(site.hub.port)
    await cable.mend()
    try:
        page = await visitors.desk(agent, "101", url=f"http://127.0.0.1:{cable.port}")
        call = await site.ring("101", first)
        await expect(cards(page)).to_contain_text("Before The Sleep")
        cable.forget()  # no end of the connection is told: by itself the page would wait for most of a minute
        await call.hang_up()
        await site.ring("101", second)
        await told_of(page, "resume")
        await expect(cards(page).filter(has_text="During The Sleep")).to_have_count(1, timeout=10_000)
        await expect(cards(page)).to_have_count(1)
    finally:
        await cable.cut()


async def test_the_settings_ask_and_try(site: Site, visitors: Visitors, agent: Person) -> None:
    page = await visitors.desk(agent, path="/ringing", permissions=["notifications"])
    sound = page.get_by_role("switch", name=say("en", "ringing.sound.on"))
    await sound.check(force=True)
    await page.get_by_role("button", name=say("en", "ringing.sound.test")).click()
    await expect(page.get_by_text(say("en", "ringing.sound.answer.playing"))).to_be_visible()
    await page.get_by_role("switch", name=say("en", "ringing.notify.on")).check(force=True)
    await page.reload()
    for key in ("sound.on", "notify.on"):
        await expect(page.get_by_role("switch", name=say("en", f"ringing.{key}"))).to_be_checked()
