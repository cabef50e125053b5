"""A call's recording comes to its timeline entry while the page is open, and plays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, expect

from connectors.asterisk.simulator.model import ChannelState
from tests.e2e.site import Person, Site, Visitors
from tests.e2e.words import say
from tests.support.audio import wav
from tests.support.waiting import until

PLAY = "audio => { audio.muted = true; return audio.play().then(() => audio.duration) }"


@pytest_asyncio.fixture(loop_scope="session")
async def folder(site: Site) -> AsyncIterator[Path]:
    """Where the exchange keeps recordings, while every call is on a line that has them fetched."""
    line = {"name": "Recorded", "region": "IR", "area_code": "21", "record": "with_notice"}
    made = await site.admin.ask("POST", "/api/lines", line)
    place = site.config.parent / "monitor"
    place.mkdir(exist_ok=True)
    yield place
    await site.admin.ask("DELETE", f"/api/lines/{made['id']}")


async def recorded(site: Site, number: str, folder: Path) -> None:
    """A call from this number that was answered and recorded."""
    call = await site.ring("101", number, answers="101", after=0.2)
    channel = site.phone.exchange.channels[call._channel]
    (folder / f"in-{channel.uniqueid}.wav").write_bytes(wav(2))
    await until(lambda: channel.state is ChannelState.UP, what="the talk")
    await call.hang_up()


async def test_a_recording_is_played_on_the_timeline(
    site: Site, visitors: Visitors, agent: Person, folder: Path
) -> None:
    customer, number = await site.customer("On Record")
    page = await visitors.desk(agent, "101", f"/customers/{customer['id']}")
    await recorded(site, number, folder)
    button = page.get_by_role("button", name=say("en", "recordings.listen.recording"))
    await expect(button).to_be_visible(timeout=20_000)
    await button.click()
    player = page.get_by_label(say("en", "recordings.player.recording"))
    assert await player.evaluate(PLAY) == 2
    await expect(page.get_by_text(say("en", "recordings.notice"))).to_be_visible()
    await _accessible(page)
    other = await visitors.desk(await site.person("fa"), None, f"/customers/{customer['id']}")
    await other.get_by_role("button", name=say("fa", "recordings.listen.recording")).click()
    await expect(other.get_by_text(say("fa", "recordings.none"))).to_be_visible()


async def _accessible(page: Page) -> None:
    await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate("() => axe.run('main').then((all) => all.violations.map((one) => one.id))")
    assert found == []
