"""Browser contexts that tests use one after the other: what a page loads and compiles anew is half of what it costs.

A context is given back without its pages, cookies, storage and permissions; what stays is the cache.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Error

from tests.e2e.watch import POLICY

LASTING = ("add_init_script", "expose_function", "expose_binding", "route", "set_extra_http_headers")

BLANK = '<!doctype html><link rel="icon" href="data:,">'  # else the browser asks for an icon, some time or other


@dataclass(eq=False)
class _Kept:
    """A context, and what clears it: a page of the hub that no test sees, in whose process the tests' pages are."""

    context: BrowserContext
    session: CDPSession
    options: str
    gone: bool = False

    def close(self, *_: Any) -> None:
        self.gone = True


@dataclass
class Contexts:
    """Those of one browser; ``url`` is where the hub is opened whose pages they show."""

    browser: Browser
    url: str
    _free: list[_Kept] = field(default_factory=list)
    _lent: list[_Kept] = field(default_factory=list)

    async def lend(self, options: dict[str, Any]) -> BrowserContext:
        """A context in which nobody has been, as far as a page can see."""
        wanted = repr(sorted(options.items()))
        found = next((one for one in self._free if one.options == wanted), None)
        if found is None:
            found = await self._make(options, wanted)
        else:
            self._free.remove(found)
        self._lent.append(found)
        return found.context

    async def take_back(self, context: BrowserContext) -> None:
        """Close its pages, and the context as well unless it can be lent again."""
        kept = next((one for one in self._lent if one.context is context), None)
        if kept is None:
            return await context.close()
        self._lent.remove(kept)
        first, *others = context.pages or [None]
        if kept.gone or first is None:
            return None
        for page in others:
            await page.close()
        try:
            await self._clear(kept)
        except Error:  # its process has ended
            await context.close()
        else:
            self._free.append(kept)

    async def _make(self, options: dict[str, Any], wanted: str) -> _Kept:
        context = await self.browser.new_context(**options)
        await context.add_init_script(POLICY)
        page = await context.new_page()
        await page.route("**/kept", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
        await page.goto(f"{self.url}/kept")
        await page.unroute_all()
        kept = _Kept(context, await context.new_cdp_session(page), wanted)
        context.on("close", kept.close)
        for name in LASTING:
            setattr(context, name, _refuse)
        return kept

    async def _clear(self, kept: _Kept) -> None:
        await kept.context.clear_cookies()
        stored = {"origin": self.url, "storageTypes": "all"}
        await kept.session.send("Storage.clearDataForOrigin", stored)


def _refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("the next test would have this, too: ask for a context with ``anew=True``")
