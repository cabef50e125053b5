"""The built user interface, served from a folder: hashed assets for ever, the page itself fresh."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from hub.web.problems import Problem

RESERVED = ("/api", "/hooks", "/consent", "/calendar", "/socket.io", "/healthz", "/readyz", "/metrics")
IMMUTABLE = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Peyvand</title>
<body style="font-family: system-ui; max-width: 40rem; margin: 4rem auto; line-height: 1.6">
<h1>The user interface is not built</h1><p>The hub is running, but the folder of its pages is empty.
Build them with <code>make build</code>, or start with <code>make run</code>, which does it for you.</p>
<h1 lang="fa" dir="rtl">رابط کاربری ساخته نشده است</h1><p lang="fa" dir="rtl">سامانه روشن است، ولی پوشهٔ صفحه‌ها خالی است.
با <code>make build</code> آن را بسازید.</p></body></html>"""


def serve_ui(folder: Path) -> Middleware:
    """Answer what no route answers: a file of the UI, or its page for the addresses that the browser routes."""
    root = folder.resolve()

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        unrouted = isinstance(request.match_info.http_exception, web.HTTPNotFound)
        if not unrouted or request.method not in {"GET", "HEAD"} or is_reserved(request.path):
            return await handler(request)
        return find_file(root, request.path, html="text/html" in request.headers.get("Accept", ""))

    return middleware


def is_reserved(path: str) -> bool:
    """True for addresses that belong to the service, known or not: they never give a page."""
    return any(path == prefix or path.startswith(prefix + "/") for prefix in RESERVED)


def find_file(root: Path, path: str, *, html: bool) -> web.StreamResponse:
    """The file at ``path``, or the page when ``path`` has no file's ending. Raises ``web.HTTPNotFound``."""
    file = _inside(root, path)
    if file is not None and file.name != "index.html":
        cache = IMMUTABLE if path.startswith("/assets/") else "no-cache"
        return web.FileResponse(file, headers={"Cache-Control": cache})
    name = PurePosixPath(path).name
    if file is None and "." in name:
        raise web.HTTPNotFound
    page = root / "index.html"
    if page.is_file():
        return web.FileResponse(page, headers={"Cache-Control": "no-cache"})
    return _not_built(html=html)


def _inside(root: Path, path: str) -> Path | None:
    """The regular file that ``path`` names below ``root``; None for all else, links to outside included."""
    if "\x00" in path or "\\" in path or any(part.startswith(".") for part in path.split("/")):
        return None
    try:
        file = (root / path.lstrip("/")).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        return None


def _not_built(*, html: bool) -> web.Response:
    if html:
        headers = {"Cache-Control": "no-store"}
        return web.Response(status=503, text=_NOT_BUILT, content_type="text/html", headers=headers)
    return Problem(503, "ui_not_built", "The user interface is not built: run `make build`.").response()
