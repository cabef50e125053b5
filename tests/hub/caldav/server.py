"""A small CalDAV server in the test's own process, for what no real one would answer: ``odd`` answers instead."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from xml.sax.saxutils import escape

from aiohttp import web
from aiohttp.test_utils import TestServer
from defusedxml.ElementTree import fromstring

NAMES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
HOME = "/cal/"
Odd = Callable[[web.Request], Awaitable[web.StreamResponse | None]]


async def nothing_odd(_request: web.Request) -> web.StreamResponse | None:
    return None


def multistatus(inner: str) -> web.Response:
    return web.Response(status=207, text=f"<D:multistatus {NAMES}>{inner}</D:multistatus>", content_type="text/xml")


def response(href: str, props: str) -> str:
    found = f"<D:propstat><D:prop>{props}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
    return f"<D:response><D:href>{href}</D:href>{found}</D:response>"


class FakeServer:
    """One calendar at ``/cal/`` with entries by their path; it knows no sync tokens, only a ctag."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, str]] = {}
        self.odd: Odd = nothing_odd
        self.seen: list[web.Request] = []
        self._tags = itertools.count(1)
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url(HOME))

    def keep(self, path: str, text: str) -> str:
        tag = f'"{next(self._tags)}"'
        self.entries[path] = (tag, text)
        return tag

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        odd = await self.odd(request)
        if odd is not None:
            return odd
        method = getattr(self, f"_{request.method.lower()}", None)
        return await method(request) if method else web.Response(status=405)

    async def _propfind(self, request: web.Request) -> web.StreamResponse:
        tag = f"<S:getctag>{escape(str(sorted(self.entries.items())))[:400]}</S:getctag>"
        kind = "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
        return multistatus(response(HOME, f"{kind}{tag}<D:displayname>Work</D:displayname>"))

    async def _report(self, request: web.Request) -> web.StreamResponse:
        asked = [one.text or "" for one in fromstring(await request.read()).iterfind("{DAV:}href")]
        return multistatus("".join(self._entry(href) for href in asked))

    def _entry(self, href: str) -> str:
        if href not in self.entries:
            return f"<D:response><D:href>{href}</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>"
        tag, text = self.entries[href]
        return response(href, f"<D:getetag>{escape(tag)}</D:getetag><C:calendar-data>{escape(text)}</C:calendar-data>")

    async def _put(self, request: web.Request) -> web.StreamResponse:
        there = self.entries.get(request.path)
        wanted = request.headers.get("If-Match")
        if (wanted and (there is None or there[0] != wanted)) or (there and "If-None-Match" in request.headers):
            return web.Response(status=412)
        return web.Response(status=201, headers={"ETag": self.keep(request.path, await request.text())})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=204 if self.entries.pop(request.path, None) else 404)
