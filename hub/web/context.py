"""What a route's function is given: the request, who makes it, and the hub's services."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from hub.db import Database
from hub.settings import Settings
from hub.web.keys import AUTHENTICATE, DATABASE, SERVICES, SETTINGS, VERSION
from hub.web.peers import PEER, Peer
from hub.web.principal import Principal
from hub.web.problems import Invalid, Unauthorized

T = TypeVar("T")
_ETAG = re.compile(r'(?:W/)?"(\d{1,18})"')


class Context:
    """One request at work."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.principal: Principal | None = None
        self.finishers: list[Callable[[web.StreamResponse], None]] = []

    @property
    def user(self) -> Principal:
        """Who is signed in. Raises ``Unauthorized`` on a public route that nobody signed in to."""
        if self.principal is None:
            raise Unauthorized
        return self.principal

    @property
    def db(self) -> Database:
        """The store."""
        return self.request.app[DATABASE]

    @property
    def settings(self) -> Settings:
        """The hub's settings."""
        return self.request.app[SETTINGS]

    @property
    def version(self) -> str:
        """The hub's version."""
        return self.request.app[VERSION]

    @property
    def peer(self) -> Peer:
        """The client: address, scheme, host."""
        return self.request[PEER]

    def service(self, key: web.AppKey[T]) -> T:
        """A service that ``hub.app`` or a module put under ``key``."""
        app = self.request.app
        found: T | None = app[SERVICES].get(key)
        return app[key] if found is None else found

    @property
    def user_agent(self) -> str:
        """What the client calls itself, as stores take it: 200 characters, and no halves of pairs (lone surrogates)."""
        return self.request.headers.get("User-Agent", "")[:200].encode(errors="replace").decode()

    @property
    def if_match(self) -> int | None:
        """The version that the change is made for, or None where any will do. Raises ``Invalid``."""
        given = self.request.headers.get("If-Match", "*").strip()
        if given == "*":
            return None
        found = _ETAG.fullmatch(given)
        if found is None:
            raise Invalid.field("header.If-Match", "etag", 'Give the version as it was answered, such as "3".')
        return int(found[1])

    def tag_answer(self, version: int) -> None:
        """Answer with this version as the ETag."""
        self.before_answer(lambda response: response.headers.update({"ETag": f'"{version}"'}))

    def before_answer(self, finish: Callable[[web.StreamResponse], None]) -> None:
        """Let ``finish`` set cookies or headers on the answer, if there is no problem until then."""
        self.finishers.append(finish)

    async def load_principal(self) -> Principal | None:
        """Find out who is signed in, where a public route wants to know."""
        if self.principal is None:
            self.principal = await self.request.app[AUTHENTICATE](self.request)
        return self.principal
