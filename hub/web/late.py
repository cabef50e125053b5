"""Routes that come and go while the application serves: those of modules that are switched on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from aiohttp import web
from aiohttp.web_urldispatcher import AbstractResource, UrlDispatcher
from yarl import URL

from hub.web.routes import Routes, add_operations

Guard = Callable[[], None]
"""Raises where the routes behind it are switched off."""


class LateRoutes(AbstractResource):
    """Asked last, for what no route of the kernel answers. Aiohttp's own router takes nothing once it serves."""

    def __init__(self) -> None:
        super().__init__()
        self._loaded = UrlDispatcher()
        self._refusing: dict[str, UrlDispatcher] = {}

    def add(self, module: str, areas: Sequence[Routes], guard: Guard) -> None:
        """Answer these from now on, as long as ``guard`` lets them."""
        add_operations(self._loaded, areas, guard)
        self._refusing.pop(module, None)

    def refuse(self, module: str, paths: Iterable[str], guard: Guard) -> None:
        """Answer all below ``paths`` with what ``guard`` raises, until the module's routes are added."""

        async def handle(_request: web.Request) -> web.StreamResponse:
            guard()
            raise web.HTTPNotFound

        router = self._refusing[module] = UrlDispatcher()
        for path in paths:
            router.add_route("*", path, handle)
            router.add_route("*", path + "/{below:.*}", handle)

    async def resolve(self, request: web.Request) -> Any:
        """The match, or None and the methods that the address knows."""
        allowed: set[str] = set()
        for router in (self._loaded, *self._refusing.values()):
            match = await router.resolve(request)
            if match.http_exception is None:
                return match, allowed
            if isinstance(match.http_exception, web.HTTPMethodNotAllowed):
                allowed |= set(match.http_exception.allowed_methods)
        return None, allowed

    @property
    def canonical(self) -> str:
        """Where aiohttp's index finds it: after all else."""
        return "/"

    def __iter__(self) -> Iterator[Any]:
        return iter(self._loaded.routes())

    def __len__(self) -> int:
        return len(self._loaded.routes())

    def url_for(self, **kwargs: str) -> URL:
        """Of no use: it stands for many addresses."""
        raise RuntimeError("late routes have no address of their own")

    def add_prefix(self, prefix: str) -> None:
        """Of no use: the hub is no part of another application."""
        raise RuntimeError("late routes take no prefix")

    def get_info(self) -> Any:
        """What aiohttp shows of a resource."""
        return {"path": self.canonical}

    def raw_match(self, path: str) -> bool:
        """Never the same as another resource."""
        return False
