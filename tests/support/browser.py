"""A real browser, which may reach this machine only."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / ".cache" / "reports" / "screens"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LEFT_OUT = (  # the last such argument counts: these are Playwright's own
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    *("PreconnectToSearch", "SpareRendererForSitePerProcess"),
    # and the address bar's list, a page that each window would load beside ours: a third of a window's time
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--process-per-site",  # tabs of a context share what has been compiled
    "--js-flags=--single-threaded",  # what else waits for the cores is other tests
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    f"--disable-features={','.join(LEFT_OUT)}",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
LOCAL = {"127.0.0.1", "localhost", ""}


class NewPage(Protocol):
    """The type of the ``new_page`` fixture."""

    def __call__(self, **context: Any) -> Awaitable[Page]:
        """Open a page in a context of its own; arguments as for playwright's ``new_context``."""


def program() -> str:
    """The path of a Chromium: HUB_TEST_CHROMIUM, else the first on the PATH."""
    for name in (os.environ.get("HUB_TEST_CHROMIUM"), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.skip("no browser: apt install chromium, or set HUB_TEST_CHROMIUM")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started for this test."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), headless=True, args=list(ARGUMENTS))
        yield launched
        await launched.close()


@pytest.fixture
async def new_page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[NewPage]:
    """Opens pages, and fails the test when one of them throws or asks an outside host for anything."""
    pages: list[Page] = []
    complaints: list[str] = []

    async def open_page(**context: Any) -> Page:
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: complaints.append(f"the page threw {error}"))
        page.on("request", lambda asked: _complain_outside(asked.url, complaints))
        pages.append(page)
        return page

    yield open_page
    if getattr(request.node, "report_call", None) is not None and request.node.report_call.failed:
        await _keep_screens(pages, request.node.name)
    assert not complaints, "\n".join(complaints)


def _complain_outside(url: str, complaints: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and (parts.hostname or "") not in LOCAL:
        complaints.append(f"the page asked an outside host: {url}")


async def _keep_screens(pages: list[Page], name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"[^\w.-]+", "_", name)
    for number, page in enumerate(pages):
        if not page.is_closed():
            await page.screenshot(path=SCREENS / f"{plain}-{number}.png", full_page=True)
