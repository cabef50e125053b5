"""A page whose connection breaks, and one whose hub is started anew, show what is true afterwards."""

from __future__ import annotations

import signal
import time

import pytest
from playwright.async_api import expect

from tests.e2e.site import Person, Site, Visitors, call_bar, cards
from tests.e2e.watch import CUT_OFF
from tests.e2e.words import say
from tests.support.telephony.cable import Cable


async def test_what_happens_while_the_connection_is_cut_is_seen_afterwards(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    visitors.watch.allow(CUT_OFF)
    _, first = await site.customer("Before The Cut")
    _, second = await site.customer("During The Cut")
    cable = Cable(site.hub.port)
    await cable.mend()
    try:
        page = await visitors.desk(agent, "101", url=f"http://127.0.0.1:{cable.port}")
        call = await site.ring("101", first)
        await expect(cards(page)).to_contain_text("Before The Cut")
        await cable.cut()
        await expect(cards(page)).to_contain_text(say("en", "pops.reconnecting"))
        await expect(page.get_by_role("status").get_by_text(say("en", "shell.lost")).first).to_be_visible()
        await call.hang_up()
        await site.ring("101", second)
        await cable.mend()
        await expect(cards(page).filter(has_text="During The Cut")).to_have_count(1, timeout=15_000)
        await expect(cards(page)).to_have_count(1)
        await expect(page.get_by_role("status").get_by_text(say("en", "shell.lost"))).to_have_count(0)
    finally:
        await cable.cut()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_cards_and_calls_outlive_the_hub(
    site: Site, visitors: Visitors, agent: Person, colleague: Person, how: signal.Signals
) -> None:
    visitors.watch.allow(CUT_OFF)
    _, number = await site.customer("Patient Caller")
    _, other = await site.customer("Talks On")
    page = await visitors.desk(agent, "101")
    talking = await visitors.desk(colleague, "102")
    ringing = await site.ring("101", number)
    talk = await site.ring("102", other, answers="102", after=0.2)
    await expect(cards(page)).to_contain_text("Patient Caller")
    await expect(call_bar(talking, "fa")).to_contain_text("Talks On")
    asked = time.monotonic()
    await site.stop(how)
    taken = time.monotonic() - asked
    await site.start()
    assert taken < 10  # open pages hold no stop up
    await expect(page.get_by_role("status").get_by_text(say("en", "shell.lost"))).to_have_count(0, timeout=15_000)
    await site.connected()
    await page.reload()
    await expect(cards(page)).to_contain_text("Patient Caller")
    await expect(call_bar(talking, "fa")).to_contain_text("Talks On")
    await ringing.hang_up()
    await talk.hang_up()
    await expect(cards(page)).to_have_count(0, timeout=15_000)
    await expect(call_bar(talking, "fa")).to_have_count(0, timeout=15_000)
