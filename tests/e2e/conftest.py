"""One browser, one hub on demo data and one simulated phone for all browser tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, async_playwright

from connectors.asterisk.simulator import SimulatedPbx
from tests.e2e.contexts import Contexts
from tests.e2e.site import HABITS, Person, Site, Visitors, admin_of
from tests.support.agent import Entity
from tests.support.browser import ARGUMENTS, SCREENS, program
from tests.support.hub_process import ROOT, StartHub, launch

BUILT = ROOT / "webui" / "dist" / "index.html"
OTHER_NAME = "hub.example"  # the same hub under a name that no browser takes for its own machine
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share the loop that the browser and the simulated phone live in."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", autouse=True)
def interface() -> None:
    """The interface must have been built."""
    if not BUILT.exists():
        pytest.fail(f"{BUILT.relative_to(ROOT)} is missing: run `make build` first", pytrace=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(interface: None) -> AsyncIterator[Browser]:
    """Chromium, which reaches this machine only, under two names."""
    reach = next(one for one in ARGUMENTS if one.startswith("--host-resolver-rules="))
    arguments = [one for one in ARGUMENTS if one != reach]
    arguments.append(reach.replace("=MAP *", f"=MAP {OTHER_NAME} 127.0.0.1 , MAP *"))
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), headless=True, args=arguments)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(interface: None, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """The demo's hub; its phone rings only when a test says so."""
    folder = tmp_path_factory.mktemp("e2e")
    shutil.copy(migrated_file, folder / "hub.db")
    phone = SimulatedPbx(port=0, habits=HABITS)
    phone.exchange.installation.write |= {"system"}  # for hold from the page
    await phone.start()
    options = {"connector": "asterisk", "host": phone.host, "port": phone.port, "username": "peyvand"}
    options |= {"recordings": str(folder / "monitor"), "recordings_pattern": "*-{uniqueid}.*"}
    lines = [f"{key} = {value!r}" for key, value in options.items()]
    config = folder / "hub.toml"
    secret = 'secret = "simulated"\ntrunks = ["trunk"]\nremote_hold = true\nreconnect_min = 0.2\nreconnect_max = 1.0'
    inner = '[calendars]\ninner = ["127.0.0.0/8"]'  # where a test's calendar server is
    config.write_text("\n".join(["[connectors.pbx]", *lines, secret, inner, ""]))
    store = f"sqlite:///{folder / 'hub.db'}"
    hub = launch(store, folder / "hub.log", ("--config", str(config), "demo"))
    await hub.ready()
    admin = await admin_of(hub.url)
    made = Site(hub.url, hub, admin, phone, store, config)
    await made.connected()
    await made.require_results(False)
    yield made
    await admin.close()
    await made.hub.stop()
    await phone.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def contexts(browser: Browser, site: Site) -> Contexts:
    """What tests open their pages in."""
    return Contexts(browser, site.url)


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(
    contexts: Contexts, site: Site, start_hub: StartHub, request: pytest.FixtureRequest
) -> AsyncIterator[Visitors]:
    """Opens pages; the test fails when one of them throws, complains, or asks an outside host for anything.

    A hub that the test starts is stopped after them: they would complain of that, too.
    """
    opened = Visitors(contexts, site)
    yield opened
    if getattr(request.node, "report_call", None) is not None and request.node.report_call.failed:
        await _keep_screens(opened, request.node.name)
    await site.quiet()
    await opened.leave()
    assert opened.watch.unexpected() == []


async def _keep_screens(visitors: Visitors, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"[^\w.-]+", "_", name)
    pages = [page for context in visitors.contexts for page in context.pages]
    for number, page in enumerate(pages):
        with suppress(Error):
            await page.screenshot(path=SCREENS / f"{plain}-{number}.png", timeout=5000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def storied(site: Site) -> Entity:
    """A customer of the demo with tags, an owner, a phone, and touches on several channels, calls among them."""
    for row in (await site.admin.get("/api/customers", limit="200"))["items"]:
        if row["tags"] and row["owner"] and row["number"]:
            entries = (await site.admin.get(f"/api/customers/{row['id']}/timeline"))["items"]
            channels = {entry["channel"] for entry in entries}
            if len(channels) > 2 and "call" in channels:
                return dict(row)
    raise AssertionError("the demo has nobody with tags, an owner and a history")


@pytest_asyncio.fixture(loop_scope="session")
async def agent(site: Site) -> Person:
    """An agent who reads English."""
    return await site.person()


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(site: Site) -> Person:
    """Another agent, who reads Persian."""
    return await site.person("fa")
