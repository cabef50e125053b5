"""A small application on the web kernel, with one area of routes that show what it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pydantic import Field

from hub.db import Database, StoreFull, StoreUnavailable
from hub.settings import Settings
from hub.web import (
    PUBLIC,
    Context,
    Input,
    NotFound,
    Output,
    Page,
    PageQuery,
    Principal,
    Rate,
    Routes,
    Stale,
    build_application,
    cut_page,
    decode_cursor,
)

Client = TestClient[web.Request, web.Application]
Make = Callable[..., Awaitable[Client]]


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Part(Input):
    name: Annotated[str, Field(min_length=1, max_length=20)]


class Order(Input):
    email: str
    count: int = 1
    at: datetime | None = None
    size: Size = Size.SMALL
    parts: tuple[Part, ...] = ()


class Filters(PageQuery):
    sizes: tuple[Size, ...] = ()
    urgent: bool = False


class Thing(Output):
    id: UUID
    count: int


def make_routes() -> Routes:
    routes = Routes("things")

    @routes.get("/api/things", permission="things:read", summary="List things")
    async def list_things(ctx: Context, query: Filters) -> Page[Thing]:
        rows = [Thing(id=UUID(int=n), count=n) for n in range(5)]
        if query.cursor:
            (after,) = decode_cursor(query.cursor, int)
            rows = [row for row in rows if row.count > after]
        shown, following = cut_page(rows, query.limit, "count")
        return Page[Thing](items=list(shown), next=following)

    @routes.get("/api/things/{thing_id}", permission="things:read", summary="One thing", errors=(404,))
    async def get_thing(ctx: Context, thing_id: UUID) -> Thing:
        if thing_id.int == 0:
            raise NotFound
        return Thing(id=thing_id, count=1)

    @routes.post("/api/things", permission="things:write", summary="Make a thing", status=201, body_limit=4096)
    async def create_thing(ctx: Context, body: Order) -> Thing:
        ctx.before_answer(lambda response: response.set_cookie("made", "yes"))
        return Thing(id=uuid4(), count=body.count)

    @routes.patch("/api/things/{thing_id}", permission="things:write", summary="Change a thing", if_match=True)
    async def change_thing(ctx: Context, thing_id: UUID) -> Thing:
        if ctx.if_match not in {None, 3}:
            raise Stale(Thing(id=thing_id, count=3), ["count"], version=3)
        ctx.tag_answer(4)
        return Thing(id=thing_id, count=4)

    @routes.delete("/api/things/{thing_id}", permission="things:write", summary="Remove a thing")
    async def delete_thing(ctx: Context, thing_id: UUID) -> None: ...

    @routes.post("/api/optional", permission=PUBLIC, summary="An optional body")
    async def optional(ctx: Context, body: Part | None) -> Thing:
        return Thing(id=UUID(int=0), count=0 if body is None else 1)

    @routes.get("/api/raw", permission=PUBLIC, summary="A file", media="text/csv")
    async def get_raw(ctx: Context) -> web.Response:
        return web.Response(text="a,b", content_type="text/csv")

    @routes.post("/api/unlock", permission="things:read", summary="While locked", while_locked=True)
    async def unlock(ctx: Context) -> None: ...

    @routes.get("/api/rare", permission=PUBLIC, summary="Not often", rate=Rate(2, 60))
    async def get_rare(ctx: Context) -> None: ...

    failures: dict[str, Exception] = {
        "bug": RuntimeError("secret detail"),
        "away": StoreUnavailable("locked"),
        "full": StoreFull("disk"),
    }

    @routes.get("/api/fail/{how}", permission=PUBLIC, summary="Fail")
    async def fail(ctx: Context, how: str) -> None:
        raise failures[how]

    @routes.get("/api/whoami", permission=PUBLIC, summary="The client's address")
    async def who_am_i(ctx: Context) -> web.Response:
        return web.json_response({"address": ctx.peer.address, "scheme": ctx.peer.scheme, "host": ctx.peer.host})

    @routes.post("/hooks/{account}", permission=PUBLIC, summary="A provider calls")
    async def hook(ctx: Context, account: str) -> None: ...

    return routes


@dataclass
class Door:
    """Says who is signed in: a test sets ``principal``."""

    principal: Principal | None = None
    calls: list[str] = field(default_factory=list)

    def admit(self, *permissions: str, locked: bool = False) -> None:
        self.principal = Principal(
            id=uuid4(),
            session_id=uuid4(),
            name="Sara",
            email="sara@example.com",
            role="agent",
            language="fa",
            time_zone="Asia/Tehran",
            permissions=frozenset(permissions),
            locked=locked,
            expires_at=datetime.now(UTC) + timedelta(hours=1),
        )

    async def __call__(self, request: web.Request) -> Principal | None:
        self.calls.append(request.path)
        return self.principal


@pytest.fixture
def door() -> Door:
    """Who is signed in; everything is allowed at first."""
    door = Door()
    door.admit("things:read", "things:write")
    return door


@pytest.fixture
def ui_folder(tmp_path: Path) -> Path:
    """A built user interface, with a secret beside it."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Peyvand</title>")
    (folder / "assets" / "app-abc123.js").write_text("console.log('plain')")
    (folder / "assets" / "app-abc123.js.gz").write_bytes(b"\x1f\x8bgz")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / ".env").write_text("SECRET")
    (tmp_path / "secret.txt").write_text("SECRET")
    (folder / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty store that answers."""
    database = await Database.open(f"sqlite:///{tmp_path / 'hub.db'}")
    yield database
    await database.close()


@pytest.fixture
def make_client(aiohttp_client: Callable[..., Awaitable[Client]], store: Database, door: Door, ui_folder: Path) -> Make:
    """``await make_client(http={…}, metrics={…})``: a client whose changes come from our own page."""

    async def make(*, own_page: bool = True, http: dict[str, object] | None = None, **sections: object) -> Client:
        settings = Settings.model_validate({"http": {"ui": ui_folder} | (http or {}), **sections})
        app = build_application(settings, store, [make_routes()], authenticate=door, version="1.2.3")
        headers = {"Sec-Fetch-Site": "same-origin"} if own_page else {}
        return await aiohttp_client(app, headers=headers)

    return make


@pytest.fixture
async def client(make_client: Make) -> Client:
    """A client of the application with ordinary settings."""
    return await make_client()
