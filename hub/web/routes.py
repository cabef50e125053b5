"""The decorator that makes a typed function a route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from aiohttp import web

from hub.web.context import Context
from hub.web.keys import SETTINGS
from hub.web.limits import Limiter, Rate
from hub.web.operation import Access, Handler, Operation, describe
from hub.web.principal import PUBLIC
from hub.web.problems import Forbidden, Locked, Unauthorized
from hub.web.validation import body_value, path_values, query_value

H = TypeVar("H", bound=Handler)
LIMITER = web.AppKey("limiter", Limiter)


class Routes:
    """The routes of one area. Each names its permission; ``PUBLIC`` is said, never assumed.

    ``@routes.get("/api/calls/{call_id}", permission=Permission.CALLS_READ, summary="…", errors=(404,))`` over
    ``async def get_call(ctx: Context, call_id: UUID, query: Query, body: Body) -> Out``.
    """

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []

    def route(
        self,
        method: str,
        path: str,
        *,
        permission: str,
        summary: str,
        status: int = 200,
        errors: Iterable[int] = (),
        while_locked: bool = False,
        rate: Rate | None = None,
        body_limit: int | None = None,
        if_match: bool = False,
        media: str = "application/octet-stream",
    ) -> Callable[[H], H]:
        """Declare a route; the function keeps its type and can be called directly."""
        access = Access(
            permission=permission, while_locked=while_locked, rate=rate, body_limit=body_limit, if_match=if_match
        )

        def declare(handler: H) -> H:
            operation = describe(
                handler,
                method=method,
                path=path,
                tag=self.tag,
                summary=summary,
                status=status,
                errors=tuple(errors),
                access=access,
                media=media,
            )
            self.operations.append(operation)
            return handler

        return declare

    def get(self, path: str, **options: Any) -> Callable[[H], H]:
        """Declare a GET route."""
        return self.route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[H], H]:
        """Declare a POST route."""
        return self.route("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[H], H]:
        """Declare a PUT route."""
        return self.route("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[H], H]:
        """Declare a PATCH route."""
        return self.route("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[H], H]:
        """Declare a DELETE route."""
        return self.route("DELETE", path, **options)


def add_routes(app: web.Application, areas: Sequence[Routes]) -> None:
    """Register every operation of ``areas`` with the application."""
    app[LIMITER] = Limiter()
    add_operations(app.router, areas)


def add_operations(router: web.UrlDispatcher, areas: Sequence[Routes], guard: Callable[[], None] | None = None) -> None:
    """Register every operation of ``areas``; ``guard`` is asked first, and raises where they are switched off."""
    for operation in (operation for area in areas for operation in area.operations):
        handler = _dispatcher(operation, guard)
        if operation.method == "GET":
            router.add_get(operation.pattern, handler, allow_head=True)
        else:
            router.add_route(operation.method, operation.pattern, handler)


def _dispatcher(operation: Operation, guard: Callable[[], None] | None) -> Callable[[web.Request], Any]:
    async def dispatch(request: web.Request) -> web.StreamResponse:
        if guard is not None:
            guard()
        ctx = Context(request)
        await admit(ctx, operation)
        result = await operation.handler(ctx, **await _arguments(ctx, operation))
        return _answer(ctx, operation, result)

    return dispatch


async def admit(ctx: Context, operation: Operation) -> None:
    """Let the request in, or raise ``Throttled``, ``Unauthorized``, ``Forbidden`` or ``Locked``."""
    access = operation.access
    if access.rate is not None:
        name = f"{operation.method} {operation.path}"
        ctx.request.app[LIMITER].take(name, ctx.peer.address, access.rate)
    if access.permission == PUBLIC:
        return
    user = await ctx.load_principal()
    if user is None:
        raise Unauthorized
    if user.locked and not access.while_locked:
        raise Locked
    if not user.may(access.permission):
        raise Forbidden


def spend_rate(ctx: Context, name: str, rate: Rate) -> None:
    """Count one of what a client may do only so often beside the route's own rate. Raises ``Throttled``."""
    ctx.request.app[LIMITER].take(name, ctx.peer.address, rate)


async def _arguments(ctx: Context, operation: Operation) -> dict[str, Any]:
    request = ctx.request
    values = path_values(operation.path_adapters, request.match_info)
    if operation.query is not None:
        values["query"] = query_value(operation.query, operation.query_lists, request.query)
    if operation.body is not None:
        limit = operation.access.body_limit or request.app[SETTINGS].http.max_body_bytes
        values["body"] = await body_value(request, operation.body, limit=limit, required=operation.body_required)
    return values


def _answer(ctx: Context, operation: Operation, result: Any) -> web.StreamResponse:
    if operation.raw:
        response: web.StreamResponse = result
    elif operation.output is None:
        response = web.Response(status=operation.status)
    else:
        body = operation.output.__pydantic_serializer__.to_json(result)
        response = web.Response(status=operation.status, body=body, content_type="application/json", charset="utf-8")
        response.headers.setdefault("Cache-Control", "no-store")
    for finish in ctx.finishers:
        finish(response)
    return response
